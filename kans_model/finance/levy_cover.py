"""How far the yield of the whole sewer levy covers its costs: today's own and what a package adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

ADDED = ("capital", "upkeep", "grants", "vat", "overhead", "sweeping", "remission")
"""Costs of the levy that a package adds."""
ROUNDING = 1e-9
"""What a sum may be off by its order. [-]"""


@dataclass(frozen=True)
class WholeCover:
    """Costs and yield of the whole levy, nominal, each of shape (year,). [EUR/yr]"""

    costs_eur: np.ndarray
    yield_eur: np.ndarray

    @property
    def share(self) -> np.ndarray:
        """Yield over costs, shape (year,). [-]"""
        return np.asarray(self.yield_eur / self.costs_eur)

    @property
    def over(self) -> np.ndarray:
        """Years in which the levy brings in more than its costs, shape (year,)."""
        return self.share > 1 + ROUNDING


def whole_cover(
    today_eur: Mapping[str, float], credit: Mapping[str, np.ndarray], price: np.ndarray
) -> WholeCover | None:
    """Costs and yield of the whole levy each year; None as long as one of today's is unknown.

    Today's costs and yield go up with prices. What a reserve or a provision pays of the costs that are added
    is no yield of the levy.

    Parameters
    ----------
    today_eur : mapping
        whole_costs_eur and whole_yield_eur, in prices of the study. [EUR/yr]
    credit : mapping
        From `credit_eur`, of shape (year,). [EUR/yr, nominal]
    price : array, shape (year,)
        Nominal over real prices. [-]

    Examples
    --------
    A levy that costs 100 and brings in 90, and 25 of capital charges more, of which a reserve pays 5:

    >>> credit = dict.fromkeys(ADDED, np.zeros(1)) | {"capital": np.array([25.0]), "borne": np.array([20.0])}
    >>> today = {"whole_costs_eur": 100.0, "whole_yield_eur": 90.0}
    >>> whole_cover(today, credit, np.ones(1)).share.tolist()
    [0.88]

    References
    ----------
    Gemeentewet, article 229b(1): the yield may not be estimated above the costs.
    """
    costs, brings_in = today_eur.get("whole_costs_eur"), today_eur.get("whole_yield_eur")
    if costs is None or brings_in is None:
        return None
    added = np.asarray(sum(credit[key] for key in ADDED))
    return WholeCover(costs * price + added, brings_in * price + credit["borne"])
