"""Which packages are shown together, and how each looks."""

from __future__ import annotations

import numpy as np

from dashboards.parts.frame.session import Session
from dashboards.parts.packages.marks import Looks
from kans_model.comparison.headline import IN_EURO, headline
from kans_model.comparison.ranking import distinct
from kans_model.comparison.robustness import FEWEST
from kans_model.study.names import package_name
from kans_model.study.references import REFERENCES, is_untouched_sample
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn
from kans_model.words.texts import t

MOST = 6
LOOKS = ("own", "second", "third", "fourth", "fifth", "sixth")


def known_packages(session: Session) -> Looks:
    """Own and reference packages: id → (name, look)."""
    looks = package_looks(session.study)
    own = {
        portfolio.id: (package_name(portfolio, session.lang), looks[portfolio.id])
        for portfolio in session.study.portfolios
    }
    return own | {key: (t(f"portfolio.{key}", session.lang), key) for key in REFERENCES}


def package_looks(study: Study) -> dict[str, str]:
    """The mark of every package, wherever it stands: id → key of `theme.PACKAGES`.

    The first that an optimiser made keeps the mark of the best package; the others take theirs in the order
    in which they were made.
    """
    best = next((portfolio.id for portfolio in study.portfolios if portfolio.question), None)
    others = (portfolio.id for portfolio in study.portfolios if portfolio.id != best)
    looks = {package: LOOKS[place % len(LOOKS)] for place, package in enumerate(others)}
    return looks | ({} if best is None else {best: "optimum"}) | {package: package for package in REFERENCES}


def look_once_kept(study: Study) -> str:
    """The mark that the answer of an optimiser gets when it is kept, so that it has one mark all along."""
    own = study.portfolios
    if not any(portfolio.question for portfolio in own):
        return "optimum"
    return LOOKS[(len(own) - 1) % len(LOOKS)]


def chosen_packages(session: Session) -> list[str]:
    """What all tabs start with: the packages the reader ticked on one of them, else the first choice."""
    known = known_packages(session)
    ticked = session.query.get("cmp", "").split(",")
    chosen = [package for package in known if package in ticked]
    return chosen if FEWEST <= len(chosen) <= MOST else first_choice(session)


def first_choice(session: Session) -> list[str]:
    """The packages the planner made beside doing nothing; a single one beside the reference packages.

    A reference that does the same as one before it in every draw is left out: it would only double a line.
    """
    portfolios = session.study.portfolios
    made = [portfolio for portfolio in portfolios if not is_untouched_sample(portfolio)]
    own = [portfolio.id for portfolio in made or portfolios]
    if len(own) > 1:
        return [*own[: MOST - 1], REFERENCES[0]]
    ranges = [session.study.evaluate(package, drawn(session.study)) for package in REFERENCES]
    values = np.array([[headline(drawn_result, name) for name in IN_EURO] for drawn_result in ranges])
    return [*own, *(REFERENCES[place] for place in distinct(values))]
