"""A risk dialogue in figures for other programs: what `kans dialogue --json` prints."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kans_model.comparison.verdicts import Verdict, verdicts
from kans_model.computing.progress import Cancelled, Progress
from kans_model.dialogue.partners import concordance
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.answer import package
from kans_model.optimum.consensus import Candidate, Consensus, consensus
from kans_model.optimum.own_shares import OwnShares, own_shares
from kans_model.optimum.question import Question
from kans_model.reports.study_head import study_head
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.uncertainty.criterion_chance import chance_met
from kans_model.uncertainty.draws import draws


def dialogue_values(
    study: Study,
    package_id: str,
    budget_eur: float | None,
    horizon: str = "2050",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> dict[str, Any]:
    """Criteria with their verdicts and chances, partners, and what they can agree on under a budget.

    Parameters
    ----------
    study : Study
    package_id : str
        With which criteria are read.
    budget_eur : float or None
        Without one no package is sought.
    horizon : str

    Returns
    -------
    dict
        ``criteria``, ``partners`` with ``concordance``, and under a budget ``satisfaction`` (package →
        partner → part of his own best) and ``consensus`` (rule → package, cost, value, bound and gap).

    Raises
    ------
    KansError
        When a limit cannot be kept, or a package is unknown.
    """
    partners = study.dialogue.partners
    values: dict[str, Any] = {
        **study_head(study),
        "package": package_id,
        "criteria": criteria_values(study, package_id),
        "partners": [partner.to_dict() for partner in partners],
        "concordance": concordance(np.stack([own.shares for own in partners])) if partners else None,
        "decisions": [decision.to_dict() for decision in study.dialogue.decisions],
    }
    if budget_eur is None or not partners:
        return values
    question = Question.of(
        study.ambition, budget_eur=budget_eur, horizon=horizon, thresholds=study.thresholds(horizon)
    )
    agreed = consensus(study, partners, question, progress, cancelled)
    return values | {"budget_eur": budget_eur} | consensus_values(study, agreed, budget_eur)


def criteria_values(study: Study, package_id: str) -> list[dict[str, Any]]:
    """Every criterion with what becomes of it, without and with a package."""
    base, result = study.baseline, study.evaluate(package_id)
    drawn = study.evaluate(package_id, draws(study)) if study.criteria else None
    rows: dict[str, dict[str, Any]] = {}
    for verdict in verdicts(base, result, study.criteria, study.city.areas):
        criterion = verdict.criterion
        row = rows.setdefault(
            criterion.id,
            criterion.to_dict()
            | {"unit": table("indicators")["unit"][criterion.indicator], "before": {}, "after": {}},
        )
        chance = chance_met(criterion, base, drawn, verdict.moment, verdict.when)
        row[verdict.when][verdict.moment] = _verdict_values(verdict) | {"chance_met": _known(chance)}
    return list(rows.values())


def consensus_values(study: Study, agreed: Consensus, budget_eur: float) -> dict[str, Any]:
    """What partners are satisfied with, and the packages of the three rules."""
    shares = shares_of(agreed, budget_eur)
    candidates = {"maximin": agreed.maximin, "mean": agreed.mean}
    names = [partner.id for partner in agreed.partners]
    packages = {
        **{name: agreed.satisfaction(_quantity(study, own)) for name, own in _packages(study).items()},
        **{f"best_for_{name}": own.satisfaction for name, own in zip(names, agreed.own, strict=True)},
        **{rule: candidate.satisfaction for rule, candidate in candidates.items()},
        "equal_shares": agreed.satisfaction(shares.quantity),
    }
    return {
        "silent_subjects": list(agreed.reach.silent),
        "satisfaction": {
            name: dict(zip(names, map(float, of_partners), strict=True))
            for name, of_partners in packages.items()
        },
        "consensus": {
            **{rule: _candidate_values(candidate) for rule, candidate in candidates.items()},
            "equal_shares": _shares_values(agreed, shares),
        },
        "objections": [
            {
                "partner": objection.partner.id,
                "losses": dict(objection.losses),
                "price_for_others": objection.price,
            }
            for objection in agreed.objections
        ],
    }


def shares_of(agreed: Consensus, budget_eur: float) -> OwnShares:
    """The package that equal shares of the budget buy."""
    return own_shares(agreed.reach.formulation, agreed.reach, agreed.satisfactions, budget_eur)


def _packages(study: Study) -> Mapping[str, Portfolio]:
    """Own packages of the study by id."""
    return {portfolio.id: portfolio for portfolio in study.portfolios}


def _quantity(study: Study, portfolio: Portfolio) -> np.ndarray:
    return study.evaluate(portfolio)["quantity"].to_numpy()


def _candidate_values(candidate: Candidate) -> dict[str, Any]:
    return {
        "capex_eur": candidate.capex_eur,
        "value": candidate.value,
        "bound": _known(candidate.bound),
        "gap": _known(candidate.gap),
        "portfolio": candidate.portfolio.to_dict(),
    }


def _shares_values(agreed: Consensus, shares: OwnShares) -> dict[str, Any]:
    base, ids = agreed.reach.formulation.base, [partner.id for partner in agreed.partners]
    return {
        "capex_eur": agreed.reach.formulation.variables.spent_eur(shares.quantity),
        "left_eur": dict(zip(ids, map(float, shares.chosen.left_eur), strict=True)),
        "losers": [
            {
                "measure": loser.measure,
                "supporters": _names(ids, loser.supporters),
                "lost_to_eur": loser.lost_to_eur,
                "lacked_share": loser.lacked_share,
            }
            for loser in shares.losers
        ],
        "portfolio": package(base, shares.quantity).to_dict(),
    }


def _names(ids: Sequence[str], places: Sequence[int]) -> list[str]:
    return [ids[place] for place in places]


def _verdict_values(verdict: Verdict) -> dict[str, Any]:
    return {
        "verdict": verdict.verdict,
        "value": _known(verdict.value),
        "areas": verdict.n_areas,
        "areas_not_met": verdict.n_not_met,
        "areas_unknown": verdict.n_unknown,
    }


def _known(value: float) -> float | None:
    """A number as JSON has it: unknown is null."""
    return float(value) if math.isfinite(value) else None
