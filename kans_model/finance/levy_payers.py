"""What the sewer levy becomes more for who pays it: who owns or rents, households by size, businesses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.finance.ledger import Ledger


@dataclass(frozen=True)
class LevyByPayer:
    """Sewer levy more, in prices of today, shape (year,); NaN where the city's own figures are unknown.

    Attributes
    ----------
    owner_eur, tenant_eur, landlord_eur : array
        Who lives in a dwelling of his own pays all of its levy; of one that is let the user pays a part,
        and who lets it the rest. [EUR/yr]
    one_person_eur, several_persons_eur : array
        Per household; alike without a weighting of the city's own. [EUR/yr]
    business_eur : array
        Per business that pays, on average. [EUR/yr]
    is_weighted : bool
        Whether the city weighs households by their size.
    """

    owner_eur: np.ndarray
    tenant_eur: np.ndarray
    landlord_eur: np.ndarray
    one_person_eur: np.ndarray
    several_persons_eur: np.ndarray
    business_eur: np.ndarray
    is_weighted: bool


def weighted_levy_eur(
    levy_eur: np.ndarray, one_person_share: float, one_person_weight: float
) -> tuple[np.ndarray, np.ndarray]:
    """A levy per household of one person and of several that brings in as much as the average. [EUR/yr]

    Parameters
    ----------
    levy_eur : array, shape (..., year)
        Average per household. [EUR/yr]
    one_person_share : float
        Part of the households that are of one person. [-]
    one_person_weight : float
        Tariff of one person over that of several. [-]

    Examples
    --------
    40 % live alone and pay three quarters: 0.4 × 30 + 0.6 × 40 makes 36 on average.

    >>> one, several = weighted_levy_eur(np.array([36.0]), 0.4, 0.75)
    >>> one.round(6).tolist(), several.round(6).tolist()
    ([30.0], [40.0])
    """
    whole = 1 - one_person_share + one_person_share * one_person_weight
    several = levy_eur / whole if whole > 0 else np.full_like(levy_eur, np.nan)
    return one_person_weight * several, several


def levy_by_payer_eur(ledger: Ledger) -> LevyByPayer:
    """The levy of a ledger for each kind of payer, by the weighting and the numbers that the split gives."""
    of = ledger.split.levy_payers
    share, weight = of.get("one_person_share"), of.get("one_person_weight")
    is_weighted = share is not None and weight is not None
    one, several = (
        weighted_levy_eur(ledger.levy_eur, share or 0.0, weight or 0.0)
        if is_weighted
        else (
            ledger.levy_eur,
            ledger.levy_eur,
        )
    )
    borne = ledger.credit("gemeente_rioolheffing")["borne"] / ledger.price
    businesses = of.get("businesses") or np.nan
    part = 1 - ledger.split.rate("levy_household_share")
    user = ledger.split.rate("levy_user_share")
    of_dwelling = ledger.levy_eur, user * ledger.levy_eur, (1 - user) * ledger.levy_eur
    return LevyByPayer(*of_dwelling, one, several, part * borne / businesses, is_weighted)
