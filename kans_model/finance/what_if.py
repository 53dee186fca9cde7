"""What if a grant is refused, or interest rises: who fills the gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.finance.ledger import Ledger
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_checks import MOST_LOAN_RATE, MOST_RATES

RATE_RISE = 0.01
"""Interest that rises by a point. [1/yr]"""
RATE, MOST_RATE = "omslagrente", MOST_RATES["omslagrente"]


@dataclass(frozen=True)
class WhatIf:
    """What changes when something goes otherwise than the split takes it.

    Attributes
    ----------
    what : str
        `grant_refused` or `rate_rise`.
    rule : str or None
        The rule that is refused.
    present_value_eur : array, shape (actor,)
        What each party bears more; sums to what nobody else pays. [EUR]
    levy_peak_eur, levy_after_eur : float
        What the levy rises, at its peak and after ten years. [EUR/yr per household]
    gap_eur : float
        What the gap above the ceilings rises. [EUR, present value]
    charges_eur : float
        What interest and depreciation of all purses rise in their dearest year. [EUR/yr, nominal]
    """

    what: str
    rule: str | None
    present_value_eur: np.ndarray
    levy_peak_eur: float
    levy_after_eur: float
    gap_eur: float
    charges_eur: float


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
    other = Ledger(ledger.inputs, split, ledger.actors)
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
    )
