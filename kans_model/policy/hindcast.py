"""What the uptake model says of schemes of the past, beside what was seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from kans_model.policy.parameters import BAND, Parameters, drawn
from kans_model.policy.private_ground import FLAT_ROOF
from kans_model.policy.uptake import ceiling_share, next_share, payback_years, subsidy_eur
from kans_model.tables.reading import table

HINDCAST_SEED = 1
SHORTEST_YEARS = 0.25
"""The model goes by the year: a rush in the first weeks of a scheme is not held against it. [yr]"""


@dataclass(frozen=True)
class Scheme:
    """One scheme. Amounts in the unit of its row: m², owners, a share of households, or euro of budget.

    Attributes
    ----------
    row, place : str
    unit : str
    seen : float
        NaN where nobody says.
    low, mid, high : float
        By the model.
    kept_out : bool
        The parameters were not set on it.
    is_counted : bool
        A figure is known, and the period is long enough for a yearly model.
    """

    row: str
    place: str
    unit: str
    seen: float
    low: float
    mid: float
    high: float
    kept_out: bool
    is_counted: bool

    @property
    def is_held(self) -> bool:
        """Whether what was seen lies in the band."""
        return bool(self.low <= self.seen <= self.high)

    @property
    def error_factor(self) -> float:
        """How many times the middle is too high or too low; at least one. [-]"""
        ratio = self.mid / self.seen if self.seen else float("nan")
        return max(ratio, 1 / ratio) if ratio > 0 else float("nan")


def hindcast(parameters: Parameters | None = None) -> list[Scheme]:
    """Every row of `uptake_seen`, by the default rows or by others."""
    return _default() if parameters is None else _of(parameters)


@cache
def _default() -> list[Scheme]:
    return _of(drawn(HINDCAST_SEED))


def _of(parameters: Parameters) -> list[Scheme]:
    rows = []
    for name, row in table("uptake_seen").iterrows():
        low, mid, high = map(float, np.quantile(_predicted(row, parameters), BAND))
        counted = bool(np.isfinite(row["seen"]) and np.isfinite(low) and row["years"] >= SHORTEST_YEARS)
        kept_out = bool(row["kept_out"])
        seen = float(row["seen"])
        rows.append(Scheme(str(name), row["place"], row["unit"], seen, low, mid, high, kept_out, counted))
    return rows


def median_error(rows: list[Scheme]) -> float:
    """The middle of the factors by which rows that count are off. [-]"""
    return float(np.median([row.error_factor for row in rows if row.is_counted]))


def _predicted(row: Any, own: Parameters) -> np.ndarray:
    """What the model says of one scheme, shape (draw,); unknown where its base is."""
    price, years = float(row["price_eur"]), float(row["years"])
    is_surface = table("measures")["unit"][row["measure"]] == "m2"
    size = own["application_m2"] if is_surface else np.ones(len(own))
    given = np.full(len(own), 0.0 if np.isnan(row["subsidy_eur"]) else float(row["subsidy_eur"]))
    if not np.isnan(row["subsidy_share"]):
        most = None if np.isnan(row["ceiling_eur"]) else float(row["ceiling_eur"])
        given = subsidy_eur(price * size, float(row["subsidy_share"]), most) / size
    speed = own[f"{row['lever']}_speed"] if row["lever"] in ("campaign", "adviser") else np.ones(len(own))
    on_roof = table("measures")["stock"][row["measure"]] == FLAT_ROOF
    benefit = own["roof_appreciation" if on_roof else "appreciation"] * price
    ceiling = ceiling_share(payback_years(price, given, benefit), own["ceiling_decay"])
    addressed = own["unaided"] if row["lever"] == "none" else np.ones(len(own))
    p, q = own["innovation"] * addressed * speed, own["imitation"]
    nothing = np.zeros(len(own))
    before = next_share(nothing, ceiling, p, q, float(row["earlier_years"]))
    joined = next_share(before, ceiling, p, q, years) - before
    base, budget = float(row["base"]), float(row["budget_eur"])
    if row["unit"] == "budget_eur":
        asked = joined * base * given * size
        return asked if np.isnan(budget) else np.minimum(asked, budget)
    amount = joined * base
    if row["unit"] == "m2" and budget > 0:  # what a scheme counts is what it paid for
        return np.minimum(amount, budget * years / given)
    return amount
