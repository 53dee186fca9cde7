"""The labelled result of an evaluation: dimensions, units, and what is known of it."""

from weakref import WeakKeyDictionary

import numpy as np
import xarray as xr

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.damage_lines import COMPONENTS
from kans_model.evaluation.outcome import Part
from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.evaluation.rain import SHOWN_YEARS
from kans_model.outlook.scenario import CO_BENEFITS
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS, HORIZONS

UNITS = {
    "quantity": "unit of the measure",
    "capex_eur": "EUR",
    "capex_public_eur": "EUR",
    "capex_private_eur": "EUR",
    "ead_before_eur": "EUR/yr",
    "ead_after_eur": "EUR/yr",
    "npv_eur": "EUR",
    "bcr": "-",
    "recharge_mm": "mm/yr",
    "storage_mm": "mm",
    "pet_before_degc": "degC",
    "pet_after_degc": "degC",
}


templates = WeakKeyDictionary()
"""Labels, dimensions and units of the results on each baseline."""


def relabelled(template: xr.Dataset, parts: dict[str, Part], portfolio_id: str) -> xr.Dataset:
    """The parts with the labels and units of another result on the same baseline.

    By xarray's own short cut around the checks, alignment and copies that labelling anew would repeat: they
    cost a third of an evaluation. A test holds it identical to `labelled`.
    """
    known, indexes = template.variables, dict(template.xindexes)
    variables = {name: known[name] for name in indexes}  # every dimension has its labels
    for name, (dims, value) in parts.items():
        variables[name] = xr.Variable(dims, np.asarray(value), known[name].attrs, fastpath=True)
    return xr.Dataset._construct_direct(
        variables,
        coord_names=set(indexes),
        dims=dict(template.sizes),
        attrs={**template.attrs, "portfolio": portfolio_id},
        indexes=indexes,
    )


def labelled(base: Baseline, parts: dict[str, Part]) -> xr.Dataset:
    """Results as one Dataset, `parts` is name → (dimensions, values)."""
    units = {name: {"unit": unit} for name, unit in UNITS.items()}
    coordinates = {
        "measure": table("measures").index,
        "area": base.city.areas.index,
        "hazard": HAZARDS,
        "component": list(COMPONENTS),
        "horizon": HORIZONS,
        "opgave": table("opgaven").index,
        "event": SHOWN_YEARS,
        "benefit": CO_BENEFITS,
    }
    return xr.Dataset(
        {name: (*dims_and_values, units.get(name)) for name, dims_and_values in parts.items()},
        coords={name: (name, np.array(list(values))) for name, values in coordinates.items()},
        attrs={"hazards_included": base.hazards_included, "price_year": PRICE_YEAR},
    )


def values_at(result: xr.Dataset, name: str, dim: str, label: object) -> np.ndarray:
    """The values of a result at one label of a dimension; as ``result[name].sel``, at a tenth of its time."""
    part = result.variables[name]
    place = list(result.variables[dim].values).index(label)
    return np.asarray(np.take(part.values, place, axis=part.dims.index(dim)))


def known_sum(values: np.ndarray, axis: int | None = None) -> np.ndarray:
    """Sum over what is known; unknown where nothing is."""
    known = np.isfinite(values)
    if known.all() and known.size:
        return values.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.where(known.any(axis=axis), total, np.nan)
