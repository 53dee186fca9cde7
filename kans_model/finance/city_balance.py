"""The city's own balance and budget, as far as somebody filled it in: what the ratios of the BBV rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import param

from kans_model.finance.split_checks import is_number
from kans_model.words.problems import KansError, Problem

LARGEST_EUR = 1e12
UNKNOWN: dict[str, Any] = {"default": None, "allow_None": True}


class CityBalance(param.Parameterized):
    """Figures of the annual accounts or the budget of one year; what nobody filled in is unknown."""

    long_debt_eur = param.Number(**UNKNOWN, doc="Vaste schulden (BBV 46). [EUR]")
    short_debt_eur = param.Number(**UNKNOWN, doc="Netto vlottende schuld (BBV 48). [EUR]")
    accrued_liabilities_eur = param.Number(**UNKNOWN, doc="Overlopende passiva (BBV 49). [EUR]")
    loans_granted_eur = param.Number(**UNKNOWN, doc="Verstrekte leningen (BBV 36 b and c). [EUR]")
    long_placements_eur = param.Number(**UNKNOWN, doc="Langlopende uitzettingen (BBV 36 d, e, f). [EUR]")
    short_placements_eur = param.Number(**UNKNOWN, doc="Uitzettingen below a year (BBV 39). [EUR]")
    cash_eur = param.Number(**UNKNOWN, doc="Liquide middelen (BBV 40). [EUR]")
    accrued_assets_eur = param.Number(**UNKNOWN, doc="Overlopende activa (BBV 40a). [EUR]")
    equity_eur = param.Number(**UNKNOWN, doc="Eigen vermogen (BBV 42). [EUR]")
    total_eur = param.Number(**UNKNOWN, doc="Balanstotaal. [EUR]")
    building_land_eur = param.Number(**UNKNOWN, doc="Bouwgronden (BBV 38 a and b). [EUR]")
    revenue_eur = param.Number(**UNKNOWN, doc="Totale baten, before additions to reserves. [EUR/yr]")
    structural_revenue_eur = param.Number(**UNKNOWN, doc="Structurele baten. [EUR/yr]")
    structural_costs_eur = param.Number(**UNKNOWN, doc="Structurele lasten. [EUR/yr]")
    structural_withdrawals_eur = param.Number(
        **UNKNOWN, doc="Structurele onttrekkingen aan reserves. [EUR/yr]"
    )
    structural_additions_eur = param.Number(**UNKNOWN, doc="Structurele toevoegingen aan reserves. [EUR/yr]")
    household_charges_eur = param.Number(
        **UNKNOWN, doc="Woonlasten of a household of several persons at the average WOZ value. [EUR/yr]"
    )
    national_charges_eur = param.Number(
        **UNKNOWN, doc="National average of the same, of the year before (COELO). [EUR/yr]"
    )

    @classmethod
    def posts(cls) -> list[str]:
        """What may be filled in, in order."""
        return [name for name in vars(cls) if name in cls.param and name != "name"]

    @property
    def known(self) -> dict[str, float]:
        """What is filled in."""
        return {item: value for item in self.posts() if (value := getattr(self, item)) is not None}

    def amount(self, item: str) -> float:
        """A figure, NaN where nobody filled it in."""
        value = getattr(self, item)
        return float("nan") if value is None else float(value)

    def changed(self, item: str, amount_eur: float | None) -> CityBalance:
        """The balance with another figure; None takes it away.

        Raises
        ------
        KansError
            For an item that is none, or an amount that cannot be.
        """
        known = {name: value for name, value in self.known.items() if name != item}
        return type(self).from_dict(known if amount_eur is None else {**known, item: amount_eur})

    def to_dict(self) -> dict[str, float]:
        """What is filled in."""
        return self.known

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> CityBalance:
        """The balance that `to_dict` wrote.

        Raises
        ------
        KansError
        """
        posts, problems = cls.posts(), []
        for item, amount in values.items():
            if item not in posts:
                problems.append(Problem("balance_item", value=item, known=", ".join(posts)))
            elif not is_number(amount) or abs(amount) > LARGEST_EUR:
                problems.append(Problem("balance_amount", column=item, value=amount))
            elif amount < 0 and item not in MAY_BE_NEGATIVE:
                problems.append(Problem("balance_negative", column=item, value=amount))
        if problems:
            raise KansError(problems)
        return cls(**{item: float(amount) for item, amount in values.items()})


MAY_BE_NEGATIVE = ("equity_eur", "short_debt_eur", "building_land_eur")
"""A deficit, a surplus of short money, and land written off below nothing by its provision."""
