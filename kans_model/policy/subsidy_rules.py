"""What the subsidies of a set pay, as rules of a split: the municipality pays what owners save, once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.finance.split import FinancingSplit
from kans_model.policy.levers import LeverSet

PAYER = "gemeente_algemeen"
RULE_PREFIX = "lever"


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
                rules[f"{RULE_PREFIX}-{lever.id}-{year}"] = {
                    "name_nl": lever.name("nl"),
                    "name_en": lever.name("en"),
                    "payer": PAYER,
                    "measures": ";".join(lever.moves),
                    "owners": ";".join(lever.reaches),
                    "status": "own",
                    "vat_base": "unrecovered",
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
    own = {name: rule for name, rule in split.rules.items() if not name.startswith(f"{RULE_PREFIX}-")}
    others = [name for name in split.instruments if not name.startswith(f"{RULE_PREFIX}-")]
    rules = paid_rules(lever_set, years, paid_eur)
    return FinancingSplit.from_dict(
        {**split.to_dict(), "rules": {**own, **rules}, "instruments": [*others, *rules]}
    )
