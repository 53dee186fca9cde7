"""An optimum in figures for other programs: what `kans optimise --json` prints."""

import math
from typing import Any

from kans_model.computing.progress import Cancelled, Progress
from kans_model.optimum.alternatives import Alternative, alternatives
from kans_model.optimum.front import Point, front
from kans_model.optimum.optimum import Optimum, optimum
from kans_model.optimum.question import Question
from kans_model.optimum.reasons import next_euro, per_measure, reasons
from kans_model.reports.limits_in_words import checked_values
from kans_model.reports.proof_in_words import proof
from kans_model.reports.study_head import study_head
from kans_model.study.study import Study
from kans_model.words.amounts import money_short, number, percent
from kans_model.words.texts import t


def optimised(
    study: Study,
    question: Question,
    n_front: int = 0,
    slack: float | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[dict[str, Any], Optimum]:
    """The best package for a question, and what surrounds it, as plain values.

    Parameters
    ----------
    study : Study
    question : Question
    n_front : int
        Points of the front of cost and avoided damage; 0 for none.
    slack : float, optional
        Also packages at most this much worse that differ clearly.

    Returns
    -------
    values : dict
        ``capex_eur, capex_public_eur, capex_private_eur, avoided_eur_per_year`` by the exact model; ``gap``
        to the most any package could reach, ``solver_gap``, ``linearisation_error``; ``next_euro``;
        ``measures``; ``front``.
    best : Optimum

    Raises
    ------
    KansError
        For a question that cannot be, or limits that conflict.
    """
    best = optimum(study, question, progress, cancelled)
    values = {
        **question_head(study, question),
        "capex_eur": best.capex_eur,
        "capex_public_eur": best.capex_public_eur,
        "capex_private_eur": best.capex_private_eur,
        "avoided_eur_per_year": best.avoided_eur_per_year,
        "limits": checked_values(study, question, best.portfolio),
        "value": best.value,
        "bound": known(best.bound),
        "gap": known(best.gap),
        "solver_gap": known(best.solver_gap),
        "linearisation_error": best.linearisation_error,
        "seconds": best.seconds,
        "next_euro": next_euro(best),
        "shortfall_eur_per_year": {
            ":".join(map(str, filter(None, name[1:]))): value for name, value in best.shortfall_eur.items()
        },
        "measures": _measures(best),
        "portfolio": best.portfolio.to_dict(),
    }
    if n_front:
        points = front(study, question, n_front, (0.0,), progress, cancelled)
        values["front"] = [_point(point) for point in points]
    if slack is not None:
        others = alternatives(best, slack, progress=progress, cancelled=cancelled)
        values["alternatives"] = [_alternative(other) for other in others]
    return values, best


def _measures(best: Optimum) -> dict[str, dict[str, Any]]:
    """Uptake of every measure, and why it is in or not."""
    return {
        str(name): {
            "uptake": best.portfolio.choices.get(name, {}).get("uptake", 0.0),
            "areas_built": int(row["n_built"]),
            "reason": row["reason"],
        }
        for name, row in per_measure(reasons(best)).iterrows()
    }


def _point(point: Point) -> dict[str, Any]:
    """A point of the front."""
    return {
        "budget_eur": point.budget_eur,
        "capex_eur": point.capex_eur,
        "avoided_eur_per_year": point.avoided_eur_per_year,
        "reach_pct": point.reach_pct,
        "bound_eur_per_year": known(point.bound),
    }


def _alternative(other: Alternative) -> dict[str, Any]:
    """A package nearly as good that clearly differs."""
    return {
        "direction": other.direction,
        "loss": other.loss,
        "difference": other.difference,
        "capex_eur": other.capex_eur,
        "reach_pct": other.reach_pct,
        "measures": {name: choice["uptake"] for name, choice in other.portfolio.choices.items()},
    }


def question_head(study: Study, question: Question) -> dict[str, Any]:
    """Which study the figures are of, and what was asked of it."""
    return {
        **study_head(study),
        "indicative": study.city.indicative,
        "goal": question.goal,
        "horizon": question.horizon,
        "budget_eur": question.budget_eur,
        "budget_of": question.budget_of,
        "whole_projects": question.whole,
        "hazards_included": list(study.baseline.hazards_included),
    }


def known(value: float) -> float | None:
    """The value, or None for what nobody knows."""
    return value if math.isfinite(value) else None


def _or_infinite(value: float | None) -> float:
    """A gap or a bound; infinite where nobody knows it."""
    return math.inf if value is None else value


def answer_in_words(values: dict[str, Any], names: Any, lang: str) -> str:
    """The same in sentences.

    Parameters
    ----------
    values : dict
        From :func:`optimised`.
    names : mapping
        Measure → name.
    """
    lines = [
        t(
            "optimum.told",
            lang,
            city=values["city"],
            capex=money_short(values["capex_eur"], lang),
            avoided=money_short(values["avoided_eur_per_year"], lang),
            year=values["horizon"],
        ),
        t(
            f"optimumtab.whose_{values['budget_of']}",
            lang,
            public=money_short(values["capex_public_eur"], lang),
            private=money_short(values["capex_private_eur"], lang),
        ),
        proof(values["goal"], _or_infinite(values["gap"]), _or_infinite(values["bound"]), lang),
    ]
    if values["indicative"]:
        lines.append(t("optimum.indicative", lang))
    if values["next_euro"] is not None:
        lines.append(t(f"optimum.next_euro_{values['goal']}", lang, eur=number(values["next_euro"], lang, 3)))
    built = {name: row for name, row in values["measures"].items() if row["areas_built"]}
    lines += [
        t(
            "optimum.measure",
            lang,
            name=names[name],
            uptake=percent(row["uptake"], lang),
            n=row["areas_built"],
        )
        for name, row in sorted(built.items(), key=lambda pair: -pair[1]["uptake"])
    ]
    return "\n".join(lines)
