"""How sure the financing is: what parties bear and enjoy under the draws of the assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kans_model.evaluation.damage_lines import HAZARD_OF
from kans_model.finance.ledger import ALL_KINDS, Ledger
from kans_model.finance.levies import LEVY_YEARS
from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from kans_model.uncertainty.draws import Draws
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
    gap_eur : array, shape (draw,)
        Present value above the ceilings.
    """

    present_value_eur: np.ndarray
    benefit_eur: np.ndarray
    levy_peak_eur: np.ndarray
    levy_after_eur: np.ndarray
    levy_eur: np.ndarray
    gap_eur: np.ndarray


def ranges(drawn: Draws, study: Study, portfolio: Portfolio, ledger: Ledger) -> Ranges:
    """What parties bear and enjoy under every draw.

    Each measure's cost moves as its price, surcharges and life are drawn; shares, quantities and rules stay.
    A grant that is a share of cost moves along, one cut by its ceiling or given per unit stays as it is.

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
    base, lines, discount = inputs.base, inputs.lines, inputs.lines.discount
    mid = study.evaluate(portfolio)
    used, *drawn_eur = cost_per_measure(drawn, base, portfolio, mid["quantity"].values)
    by_kind = lines.eur @ discount  # kind, measure, landowner
    middle = (
        mid["capex_eur"].values[used],
        by_kind[1:3].sum(axis=(0, 2)),
        mid["opex_eur_per_year"].values[used],
    )
    ratio = [
        np.divide(drawn, mean, out=np.ones_like(drawn), where=np.abs(mean) > 0)
        for drawn, mean in zip(drawn_eur, middle, strict=True)
    ]  # investment, renewal with its residual value, upkeep: (draw, measure)
    worth = ledger.by_measure @ discount  # actor, kind, measure
    parts = np.stack([worth[:, 0], worth[:, 1] + worth[:, 2], worth[:, 3]], axis=1)
    present = sum(share @ parts[:, kind].T for kind, share in enumerate(ratio))
    vat = ledger.vat_by_kind @ discount
    present += sum(share @ vat[:, kind].T for kind, share in enumerate(ratio))
    present += _grants(ledger, ratio[0])
    levy = _levy(ledger, ratio)
    return Ranges(
        present_value_eur=present,
        benefit_eur=_benefits(drawn, study, portfolio, ledger),
        levy_peak_eur=levy.max(axis=1),
        levy_after_eur=levy[:, min(LEVY_YEARS, levy.shape[1] - 1)],
        levy_eur=levy,
        gap_eur=_gap(ledger, ratio),
    )


def _grants(ledger: Ledger, ratio: np.ndarray) -> np.ndarray:
    """Grants under every draw: less to bear for who receives, more for who pays, shape (draw, actor)."""
    discount = ledger.inputs.lines.discount[ledger.built]
    total = np.zeros((len(ratio), len(ledger.actors.ids)))
    for place, name in enumerate(ledger.split.instruments):  # a handful
        per_year = ledger.grants_eur[place][ledger.built]
        if not per_year.any():
            continue
        received = ledger.received_by_measure[place] * (per_year @ discount / per_year.sum())
        fixed = ledger.held[place] or ledger.rule(name)["share"] is None
        moved = np.tile(received.sum(axis=1), (len(ratio), 1)) if fixed else ratio @ received.T
        total -= moved
        total[:, ledger.actors.ids.index(ledger.payers[place])] += moved.sum(axis=1)
    return total


def _spread(ratio: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """One factor per draw: the mean of the measures' factors, weighted by what they cost a party."""
    whole = weight.sum()
    return ratio @ weight / whole if whole > 0 else np.ones(len(ratio))


def _levy(ledger: Ledger, ratio: Sequence[np.ndarray]) -> np.ndarray:
    place = ledger.actors.place("gemeente_rioolheffing")
    worth = ledger.by_measure[place].sum(axis=-1)  # kind, measure
    credit = ledger.credit("gemeente_rioolheffing")
    path = ledger.levy_eur
    whole = credit["capital"] + credit["upkeep"]
    capital = np.divide(path * credit["capital"], whole, out=np.zeros_like(path), where=whole > 0)
    invested, kept = _spread(ratio[0], worth[0]), _spread(ratio[2], worth[3])
    return invested[:, None] * capital + kept[:, None] * (path - capital)


def _gap(ledger: Ledger, ratio: Sequence[np.ndarray]) -> np.ndarray:
    gap = np.zeros(len(ratio[0]))
    discount = ledger.inputs.lines.discount
    for actor, left in ledger.split.free_ceilings_eur.items():
        place = ledger.actors.place(actor)
        worth = ledger.by_measure[place].sum(axis=-1)
        flows = ledger.burden_eur[place][
            [ALL_KINDS.index(k) for k in ("investering", "vervanging", "onderhoud")]
        ]
        factor = np.stack([_spread(r, worth[k]) for r, k in zip(ratio, (0, 1, 3), strict=True)], axis=1)
        rest = ledger.cash_real_eur[place] - flows.sum(axis=0)
        cash = factor @ flows + rest
        gap += np.maximum(0, cash - left) @ discount
    return gap


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
