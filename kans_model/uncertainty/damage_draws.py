"""Damage under every draw, before and after a package, looked up per area: lines, city totals, areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self
from weakref import WeakKeyDictionary

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.damage_lines import COMPONENT_STARTS, COMPONENTS
from kans_model.evaluation.heat import island_assumption
from kans_model.tables.vocabulary import AT_2050, HAZARDS, HORIZONS
from kans_model.uncertainty import damage_ratios, damage_tables
from kans_model.uncertainty.draw_values import DrawValues


def _reached(
    drawn: DrawValues,
    knots: damage_tables.Knots,
    base: Baseline,
    stored: np.ndarray,
    effect: np.ndarray | None,
) -> np.ndarray:
    """Share reached per year for each draw, shape (horizon, draw, area).

    Parameters
    ----------
    stored : array, shape (node, area, event)
        What the package stores. [mm]
    effect : array, shape (draw, area), or None
        Factor on it. [-]
    """
    weights = damage_tables.hats(knots.sewer_mm_h, drawn.sewer_mm_h) * drawn.reach[:, None]
    tables = damage_tables.reached_table(knots, base, stored).astype(np.float32).transpose(3, 0, 1, 2)
    by_draw = weights.astype(np.float32) @ tables  # horizon, effect, draw, area
    if tables.shape[1] == 1 or effect is None:
        return by_draw[:, 0]
    return _between(by_draw, _Way.along(knots.effect, effect))


class _Way(NamedTuple):
    """Where values stand between the knots of a table per draw and area, shape (draw, area) each."""

    at: np.ndarray
    """Place in the table, flat, of the knot below."""
    part: np.ndarray
    """Way from there to the next one. [-]"""

    @classmethod
    def along(cls, grid: np.ndarray, values: np.ndarray) -> Self:
        """The way along evenly spaced knots, whose ends hold beyond."""
        step = (values.astype(np.float32) - np.float32(grid[0])) / np.float32(grid[1] - grid[0])
        knot = np.clip(step.astype(np.intp), 0, len(grid) - 2)
        part = np.clip(step - knot, 0, 1).astype(np.float32)
        return cls(knot * values.size + np.arange(values.size).reshape(values.shape), part)


def _between(by_knot: np.ndarray, way: _Way) -> np.ndarray:
    """A table per draw and area read between its knots, shape (horizon, draw, area).

    Parameters
    ----------
    by_knot : array, shape (horizon, knot, draw, area)
    """
    flat = by_knot.reshape(len(by_knot), -1)
    low, high = flat.take(way.at, axis=1), flat.take(way.at + way.at.size, axis=1)
    high -= low
    high *= way.part
    high += low
    return high


def _degree_days(
    drawn: DrawValues, knots: damage_tables.Knots, base: Baseline, component: str, green: _Way | None
) -> np.ndarray:
    """Degree days per draw, shape (horizon, draw, area).

    Parameters
    ----------
    green : _Way, or None
        How far vegetation stands between the least and the most that owners can bring.
    """
    factor = island_assumption(component)
    weights = damage_tables.hats(knots.heat[factor], damage_tables.heat_factor(drawn, factor))
    table = damage_tables.degree_day_table(knots, base, component).astype(np.float32)
    by_draw = weights.astype(np.float32) @ table.transpose(3, 0, 1, 2)  # horizon, gain, draw, area
    return by_draw[:, 0] if green is None else _between(by_draw, green)


def _totals(eur_per_unit: np.ndarray, units: np.ndarray, kept: np.ndarray | None) -> np.ndarray:
    """City total per draw of one line of damage, shape (horizon, draw).

    Parameters
    ----------
    eur_per_unit : array, shape (area,)
    units : array, shape (horizon, draw, area)
        What happens per year: share reached, or degree days.
    kept : array, shape (draw, area), or None
        Share not protected. [-]
    """
    if kept is not None:
        units = units * kept
    return units @ np.nan_to_num(eur_per_unit).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Lines:
    """Damage of one package in all draws: totals, and the sum over counted hazards per area in 2050."""

    totals: dict  # component → (horizon, draw)
    area_2050: np.ndarray | None  # (draw, area); None where it was not asked for


@dataclass(frozen=True, eq=False)
class Units:
    """What happens per year in every buurt under every draw, before it is counted in euro.

    Attributes
    ----------
    reached : array, shape (horizon, draw, area)
        Share of the buildings that water reaches. [1/yr]
    days : dict
        Line of damage by heat → degree days, of admissions the tropical days, shape (horizon, draw, area).
    kept : dict
        Line of damage → share that nothing protects, shape (draw, area); only where something does. [-]
    """

    reached: np.ndarray
    days: Mapping[str, np.ndarray]
    kept: Mapping[str, np.ndarray]


def units_before(drawn: DrawValues, base: Baseline) -> Units:
    """What happens without any package."""
    nothing = np.zeros((len(base.room.measures), base.n_areas))
    knots = damage_tables.Knots.of(drawn, base, nothing)
    reached = _reached(drawn, knots, base, base.water.stored_mm(nothing), None)
    return Units(reached, _days(drawn, knots, base, None), {})


def units_after(drawn: DrawValues, base: Baseline, quantity: np.ndarray) -> Units:
    """What happens with a package of these quantities, shape (measure, area)."""
    knots = damage_tables.Knots.of(drawn, base, quantity)
    stored = base.water.stored_mm(quantity)
    reached = _reached(drawn, knots, base, stored, damage_ratios.effect_ratio(drawn, base, quantity))
    unprotected = damage_ratios.unprotected(drawn, base, quantity)
    kept = {name: share.astype(np.float32) for name, share in unprotected.items()}
    position = damage_tables.green_position(drawn, base, quantity)
    green = None if position is None else _Way.along(damage_tables.GAIN_GRID, position)
    return Units(reached, _days(drawn, knots, base, green), kept)


def _days(
    drawn: DrawValues, knots: damage_tables.Knots, base: Baseline, green: _Way | None
) -> dict[str, np.ndarray]:
    return {line: _degree_days(drawn, knots, base, line, green) for line in base.heat.eur_per_degree_day}


def entered_share(drawn: DrawValues, base: Baseline, quantity: np.ndarray) -> np.ndarray:
    """Share of the buildings that water enters in the showers that pages show, (event, draw, area). [-]"""
    water = base.water
    knots = damage_tables.Knots.of(drawn, base, quantity)
    unit_m3 = water.storage.of_unit_m3(water.rain.shown_mm)
    held = water.storage.stored_mm(quantity, unit_m3, water.shown_runoff_mm[0])
    effect = knots.effect if held.any() else np.ones(1)
    kept = effect[:, None, None, None] * held  # effect, node, area, event
    tables = np.stack(
        [
            water.reach.share_reached(
                water.shown_runoff_mm[0] - water.kept_dry_mm(float(extra))[:, None] - kept
            ).mean(axis=1)
            for extra in knots.sewer_mm_h
        ]
    )  # sewer, effect, area, event
    weights = damage_tables.hats(knots.sewer_mm_h, drawn.sewer_mm_h) * drawn.reach[:, None]
    by_draw = weights.astype(np.float32) @ tables.astype(np.float32).transpose(3, 1, 0, 2)
    share = by_draw[:, 0]
    if len(effect) > 1:
        share = _between(by_draw, _Way.along(effect, damage_ratios.effect_ratio(drawn, base, quantity)))
    return np.minimum(1, share * water.reach_factor.astype(np.float32))


def _lines(drawn: DrawValues, base: Baseline, happens: Units, areas: bool) -> Lines:
    """Every line of damage after what measures shift and protect, and of each area if asked for."""
    units = dict.fromkeys(base.water.eur_when_reached, happens.reached) | dict(happens.days)
    eur = dict(base.water.eur_when_reached) | dict(base.heat.eur_per_degree_day)
    totals = {}
    area_2050 = np.zeros((len(drawn), base.n_areas), dtype=np.float32) if areas else None
    for name, (hazard, _) in COMPONENTS.items():
        ratio = damage_ratios.damage_ratio(drawn, base, name)
        kept = happens.kept.get(name)
        counts = areas and base.counted[HAZARDS.index(hazard)]
        if name in units:
            totals[name] = _totals(eur[name], units[name], kept) * ratio
            in_2050 = units[name][AT_2050] * np.nan_to_num(eur[name]).astype(np.float32) if counts else None
        else:
            totals[name] = damage_ratios.known_total_eur(base, name, kept) * ratio
            in_2050 = np.nan_to_num(damage_ratios.known_eur(base, name))[:, AT_2050] if counts else None
        if in_2050 is not None:
            part = in_2050 if kept is None else in_2050 * kept
            area_2050 += part * ratio[AT_2050][:, None]
    return Lines(totals, area_2050)


_kept_before = WeakKeyDictionary()
"""What no package changes on each baseline, under the draws asked last: draws' key → lines."""


