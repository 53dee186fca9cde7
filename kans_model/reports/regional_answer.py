"""The best package of a region in figures: what `kans optimise` prints of thousands of areas."""

from typing import Any

import numpy as np

from kans_model.computing.progress import Cancelled, Progress, part
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.answer import package
from kans_model.optimum.front import SMALLEST_BUDGET, check_points
from kans_model.optimum.question import Question
from kans_model.optimum.region import Regional, regional
from kans_model.optimum.variables import reach_pct
from kans_model.reports.optimum import known, question_head
from kans_model.study.study import Study
from kans_model.words.problems import KansError, Problem


def regional_answer(
    study: Study,
    question: Question,
    n_front: int = 0,
    slack: float | None = None,
    progress: Progress = lambda _share: None,
    cancelled: Cancelled | None = None,
) -> tuple[dict[str, Any], Portfolio]:
    """The same values as of a search all at once, as far as a search in groups knows them.

    Parameters
    ----------
    study : Study
    question : Question
        With a budget only.
    n_front : int
        Budgets of the front, each a search of its own.

    Returns
    -------
    values : dict
    portfolio : Portfolio

    Raises
    ------
    KansError
        For another question, or when alternatives are asked.
    """
    if slack is not None:
        raise KansError(Problem("regional_alternatives", value=len(study.city.areas)))
    if n_front:
        check_points(n_front)
    budgets = _front_budgets(study, n_front)
    n_steps = 1 + len(budgets)
    best = regional(study, question, progress=part(progress, 0, 1 / n_steps), cancelled=cancelled)
    portfolio = package(study.baseline, best.quantity, question=question.to_dict())
    result = study.evaluate(portfolio)
    capex, public = float(result["capex_eur"].sum()), float(result["capex_public_eur"])
    built = (best.quantity > 0).sum(axis=1)
    values = {
        **question_head(study, question),
        "capex_eur": capex,
        "capex_public_eur": public,
        "capex_private_eur": capex - public,
        "avoided_eur_per_year": float(result["avoided_total_eur"].sel(horizon=question.horizon)),
        "value": best.avoided_eur_per_year,
        "bound": known(best.bound_eur_per_year),
        "gap": known(best.gap),
        "in_groups": True,
        "seconds": best.seconds,
        "next_euro": best.price or None,
        "measures": {
            str(name): {
                "uptake": portfolio.choices.get(str(name), {}).get("uptake", 0.0),
                "areas_built": int(n),
            }
            for name, n in zip(study.baseline.room.measures, built, strict=True)
        },
        "portfolio": portfolio.to_dict(),
    }
    points = []
    for place, budget in enumerate(budgets, start=1):
        step = part(progress, place / n_steps, (place + 1) / n_steps)
        found = regional(study, question.but(budget_eur=budget), progress=step, cancelled=cancelled)
        points.append(_point(study, budget, found))
    return values | ({"front": points} if points else {}), portfolio


def _front_budgets(study: Study, n: int) -> list[float]:
    """Budgets in even ratios, up to what *alles wat past* costs. [EUR]"""
    if not n:
        return []
    most = max(float(study.evaluate("alles")["capex_eur"].sum()), 1.0)
    return [float(budget) for budget in np.geomspace(SMALLEST_BUDGET * most, most, n)]


def _point(study: Study, budget_eur: float, answer: Regional) -> dict[str, Any]:
    return {
        "budget_eur": budget_eur,
        "capex_eur": answer.capex_eur,
        "avoided_eur_per_year": answer.avoided_eur_per_year,
        "reach_pct": reach_pct(study.baseline, answer.quantity),
        "bound_eur_per_year": known(answer.bound_eur_per_year),
    }
