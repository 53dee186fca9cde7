"""Legal routes that a split may name: which there are, and what is wrong with a choice of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pandas as pd

from kans_model.finance.cost_part import part_problems
from kans_model.tables.reading import table
from kans_model.words.problems import Problem


@cache
def routes_of(payer: str, applies: str) -> pd.DataFrame:
    """Rows of `legal_routes` for a payer of the table: those that apply by themselves, or when named."""
    rows = table("legal_routes")
    return rows[(rows["payer"] == payer) & (rows["applies"] == applies)]


@cache
def is_open(route: str) -> bool:
    """Whether the instrument of a route may be used."""
    return bool(table("instruments")["status"][table("legal_routes")["instrument"][route]] != "closed")


def route_problems(payer: str, named: Mapping[str, str]) -> list[Problem]:
    """Routes that are none, of another payer or closed, and parts of the cost that are none."""
    problems: list[Problem] = []
    known = routes_of(payer, "named").index
    for where, route in named.items():
        if wrong := part_problems(where):
            problems += wrong
        elif route not in known:
            problems.append(Problem("route_unknown", row=payer, value=route, known=", ".join(known)))
        elif not is_open(route):
            problems.append(Problem("route_closed", row=payer, value=route))
    return problems
