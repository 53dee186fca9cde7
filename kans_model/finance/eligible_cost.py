"""The cost that grant rules look at: who still bears it, and who receives and pays what a rule gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.levies import price_index
from kans_model.tables.vocabulary import VAT_BASES


def with_vat(shares: np.ndarray, vat_shares: np.ndarray | None, vat_rate: float, vat_base: str) -> np.ndarray:
    """Shares of a cost without VAT, with the VAT that a rule looks at, same shape. [-]

    Examples
    --------
    A municipality bears three quarters and recovers VAT, an owner a quarter and does not:

    >>> shares, taxed = np.array([0.75, 0.25]), np.array([0.0, 0.25])
    >>> [with_vat(shares, taxed, 0.2, base).round(3).tolist() for base in VAT_BASES]
    [[0.75, 0.3], [0.75, 0.25], [0.9, 0.3]]
    """
    if vat_base == "incl":
        return shares * (1 + vat_rate)
    return shares if vat_base == "excl" or vat_shares is None else shares + vat_rate * vat_shares


@dataclass(frozen=True)
class EligibleCost:
    """The cost that rules look at: investment by year of building.

    Attributes
    ----------
    cost_eur : array, shape (measure, landowner, year)
    quantity : array, shape (measure, landowner, year)
        Units built. [unit of the measure]
    measures : list of str
    years : array of int, shape (year,)
    shares : array, shape (actor, measure, landowner)
        Who bears it before grants. [-]
    actors : list of str
    levy_share : array, shape (measure,), optional
        Part of each measure that the sewer levy may pay; all of it where none is given. [-]
    households : array, shape (measure, landowner, year), optional
        Dwellings that take part in each year; NaN where nobody knows. [-]
    joined : dict
        Party that does not stand apart → party it is counted with, which pays its rules.
    vat_shares : array, shape (actor, measure, landowner), optional
        Of what each bears the part on which VAT is not recovered; none where it is not given. [-]
    vat_rate : float
        [-]
    inflation : float
        Between the price level of a rule and that of the study. [1/yr]
    """

    cost_eur: np.ndarray
    quantity: np.ndarray
    measures: list[str]
    years: np.ndarray
    shares: np.ndarray
    actors: list[str]
    levy_share: np.ndarray | None = None
    households: np.ndarray | None = None
    joined: Mapping[str, str] = field(default_factory=dict)
    vat_shares: np.ndarray | None = None
    vat_rate: float = 0.0
    inflation: float = 0.0

    def borne_eur(self, vat_base: str = VAT_BASES[0]) -> np.ndarray:
        """What each bears before grants, shape (year, measure, landowner, actor). [EUR]

        Parameters
        ----------
        vat_base : {"unrecovered", "excl", "incl"}
            With the VAT that who bears it cannot recover, without any, or with all.
        """
        shares = with_vat(self.shares, self.vat_shares, self.vat_rate, vat_base)
        return self.cost_eur.transpose(2, 0, 1)[..., None] * shares.transpose(1, 2, 0)

    def whole_eur(self, vat_base: str) -> np.ndarray:
        """What all bear together, shape (measure, landowner, year). [EUR]"""
        return self.borne_eur(vat_base).sum(axis=-1).transpose(1, 2, 0)

    def price(self, level_year: float | None) -> np.ndarray:
        """Euro of a rule over euro of the study, shape (year,). [-]

        An amount without a price level is nominal: the same in euro of every year.
        """
        return price_index(
            self.years if level_year is None else np.full(len(self.years), level_year), self.inflation
        )

    def levy_room_eur(self, vat_base: str = VAT_BASES[0]) -> np.ndarray:
        """What general funds bear that the levy may pay by rules, shape (year, measure, landowner). [EUR]"""
        if self.levy_share is None:
            return np.full(self.cost_eur.transpose(2, 0, 1).shape, np.inf)
        return levy_room(self.borne_eur(vat_base), self.actors, self.levy_share[:, None])

    def parties(
        self, payer: str, given_eur: np.ndarray, left_eur: np.ndarray, room_eur: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Who receives and who pays what a rule of a payer gives. [EUR]

        Parameters
        ----------
        given_eur : array, shape (measure, landowner, year)
        left_eur : array, shape (year, measure, landowner, actor)
            What each bears after the rules before; lowered by what it receives now.
        room_eur : array, shape (year, measure, landowner)
            What the sewer levy may still pay of general funds; lowered by what it pays now.

        Returns
        -------
        received_eur, paid_eur : numpy.ndarray, shape (actor, measure, year)
        """
        part = receiving(left_eur, self.actors, payer, room_eur)
        total = part.sum(axis=-1, keepdims=True)
        part = np.divide(part, total, out=np.zeros_like(part), where=total > 0)
        given = part * given_eur.transpose(2, 0, 1)[..., None]
        left_eur -= given
        purses = _purses(self.actors, payer)
        if purses:
            room_eur -= given[..., purses[0]]
        received = given.sum(axis=2).transpose(1, 2, 0)  # measure, actor, year
        payers = paying(self.actors, payer, self.levy_share)
        payers = np.broadcast_to(payers, (len(self.measures), *payers.shape[1:]))
        paid = np.matmul(payers.transpose(0, 2, 1), received)
        return received.transpose(1, 0, 2), paid.transpose(1, 0, 2)


