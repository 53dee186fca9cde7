"""How sure the financing is: what parties bear and enjoy under the draws of the assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kans_model.evaluation.damage_lines import HAZARD_OF
from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.finance import levies, purses
from kans_model.finance.actors import GEMEENTE
from kans_model.finance.ledger import Ledger
from kans_model.finance.levies import LEVY_YEARS
from kans_model.finance.purses import Moves
from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from kans_model.uncertainty.draws import Draws
from kans_model.uncertainty.finance_draws import FinanceDraws, finance_draws
from kans_model.uncertainty.ranges import co_benefit_eur, cost_per_measure


@dataclass(frozen=True)
class Ranges:
    """Results of a ledger under every draw.

    Attributes
    ----------
    present_value_eur, benefit_eur : array, shape (draw, actor)
    levy_peak_eur, levy_after_eur : array, shape (draw,)
        Per household and year, highest and after ten years.
    levy_eur : array, shape (draw, year)
    gaps_eur : array, shape (draw, actor)
        Present value above the ceilings.
    """

    present_value_eur: np.ndarray
    benefit_eur: np.ndarray
    levy_peak_eur: np.ndarray
    levy_after_eur: np.ndarray
    levy_eur: np.ndarray
    gaps_eur: np.ndarray

    @property
    def gap_eur(self) -> np.ndarray:
        """Present value above the ceilings, all parties together, shape (draw,). [EUR]"""
        return self.gaps_eur.sum(axis=1)


def ranges(drawn: Draws, study: Study, portfolio: Portfolio, ledger: Ledger) -> Ranges:
    """What parties bear and enjoy under every draw.

    Each measure's cost moves as its price, surcharges and life are drawn, and the levy also as rates, terms
    and what it may bear are; quantities, rules and reserves stay. A grant that is a share of cost moves
    along, one cut by its ceiling or given per unit stays as it is.

    Parameters
    ----------
    drawn : draws.Draws
    study : Study
    portfolio : Portfolio
    ledger : Ledger

    Returns
    -------
    Ranges
    """
    inputs = ledger.inputs
    base, lines = inputs.base, inputs.lines
    mid = study.evaluate(portfolio)
    used, capex, renewal, upkeep = cost_per_measure(drawn, base, portfolio, mid["quantity"].values)
    invested = lines.eur[0].sum(axis=(1, 2))
    kept = mid["opex_eur_per_year"].values[used]
    cost = np.divide(capex, invested, out=np.ones_like(capex), where=invested > 0)
    keep = np.divide(upkeep, kept, out=np.ones_like(upkeep), where=kept > 0)
    finance = finance_draws(ledger, len(cost), study.seed)
    worth = (capex * base.costs.first_build_factor, renewal, upkeep * base.costs.upkeep_factor)
    present = _present(ledger, worth, cost, keep, finance)
    price = (1 + finance.rates["inflation"])[:, None] ** (lines.years - PRICE_YEAR)
    moves = Moves(cost, keep, finance.levy_factor, price, finance.terms_years)
    works = purses.works(ledger, "gemeente_rioolheffing", np.ones(len(lines.measures)), moves)
    reserves = purses.reserves(ledger, "gemeente_rioolheffing")
    borne = levies.credit_eur(works, reserves, finance.rates["omslagrente"], price)["borne"]
    share = finance.rates["levy_household_share"]
    levy = levies.levy_per_household_eur(borne, share, price, ledger.levy_households)
    return Ranges(
        present_value_eur=present,
        benefit_eur=_benefits(drawn, study, portfolio, ledger),
        levy_peak_eur=levy.max(axis=1),
        levy_after_eur=levy[:, min(LEVY_YEARS, levy.shape[1] - 1)],
        levy_eur=levy,
        gaps_eur=_gaps(ledger, cost, keep),
    )


def _present(
    ledger: Ledger,
    worth: Sequence[np.ndarray],
    cost: np.ndarray,
    keep: np.ndarray,
    finance: FinanceDraws,
) -> np.ndarray:
    """What parties bear under every draw, shape (draw, actor).

    Parameters
    ----------
    worth : sequence of array, shape (draw, measure)
        Present value of investment, of renewal less what is left at the end, and of upkeep.
    cost, keep : array, shape (draw, measure)
        Factors on investment and on upkeep.
    """
    lines, actors = ledger.inputs.lines, ledger.actors
    whole = lines.quantity.sum(axis=1, keepdims=True)
    ground = np.divide(lines.quantity, whole, out=np.zeros_like(lines.quantity), where=whole > 0)
    part = np.einsum("mo,kmoa->kma", ground, ledger.kind_shares[[0, 1, 3]])
    vat = ledger.vat_by_kind @ lines.discount  # actor, kind, measure
    built, kept = (vat[:, 0] + vat[:, 1]).T, vat[:, 2].T  # measure, actor
    follows = np.array([ledger.moves_with_cost(rule) for rule in range(len(ledger.given_eur))], dtype=bool)
    grants = (ledger.granted_eur - ledger.given_eur) @ lines.discount[ledger.built]  # rule, actor, measure
    moving, fixed = grants[follows].sum(axis=0).T, grants[~follows].sum(axis=0).T

    def of(place: slice | int) -> np.ndarray:
        """Per draw and measure what parties bear, for one; summed over measures, for more."""
        if isinstance(place, int):
            borne = sum(value * part[kind, :, place] for kind, value in enumerate(worth))
            return borne + cost * (built + moving)[:, place] + keep * kept[:, place] + fixed[:, place]
        borne = sum(value @ part[kind] for kind, value in enumerate(worth))
        return borne + cost @ (built + moving) + keep @ kept + fixed.sum(axis=0)

    present = of(slice(None))
    general, riool = (actors.place(purse) for purse in GEMEENTE)
    moved = (of(riool) * (finance.levy_factor - 1)).sum(axis=1)
    present[:, riool] += moved
    present[:, general] -= moved
    return present


def _gaps(ledger: Ledger, cost: np.ndarray, keep: np.ndarray) -> np.ndarray:
    """Present value above the ceilings under every draw, shape (draw, actor)."""
    gaps, discount = np.zeros((len(cost), len(ledger.actors.ids))), ledger.inputs.lines.discount
    for actor, left in ledger.free_ceilings_eur.items():
        place = ledger.actors.place(actor)
        vat = ledger.vat_by_kind[place]
        build, renew, _, kept = ledger.by_measure[place]
        moving, fixed = ledger.received_flows(place)
        flow, still = build + renew + vat[0] + vat[1] - moving, -fixed
        for _, paid, is_fixed in ledger.paid_flows(place):
            flow, still = (flow, still + paid) if is_fixed else (flow + paid, still)
        cash = cost @ flow + keep @ (kept + vat[2]) + still.sum(axis=0)
        gaps[:, place] = np.maximum(0, cash - left) @ discount
    return gaps


def _benefits(drawn: Draws, study: Study, portfolio: Portfolio, ledger: Ledger) -> np.ndarray:
    """Benefits per party under every draw, shape (draw, actor).

    Each theme as wide as its avoided damage, each co-benefit as it is drawn.
    """
    spread = study.evaluate(portfolio, drawn)["avoided_eur"].values.sum(axis=2)  # draw, hazard
    middle = study.evaluate(portfolio)["avoided_eur"].values.sum(axis=1)
    ratio = np.divide(spread, middle, out=np.ones_like(spread), where=np.isfinite(spread) & (middle > 0))
    streams = ledger.stream_benefit_eur
    n = len(HAZARD_OF)
    beside = co_benefit_eur(drawn, study.baseline, study.evaluate(portfolio)).T  # draw, benefit
    whole = streams[n:].sum(axis=1, keepdims=True)
    parties = np.divide(streams[n:], whole, out=np.zeros_like(streams[n:]), where=whole > 0)
    return ratio[:, HAZARD_OF] @ streams[:n] + beside @ parties
