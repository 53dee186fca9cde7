"""The one number by which packages are put in order, from a result or from its draws."""

from __future__ import annotations

import numpy as np
import xarray as xr

from kans_model.study.study import Study
from kans_model.words.problems import KansError, Problem

HEADLINES = ("npv_eur", "bcr", "avoided_eur_per_year", "deaths_avoided")
"""Higher is better, in every one. Damage and deaths avoided are those of 2050, per year."""
IN_EURO = tuple(name for name in HEADLINES if "_eur" in name)
"""Of these, amounts of money."""
BREAK_EVEN = {name: 1.0 if name == "bcr" else 0.0 for name in HEADLINES}
"""From where each is a gain: a ratio of one, otherwise nought. [unit in the name]"""


def headline(result: xr.Dataset, name: str = "npv_eur") -> float | np.ndarray:
    """One headline of a package: a number, or an array (draw,) from ranges. [unit in the name]

    Parameters
    ----------
    result : xarray.Dataset
        Of `Study.evaluate`, with or without draws.
    name : str
        One of `HEADLINES`.

    Raises
    ------
    KansError
        For another name.
    """
    check_headline(name)
    if name == "avoided_eur_per_year":
        values = result["avoided_total_eur"].sel(horizon="2050").values
    elif name == "deaths_avoided":
        spared = (result["deaths_before"] - result["deaths_after"]).sel(horizon="2050")
        values = (spared.sum("area") if "area" in spared.dims else spared).values
    else:
        values = result[name].values
    return float(values) if np.ndim(values) == 0 else np.asarray(values, dtype=float)


def middle(study: Study, package: str, name: str = "npv_eur") -> float:
    """One headline of a package of a study, with all at the value in force. [unit in the name]"""
    return float(headline(study.evaluate(package), name))


def check_headline(name: str) -> None:
    """Raise `KansError` for what is no headline."""
    if name not in HEADLINES:
        raise KansError(Problem("headline_unknown", value=name, known=", ".join(HEADLINES)))
