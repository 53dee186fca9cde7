"""The ratios of the BBV from the city's own balance, before a package and with it, year by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.city_balance import CityBalance
from kans_model.finance.exploitation_room import incidental_eur
from kans_model.finance.ledger import Ledger
from kans_model.finance.levy_payers import levy_by_payer_eur
from kans_model.finance.purses import relief_eur

DEBT = ("long_debt_eur", "short_debt_eur", "accrued_liabilities_eur")
PLACED = ("long_placements_eur", "short_placements_eur", "cash_eur", "accrued_assets_eur")


@dataclass(frozen=True)
class BudgetEffect:
    """What a package adds to the balance and the budget of the municipality, nominal, shape (year,).

    Attributes
    ----------
    assets_eur : array
        Book value on 1 January. [EUR]
    debt_eur : array
        Borrowed for it by then: the book value, and what reserves and provisions paid that nobody brought
        in as money. [EUR]
    equity_eur : array
        Less for what came out of a bestemmingsreserve. [EUR]
    revenue_eur : array
        What the sewer levy brings in more. [EUR/yr]
    structural_eur : array
        What general funds bear of it for good, less the compensable VAT, overhead and sweeping that the levy
        brings in. [EUR/yr]
    charges_eur : array
        Sewer levy more for a household of several persons, in prices of today. [EUR/yr]
    """

    assets_eur: np.ndarray
    debt_eur: np.ndarray
    equity_eur: np.ndarray
    revenue_eur: np.ndarray
    structural_eur: np.ndarray
    charges_eur: np.ndarray

    @classmethod
    def nothing(cls) -> BudgetEffect:
        """Before a package."""
        return cls(*np.zeros((6, 1)))

    @classmethod
    def of(cls, ledger: Ledger) -> BudgetEffect:
        """With the package of a ledger; a budget that closes: what a year bears it also brings in."""
        general, sewer = (ledger.credit(purse) for purse in GEMEENTE)
        assets = general["book_value"] + sewer["book_value"]
        release, levelled, renewed = (
            _before(general[key] + sewer[key]) for key in ("release", "levelling", "provision")
        )
        return cls(
            assets_eur=assets,
            debt_eur=assets + release + levelled + renewed,
            equity_eur=-release,
            revenue_eur=sewer["borne"],
            structural_eur=general["borne"] - incidental_eur(general) - relief_eur(sewer),
            charges_eur=levy_by_payer_eur(ledger).several_persons_eur,
        )


def _before(flow_eur: np.ndarray) -> np.ndarray:
    """All of the years before each year, shape (year,)."""
    return np.cumsum(flow_eur) - flow_eur


def budget_ratios(balance: CityBalance, effect: BudgetEffect) -> dict[str, np.ndarray]:
    """Each ratio of the table `budget_ratios`, shape (year,); NaN where a figure is unknown. [-]

    All other figures of the city stay as they are filled in.

    Examples
    --------
    Debts of 80 and 30 lent on; revenue of 100. A package of 10 on credit, of which the levy brings in 2:

    >>> of = {"long_debt_eur": 80.0, "short_debt_eur": 0.0, "accrued_liabilities_eur": 0.0, "cash_eur": 0.0,
    ...       "long_placements_eur": 10.0, "short_placements_eur": 0.0, "accrued_assets_eur": 0.0,
    ...       "loans_granted_eur": 20.0, "revenue_eur": 100.0, "equity_eur": 40.0, "total_eur": 190.0}
    >>> none, ten = np.zeros(1), np.array([10.0])
    >>> found = budget_ratios(CityBalance(**of), BudgetEffect(ten, ten, none, np.array([2.0]), none, none))
    >>> [round(float(found[key][0]), 4) for key in ("net_debt", "net_debt_corrected", "solvency")]
    [0.7843, 0.5882, 0.2]
    >>> float(found["building_land"][0])
    nan

    References
    ----------
    Besluit begroting en verantwoording provincies en gemeenten (BBV), article 11, and the ministerial
    regulation on how its ratios are reckoned.
    """
    amount = balance.amount
    revenue = amount("revenue_eur") + effect.revenue_eur
    debt = sum(map(amount, DEBT)) - sum(map(amount, PLACED)) + effect.debt_eur
    room = (
        amount("structural_revenue_eur")
        - amount("structural_costs_eur")
        + amount("structural_withdrawals_eur")
        - amount("structural_additions_eur")
        - effect.structural_eur
    )
    return {
        "net_debt": _ratio(debt, revenue),
        "net_debt_corrected": _ratio(debt - amount("loans_granted_eur"), revenue),
        "solvency": _ratio(amount("equity_eur") + effect.equity_eur, amount("total_eur") + effect.assets_eur),
        "structural_room": _ratio(room, revenue),
        "building_land": _ratio(amount("building_land_eur") + 0 * revenue, revenue),
        "tax_capacity": _ratio(
            amount("household_charges_eur") + effect.charges_eur,
            amount("national_charges_eur") + 0 * effect.charges_eur,
        ),
    }


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """A part of a whole; NaN where there is no whole above zero."""
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)
