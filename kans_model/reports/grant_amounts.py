"""What a grant rule asks before its ceilings cut it, and whether its share or its amount alone says that."""

from __future__ import annotations

from typing import Any

import numpy as np

from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.finance.eligible_cost import with_vat
from kans_model.finance.ledger import Ledger
from kans_model.tables.vocabulary import LANDOWNERS
from kans_model.words.problems import KansError

CENT_EUR = 0.005
CEILINGS = ("yearly_ceiling_eur", "total_ceiling_eur")
"""In the order in which they cut."""


class GrantAmounts:
    """One rule of a ledger.

    Attributes
    ----------
    name : str
    scheme : dict
        As from `grant_scheme.rule`.
    given_eur, paid_eur : array, shape (actor, measure, building year)
        What each receives and pays. [EUR, real]
    ceilings : list of str
        The ceilings that explain all that was cut; none where something else cut it as well.
    asked_eur : array, shape (actor, measure, building year)
        What each receives before these. [EUR, real]
    """

    def __init__(self, ledger: Ledger, place: int):
        self.ledger, self.place = ledger, place
        self.name = ledger.split.instruments[place]
        self.scheme: dict[str, Any] = ledger.rule(self.name)
        self.given_eur, self.paid_eur = ledger.given_eur[place], ledger.granted_eur[place]
        self.years = ledger.inputs.lines.years[ledger.built]
        self.ceilings = [column for column in CEILINGS if self.scheme[column] is not None]
        self.asked_eur = self._before_ceilings()
        if np.abs(self.asked_eur * self.left() - self.given_eur).max(initial=0) > CENT_EUR:
            self.ceilings, self.asked_eur = [], self.given_eur

    def _before_ceilings(self) -> np.ndarray:
        if not self.ceilings:
            return self.given_eur
        ledger, free = self.ledger, {**self.scheme, **dict.fromkeys(CEILINGS)}
        try:
            split = ledger.split.changed(ledger.actors, rules={**ledger.split.rules, self.name: free})
        except KansError:
            return self.given_eur
        return Ledger(ledger.inputs, split, ledger.actors).given_eur[self.place]

    @property
    def level(self) -> np.ndarray:
        """Euro of the rule over euro of the study, shape (building year,). [-]"""
        year = self.scheme["price_year"]
        at = self.years if year is None else np.full(len(self.years), year)
        return np.asarray((1 + self.ledger.split.rate("inflation")) ** (at - PRICE_YEAR))

    def left(self) -> np.ndarray:
        """What the ceilings leave of each year, shape (building year,). [-]"""
        asked = self.asked_eur.sum(axis=(0, 1)) * self.level
        left = asked
        for column in self.ceilings:
            most = self.scheme[column]
            if column == "yearly_ceiling_eur":
                left = np.minimum(left, most)
            else:
                left = np.diff(np.minimum(np.cumsum(left), most), prepend=0.0)
        return np.divide(left, asked, out=np.ones_like(asked), where=asked > 0)

    @property
    def owners(self) -> list[str]:
        """Landowners whose cost the rule looks at."""
        return [owner for owner in LANDOWNERS if not self.scheme["owners"] or owner in self.scheme["owners"]]

    @property
    def in_time(self) -> np.ndarray:
        """Years of building in which the rule holds, mask (building year,)."""
        first, last = self.scheme["from_year"], self.scheme["to_year"]
        return (self.years >= (first or -np.inf)) & (self.years <= (last or np.inf))

    def follows_share(self, actor: int, measure: int) -> bool:
        """Whether what a party asks is the share of the rule of what it bears of a measure, and no less."""
        ledger, scheme = self.ledger, self.scheme
        if scheme["share"] is None:
            return False
        lines = ledger.inputs.lines
        places = [LANDOWNERS.index(owner) for owner in self.owners]
        shares, taxed = (
            ledger.kind_shares[0, measure, places, actor],
            ledger.taxed_shares[0, measure, places, actor],
        )
        rate = float(ledger.inputs.base.scalar["vat_rate"])
        base = with_vat(shares, taxed, rate, scheme["vat_base"])
        cost = lines.eur[0, measure][places][:, ledger.built]
        asked = scheme["share"] * (base @ cost) * self.in_time
        return bool(np.abs(asked - self.asked_eur[actor, measure]).max() <= CENT_EUR)

    def follows_amount(self, measure: int) -> bool:
        """Whether what all ask for a measure is the amount of the rule for every unit, and no less."""
        amount = self.scheme["amount_eur"]
        if not amount or self.scheme["share"] is not None:
            return False
        lines = self.ledger.inputs.lines
        places = [LANDOWNERS.index(owner) for owner in self.owners]
        built = lines.phases[measure, self.ledger.built]
        units = lines.quantity[measure, places].sum() * built * self.in_time
        asked = self.asked_eur[:, measure].sum(axis=0) * self.level
        return bool(np.abs(asked - amount * units).max() <= CENT_EUR)
