"""How often a package is better than another, question by question, over the same draws."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr

from kans_model.comparison.ranking import chance_better

HORIZON = "2050"
MILLION = 1e6
HIGHER = {
    "capex": False,
    "cost": False,
    "benefit": True,
    "npv": True,
    "bcr": True,
    "avoided": True,
    "deaths": False,
}
"""Questions that are drawn, and whether more is better."""


def drawn_answers(ranges: xr.Dataset) -> dict[str, np.ndarray]:
    """The answers of a package in every draw: money in millions, the rest as it is."""
    at = {"horizon": HORIZON}
    return {
        "capex": ranges["capex_eur"].values / MILLION,
        "cost": ranges["present_value_cost_eur"].values / MILLION,
        "benefit": ranges["present_value_benefit_eur"].values / MILLION,
        "npv": ranges["npv_eur"].values / MILLION,
        "bcr": ranges["bcr"].values,
        "avoided": ranges["avoided_total_eur"].sel(at).values / MILLION,
        "deaths": ranges["deaths_after"].sel(at).values,
    }


def odds(own: Mapping[str, np.ndarray], other: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Share of the draws in which `own` is better than `other`, per question; a tie for half, NaN unknown."""
    return {
        question: float(chance_better([sign * own[question], sign * other[question]])[0, 1])
        for question, sign in ((one, 1 if up else -1) for one, up in HIGHER.items())
    }
