"""Indicators of one package under every draw, buurt by buurt."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import xarray as xr

from kans_model.city.city import City
from kans_model.computing.cache import MEGABYTE, Cache
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.damage_lines import lines_of
from kans_model.evaluation.indicators import M2_PER_HA, Reading, reading
from kans_model.measures import effects
from kans_model.measures.portfolio import Portfolio
from kans_model.study.hashing import digest, hashed
from kans_model.study.study import Study
from kans_model.tables.reading import cells
from kans_model.tables.vocabulary import EVENT_YEARS, HORIZONS
from kans_model.uncertainty import damage_ratios, damage_tables
from kans_model.uncertainty.damage_draws import Units, entered_share, units_after, units_before
from kans_model.uncertainty.draw_values import DrawValues
from kans_model.uncertainty.draws import Draws, draws

AFTERNOON = "uhi_afternoon_factor"


_kept = Cache(256 * MEGABYTE, others=(City, Baseline, Draws, xr.Dataset), grows=True)


def indicator_draws(study: Study, package: Portfolio | str) -> IndicatorDraws:
    """Of a package of a study, under the draws of its screens; kept for who asks the same."""
    portfolio = study.portfolio(package) if isinstance(package, str) else package
    drawn = draws(study)
    key = study.outlook_key, digest(hashed(portfolio.to_dict())), drawn.key
    return _kept.get(key, lambda: IndicatorDraws(drawn, study.baseline, study.evaluate(portfolio)))


class IndicatorDraws:
    """What every indicator reads under every draw, without a package and with it; worked out when asked.

    Damage as in the totals of the city: what is drawn is drawn for all buurten together.

    Parameters
    ----------
    drawn : Draws
    base : Baseline
    result : xarray.Dataset
        Of the package, mid values, from `evaluate`.
    """

    def __init__(self, drawn: DrawValues, base: Baseline, result: xr.Dataset) -> None:
        self.drawn, self.base, self.result = drawn, base, result
        self.quantity = result["quantity"].to_numpy()
        self._values: dict[tuple[str, str, str], np.ndarray | None] = {}
        self._readings: dict[tuple[str, str], Reading] = {}

    def mid(self, indicator: str, when: str) -> Reading:
        """What an indicator reads with all at the middle."""
        key = indicator, when
        if key not in self._readings:
            self._readings[key] = reading(self.base, self.result, indicator, when)
        return self._readings[key]

    def value(self, indicator: str, moment: str, when: str = "after") -> np.ndarray | None:
        """Per draw and buurt, shape (draw, area), unknown NaN; None where the indicator is not drawn.

        Not drawn is what no draw moves: depth in a flood, without a package green and shade as they stand,
        felt temperature by the city's own map, recharge, of which there is none.

        Parameters
        ----------
        indicator : str
        moment : str
            One of its moments.
        when : {"before", "after"}
        """
        key = indicator, moment, when
        if key not in self._values:
            found = self._worked_out(indicator, moment, when)
            if found is not None:
                known = np.isfinite(self.mid(indicator, when).at(moment))
                found = np.where(known, found, np.float32(np.nan)).astype(np.float32)
                moves = known.any() and np.ptp(found[:, known], axis=0).any()
                found = found if moves else None
            self._values[key] = found
        return self._values[key]

    def _worked_out(self, indicator: str, moment: str, when: str) -> Any:
        how = str(cells("indicators", "reading")[indicator])
        hazard = str(cells("indicators", "hazard")[indicator])
        at = HORIZONS.index(moment) if moment in HORIZONS else 0
        if how == "damage":
            return sum(self._line(line, at, when) for line in lines_of(hazard))
        if how == "damage_per_ha":
            damage = self.value(indicator.removesuffix("_per_ha"), moment, when)
            return None if damage is None else damage / (self.base.area["area_m2"] / M2_PER_HA)
        if how == "deaths":
            return self._line("heat_deaths", at, when) / self._death_eur[:, None]
        if how == "people_reached":
            units = self._units(when)
            kept = units.kept.get("pluvial_dwellings", np.ones(1))
            return units.reached[at] * kept * np.nan_to_num(self.base.area["residents"])
        if how in ("entered", "wet"):
            return self._in_shower(how, EVENT_YEARS.index(int(moment)), when)
        if how == "foundations":
            return self._foundations(at, when)
        if how == "pet":
            return self._felt(when)
        if when == "before":
            return None
        return {"green": self._green, "shade": self._shade, "recharge": self._recharge}.get(
            how, lambda: None
        )()

    # --- damage ----------------------------------------------------------------------------------

    def _units(self, when: str) -> Units:
        return self._before if when == "before" else self._after

    @cached_property
    def _before(self) -> Units:
        return units_before(self.drawn, self.base)

    @cached_property
    def _after(self) -> Units:
        return units_after(self.drawn, self.base, self.quantity)

    @cached_property
    def _death_eur(self) -> np.ndarray:
        return damage_ratios.death_eur(self.drawn, self.base)

    def _line(self, line: str, at: int, when: str) -> np.ndarray:
        """Damage by one line, shape (draw, area). [EUR/yr]"""
        base, units = self.base, self._units(when)
        if line in base.water.eur_when_reached:
            happens, eur = units.reached[at], base.water.eur_when_reached[line]
        elif line in units.days:
            happens, eur = units.days[line][at], base.heat.eur_per_degree_day[line]
        else:
            happens, eur = np.ones((len(self.drawn), 1)), damage_ratios.known_eur(base, line)[:, at]
        ratio = damage_ratios.damage_ratio(self.drawn, base, line)[at]
        damage = happens * np.nan_to_num(eur).astype(np.float32) * ratio[:, None].astype(np.float32)
        return np.asarray(damage * units.kept[line] if line in units.kept else damage)

    # --- buildings -------------------------------------------------------------------------------

    @cached_property
    def _entered(self) -> dict[str, np.ndarray]:
        """Share of buildings entered, shape (event, draw, area). [-]"""
        nothing = np.zeros_like(self.quantity)
        return {
            "before": entered_share(self.drawn, self.base, nothing),
            "after": entered_share(self.drawn, self.base, self.quantity),
        }

    def _in_shower(self, how: str, event: int, when: str) -> np.ndarray:
        """Buildings that water enters, or whose façade it wets, shape (draw, area)."""
        share = self._entered[when][event]
        if how == "wet":
            name = "wet_facade_multiplier"
            times = self.base.scalar[name] * np.broadcast_to(self.drawn.ratio(name), len(self.drawn))
            share = np.minimum(1, times[:, None] * share)
        buildings = self.drawn.ratio("building_area_useful") / self.drawn.ratio(
            "ground_floor_m2_per_dwelling"
        )
        count = np.broadcast_to(buildings, len(self.drawn))[:, None] * np.nan_to_num(
            self.base.water.buildings
        )
        return np.asarray(share * count)

    def _foundations(self, at: int, when: str) -> np.ndarray:
        ground = self.base.ground
        needs = np.minimum(1, ground.foundation_share[at] * self.drawn.ratio(ground.foundation_keys[at]))
        n = needs[:, None] * np.nan_to_num(self.base.area["vulnerable_buildings"])
        return np.asarray(n * self._units(when).kept.get("drought_foundations", np.ones(1)))

    # --- green, shade, felt temperature, recharge ------------------------------------------------

    def _brought(self, per_unit: np.ndarray) -> np.ndarray:
        """What owners who take part bring of this per unit, (measure,), over the area, (draw, area). [-]"""
        used = effects.used(self.quantity) & (per_unit != 0)
        each = per_unit[used, None] * self.quantity[used] / self.base.area["area_m2"]
        return np.asarray(self.drawn.measure["participation_share"][:, used] @ each)

    def _green(self) -> np.ndarray:
        gain = self._brought(self.base.heat.green_per_unit_m2)
        return np.asarray(100 * np.clip(self.base.green_share + gain, 0, 1))

    def _shade(self) -> np.ndarray:
        gain = self._brought(self.base.measure["shade_m2_per_unit"])
        return np.asarray(100 * np.minimum(1, self.base.area["tree_canopy_share"] + gain))

    def _felt(self, when: str) -> np.ndarray:
        felt, heat = self.base.heat.felt_temperature, self.base.heat
        island = damage_tables.heat_factor(self.drawn, AFTERNOON)[:, None]
        model = felt.model_degc(0.0, 0.0, 0.0, island)
        own = self.base.area["pet_degc"]
        before = np.where(np.isfinite(own), own, model)
        if when == "before":
            return before
        green, shade, cooler = (
            self._brought(per_unit)
            for per_unit in (
                heat.green_per_unit_m2,
                self.base.measure["shade_m2_per_unit"],
                heat.vegetation_per_unit_m2,
            )
        )
        change = felt.model_degc(green, shade, cooler, island) - model
        here = self.base.measure["pet_direct_degc"] * self.base.room.stock_per_unit
        return np.asarray(before + change + self._brought(here) / felt.open_ground_share)

    def _recharge(self) -> np.ndarray:
        ground = self.base.ground
        brought = self._brought(ground.recharge_m3) * self.base.area["area_m2"]
        return np.asarray(brought * ground.recharge_mm_per_m3)
