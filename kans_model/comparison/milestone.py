"""What moved since the version a planner saved on purpose."""

from __future__ import annotations

import xarray as xr

from kans_model.comparison.answers import HORIZON
from kans_model.study.study import Study

LEAST_EUR = 1.0
"""Less than this is no change. [EUR]"""


def headline_eur(result: xr.Dataset, name: str) -> float:
    """The headline `avoided` [EUR/yr in 2050], `capex` or `npv` [EUR] of a result."""
    if name == "avoided":
        return float(result["avoided_total_eur"].sel(horizon=HORIZON))
    return float(result["capex_eur"].sum() if name == "capex" else result["npv_eur"])


def change_since_eur(milestone: Study | None, package: str, name: str, now_eur: float) -> float:
    """How far a headline of a package moved since it was saved; 0 where it did not, or was not saved. [EUR]

    Parameters
    ----------
    milestone : Study or None
        As it was saved on purpose.
    package : id of the package.
    name : as in `headline_eur`.
    """
    if milestone is None or package not in [own.id for own in milestone.portfolios]:
        return 0.0
    change = now_eur - headline_eur(milestone.evaluate(package), name)
    return change if abs(change) >= LEAST_EUR else 0.0
