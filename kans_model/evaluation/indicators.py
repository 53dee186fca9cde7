"""What shows how a city fares: every indicator of the table, read from one result, per buurt and together."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.ground import FLOOD_YEARS
from kans_model.tables.reading import cells, table
from kans_model.tables.vocabulary import MOMENTS

M2_PER_HA = 10_000


@dataclass(frozen=True, eq=False)
class Reading:
    """One indicator in one city.

    Attributes
    ----------
    indicator : str
        Row of the table of indicators.
    value : array, shape (area, moment)
        In the unit of the indicator; unknown is NaN.
    weight : array, shape (area,)
        Of an area in a mean. [m²]
    """

    indicator: str
    value: np.ndarray
    weight: np.ndarray

    @property
    def moments(self) -> tuple[str, ...]:
        return MOMENTS[cells("indicators", "moment")[self.indicator]]

    @property
    def unit(self) -> str:
        return str(cells("indicators", "unit")[self.indicator])

    @property
    def together_by(self) -> str:
        """How buurten make one: `sum`, `mean` over the surface, or `max`."""
        return str(cells("indicators", "place")[self.indicator])

    def at(self, moment: str) -> np.ndarray:
        """Per buurt at one of its moments, shape (area,)."""
        return self.value[:, self.moments.index(moment)]

    def together(self, moment: str, areas: np.ndarray) -> tuple[float, bool]:
        """Of these areas as one, and whether all of them are known.

        Parameters
        ----------
        moment : str
        areas : array of bool, shape (area,)

        Returns
        -------
        value : float
            Sum, mean over the surface, or highest, of the areas that are known; NaN where none is.
        known : bool
        """
        value, weight = self.at(moment)[areas], self.weight[areas]
        known = np.isfinite(value)
        if not known.any():
            return float("nan"), False
        return _TOGETHER[self.together_by](value[known], weight[known]), bool(known.all())

    def together_range(self, moment: str, areas: np.ndarray) -> tuple[float, float]:
        """The least and the most that these areas as one can be, whatever the unknown ones are.

        An unknown share lies between 0 and 100 per cent, an unknown amount is 0 or more, and an unknown
        temperature can be anything. Both are the value itself where all is known.

        Examples
        --------
        Green of two buurten as large: 30 % of the first, nobody knows of the second:

        >>> read = Reading("green", np.array([[30.0], [np.nan]]), np.ones(2))
        >>> read.together_range("", np.array([True, True]))
        (15.0, 65.0)
        """
        value, weight = self.at(moment)[areas], self.weight[areas]
        known, (low, high) = np.isfinite(value), _POSSIBLE.get(self.unit, (0.0, np.inf))
        together = _TOGETHER[self.together_by]
        return (
            together(np.where(known, value, low), weight),
            together(np.where(known, value, high), weight),
        )


_POSSIBLE = {"%": (0.0, 100.0), "degC": (-np.inf, np.inf)}
"""Between which a value lies that nobody knows, by its unit; of all else 0 or more."""
_TOGETHER: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "sum": lambda value, _: float(value.sum()),
    "mean": lambda value, weight: float(value @ weight / weight.sum()),
    "max": lambda value, _: float(value.max()),
}


def reading(base: Baseline, result: xr.Dataset, indicator: str, when: str = "after") -> Reading:
    """An indicator of a result, before or after its package.

    Parameters
    ----------
    base : Baseline
        What the result was worked out on.
    result : xarray.Dataset
        From `evaluate`.
    indicator : str
        Row of the table of indicators.
    when : {"before", "after"}
    """
    row = table("indicators").loc[indicator]
    value = np.asarray(_READINGS[row["reading"]](base, result, row["hazard"], when), dtype=float)
    return Reading(indicator, value.reshape(base.n_areas, -1), base.area["area_m2"])


def readings(base: Baseline, result: xr.Dataset, when: str = "after") -> Iterator[Reading]:
    """Every indicator of a result."""
    return (reading(base, result, indicator, when) for indicator in table("indicators").index)


# --- one function per way of reading: baseline, result, hazard, before or after → (area[, moment]) ---


def _damage(_: Baseline, result: xr.Dataset, hazard: str, when: str) -> np.ndarray:
    """[EUR/yr]"""
    return result[f"ead_{when}_eur"].sel(hazard=hazard).to_numpy()


def _damage_per_ha(base: Baseline, result: xr.Dataset, hazard: str, when: str) -> np.ndarray:
    """[EUR/ha/yr]"""
    return _damage(base, result, hazard, when) / (base.area["area_m2"] / M2_PER_HA)[:, None]


def _as_it_stands(name: str) -> Callable[[Baseline, xr.Dataset, str, str], np.ndarray]:
    """A result that is the indicator itself."""
    return lambda _base, result, _hazard, when: result[name.format(when)].to_numpy()


def _percent(name: str) -> Callable[[Baseline, xr.Dataset, str, str], np.ndarray]:
    """A result that is a share, in per cent. [%]"""
    return lambda _base, result, _hazard, when: 100 * result[name.format(when)].to_numpy()


def _foundations(base: Baseline, result: xr.Dataset, _: str, when: str) -> np.ndarray:
    """Buildings; what is repaired less costs less in proportion."""
    n = base.area["vulnerable_buildings"][:, None] * base.ground.foundation_share
    if when == "before":
        return n
    line = {"component": "drought_foundations"}
    before, after = (result[f"damage_{name}_eur"].sel(line).to_numpy() for name in ("before", "after"))
    return n * np.divide(after, before, out=np.ones_like(after), where=before > 0)


def _recharge(_: Baseline, result: xr.Dataset, __: str, when: str) -> np.ndarray:
    """Brought by measures only: none without them. [mm/yr]"""
    brought = result["recharge_mm"].to_numpy()
    return brought if when == "after" else np.zeros_like(brought)


def _flood_depth(base: Baseline, _: xr.Dataset, __: str, ___: str) -> np.ndarray:
    """[m]"""
    return np.stack([base.area[f"flood_depth_m_t{years}"] for years in FLOOD_YEARS], axis=1)


def _cool_distance(base: Baseline, _: xr.Dataset, __: str, ___: str) -> np.ndarray:
    """As the city's map says: what measures add of cool places it does not know. [m]"""
    return base.area["cool_distance_m"]


_READINGS: dict[str, Callable[[Baseline, xr.Dataset, str, str], np.ndarray]] = {
    "damage": _damage,
    "damage_per_ha": _damage_per_ha,
    "entered": _as_it_stands("entered_{}"),
    "wet": _as_it_stands("wet_{}"),
    "people_reached": _as_it_stands("people_reached_{}"),
    "deaths": _as_it_stands("deaths_{}"),
    "pet": _as_it_stands("pet_{}_degc"),
    "cool_distance": _cool_distance,
    "shade": _percent("shade_{}"),
    "green": _percent("green_{}"),
    "foundations": _foundations,
    "recharge": _recharge,
    "flood_depth": _flood_depth,
}
