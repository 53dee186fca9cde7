"""What if it goes otherwise: grants refused or late, owners that do not join, a higher rate."""

from __future__ import annotations

import numpy as np

from kans_model.finance.ledger import Ledger
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_terms import default
from kans_model.finance.what_if import (
    WhatIf,
    difference,
    grants_late,
    grants_refused,
    owners_replaced,
    rate_rise,
)
from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from kans_model.tables.vocabulary import PUBLIC_OWNERS


def without_owners(study: Study, portfolio: Portfolio, missing: float) -> Portfolio:
    """The package with so much less of every measure on private ground, the others as they stand.

    Parameters
    ----------
    missing : float
        Part of the owners that stays away. [-]
    """
    result, base = study.evaluate(portfolio), study.baseline
    quantity, codes = result["quantity"], study.city.areas.index
    explicit = {}
    for place, measure in enumerate(quantity["measure"].values):
        amounts = quantity.values[place]
        if amounts.any():
            part = 1.0 if base.costs.is_public[place] else 1.0 - missing
            explicit[str(measure)] = {
                str(code): float(part * amount) for code, amount in zip(codes, amounts, strict=True) if amount
            }
    choices = {key: choice for key, choice in portfolio.choices.items() if key in explicit}
    return Portfolio(title=portfolio.title, choices=choices, explicit=explicit, budget_eur=None)


def owners_missing(study: Study, portfolio: Portfolio, split: FinancingSplit) -> WhatIf:
    """A part of the owners stays away and nobody steps in: less is built, and less risk is avoided.

    Both are built evenly, so that only the owners differ.
    """
    fewer = without_owners(study, portfolio, default("owners_missing_share", split.reference_year))
    now, then = (study.ledger(package, split, planned=False) for package in (portfolio, fewer))
    return difference(now, then, "owners_missing")


def has_private(study: Study, portfolio: Portfolio) -> bool:
    """Whether a package holds anything on private ground."""
    quantity = study.evaluate(portfolio)["quantity"].values
    return bool(np.any(quantity[~study.baseline.costs.is_public] > 0))


def other_outcomes(
    ledger: Ledger, study: Study | None = None, portfolio: Portfolio | None = None
) -> list[WhatIf]:
    """Each grant refused and late, a part of the owners that stays away, and interest a point higher.

    Parameters
    ----------
    study, portfolio : optional
        With them also what is not built where nobody steps in for these owners.
    """
    cases = [*grants_refused(ledger), *grants_late(ledger)]
    if ledger.inputs.lines.quantity[:, len(PUBLIC_OWNERS) :].any():
        cases.append(owners_replaced(ledger))
        if study is not None and portfolio is not None and has_private(study, portfolio):
            cases.append(owners_missing(study, portfolio, ledger.split))
    return [*cases, rate_rise(ledger)]