def lines_before(drawn: DrawValues, base: Baseline) -> Lines:
    """Damage as it is, without any package; kept for the draws asked last."""
    kept = _kept_before.setdefault(base, {})
    if drawn.key not in kept:
        kept.clear()
        kept[drawn.key] = _lines(drawn, base, units_before(drawn, base), areas=True)
    return kept[drawn.key]


def lines_after(drawn: DrawValues, base: Baseline, quantity: np.ndarray, areas: bool = True) -> Lines:
    """Damage with a package of these quantities, shape (measure, area)."""
    return _lines(drawn, base, units_after(drawn, base, quantity), areas)


def area_damage_eur(drawn: DrawValues, base: Baseline, hazards: Sequence[str], horizon: str) -> np.ndarray:
    """Damage without any package under every draw, over these hazards, shape (draw, area). [EUR/yr]

    For what sets buurten apart: the error of an estimated type or surface is each buurt's own here, where a
    city's total takes them together. Unknown where no hazard is known.
    """
    at, nothing = HORIZONS.index(horizon), np.zeros((len(base.room.measures), base.n_areas))
    knots = damage_tables.Knots.of(drawn, base, nothing)
    lines = [line for line, (hazard, _) in COMPONENTS.items() if hazard in hazards]
    reached = None
    if "pluvial" in hazards:
        reached = _reached(drawn, knots, base, np.zeros_like(base.water.event_runoff_mm[1]), None)[at]
    total = np.zeros((len(drawn), base.n_areas))
    for line in lines:
        if line in base.water.eur_when_reached:
            eur = reached * base.water.eur_when_reached[line]
        elif line in base.heat.eur_per_degree_day:
            days = _degree_days(drawn, knots, base, line, None)[at]
            eur = days * base.heat.eur_per_degree_day[line]
        else:
            eur = damage_ratios.known_eur(base, line)[:, at]
        city = damage_ratios.damage_ratio(drawn, base, line)[at]
        shared = city / damage_ratios.estimate_ratio(drawn, base, line)
        own = damage_ratios.area_estimate_ratio(drawn, base, line)
        total += np.nan_to_num(eur) * shared[:, None] * own
    known = np.isfinite(base.ead_before_eur[[HAZARDS.index(hazard) for hazard in hazards], :, at]).any(axis=0)
    return np.where(known, total, np.nan)


def hazard_totals(totals: Mapping[str, np.ndarray]) -> np.ndarray:
    """City totals, shape (draw, hazard, horizon); unknown where no area knows a line."""
    lines = np.stack([totals[name] for name in COMPONENTS]).astype(float)
    return np.add.reduceat(lines, COMPONENT_STARTS, axis=0).transpose(2, 0, 1)
