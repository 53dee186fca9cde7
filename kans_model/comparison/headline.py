"""The one number by which packages are put in order, from a result or from its draws."""

import numpy as np

from kans_model.words.problems import KansError, Problem

HEADLINES = ("npv_eur", "bcr", "avoided_eur_per_year", "deaths_avoided")
"""Higher is better, in every one. Damage and deaths avoided are those of 2050, per year."""


def headline(result, name="npv_eur"):
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


def check_headline(name):
    """Raise `KansError` for what is no headline."""
    if name not in HEADLINES:
        raise KansError(Problem("headline_unknown", value=name, known=", ".join(HEADLINES)))
