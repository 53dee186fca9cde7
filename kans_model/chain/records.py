"""What a choice rests on, noted when it is made."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import numpy as np

from kans_model.measures.portfolio import Portfolio
from kans_model.programme.basis import NOT_NOTED, Basis
from kans_model.programme.plan import Plan
from kans_model.study.hashing import digest
from kans_model.study.study import Study
from kans_model.tables.reading import table

DIGITS = 6
"""Of a quantity that count: the rest is rounding."""


def made_on(study: Study, package: Portfolio | str) -> Basis:
    """What projects rest on that are made of a package now: how much of what it builds where."""
    quantity = study.evaluate(package)["quantity"]
    total = quantity.sum("area").to_numpy()
    return Basis(
        package=quantity_digest(quantity.to_numpy()),
        outlook=study.outlook_key,
        quantities={
            str(measure): float(amount)
            for measure, amount in zip(table("measures").index, total, strict=True)
            if amount > 0
        },
    )


def quantity_digest(quantity: np.ndarray) -> str:
    """What tells the quantities of a package, shape (measure, area), apart from others. [hex]"""
    return digest([[float(f"{value:.{DIGITS}g}") for value in row] for row in quantity.tolist()])


def worth_eur(plan: Plan) -> float | None:
    """What the years of a programme come to; None where it is unknown. [EUR, present value]"""
    built = np.flatnonzero(plan.start >= 0)
    worth = float(plan.values.worth_eur[built, plan.start[built]].sum())
    return worth if isfinite(worth) else None


def noted(before: Study, after: Study) -> Study:
    """The study with what its years rest on, where these are others than before; else as it is."""
    return after if after.programme.starts == before.programme.starts else years_noted(after)


def years_noted(study: Study) -> Study:
    """The study with what its years rest on now; nothing where none is chosen."""
    basis = NOT_NOTED
    if study.programme.is_planned:
        basis = Basis(outlook=study.outlook_key, worth_eur=worth_eur(study.plan(package_of(study))))
    return study.replaced(programme=replace(study.programme, planned_on=basis))


def package_of(study: Study) -> Portfolio:
    """The package that a programme was made of, else the first of the study."""
    own = {portfolio.id: portfolio for portfolio in study.portfolios} | study.references()
    return own.get(study.programme.package, study.portfolios[0])
