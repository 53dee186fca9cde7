"""Who pays and who enjoys by place: what comes to every buurt, and to the poorest of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr

from kans_model.comparison.equity import low_income_share
from kans_model.finance.cost_lines import ownership
from kans_model.finance.ledger import Ledger
from kans_model.finance.legal_routes import paid_eur


class BuurtBalance(NamedTuple):
    """Present values per buurt. [EUR]

    Attributes
    ----------
    own_eur : array, shape (area,)
        What owners, tenants and businesses pay themselves for measures in the buurt.
    shared_eur : array, shape (area,)
        What purses and funds pay, over all households alike.
    enjoyed_eur : array, shape (area,)
        Avoided damage where it is avoided, other benefits where the measures stand.
    """

    own_eur: np.ndarray
    shared_eur: np.ndarray
    enjoyed_eur: np.ndarray

    @property
    def paid_eur(self) -> np.ndarray:
        """All that comes to each buurt, shape (area,). [EUR]"""
        return self.own_eur + self.shared_eur


def by_weight(amounts_eur: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Amounts (…) over areas in proportion to weights (…, area); alike where nothing weighs. [EUR]

    Examples
    --------
    >>> by_weight(np.array([10.0, 4.0]), np.array([[3.0, 1.0], [0.0, 0.0]])).tolist()
    [[7.5, 2.5], [2.0, 2.0]]
    """
    total = weight.sum(axis=-1, keepdims=True)
    alike = np.full_like(weight, 1 / weight.shape[-1])
    return amounts_eur[..., None] * np.divide(weight, total, out=alike, where=total > 0)


def buurt_balance(ledger: Ledger, result: xr.Dataset) -> BuurtBalance:
    """What every buurt pays and enjoys; over buurten they make what is borne and enjoyed in all.

    Parameters
    ----------
    ledger : Ledger
    result : xarray.Dataset
        Of the same package, from `evaluation.evaluate`.
    """
    inputs, actors = ledger.inputs, ledger.actors
    base, used = inputs.base, inputs.lines.used
    quantity = result["quantity"].values[used]
    stands = (quantity[..., None] * ownership(base)[used]).transpose(0, 2, 1)  # measure, landowner, area
    own = np.array([actors.money_of(actor) == "own" for actor in actors.ids])
    before = paid_eur(ledger).sum(axis=0)  # measure, landowner, actor
    whole = before.sum(axis=(0, 1))
    net = np.divide(ledger.present_value_eur, whole, out=np.zeros_like(whole), where=np.abs(whole) > 1)
    of_owners = by_weight((before * (net * own)).sum(axis=-1), stands).sum(axis=(0, 1))
    households = np.nan_to_num(np.asarray(base.area["households"], dtype=float))
    rest = ledger.total_eur - float(of_owners.sum())
    change = np.nan_to_num((result["damage_before_eur"] - result["damage_after_eur"]).values[..., 1])
    avoided = by_weight(inputs.streams_eur[: len(change)], np.maximum(0, change)).sum(axis=0)
    beside = result["present_value_co_benefit_eur"].values.sum(axis=0)[used]
    placed = by_weight(beside, quantity).sum(axis=0)
    return BuurtBalance(of_owners, by_weight(np.array(rest), households), avoided + placed)


def low_income_balance(ledger: Ledger, result: xr.Dataset) -> tuple[float, float]:
    """Share of what is paid and enjoyed where the poorest two fifths live; unknown without incomes."""
    area, balance = ledger.inputs.base.area, buurt_balance(ledger, result)
    paid, enjoyed = (
        low_income_share(area["income_eur"], area["residents"], amounts)
        for amounts in (balance.paid_eur, balance.enjoyed_eur)
    )
    return paid, enjoyed