def _purses(actors: Sequence[str], payer: str) -> tuple[int, int] | None:
    """Places of general funds and of the sewer levy, where the levy is who pays."""
    general, riool = GEMEENTE
    return (actors.index(general), actors.index(riool)) if payer == riool and general in actors else None


def levy_room(shares: np.ndarray, actors: Sequence[str], levy_share: np.ndarray) -> np.ndarray:
    """What general funds bear that the sewer levy may pay by rules, shape (...). [-]

    Of what the municipality bears the levy may pay its share; what it bears itself counts in that.

    Parameters
    ----------
    shares : array, shape (..., actor)
        Before grants.
    levy_share : array, shape (...)
        Part that the sewer levy may pay. [-]

    Examples
    --------
    Of ten tenths the levy may pay three and bears one:

    >>> float(levy_room(np.array([0.9, 0.1]), GEMEENTE, np.array(0.3)).round(9))
    0.2
    """
    general, riool = (shares[..., actors.index(p)] if p in actors else 0.0 for p in GEMEENTE)
    return np.maximum(0, levy_share * (general + riool) - riool)


def receiving(shares: np.ndarray, actors: Sequence[str], payer: str, room: np.ndarray) -> np.ndarray:
    """Who else bears what a payer may pay for, shape (..., actor). [-]

    Nobody grants himself. What the sewer levy may not pay comes from general funds, which do not grant
    themselves either.

    Parameters
    ----------
    shares : array, shape (..., actor)
    room : array, shape (...)
        What the sewer levy may still pay of general funds, from `levy_room`. [-]
    """
    part, purses = shares.copy(), _purses(actors, payer)
    part[..., list(actors).index(payer)] = 0.0
    if purses:
        part[..., purses[0]] = np.minimum(part[..., purses[0]], np.maximum(0, room))
    return part


def paying(actors: Sequence[str], payer: str, levy_share: np.ndarray | None) -> np.ndarray:
    """Who pays what each receives under a rule of a payer, shape (measure, receiver, actor). [-]

    The payer of the rule; of the sewer levy only what it may pay, the rest by general funds.
    """
    n, purses = len(actors), _purses(actors, payer)
    part = np.ones(1) if levy_share is None else levy_share
    paid = np.zeros((len(part), n, n))
    paid[..., list(actors).index(payer)] = 1.0
    if purses:
        general, riool = purses
        others = [place for place in range(n) if place != general]
        paid[:, others, riool] = part[:, None]
        paid[:, others, general] = 1 - part[:, None]
    return paid
