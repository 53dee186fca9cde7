"""Avoided damage as an optimiser sees it: per area a function of quantities, with its slope."""

from collections.abc import Container, Iterator
from functools import cached_property

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.damage_lines import COMPONENTS, channels
from kans_model.measures import effects
from kans_model.optimum.benefit_dwellings import ValueOfDwellings, counted_property
from kans_model.optimum.benefit_heat import HeatRelief
from kans_model.optimum.benefit_protection import ProtectionShare
from kans_model.optimum.benefit_recharge import FoundationRelief
from kans_model.optimum.benefit_water import BuildingRelief
from kans_model.optimum.concave import Ceiling, Curve, Memory, Piece, Term
from kans_model.tables.vocabulary import HAZARDS, HORIZONS
from kans_model.uncertainty.damage_ratios import damage_ratio
from kans_model.uncertainty.draws import Draws

SICK = ("heat_deaths", "heat_admissions")
BUILDINGS = ("pluvial_businesses", "pluvial_roads")
"""Lines of pluvial damage that nothing protects from once water is there."""

DWELLINGS = "dwellings"
KINDS = (*HAZARDS, DWELLINGS)
"""What a benefit adds up: damage avoided by hazard, and the higher value of dwellings."""


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
    with_dwellings : bool
        Also the higher value of dwellings that the study counts: over the period only. [EUR]

    Attributes
    ----------
    own_scale : float or None
        What makes one unit of a program, where that is not so many euro.

    Notes
    -----
    Present value: measures whose effect grows (trees) count their own growth, at the mean slope of the heat
    they take away; that is never less than what `evaluate` gives them. Protection counts at once, so this
    too is an upper bound. The error is reported with every optimum.
    """

    own_scale: float | None = None

    def __init__(
        self,
        base: Baseline,
        horizon: str | None = "2050",
        draws: Draws | None = None,
        with_dwellings: bool = False,
    ) -> None:
        self.property = counted_property(base) if with_dwellings else ()
        self.kinds = KINDS if self.property else HAZARDS
        self.base, self.horizon, self.draws = base, horizon, draws
        self.n_measures, self.n_areas = base.room.potential.shape
        if horizon is None:
            self.weights = base.costs.benefit_weights[0]
        else:
            self.weights = np.eye(len(HORIZONS))[HORIZONS.index(horizon)]
        self.pieces = {piece.name: piece for piece in self._pieces()}
        self.terms = [term for term in self._terms() if self._counts(term.hazard)]

    # --- what it is made of ------------------------------------------------------------------

    def _pieces(self) -> Iterator[Piece]:
        yield self._reached()
        for name, lines in (("deaths", SICK), ("productivity", ("heat_productivity",))):
            yield self._taken_away(name, lines)
        yield self._recharge()
        for component in channels():
            if component == "heat_admissions":  # protected by what protects from death
                continue
            if self._counts(COMPONENTS[component][0]):
                yield self._protected(component)

        if self.property:
            greens = np.flatnonzero(self.base.co_benefits.gain_m2 > 0)
            yield self._piece(DWELLINGS, greens, ValueOfDwellings(self.base, greens))

    def _reached(self) -> Piece:
        """Buildings that water no longer reaches."""
        stores = np.flatnonzero((self.base.water.storage.event_m3 > 0).any(axis=(0, 1, 3)))
        return self._piece("reached", stores, BuildingRelief(self.base, stores, self.weights, self.draws))

    def _taken_away(self, name: str, lines: tuple[str, ...]) -> Piece:
        """Harm by heat that vegetation takes away, by these lines."""
        cools = np.flatnonzero(self.base.heat.vegetation_per_unit_m2 > 0)
        drawn = {line: self._mean_ratio(line) / self._mean_ratio(lines[0]) for line in lines}
        taken = HeatRelief(self.base, drawn, cools, self._vegetation_m2, self.weights, self.draws)
        return self._piece(name, cools, taken, taken.ceilings)

    def _recharge(self) -> Piece:
        """Foundations that more groundwater relieves."""
        sinks = np.flatnonzero(self.base.ground.recharge_m3 > 0)
        return self._piece("recharge", sinks, FoundationRelief(self.base, sinks, self.draws))

    def _protected(self, component: str) -> Piece:
        """The share of a line of damage that measures protect."""
        column, mask = channels()[component]
        protects = np.flatnonzero(mask & (self.base.measure[column] > 0))
        shared = ProtectionShare(self.base, column, protects, self._fits_alone, self.draws)
        return self._piece(f"protected_{component}", protects, shared, shared.ceilings)

    def _piece(
        self, name: str, measures: np.ndarray, curve: Curve, ceilings: tuple[Ceiling, ...] = ()
    ) -> Piece:
        return Piece(name, measures, curve(self._fits_alone)[0], Memory(curve, measures), ceilings)

    @cached_property
    def _fits_alone(self) -> np.ndarray:
        """The most of each measure alone on its surface, shape (measure, area)."""
        return np.minimum(self.base.room.potential, self._room_each())

    def _room_each(self) -> np.ndarray:
        """What a measure could take of what it shares if it had it alone, shape (measure, area)."""
        room = self.base.room
        pool, space = room.pools
        alone = space[np.maximum(pool, 0)] / room.stock_per_unit[:, None]
        catchment = room.catchment_m2_per_unit[:, None]
        drained = np.divide(room.paving_m2, catchment, out=np.full_like(alone, np.inf), where=catchment > 0)
        return np.minimum(np.where(pool[:, None] >= 0, alone, np.inf), drained)

    @cached_property
    def _vegetation_m2(self) -> np.ndarray:
        """Vegetation for the heat island per unit and horizon, by how far it has grown. [m²]"""
        at_once, grown = self.base.costs.benefit_weights
        share = np.ones_like(grown)
        if self.horizon is None:
            share = np.divide(grown, at_once, out=share, where=at_once > 0)
        return self.base.heat.vegetation_per_unit_m2[:, None] * share

    def _counts(self, hazard: str) -> bool:
        return hazard == DWELLINGS or bool(self.base.counted[HAZARDS.index(hazard)])

    def _terms(self) -> list[Term]:
        base = self.base
        ratio = np.stack([self._ratio(name) for name in COMPONENTS])  # component, horizon
        weighted = np.nan_to_num(base.before_eur) * (self.weights * ratio)[:, None]
        before = dict(zip(COMPONENTS, weighted.sum(axis=2), strict=True))
        mean = dict(zip(COMPONENTS, ratio.mean(axis=1), strict=True))  # alike everywhere, but for drought
        reach = {name: np.nan_to_num(eur) * mean[name] for name, eur in base.water.eur_when_reached.items()}
        every = np.ones(self.n_areas)
        return [
            Term(
                "pluvial",
                before["pluvial_dwellings"],
                "reached",
                reach["pluvial_dwellings"],
                "protected_pluvial_dwellings",
            ),
            Term(
                "pluvial",
                np.sum([before[name] for name in BUILDINGS], axis=0),
                "reached",
                np.sum([reach[name] for name in BUILDINGS], axis=0),
                "",
            ),
            Term(
                "heat",
                np.sum([before[name] for name in SICK], axis=0),
                "deaths",
                mean["heat_deaths"] * every,
                "protected_heat_deaths",
            ),
            Term(
                "heat",
                before["heat_productivity"],
                "productivity",
                mean["heat_productivity"] * every,
                "protected_heat_productivity",
            ),
            Term(
                "drought",
                before["drought_foundations"],
                "recharge",
                before["drought_foundations"],
                "protected_drought_foundations",
            ),
            *(
                Term(DWELLINGS, 0 * every, DWELLINGS, base.co_benefits.higher_value_eur[name], "")
                for name in self.property
            ),
        ]

    def _mean_ratio(self, component: str) -> float:
        return float(self._ratio(component).mean())

    def _ratio(self, component: str) -> np.ndarray:
        """Mean over the draws of what multiplies a line of damage, shape (horizon,). [-]"""
        if self.draws is None:
            return np.ones(len(HORIZONS))
        return damage_ratio(self.draws, self.base, component).mean(axis=1)

    # --- read --------------------------------------------------------------------------------

    def avoided_eur(
        self, quantity: np.ndarray, hazards: Container[str] = KINDS
    ) -> tuple[np.ndarray, np.ndarray]:
        """Avoided damage, shape (kind, area), with its slope, shape (measure, area). [EUR/yr] or [EUR]

        Hazards in the order of `HAZARDS`, then dwellings where they are in it; what is not counted, or not
        asked, stays zero.
        """
        read = {name: piece.tangent(quantity) for name, piece in self.pieces.items()}
        value = {name: of_piece for name, (of_piece, _) in read.items()}
        avoided = np.zeros((len(self.kinds), self.n_areas))
        slope = np.zeros((self.n_measures, self.n_areas))
        for term in self.terms:
            if term.hazard not in hazards:
                continue
            avoided[KINDS.index(term.hazard)] += term.avoided_eur(value)
            left = 1 - value[term.protect] if term.protect else 1.0
            if term.shift:
                slope[self.pieces[term.shift].measures] += term.scale_eur * left * read[term.shift][1]
            if term.protect:
                shifted = term.scale_eur * value[term.shift] if term.shift else 0.0
                rest = term.before_eur - shifted
                slope[self.pieces[term.protect].measures] += rest * read[term.protect][1]
        return avoided, slope

    def protected_alone(self, piece: str, measure: int, quantity: np.ndarray) -> np.ndarray:
        """Share protected by these quantities of one measure alone, (area,) both. [-]"""
        alone = np.zeros_like(self.fits)
        alone[measure] = quantity
        return self.pieces[piece].at(alone)[0]

    @property
    def before_eur(self) -> np.ndarray:
        """Damage without measures, shape (kind, area); not counted is zero."""
        total = np.zeros((len(self.kinds), self.n_areas))
        for term in self.terms:
            total[KINDS.index(term.hazard)] += term.before_eur
        return total

    def before_of_eur(self, hazard: str, areas: np.ndarray) -> float:
        """Damage without measures of one hazard, summed with these weights, (area,). [EUR/yr] or [EUR]"""
        return float(self.before_eur[HAZARDS.index(hazard)] @ areas)

    @cached_property
    def fits(self) -> np.ndarray:
        """The most of each measure in each area, alone on its surface, shape (measure, area)."""
        most = self._fits_alone
        acts = effects.used(most)
        return np.where(acts[:, None], most, 0.0)
