"""What a split may hold: the bounds of its rates, terms and amounts, and what is wrong with others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeGuard

from kans_model.finance.actors import Actors
from kans_model.finance.capital import LOAN_KINDS
from kans_model.finance.cost_part import part_problems
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import WHOLE
from kans_model.words.problems import Problem

RATES = ("inflation", "omslagrente", "levy_household_share", "levy_user_share", "levy_vat_share")
MOST_TERM_YEARS, MOST_LOAN_RATE = 100, 0.5
"""What a term or a loan may be at most. [yr], [1/yr]"""
MOST_RATES = dict.fromkeys(RATES[:2], MOST_LOAN_RATE) | dict.fromkeys(RATES[2:], 1.0)
"""What each rate may be at most. [1/yr], or [-] for a share"""


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a number that can be reckoned with."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_term(years: object) -> bool:
    """Whether a term is one of 1 to 100 whole years."""
    return is_number(years) and float(years).is_integer() and 1 <= years <= MOST_TERM_YEARS


def share_problems(where: str, shares: Mapping[str, Any]) -> list[Problem]:
    """Own shares of a part of the cost that is none, out of range, or that make no whole."""
    if problems := part_problems(where):
        return problems
    wrong = [
        Problem("split_share_range", row=where, column=actor, value=value)
        for actor, value in shares.items()
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= WHOLE
    ]
    if not wrong and sum(shares.values()) != WHOLE:
        wrong = [Problem("split_sum", row=where, value=sum(shares.values()), must=WHOLE)]
    return wrong


def ceiling_problems(actor: str, limit: Mapping[str, Any]) -> list[Problem]:
    """A yearly ceiling that is no amount, or below what was promised before."""
    ceiling, committed = limit.get("ceiling_eur"), limit.get("committed_eur", 0)
    if ceiling is None:
        return [Problem("split_committed_alone", row=actor, value=committed)]
    for column, amount in (("ceiling_eur", ceiling), ("committed_eur", committed)):
        if not is_number(amount) or amount < 0:
            return [Problem("split_amount", row=actor, column=column, value=amount)]
    if ceiling < committed:
        return [Problem("split_ceiling_low", row=actor, value=ceiling, committed=committed)]
    return []


def loan_problems(actor: str, loan: Mapping[str, Any]) -> list[Problem]:
    """A loan of an unknown kind, or with a term, rate or share that cannot be."""
    years, rate, share = loan.get("years"), loan.get("rate"), loan.get("share", 1.0)
    if loan.get("kind", LOAN_KINDS[0]) not in LOAN_KINDS:
        return [Problem("split_loan_kind", row=actor, value=loan["kind"], known=", ".join(LOAN_KINDS))]
    if not is_term(years):
        return [Problem("split_term", row=actor, column="years", value=years)]
    if not is_number(rate) or not 0 <= rate <= MOST_LOAN_RATE or not is_number(share) or not 0 <= share <= 1:
        return [Problem("split_rate", row=actor, column="rate", value=rate, most=round(100 * MOST_LOAN_RATE))]
    return []


def amount_problems(column: str, amounts_eur: Mapping[str, Any]) -> list[Problem]:
    """Amounts per party that are none, or below zero."""
    return [
        Problem("split_amount", row=actor, column=column, value=amount)
        for actor, amount in amounts_eur.items()
        if not is_number(amount) or amount < 0
    ]


def room_problems(rooms_eur: Mapping[str, Any], parties: Actors) -> list[Problem]:
    """Room in the exploitation of who has none, or that is no amount."""
    problems = []
    for actor, amount in rooms_eur.items():
        if actor in parties.ids and actor not in parties.capitalising:
            known = ", ".join(parties.name(purse) for purse in parties.capitalising)
            problems.append(Problem("room_no_purse", row=actor, known=known))
        else:
            problems += amount_problems("room_eur", {actor: amount})
    return problems


def grant_term_problems(terms_years: Mapping[str, Any]) -> list[Problem]:
    """Terms of what a purse grants that are no whole years from 0 to the longest."""
    return [
        Problem("split_grant_term", row=name, column="grant_treatment", value=years)
        for name, years in terms_years.items()
        if not is_number(years) or int(years) != years or not 0 <= years <= MOST_TERM_YEARS
    ]


def term_problems(terms_years: Mapping[str, Any]) -> list[Problem]:
    """Terms of depreciation of a class that is none, or that cannot be."""
    return [
        Problem("split_term", row=name, column="depreciation_years", value=years)
        for name, years in terms_years.items()
        if name not in table("asset_classes").index or not is_term(years)
    ]


def rate_problems(rates: Mapping[str, Any], purses: Sequence[str]) -> list[Problem]:
    """Rates that are unknown or out of range; each purse may have an internal rate of its own."""
    most = MOST_RATES | dict.fromkeys((f"omslagrente:{purse}" for purse in purses), MOST_LOAN_RATE)
    return [
        Problem("split_rate", column=key, value=value, most=round(100 * (most.get(key) or MOST_LOAN_RATE)))
        for key, value in rates.items()
        if key not in most or not is_number(value) or not 0 <= value <= most[key]
    ]


def levy_share_problems(levy_shares: Mapping[str, Mapping[str, Any]]) -> list[Problem]:
    """Levy shares of a measure that is none, or out of range."""
    problems = []
    for measure, own in levy_shares.items():
        share = own["rioolheffing_share"]
        if measure not in table("measures").index:
            problems.append(Problem("split_measure_unknown", value=measure))
        elif not 0 <= share <= 1:
            problems.append(
                Problem("split_share_range", row=measure, column="rioolheffing_share", value=share)
            )
    return problems


LEVY_PAYERS: dict[str, tuple[float, float]] = {
    "one_person_share": (0, 1),
    "one_person_weight": (0, 1),
    "businesses": (1, 1e9),
}
"""What a city says of who pays its sewer levy, and from what to what that can be."""


def levy_payer_problems(payers: Mapping[str, Any]) -> list[Problem]:
    """Figures of who pays the levy that are none, or out of range."""
    problems = []
    for key, value in payers.items():
        least, most = LEVY_PAYERS.get(key, (1, 0))
        if not is_number(value) or not least <= value <= most:
            name = "split_share_range" if most == 1 else "split_businesses"
            problems.append(Problem(name, column=key, value=value))
    return problems


LEVY_COSTS: dict[str, tuple[float, float]] = {
    "overhead_share": (0, 1),
    "remission_share": (0, 0.5),
    "sweeping_eur": (0, 1e9),
}
"""What a city says its sewer levy bears beside the works, and from what to what that can be."""


def levy_cost_problems(costs: Mapping[str, Any]) -> list[Problem]:
    """Costs beside the works that the levy does not know, or out of range."""
    problems = []
    for key, value in costs.items():
        if key not in LEVY_COSTS:
            problems.append(Problem("levy_cost_unknown", value=key, known=", ".join(LEVY_COSTS)))
            continue
        least, most = LEVY_COSTS[key]
        if is_number(value) and least <= value <= most:
            continue
        if key == "remission_share":
            problems.append(Problem("split_rate", column=key, value=value, most=round(100 * most)))
        else:
            name = "split_amount" if key == "sweeping_eur" else "split_share_range"
            problems.append(Problem(name, column=key, value=value))
    return problems


LEVY_TODAY = ("whole_costs_eur", "whole_yield_eur")
"""What a city says of its whole sewer levy today, each year."""
LEAST_LEVY_EUR, MOST_LEVY_EUR = 1.0, 1e9
"""From what to what these can be: a levy without costs is none. [EUR/yr]"""


def levy_today_problems(today_eur: Mapping[str, Any]) -> list[Problem]:
    """Figures of today's levy that are unknown, or out of range."""
    problems = []
    for key, value in today_eur.items():
        if key not in LEVY_TODAY:
            problems.append(Problem("levy_today_unknown", value=key, known=", ".join(LEVY_TODAY)))
        elif not is_number(value) or not LEAST_LEVY_EUR <= value <= MOST_LEVY_EUR:
            problems.append(Problem("levy_today_range", column=key, value=value))
    return problems


def instrument_problems(instruments: Sequence[str], rules: Collection[str]) -> list[Problem]:
    """Grant rules that are unknown, or stand twice."""
    problems = []
    for name, times in Counter(instruments).items():
        if name not in table("funding").index and name not in rules:
            problems.append(Problem("rule_unknown", value=name))
        elif times > 1:
            problems.append(Problem("rule_twice", row=name))
    return problems
