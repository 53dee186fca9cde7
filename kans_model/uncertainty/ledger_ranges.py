"""How sure the financing is: what parties bear and enjoy under the draws of the assumptions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from kans_model.uncertainty.cost_benefit_draws import co_benefit_eur, cost_per_measure
from kans_model.uncertainty.draws import Draws
from kans_model.uncertainty.finance_draws import FinanceDraws, finance_draws


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
    along, one cut by its ceiling or given per unit stays as it is, in its own euro; the share or amount of a
    rule that has a range is drawn.

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
    cost, keep = _factors(ledger, capex, upkeep, mid["opex_eur_per_year"].values[used])
    finance = finance_draws(ledger, len(cost), study.seed)
    worth = (capex * base.costs.first_build_factor, renewal, upkeep * base.costs.upkeep_factor)
    moves = _moves(ledger, cost, keep, finance)
    price = moves.price
    present = _present(ledger, worth, cost, keep, finance, ledger.price / price)
    works = purses.works(ledger, "gemeente_rioolheffing", np.ones(len(lines.measures)), moves)
    reserves = purses.reserves(ledger, "gemeente_rioolheffing")
    beside = purses.levy_costs(ledger, "gemeente_rioolheffing")
    borne = levies.credit_eur(works, reserves, finance.rates["omslagrente"], price, beside)["borne"]
    share = finance.rates["levy_household_share"]
    levy = levies.levy_per_household_eur(borne, share, price, ledger.levy_households)
    return Ranges(
        present_value_eur=present,
        benefit_eur=_benefits(drawn, study, portfolio, ledger),
        levy_peak_eur=levy.max(axis=1),
        levy_after_eur=levy[:, min(LEVY_YEARS, levy.shape[1] - 1)],
        levy_eur=levy,
        gaps_eur=_gaps(ledger, cost, keep, finance.grants, ledger.price / price),
    )


def drawn_moves(
    drawn: Draws, study: Study, portfolio: Portfolio, ledger: Ledger
) -> tuple[Moves, FinanceDraws]:
    """How draws move what the sewer levy pays for, and the rows of financing under them."""
    mid = study.evaluate(portfolio)
    used, capex, _, upkeep = cost_per_measure(drawn, ledger.inputs.base, portfolio, mid["quantity"].values)
    cost, keep = _factors(ledger, capex, upkeep, mid["opex_eur_per_year"].values[used])
    finance = finance_draws(ledger, len(cost), study.seed)
    return _moves(ledger, cost, keep, finance), finance


def _factors(
    ledger: Ledger, capex: np.ndarray, upkeep: np.ndarray, kept_eur: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Investment and upkeep of each measure over their middle, shape (draw, measure). [-]"""
    invested = ledger.inputs.lines.eur[0].sum(axis=(1, 2))
    cost = np.divide(capex, invested, out=np.ones_like(capex), where=invested > 0)
    return cost, np.divide(upkeep, kept_eur, out=np.ones_like(upkeep), where=kept_eur > 0)


def _moves(ledger: Ledger, cost: np.ndarray, keep: np.ndarray, finance: FinanceDraws) -> Moves:
    price = (1 + finance.rates["inflation"])[:, None] ** (ledger.inputs.lines.years - PRICE_YEAR)
    return Moves(cost, keep, finance.levy_factor, price, finance.terms_years, finance.grants)


def _present(
    ledger: Ledger,
    worth: Sequence[np.ndarray],
    cost: np.ndarray,
    keep: np.ndarray,
    finance: FinanceDraws,
    worth_of_euro: np.ndarray,
) -> np.ndarray:
    """What parties bear under every draw, shape (draw, actor).

    Parameters
    ----------
    worth : sequence of array, shape (draw, measure)
        Present value of investment, of renewal less what is left at the end, and of upkeep.
    cost, keep : array, shape (draw, measure)
        Factors on investment and on upkeep.
    worth_of_euro : array, shape (draw, year)
        What a nominal euro buys, over the middle. [-]
    """
    lines, actors = ledger.inputs.lines, ledger.actors
    whole = lines.quantity.sum(axis=1, keepdims=True)
    ground = np.divide(lines.quantity, whole, out=np.zeros_like(lines.quantity), where=whole > 0)
    part = np.einsum("mo,kmoa->kma", ground, ledger.kind_shares[[0, 1, 3]])
    vat = ledger.vat_by_kind @ lines.discount  # actor, kind, measure
    built, kept = (vat[:, 0] + vat[:, 1]).T, vat[:, 2].T  # measure, actor
    grants = [
        _rule_present(ledger, rule, cost, finance, worth_of_euro) for rule in range(len(ledger.given_eur))
    ]

    def of(place: slice | int) -> np.ndarray:
        """Per draw and measure what parties bear, for one; summed over measures, for more."""
        granted = sum(granted_eur(place) for granted_eur in grants)
        if isinstance(place, int):
            borne = sum(value * part[kind, :, place] for kind, value in enumerate(worth))
            return borne + cost * built[:, place] + keep * kept[:, place] + granted
        borne = sum(value @ part[kind] for kind, value in enumerate(worth))
        return borne + cost @ built + keep @ kept + granted

    present = of(slice(None))
    general, riool = (actors.place(purse) for purse in GEMEENTE)
    moved = (of(riool) * (finance.levy_factor - 1)).sum(axis=1)
    present[:, riool] += moved
    present[:, general] -= moved
    return present


def _rule_present(
    ledger: Ledger, rule: int, cost: np.ndarray, finance: FinanceDraws, worth_of_euro: np.ndarray
) -> Callable[[slice | int], np.ndarray]:
    """What a rule adds to what parties bear under every draw: per measure for one, summed for more."""
    follows, built = ledger.follows(rule), ledger.built
    flow = ledger.granted_eur[rule] - ledger.given_eur[rule]  # actor, measure, year
    discount, factor = ledger.inputs.lines.discount[built], finance.grants[:, rule, None]
    weight = worth_of_euro[:, built] * discount if follows == "euro" else discount

    def of(place: slice | int) -> np.ndarray:
        if isinstance(place, int):
            worth = weight @ flow[place].T  # draw, measure
            return factor * (cost * worth if follows == "cost" else worth)
        if follows == "cost":
            return factor * (cost @ (flow @ discount).T)
        return factor * (weight @ flow.sum(axis=1).T)

    return of


def _gaps(
    ledger: Ledger, cost: np.ndarray, keep: np.ndarray, factors: np.ndarray, worth_of_euro: np.ndarray
) -> np.ndarray:
    """Present value above the ceilings under every draw, shape (draw, actor)."""
    gaps, discount = np.zeros((len(cost), len(ledger.actors.ids))), ledger.inputs.lines.discount
    for actor, left in ledger.free_ceilings_eur.items():
        place = ledger.actors.place(actor)
        vat = ledger.vat_by_kind[place]
        build, renew, _, kept = ledger.by_measure[place]
        cash = cost @ (build + renew + vat[0] + vat[1]) + keep @ (kept + vat[2])
        for sign, flows in ((-1, ledger.received_flows(place)), (1, ledger.paid_flows(place))):
            for flow in flows:
                given = cost @ flow.eur if flow.follows == "cost" else flow.eur.sum(axis=0)
                if flow.follows == "euro":
                    given = given * worth_of_euro
                cash = cash + sign * factors[:, flow.place, None] * given
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
