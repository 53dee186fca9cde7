"""City totals of packages under draws, without areas: for so many draws that nobody asks a range per area.

Damage is linear in what is looked up, so euros per area are put into the tables once and a draw costs a few
products of small matrices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from kans_model.comparison.headline import HEADLINES
from kans_model.evaluation import economics
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.damage_lines import COMPONENTS
from kans_model.evaluation.heat import island_assumption
from kans_model.measures.portfolio import Portfolio
from kans_model.tables.vocabulary import AT_2050
from kans_model.uncertainty import damage_ratios, damage_tables
from kans_model.uncertainty.cost_benefit_draws import (
    co_benefit_eur,
    cost_per_measure,
    present_value_avoided_eur,
)
from kans_model.uncertainty.damage_draws import hazard_totals
from kans_model.uncertainty.draws import Draws

TOTALS = ("capex_eur", "present_value_cost_eur", "present_value_benefit_eur", *HEADLINES)
"""What is kept of every draw; damage and deaths avoided are those per year in 2050."""
CELLS_AT_ONCE, FEWEST_DRAWS = 2**15, 64
"""Draws times areas worked out together: what a processor keeps near; a country needs little memory."""


class CityTotals:
    """Headlines of packages under any draws of one study.

    Parameters
    ----------
    base : Baseline
    packages : list of (Portfolio, xarray.Dataset)
        Each with its mid values, from `evaluation.evaluate`.
    drawn : Draws
        Any draws of the study: tables are made for all that can be drawn.
    """

    def __init__(self, base: Baseline, packages: list[tuple[Portfolio, xr.Dataset]], drawn: Draws) -> None:
        self._base, self._packages = base, packages
        nothing = np.zeros((len(base.room.measures), base.n_areas))
        self._before = _Damage(base, drawn, nothing)
        quantities = [mid["quantity"].values for _, mid in packages]
        self._after = [
            _Damage(base, drawn, quantity) if quantity.any() else self._before for quantity in quantities
        ]

    def headlines(self, drawn: Draws) -> np.ndarray:
        """Every headline of every package under the same draws, shape (draw, package, headline)."""
        rows = max(FEWEST_DRAWS, CELLS_AT_ONCE // self._base.n_areas)
        parts = [self._together(drawn.part(slice(i, i + rows))) for i in range(0, len(drawn), rows)]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _together(self, drawn: Draws) -> np.ndarray:
        base, common = self._base, _Common.of(drawn, self._base, self._before.knots)
        before, death_eur = self._before.totals(drawn, common), damage_ratios.death_eur(drawn, base)
        result = np.empty((len(drawn), len(self._packages), len(TOTALS)))
        for place, ((portfolio, mid), damage) in enumerate(zip(self._packages, self._after, strict=True)):
            after = before if damage is self._before else damage.totals(drawn, common)
            avoided = hazard_totals(before) - hazard_totals(after)
            benefit = present_value_avoided_eur(drawn, base, mid, avoided)
            benefit += co_benefit_eur(drawn, base, mid).sum(axis=0)
            _, capex, renewal, upkeep = cost_per_measure(drawn, base, portfolio, mid["quantity"].values)
            cost = (capex * base.costs.first_build_factor + renewal + upkeep * base.costs.upkeep_factor).sum(
                axis=1
            )
            deaths = (before["heat_deaths"][AT_2050] - after["heat_deaths"][AT_2050]) / death_eur
            values = {
                "capex_eur": capex.sum(axis=1),
                "present_value_cost_eur": cost,
                "present_value_benefit_eur": benefit,
                "npv_eur": benefit - cost,
                "bcr": economics.benefit_cost_ratio(benefit, cost),
                "avoided_eur_per_year": avoided[:, base.counted, AT_2050].sum(axis=1),
                "deaths_avoided": deaths,
            }
            result[:, place] = np.stack([values[name] for name in TOTALS], axis=1)
        return result


@dataclass(frozen=True, eq=False)
class _Common:
    """What draws decide for every package alike."""

    sewer: np.ndarray  # (draw, knot)
    heat: dict  # assumption → (draw, knot)
    ratio: dict  # line of damage → (horizon, draw)

    @classmethod
    def of(cls, drawn: Draws, base: Baseline, knots: damage_tables.Knots) -> _Common:
        return cls(
            damage_tables.hats(knots.sewer_mm_h, drawn.sewer_mm_h) * drawn.reach[:, None],
            {
                name: damage_tables.hats(grid, damage_tables.heat_factor(drawn, name))
                for name, grid in knots.heat.items()
            },
            {name: damage_ratios.damage_ratio(drawn, base, name) for name in COMPONENTS},
        )


class _Damage:
    """Tables of the city's damage with one package, in euros: rows are read and added by a product."""

    def __init__(self, base: Baseline, drawn: Draws, quantity: np.ndarray) -> None:
        self._base, self._quantity = base, quantity
        self.knots = damage_tables.Knots.of(drawn, base, quantity)
        stored = base.water.stored_mm(quantity)
        reached = damage_tables.reached_table(self.knots, base, stored).transpose(0, 2, 1, 3)
        self._shifts = len(reached) > 1
        self._eur = {
            name: (reached * np.nan_to_num(eur)[:, None, None]).reshape(-1, *reached.shape[2:])
            for name, eur in base.water.eur_when_reached.items()
        }  # line → (effect · area, sewer, horizon)
        for name, eur in base.heat.eur_per_degree_day.items():
            table = damage_tables.degree_day_table(self.knots, base, name) * np.nan_to_num(eur)[:, None]
            # line → (gain · area, knot, horizon)
            self._eur[name] = table.transpose(0, 2, 1, 3).reshape(-1, table.shape[1], table.shape[3])
        self._sums = {name: table.sum(axis=0) for name, table in self._eur.items()}

    def totals(self, drawn: Draws, common: _Common) -> dict[str, np.ndarray]:
        """City total of every line of damage per draw, shape (horizon, draw). [EUR/yr]"""
        base, kept = self._base, damage_ratios.unprotected(drawn, self._base, self._quantity)
        effect = self._effect_hats(drawn) if self._shifts else None
        green = self._green_hats(drawn)
        totals = {}
        for name, ratio in common.ratio.items():
            share = kept.get(name)
            if name in base.water.eur_when_reached:
                totals[name] = self._read(name, common.sewer, _weights(effect, share)) * ratio
            elif name in base.heat.eur_per_degree_day:
                totals[name] = (
                    self._read(name, common.heat[island_assumption(name)], _weights(green, share)) * ratio
                )
            else:
                totals[name] = damage_ratios.known_total_eur(base, name, share) * ratio
        return totals

    def _read(self, name: str, knots: np.ndarray, by_area: np.ndarray | None) -> np.ndarray:
        """What the table of a line gives, shape (horizon, draw).

        Parameters
        ----------
        knots : array, shape (draw, knot)
        by_area : array, shape (draw, …, area), or None
            Weight of every row of the table; the same for all without it.
        """
        if by_area is None:
            return (knots @ self._sums[name]).T
        table = self._eur[name]
        per_knot = by_area.reshape(len(knots), -1) @ table.reshape(len(table), -1)
        return np.einsum("dk,dkh->hd", knots, per_knot.reshape(len(knots), *table.shape[1:]))

    def _effect_hats(self, drawn: Draws) -> np.ndarray:
        """Weight of every effect per draw and area, shape (draw, effect, area): knots stand evenly."""
        ratio = damage_ratios.effect_ratio(drawn, self._base, self._quantity)
        return _hats(self.knots.effect, ratio)

    def _green_hats(self, drawn: Draws) -> np.ndarray | None:
        """Weight of every gain of vegetation per draw and area, shape (draw, gain, area)."""
        position = damage_tables.green_position(drawn, self._base, self._quantity)
        return None if position is None else _hats(damage_tables.GAIN_GRID, position)


def _hats(grid: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Weight of every knot of an even grid, shape (draw, knot, area)."""
    step = np.clip((values - grid[0]) / (grid[1] - grid[0]), 0, len(grid) - 1)
    away = np.abs(step[:, None, :] - np.arange(len(grid))[:, None])
    return np.maximum(0.0, np.subtract(1.0, away, out=away), out=away)


def _weights(hats: np.ndarray | None, share: np.ndarray | None) -> np.ndarray | None:
    """Weight of every row of a table: of its knot, and of what is left unprotected there."""
    if hats is None or share is None:
        return share if hats is None else hats
    return np.asarray(hats * share[:, None])
