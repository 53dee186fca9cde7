"""Avoided damage as an optimiser sees it: per area a concave function of quantities, with its slope."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kans_model.evaluation.damage_lines import COMPONENTS, channels
from kans_model.measures import effects
from kans_model.tables.vocabulary import HAZARDS, HORIZONS
from kans_model.uncertainty.damage_tables import STORING, damage_ratio, heat_assumption, heat_factor

FLOOR = 1e-12
EVERY = slice(None)
"""All areas, once each and in their order."""


@dataclass(frozen=True, eq=False)
class Piece:
    """One rising, concave function of quantities per area.

    Attributes
    ----------
    name : str
    measures : array of int
        Places of the measures it depends on.
    most : array, shape (area,)
        Its value when everything that fits is built: no package reaches more.
    at : callable
        quantity (measure, area) → value (area,), slope (its measures, area). With `areas`, the place of
        the area that each column of the quantities stands for, any number of times: value alone, and None.
    """

    name: str
    measures: np.ndarray
    most: np.ndarray
    at: Callable


@dataclass(frozen=True, eq=False)
class Term:
    """Avoided damage of some lines of one hazard: ``shift + φ·(before − shift)``. [EUR]

    Attributes
    ----------
    hazard : str
    before_eur : array, shape (area,)
        Damage without measures; unknown counts as none.
    shift : str or None
        Piece that takes away intensity.
    scale_eur : array, shape (area,)
        Damage avoided per unit of that piece.
    protect : str or None
        Piece that is the share protected of what remains.
    """

    hazard: str
    before_eur: np.ndarray
    shift: str | None
    scale_eur: np.ndarray
    protect: str | None

    def avoided_eur(self, values, areas=EVERY):
        """From the values of the pieces, shape (area,). [EUR]"""
        shifted = self.scale_eur[areas] * values[self.shift] if self.shift else 0.0
        share = values[self.protect] if self.protect else 0.0
        return shifted + share * (self.before_eur[areas] - shifted)


def lower_hull(x, y, end):
    """Knots of the largest convex function below a piecewise-linear one on [x₀, end].

    Where a damage curve bends the wrong way, storage would be worth more the more of it there is; the hull
    is the honest bound an optimiser can use.

    Parameters
    ----------
    x, y : array_like, shape (knot,)
    end : float
        The curve is read up to here; its last slope is kept beyond.

    Returns
    -------
    x, y : numpy.ndarray

    Examples
    --------
    >>> [knots.tolist() for knots in lower_hull([0, 1, 2, 3], [0, 2, 2, 6], 3)]
    [[0.0, 2.0, 3.0], [0.0, 2.0, 6.0]]
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    last = np.interp(end, x, y) if end <= x[-1] else y[-1] + (end - x[-1]) * (y[-1] - y[-2]) / (x[-1] - x[-2])
    inside = x < end
    x, y = np.append(x[inside], end), np.append(y[inside], last)
    kept: list[int] = []
    for place in range(len(x)):  # a dozen knots
        while len(kept) > 1 and (y[kept[-1]] - y[kept[-2]]) * (x[place] - x[kept[-1]]) >= (
            y[place] - y[kept[-1]]
        ) * (x[kept[-1]] - x[kept[-2]]):
            kept.pop()
        kept.append(place)
    return x[kept], y[kept]


