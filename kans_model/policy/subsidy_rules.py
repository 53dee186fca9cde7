"""Subsidies of a set of levers as grant rules of a split: the municipality pays what owners save, once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.finance.split import FinancingSplit
from kans_model.policy.levers import Lever, LeverSet
from kans_model.tables.reading import table

PAYER = "gemeente_algemeen"
RULE_PREFIX = "lever"
_WHOM = ("name_nl", "name_en", "payer", "measures", "owners", "status", "vat_base")


def rule_id(lever: Lever) -> str:
    """Under which a subsidy stands in a split: the same lever is never paid twice."""
    return f"{RULE_PREFIX}-{lever.id}"


def grant_rules(lever_set: LeverSet) -> dict[str, dict[str, Any]]:
    """The subsidies of a set that have money, as own rules of a split: id → fields of `funding`.

    An amount per unit makes a rule for each unit of what it moves.
    """
    rules: dict[str, dict[str, Any]] = {}
    for lever in lever_set.levers:
        if lever.mechanism != "subsidy" or lever.budget_eur_per_year == 0:
            continue
        if lever.subsidy_share is not None:
            rules[rule_id(lever)] = _rule(lever, lever.moves, share=lever.subsidy_share)
        elif lever.subsidy_eur_per_unit:
            unit = table("measures")["unit"]
            for name in dict.fromkeys(unit[measure] for measure in lever.moves):
                mine = tuple(measure for measure in lever.moves if unit[measure] == name)
                fields = _rule(lever, mine, amount_eur=lever.subsidy_eur_per_unit, unit=str(name))
                rules[f"{rule_id(lever)}-{name}"] = fields
    return rules


def paid_rules(lever_set: LeverSet, years: Sequence[int], paid_eur: np.ndarray) -> dict[str, dict[str, Any]]:
    """What the subsidies of a set pay in each year, as own rules of a split: one per subsidy and year.

    Parameters
    ----------
    paid_eur : array, shape (subsidy, year)
        In prices of the study. [EUR]
    """
    rules: dict[str, dict[str, Any]] = {}
    subsidies = [lever for lever in lever_set.levers if lever.mechanism == "subsidy"]
    for lever, by_year in zip(subsidies, paid_eur, strict=True):
        for year, eur in zip(years, by_year, strict=True):
            if eur > 0:
                rules[f"{rule_id(lever)}-{year}"] = {
                    **{name: value for name, value in _rule(lever, lever.moves).items() if name in _WHOM},
                    "from_year": int(year),
                    "to_year": int(year),
                    "share": 1.0,
                    "yearly_ceiling_eur": float(eur),
                    "price_year": PRICE_YEAR,
                }
    return rules


def paid_by(
    split: FinancingSplit, lever_set: LeverSet, years: Sequence[int], paid_eur: np.ndarray
) -> FinancingSplit:
    """The split with what the subsidies of a set pay in each year in place of those of another set."""
    return _with_rules(split, paid_rules(lever_set, years, paid_eur))


def _rule(lever: Lever, measures: tuple[str, ...], **gives: Any) -> dict[str, Any]:
    known = {
        "from_year": lever.start,
        "to_year": lever.end,
        "yearly_ceiling_eur": lever.budget_eur_per_year,
        "own_share_min": lever.own_share_min or None,
        "cap_eur": lever.ceiling_eur,
        "cap_per": None if lever.ceiling_eur is None else "household",
    }
    return {
        "name_nl": lever.name("nl"),
        "name_en": lever.name("en"),
        "payer": PAYER,
        "measures": ";".join(measures),
        "owners": ";".join(lever.reaches),
        "status": "own",
        "vat_base": "unrecovered",
        **gives,
        **{name: value for name, value in known.items() if value is not None},
    }


def financed(split: FinancingSplit, lever_set: LeverSet) -> FinancingSplit:
    """The split with the subsidies of a set in place of those of another set."""
    return _with_rules(split, grant_rules(lever_set))


def _with_rules(split: FinancingSplit, rules: dict[str, dict[str, Any]]) -> FinancingSplit:
    own = {name: rule for name, rule in split.rules.items() if not name.startswith(f"{RULE_PREFIX}-")}
    others = [name for name in split.instruments if not name.startswith(f"{RULE_PREFIX}-")]
    return FinancingSplit.from_dict(
        {**split.to_dict(), "rules": {**own, **rules}, "instruments": [*others, *rules]}
    )
