"""Legal routes that a split may name: which there are, and what is wrong with a choice of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pandas as pd

from kans_model.finance.cost_part import part_problems
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import REFERENCE_YEAR
from kans_model.words.problems import Problem


@cache
def routes_of(payer: str, applies: str) -> pd.DataFrame:
    """Rows of `legal_routes` for a payer of the table: those that apply by themselves, or when named."""
    rows = table("legal_routes")
    return rows[(rows["payer"] == payer) & (rows["applies"] == applies)]


@cache
def is_open(route: str, year: int = REFERENCE_YEAR) -> bool:
    """Whether a route and its instrument hold in a year and may be used."""
    row = table("legal_routes", year).loc[route]
    instrument = table("instruments", year).loc[row["instrument"]]
    in_force = all(_holds(dated["valid_from"], dated["valid_to"], year) for dated in (row, instrument))
    return bool(in_force and instrument["status"] != "closed")


def _holds(first: float, last: float, year: int) -> bool:
    """Whether a year is in a span of which an end that is not known is open.

    Examples
    --------
    >>> _holds(2024, float("nan"), 2026), _holds(2028, float("nan"), 2026), _holds(2021, 2025, 2026)
    (True, False, False)
    """
    return not (first > year or last < year)


def route_problems(payer: str, named: Mapping[str, str], year: int) -> list[Problem]:
    """Routes that are none, of another payer or closed, and parts of the cost that are none."""
    problems: list[Problem] = []
    known = routes_of(payer, "named").index
    for where, route in named.items():
        if wrong := part_problems(where):
            problems += wrong
        elif route not in known:
            problems.append(Problem("route_unknown", row=payer, value=route, known=", ".join(known)))
        elif not is_open(route, year):
            problems.append(Problem("route_closed", row=payer, value=route))
    return problems
