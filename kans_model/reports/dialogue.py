"""A risk dialogue in figures for other programs: what `kans dialogue --json` prints."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from kans_model.comparison.verdicts import Verdict, verdicts
from kans_model.computing.progress import Cancelled, Progress
from kans_model.dialogue.groups import groups
from kans_model.dialogue.partners import Partner, concordance
from kans_model.dialogue.preferences import preference
from kans_model.optimum.agreement import RULES, Agreement, agreement
from kans_model.optimum.consensus import Candidate
from kans_model.optimum.overstatement import overstatements
from kans_model.optimum.weight_bands import weight_bands
from kans_model.reports.study_head import study_head
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.uncertainty.criterion_chance import chance_met
from kans_model.uncertainty.indicator_draws import indicator_draws


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
        "weights_from_choices": {own.id: preference_values(own) for own in partners if own.answers},
        "groups": group_values(study),
        "concordance": concordance(np.stack([own.shares for own in partners])) if partners else None,
        "decisions": [decision.to_dict() for decision in study.dialogue.decisions],
    }
    if budget_eur is None or not partners:
        return values
    found = agreement(study, budget_eur, horizon, progress, cancelled)
    values |= {"budget_eur": budget_eur} | agreement_values(found)
    values["weight_bands"] = asdict(weight_bands(found))
    values["overstatement"] = [
        {
            "partner": row.partner.id,
            "subject": row.subject,
            "gain": row.gain,
            "loss_of_least": row.loss_of_least,
        }
        for row in overstatements(found, None, cancelled)
    ]
    return values


def preference_values(partner: Partner) -> dict[str, Any]:
    """What a partner's choices say of his weights: the middle, the band, and how many answers fit."""
    known = preference(partner)
    low, high = known.band
    return {
        "answers": len(known.answers),
        "fitting": known.n_fitting,
        "weights": {
            name: {"mean": float(known.mean[place]), "p5": float(low[place]), "p95": float(high[place])}
            for place, name in enumerate(known.subjects)
        },
    }


def group_values(study: Study) -> list[dict[str, Any]]:
    """Who stands near whom, and what divides them."""
    partners = study.dialogue.partners
    if len(partners) < 2:
        return []
    return [
        asdict(group) | {"members": [partners[place].id for place in group.members]}
        for group in groups(np.stack([own.shares for own in partners]))
    ]


def criteria_values(study: Study, package_id: str) -> list[dict[str, Any]]:
    """Every criterion with what becomes of it, without and with a package."""
    base, result = study.baseline, study.evaluate(package_id)
    drawn = indicator_draws(study, package_id)
    rows: dict[str, dict[str, Any]] = {}
    for verdict in verdicts(base, result, study.criteria, study.city.areas):
        criterion = verdict.criterion
        row = rows.setdefault(
            criterion.id,
            criterion.to_dict()
            | {"unit": table("indicators")["unit"][criterion.indicator], "before": {}, "after": {}},
        )
        chance = chance_met(criterion, drawn, study.city.areas, verdict.moment, verdict.when)
        row[verdict.when][verdict.moment] = _verdict_values(verdict) | {"chance_met": _known(chance)}
    return list(rows.values())


def agreement_values(found: Agreement) -> dict[str, Any]:
    """What partners are satisfied with, and the packages of the three rules."""
    agreed = found.agreed
    names = [partner.id for partner in agreed.partners]
    packages = {
        **{name: values for name, values in found.satisfaction.items() if name not in RULES},
        **{f"best_for_{name}": own.satisfaction for name, own in zip(names, agreed.own, strict=True)},
        **{rule: found.satisfaction[rule] for rule in RULES},
    }
    return {
        "silent_subjects": list(agreed.reach.silent),
        "satisfaction": {
            name: dict(zip(names, map(float, of_partners), strict=True))
            for name, of_partners in packages.items()
        },
        "consensus": {
            "maximin": _candidate_values(agreed.maximin),
            "mean": _candidate_values(agreed.mean),
            "equal_shares": _shares_values(found, names),
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


def _candidate_values(candidate: Candidate) -> dict[str, Any]:
    return {
        "capex_eur": candidate.capex_eur,
        "value": candidate.value,
        "bound": _known(candidate.bound),
        "gap": _known(candidate.gap),
        "portfolio": candidate.portfolio.to_dict(),
    }


def _shares_values(found: Agreement, names: Sequence[str]) -> dict[str, Any]:
    shares = found.shares
    return {
        "capex_eur": found.capex_eur["equal_shares"],
        "left_eur": dict(zip(names, map(float, shares.chosen.left_eur), strict=True)),
        "losers": [
            {
                "measure": loser.measure,
                "supporters": [names[place] for place in loser.supporters],
                "lost_to_eur": loser.lost_to_eur,
                "lacked_share": loser.lacked_share,
            }
            for loser in shares.losers
        ],
        "portfolio": found.portfolios["equal_shares"].to_dict(),
    }


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
