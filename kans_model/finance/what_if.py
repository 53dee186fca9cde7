"""What if a grant is refused or late, owners stay away or interest rises: who fills the gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.cost_part import cell
from kans_model.finance.ledger import Ledger
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_checks import MOST_LOAN_RATE, MOST_RATES
from kans_model.finance.split_terms import default
from kans_model.tables.vocabulary import CATEGORIES, COST_KINDS, LANDOWNERS, PRIVATE_OWNERS

RATE_RISE = 0.01
"""Interest that rises by a point. [1/yr]"""
RATE, MOST_RATE = "omslagrente", MOST_RATES["omslagrente"]


@dataclass(frozen=True)
class WhatIf:
    """What changes when something goes otherwise than the split takes it.

    Attributes
    ----------
    what : str
        `grant_refused`, `grant_late`, `owners_replaced`, `owners_missing` or `rate_rise`.
    rule : str or None
        The rule that is refused or late.
    present_value_eur : array, shape (actor,)
        What each party bears more; sums to what nobody else pays. [EUR]
    levy_peak_eur, levy_after_eur : float
        What the levy rises, at its peak and after ten years. [EUR/yr per household]
    gap_eur : float
        What the gap above the ceilings rises. [EUR, present value]
    charges_eur : float
        What interest and depreciation of all purses rise in their dearest year. [EUR/yr, nominal]
    benefit_eur : float
        What all enjoy more. [EUR, present value]
    """

    what: str
    rule: str | None
    present_value_eur: np.ndarray
    levy_peak_eur: float
    levy_after_eur: float
    gap_eur: float
    charges_eur: float
    benefit_eur: float = 0.0


def grants_refused(ledger: Ledger) -> list[WhatIf]:
    """Each rule that gives something refused, one at a time; the others are tried again in their order."""
    split, found = ledger.split, []
    for place, name in enumerate(split.instruments):
        if ledger.grants_eur[place].any():
            others = [other for other in split.instruments if other != name]
            found.append(
                _beside(ledger, split.changed(ledger.actors, instruments=others), "grant_refused", name)
            )
    return found


def grants_late(ledger: Ledger) -> list[WhatIf]:
    """Each rule that gives something open so many years later, one at a time; works do not wait for it."""
    split, found, years = ledger.split, [], int(default("grant_late_years", ledger.split.reference_year))
    first = int(ledger.inputs.lines.years[ledger.built].min(initial=9999))
    for place, name in enumerate(split.instruments):
        if not ledger.grants_eur[place].any():
            continue
        scheme = split.rules.get(name) or ledger.rule(name)
        opens = max(first, int(ledger.rule(name)["from_year"] or first)) + years
        closes = ledger.rule(name)["to_year"]
        if closes is not None and closes < opens:
            changed: dict[str, Any] = {"instruments": [other for other in split.instruments if other != name]}
        else:
            changed = {"rules": {**split.rules, name: {**scheme, "from_year": float(opens)}}}
        found.append(_beside(ledger, split.changed(ledger.actors, **changed), "grant_late", name))
    return found


def owners_replaced(ledger: Ledger) -> WhatIf:
    """A part of the owners stays away and general funds pay what these would; all is built."""
    actors, missing = ledger.actors, default("owners_missing_share", ledger.split.reference_year)
    general, own = actors.place(GEMEENTE[0]), {}
    for at, kind in enumerate(COST_KINDS):
        for group, category in enumerate(CATEGORIES):
            for owner in PRIVATE_OWNERS:
                shares = ledger.cells[at, group, LANDOWNERS.index(owner)].copy()
                less = round(missing * int(shares[actors.place(owner)]))
                shares[actors.place(owner)] -= less
                shares[general] += less
                own[cell(category, owner, kind)] = {
                    actor: int(part) for actor, part in zip(actors.ids, shares, strict=True) if part
                }
    split = ledger.split.changed(actors, own={**ledger.split.own, **own})
    return _beside(ledger, split, "owners_replaced", None)


def rate_rise(ledger: Ledger, rise: float = RATE_RISE) -> WhatIf:
    """Interest of purses and of project loans higher by this much. [1/yr]

    Real burdens stay: interest is no cost of a measure but of paying for it later.
    """
    split = ledger.split
    rates = {key: rate for key, rate in split.rates.items() if key.startswith(RATE)}
    higher = {key: min(MOST_RATE, rate + rise) for key, rate in {RATE: split.rate(RATE), **rates}.items()}
    terms = {actor: split.loan(actor) for actor in split.loans}
    loans = {
        actor: {**loan, "rate": min(MOST_LOAN_RATE, loan["rate"] + rise)} for actor, loan in terms.items()
    }
    changed = split.changed(ledger.actors, rates={**split.rates, **higher}, loans=loans)
    return _beside(ledger, changed, "rate_rise", None)


def _beside(ledger: Ledger, split: FinancingSplit, what: str, rule: str | None) -> WhatIf:
    return difference(ledger, Ledger(ledger.inputs, split, ledger.actors), what, rule)


def difference(ledger: Ledger, other: Ledger, what: str, rule: str | None = None) -> WhatIf:
    """What another ledger holds more than one."""
    now, then = ledger.levy, other.levy
    charges = [
        made.public_charges_eur["depreciation"] + made.public_charges_eur["interest"]
        for made in (ledger, other)
    ]
    return WhatIf(
        what=what,
        rule=rule,
        present_value_eur=other.present_value_eur - ledger.present_value_eur,
        levy_peak_eur=float(then["peak"] - now["peak"]),
        levy_after_eur=float(then["after_ten_years"] - now["after_ten_years"]),
        gap_eur=other.gap_total_eur - ledger.gap_total_eur,
        charges_eur=float(charges[1].max(initial=0) - charges[0].max(initial=0)),
        benefit_eur=other.inputs.benefit_eur - ledger.inputs.benefit_eur,
    )
