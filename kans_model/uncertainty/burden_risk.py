"""How much more than its middle the yearly burden of the municipality may be: a risk for its reserves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.finance import levies, purses
from kans_model.finance.actors import GEMEENTE
from kans_model.finance.ledger import Ledger
from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from kans_model.uncertainty.draws import Draws
from kans_model.uncertainty.ledger_ranges import drawn_moves


@dataclass(frozen=True)
class BurdenRisk:
    """Kapitaallasten, upkeep and grants under every draw, real, shape (draw, year). [EUR/yr]

    Attributes
    ----------
    general_eur : array
        Of general funds, what the sewer levy may not bear under a draw included.
    sewer_eur : array
        Of the sewer levy, which a tariff can follow.
    """

    general_eur: np.ndarray
    sewer_eur: np.ndarray

    @property
    def whole_eur(self) -> np.ndarray:
        """Of the municipality, both purses."""
        return self.general_eur + self.sewer_eur


def risk_eur(burden_eur: np.ndarray) -> np.ndarray:
    """How far the 95 percent point lies above the 50 percent point, shape (year,). [EUR/yr]

    Examples
    --------
    >>> risk_eur(np.arange(101.0)[:, None]).tolist()
    [45.0]
    """
    middle, high = np.quantile(burden_eur, (0.5, 0.95), axis=0)
    return np.asarray(high - middle)


def burden_risk(drawn: Draws, study: Study, portfolio: Portfolio, ledger: Ledger) -> BurdenRisk:
    """The municipality's yearly burden under the draws of cost, rates, terms and what the levy may bear.

    What the levy bears less under a draw, general funds bear more.
    """
    moves, finance = drawn_moves(drawn, study, portfolio, ledger)
    part = np.ones(len(ledger.inputs.lines.measures))
    as_split = moves.with_borne(np.ones_like(moves.borne))

    def borne(purse: str, of: purses.Moves) -> np.ndarray:
        works = purses.works(ledger, purse, part, of)
        rate = finance.rates["omslagrente"]
        if f"omslagrente:{purse}" in ledger.split.rates:
            rate = np.full_like(rate, ledger.split.purse_rate(purse))
        beside = purses.levy_costs(ledger, purse)
        credit = levies.credit_eur(works, purses.reserves(ledger, purse), rate, of.price, beside)
        return np.asarray(credit["borne"] / of.price)

    general, sewer = GEMEENTE
    whole = borne(general, as_split) + borne(sewer, as_split)
    of_sewer = borne(sewer, moves)
    return BurdenRisk(general_eur=whole - of_sewer, sewer_eur=of_sewer)
