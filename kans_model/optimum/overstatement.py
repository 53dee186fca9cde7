"""Against manipulation: what a partner could win by saying that one subject weighs more than it does."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import scipy

from kans_model.computing.progress import Cancelled, Progress, Waiting, paced
from kans_model.dialogue.partners import Partner
from kans_model.dialogue.preferences import default
from kans_model.optimum.agreement import Agreement
from kans_model.optimum.consensus import Consensus
from kans_model.optimum.satisfaction import Satisfaction, SmallestSatisfaction, leximin
from kans_model.optimum.utility import NOTHING, best_quantity


@dataclass(frozen=True)
class Overstatement:
    """What the most rewarding exaggeration of one partner does to the package that lifts the least satisfied.

    Attributes
    ----------
    partner : Partner
        As he truly weighs.
    subject : str
        What he would overstate; empty where he weighs one subject only, and cannot.
    gain : float
        What his true satisfaction gains; below 0 where it only hurts himself. [-]
    loss_of_least : float
        What the least satisfied of all loses by it. [-]
    """

    partner: Partner
    subject: str = ""
    gain: float = 0.0
    loss_of_least: float = 0.0


def overstatements(
    found: Agreement, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> tuple[Overstatement, ...]:
    """How far each partner could push the package of the least satisfied by overstating one weight.

    The weight is multiplied by `overstatement_factor`. Which subject would pay him best is estimated on
    mixtures of the packages that were worked out; for that one his own best and the package are solved anew,
    by the exact program, and judged by what he truly wants.
    """
    agreed, rows = found.agreed, []
    for place, partner in enumerate(agreed.partners):
        paced(place / len(agreed.partners), progress, cancelled)
        subject = _most_rewarding(agreed, place)
        rows.append(
            _pushed(agreed, place, subject, Waiting(None, cancelled)) if subject else Overstatement(partner)
        )
    return tuple(rows)


def overstated(partner: Partner, subject: str) -> Partner:
    """The partner as he would say that he weighs."""
    weights = {**partner.weights, subject: default("overstatement_factor") * partner.weights[subject]}
    return replace(partner, weights=weights, answers=())


def _pushed(agreed: Consensus, place: int, subject: str, waiting: Waiting) -> Overstatement:
    """Solved anew, as if this partner were believed."""
    formulation = agreed.reach.formulation
    claim = overstated(agreed.partners[place], subject)
    utility = agreed.reach.of_partner(claim)
    own = best_quantity(formulation, utility, waiting)[0]
    claimed = list(agreed.satisfactions)
    claimed[place] = Satisfaction(claim, utility, max(0.0, utility.exactly(own)))
    least = SmallestSatisfaction(formulation, claimed)
    starts = [own, agreed.maximin.quantity, *(candidate.quantity for candidate in agreed.own)]
    try:
        quantity = leximin(formulation, least, starts, waiting)[0]
    finally:
        least.done()
    now, honest = agreed.satisfaction(quantity), agreed.maximin.satisfaction
    return Overstatement(
        agreed.partners[place],
        subject,
        gain=float(now[place] - honest[place]),
        loss_of_least=float(honest.min() - now.min()),
    )


def _most_rewarding(agreed: Consensus, place: int) -> str:
    """The subject that would pay best to overstate, estimated on mixtures of packages; empty for none."""
    partner, silent = agreed.partners[place], agreed.reach.silent
    weighed = [name for name, weight in partner.weights.items() if weight and name not in silent]
    if len(weighed) < 2:
        return ""
    quantities = [own.quantity for own in agreed.own] + [agreed.maximin.quantity, agreed.mean.quantity]
    brings = np.stack([agreed.reach.shares(quantity) for quantity in quantities])
    true = np.stack([_on(own, brings) for own in agreed.satisfactions])
    best, gains = "", -np.inf
    for subject in weighed:
        claim = overstated(partner, subject)
        worth = brings @ claim.shares
        rows = true.copy()
        top = float(worth.max())
        rows[place] = worth / top if top > NOTHING else 1.0 + worth
        gain = float(_mixture(rows) @ true[place])
        if gain > gains:
            best, gains = subject, gain
    return best


def _on(satisfaction: Satisfaction, brings: np.ndarray) -> np.ndarray:
    """Satisfaction of one partner with packages, shape (package,). [-]"""
    return satisfaction.start + satisfaction.scale * (brings @ satisfaction.partner.shares)


def _mixture(satisfaction: np.ndarray) -> np.ndarray:
    """Parts of packages, shape (package,), that lift the least satisfied most: a small linear program.

    Parameters
    ----------
    satisfaction : array, shape (partner, package)
    """
    n_partners, n = satisfaction.shape
    rows = np.column_stack([-satisfaction, np.ones(n_partners)])
    outcome = scipy.optimize.linprog(
        np.append(np.zeros(n), -1.0),
        A_ub=rows,
        b_ub=np.zeros(n_partners),
        A_eq=[np.append(np.ones(n), 0.0)],
        b_eq=[1.0],
        bounds=[(0, 1)] * n + [(None, None)],
    )
    return np.asarray(outcome.x[:n])
