"""Which packages stand beside the trade-off curve, and where."""

from __future__ import annotations

from dashboards.parts.frame.session import Session
from dashboards.parts.packages.looks import known_packages, look_once_kept
from dashboards.parts.packages.marks import NOTHING
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.question import Question
from kans_model.optimum.same_budget import invested_eur


def front_marks(
    session: Session, asked: Question | None, best: Portfolio | None, best_name: str
) -> dict[str, tuple[str, str, float, float]]:
    """Name, look, investment and damage avoided of own packages, references and the answer. [EUR], [EUR/yr]

    Parameters
    ----------
    asked : Question or None
        That the curve answers: its year and whose money count.
    best : Portfolio or None
        The answer, where there is one.
    """
    study = session.study
    horizon, budget_of = (asked.horizon, asked.budget_of) if asked else ("2050", "all")
    named = {key: (name, look, study.portfolio(key)) for key, (name, look) in known_packages(session).items()}
    if best is not None and best.id not in named:  # once kept it has the mark it has elsewhere
        named[best.id] = (best_name, look_once_kept(study), best)
    marks = {}
    for key, (name, look, portfolio) in named.items():
        result = study.evaluate(portfolio)
        capex = invested_eur(result, budget_of)
        if capex > 0 or key == NOTHING:  # what costs nothing stands where doing nothing does
            marks[key] = (name, look, capex, float(result["avoided_total_eur"].sel(horizon=horizon)))
    return marks