class Benefit:
    """What packages avoid in one city, per year at a horizon or as present value over the period.

    Parameters
    ----------
    base : Baseline
    horizon : {"now", "2050", "2100"} or None
        Avoided damage of a year at this horizon; None for the present value over the period. [EUR/yr], [EUR]
    draws : Draws, optional
        The mean over these instead of the mid values. What shifts intensity and what multiplies damage are
        drawn independently, so the mean of their product is the product of their means.

    Notes
    -----
    Present value: measures whose effect grows (trees) count their own growth, at the mean slope of the heat
    they take away; that is never less than what `evaluate` gives them. Protection counts at once, so this
    too is an upper bound. The error is reported with every optimum.
    """

    def __init__(self, base, horizon="2050", draws=None):
        self.base, self.horizon, self.draws = base, horizon, draws
        self.n_measures, self.n_areas = base.room.potential.shape
        if horizon is None:
            self.weights = base.costs.benefit_weights[0]
        else:
            self.weights = np.eye(len(HORIZONS))[HORIZONS.index(horizon)]
        self.horizons = np.flatnonzero(self.weights)
        self.pieces = {piece.name: piece for piece in self._pieces()}
        self.terms = self._terms()

    # --- what it is made of ------------------------------------------------------------------

    def _ratio(self, component):
        """Mean over the draws of what multiplies a line of damage, shape (horizon,). [-]"""
        if self.draws is None:
            return np.ones(len(HORIZONS))
        return damage_ratio(self.draws, self.base, component).mean(axis=1)

    def _piece(self, name, measures, at):
        room = self.base.room
        fits = np.minimum(room.potential, self._room_each())
        return Piece(name, measures, at(fits)[0], at)

    def _room_each(self):
        """What a measure could take of its surface if it had it alone, shape (measure, area)."""
        room = self.base.room
        pool, space = room.pools
        alone = space[np.maximum(pool, 0)] / room.stock_per_unit[:, None]
        return np.where(pool[:, None] >= 0, alone, np.inf)

    def _pieces(self):
        stores = np.flatnonzero((self.base.water.unit_storage_m3 > 0).any(axis=(0, 2)))
        yield self._piece("reached", stores, self._reached_at(stores))
        cools = np.flatnonzero(self.base.heat.vegetation_per_unit_m2 > 0)
        for name in ("deaths", "productivity"):
            yield self._piece(name, cools, self._heat_at(name, cools))
        for component, (column, mask) in self._protections().items():
            protects = np.flatnonzero(mask & (self.base.measure[column] > 0))
            yield self._piece(f"protected_{component}", protects, self._protected_at(column, protects))

    def _protections(self):
        known = dict(channels())
        known.pop("heat_admissions")  # protected by what protects from death
        return {name: one for name, one in known.items() if self._counts(COMPONENTS[name][0])}

    def _counts(self, hazard):
        return bool(self.base.counted[HAZARDS.index(hazard)])

    def _terms(self):
        base, weights = self.base, self.weights
        ratio = np.stack([self._ratio(name) for name in COMPONENTS])  # component, horizon
        before = (np.nan_to_num(base.before_eur) * (weights * ratio)[:, None]).sum(axis=2)
        before = dict(zip(COMPONENTS, before, strict=True))
        mean = dict(
            zip(COMPONENTS, ratio.mean(axis=1), strict=True)
        )  # alike at all horizons, but for drought
        reach = {
            name: eur * mean[name] for name, eur in base.water.eur_when_reached.items()
        }  # per unit of `reached`
        heat = {name: mean[name] for name in base.heat.eur_per_degree_day}
        others = ("pluvial_businesses", "pluvial_roads")
        one = np.ones(self.n_areas)
        sick = ("heat_deaths", "heat_admissions")
        terms = [
            Term("pluvial", before["pluvial_dwellings"], "reached", reach["pluvial_dwellings"],
                 "protected_pluvial_dwellings"),
            Term("pluvial", sum(before[name] for name in others), "reached",
                 sum(reach[name] for name in others), None),
            Term("heat", sum(before[name] for name in sick), "deaths", heat["heat_deaths"] * one,
                 "protected_heat_deaths"),
            Term("heat", before["heat_productivity"], "productivity", heat["heat_productivity"] * one,
                 "protected_heat_productivity"),
            Term("drought", before["drought_foundations"], None, 0 * one, "protected_drought_foundations"),
        ]  # fmt: skip
        return [term for term in terms if self._counts(term.hazard)]

    # --- its pieces --------------------------------------------------------------------------

    @cached_property
    def _rain(self):
        """Excess before measures, ceiling and yearly weight of the events that count, (area, event)."""
        base, n_events = self.base, len(self.base.water.events[1])
        at = (self.horizons[:, None] * n_events + np.arange(n_events)).ravel()
        runoff, ceiling = (water[:, at] for water in base.water.event_runoff_mm)
        weight = np.concatenate([self.weights[h] * base.water.events[1] for h in self.horizons])
        return runoff, ceiling, base.water.reach_factor[:, None] * weight, at

    @cached_property
    def _nodes(self):
        """Draws of what shifts pluvial intensity: sewer's deviation, factor on storage, weight."""
        if self.draws is None:
            return [(0.0, None, 1.0)]
        one, base = self.draws, self.base
        held = base.water.held_m3_per_unit_drawn(
            base.water.stores, *(one.measure[c][:, base.water.stores] for c in STORING)
        )
        middle = base.water.held_m3_per_unit_drawn(
            base.water.stores, *np.ones((3, 1, base.water.stores.sum()))
        )
        ratio = np.ones((len(held), len(one), self.n_measures))  # soil, draw, measure
        ratio[:, :, base.water.stores] = np.divide(held, middle, out=np.ones_like(held), where=middle > 0)
        return [(one.sewer_mm_h[j], ratio[:, j], one.reach[j] / len(one)) for j in range(len(one))]

    def _reached_at(self, measures):
        """Share of buildings no longer reached, summed over events and weighted over horizons. [1/yr], [-]"""
        base = self.base
        runoff, ceiling, weight, at = self._rain
        per_mm = 1000 / base.area["area_m2"]
        storage = base.water.unit_storage_m3[:, measures][:, :, at]
        nodes = []
        for shift, ratio, share in self._nodes:
            sewer = base.water.sewer_mm(shift)
            excess = runoff - (sewer + base.water.harmless_mm(sewer))[:, None]
            x, y = lower_hull(
                base.water.reach_curve[0], base.water.reach_curve[1], max(float(excess.max()), 1.0)
            )
            slope = np.append(np.diff(y) / np.diff(x), 0.0)
            nodes.append((excess, x, y, slope, None if ratio is None else ratio[:, measures], share))

        def read(excess, x, y, slope):
            """Curve and its slope: one look-up for both."""
            at = np.maximum(np.searchsorted(x, excess, side="left") - 1, 0)
            above = np.maximum(excess, 0.0)
            return y[at] + slope[at] * (above - x[at]), np.where(excess > 0, slope[at], 0.0)

        before = [read(excess, x, y, slope)[0] for excess, x, y, slope, _, _ in nodes]

        def value(quantity, areas=EVERY):
            n = quantity.shape[1]
            total, rise = np.zeros(n), np.zeros((len(measures), n))
            mine, per_m2, most, weights = (
                quantity[measures],
                per_mm[areas, None],
                ceiling[areas],
                weight[areas],
            )
            soils = [(soil, np.flatnonzero(base.soil[areas] == soil)) for soil in np.unique(base.soil)]
            for (excess, x, y, slope, ratio, share), unharmed in zip(nodes, before, strict=True):
                stored = np.empty_like(most)
                for soil, here in soils:
                    held = storage[soil] if ratio is None else storage[soil] * ratio[soil][:, None]
                    stored[here] = mine[:, here].T @ held * per_m2[here]
                full = stored >= most
                reached, steep = read(excess[areas] - np.where(full, most, stored), x, y, slope)
                total += share * ((unharmed[areas] - reached) * weights).sum(axis=1)
                if areas is not EVERY:
                    continue
                per_event = np.where(full, 0.0, steep) * weights * per_m2
                for soil, here in soils:
                    factor = share if ratio is None else share * ratio[soil][:, None]
                    rise[:, here] += factor * (storage[soil] @ per_event[here].T)
            return total, (rise if areas is EVERY else None)

        return value

    @cached_property
    def _vegetation(self):
        """Vegetation for the heat island per unit and horizon, by how far it has grown. [m²]"""
        at_once, grown = self.base.costs.benefit_weights
        share = np.ones_like(grown)
        if self.horizon is None:
            share = np.divide(grown, at_once, out=share, where=at_once > 0)
        return self.base.heat.vegetation_per_unit_m2[:, None] * share

    def _heat_at(self, name, measures):
        """Heat damage no longer done, in euro at mid prices, weighted over horizons. [EUR/yr], [EUR]"""
        base = self.base
        lines = {"deaths": ("heat_deaths", "heat_admissions"), "productivity": ("heat_productivity",)}[name]
        room = np.maximum(0, 1 - base.green_share)
        factors = {line: heat_assumption(line) for line in lines}
        vegetation = self._vegetation[measures]

        def damage(gain, areas, h, line, ratio):
            """And its slope to the gain, by the width of the table's grid."""
            kind = line.removeprefix("heat_")
            eur = base.heat.eur_per_degree_day[line][areas]
            scale = base.scalar[factors[line]] * ratio
            shift = scale * (base.heat.uhi_anomaly_k[areas] - gain * base.heat.uhi_scale_k)
            days, slope = base.heat.degree_days_slope(kind, shift, h)
            return eur * days, -eur * slope * scale * base.heat.uhi_scale_k

        def value(quantity, areas=EVERY):
            n = quantity.shape[1]
            total, rise, most = np.zeros(n), np.zeros((len(measures), n)), room[areas]
            for h in self.horizons:
                per_unit = vegetation[:, h, None] / base.area["area_m2"][areas]
                gain = (per_unit * quantity[measures]).sum(axis=0)
                full = gain >= most
                gain = np.minimum(gain, most)
                for line in lines:
                    ratios = np.ones(1) if self.draws is None else heat_factor(self.draws, factors[line])
                    for ratio in ratios:  # one without draws
                        before, _ = damage(0.0, areas, h, line, ratio)
                        after, slope = damage(gain, areas, h, line, ratio)
                        weight = self.weights[h] / len(ratios)
                        total += weight * (before - after)
                        rise -= weight * np.where(full, 0.0, slope) * per_unit
            return total, (rise if areas is EVERY else None)

        return value

    def _protected_at(self, column, measures):
        """Share protected of what is exposed. [-]"""
        stock = self.base.protection.at_risk[measures]
        share = self.base.measure[column][measures][None]
        if self.draws is not None:
            share = self.draws.measure[column][:, measures]
        strength = np.log1p(-np.minimum(share, 0.999))  # draw, measure
        per_unit = np.divide(1.0, stock, out=np.zeros_like(stock), where=stock > 0)

        def value(quantity, areas=EVERY):
            treated = quantity[measures] * per_unit[:, areas]
            kept = np.exp(strength @ np.minimum(1, treated))  # draw, area
            if areas is not EVERY:
                return 1 - kept.mean(axis=0), None
            rise = -(strength.T @ kept) / len(strength) * np.where(treated < 1, per_unit[:, areas], 0.0)
            return 1 - kept.mean(axis=0), rise

        return value

    def protected_alone(self, piece, measure, quantity):
        """Share protected by these quantities of one measure alone, (area,) both. [-]"""
        alone = np.zeros_like(self.fits)
        alone[measure] = quantity
        return self.pieces[piece].at(alone)[0]

    # --- read --------------------------------------------------------------------------------

    def values(self, quantity):
        """Values and slopes of all pieces: name → (value (area,), slope (its measures, area))."""
        return {name: piece.at(quantity) for name, piece in self.pieces.items()}

    def avoided_eur(self, quantity, hazards=HAZARDS):
        """Avoided damage, shape (hazard, area), with its slope, shape (measure, area). [EUR/yr] or [EUR]

        Hazards in the order of `HAZARDS`; what is not counted, or not asked, stays zero.
        """
        read = self.values(quantity)
        value = {name: one for name, (one, _) in read.items()}
        avoided = np.zeros((len(HAZARDS), self.n_areas))
        slope = np.zeros((self.n_measures, self.n_areas))
        for term in self.terms:
            if term.hazard not in hazards:
                continue
            avoided[HAZARDS.index(term.hazard)] += term.avoided_eur(value)
            left = 1 - value[term.protect] if term.protect else 1.0
            if term.shift:
                slope[self.pieces[term.shift].measures] += term.scale_eur * left * read[term.shift][1]
            if term.protect:
                shifted = term.scale_eur * value[term.shift] if term.shift else 0.0
                rest = term.before_eur - shifted
                slope[self.pieces[term.protect].measures] += rest * read[term.protect][1]
        return avoided, slope

    @property
    def before_eur(self):
        """Damage without measures per hazard and area, shape (hazard, area); not counted is zero."""
        total = np.zeros((len(HAZARDS), self.n_areas))
        for term in self.terms:
            total[HAZARDS.index(term.hazard)] += term.before_eur
        return total

    @cached_property
    def fits(self):
        """The most of each measure in each area, alone on its surface, shape (measure, area)."""
        most = np.minimum(self.base.room.potential, self._room_each())
        acts = effects.used(most)
        return np.where(acts[:, None], most, 0.0)
