"""Which packages are shown together, and how each looks."""

from __future__ import annotations

import numpy as np

from dashboards.parts.frame.session import Session
from kans_model.comparison.headline import headline
from kans_model.study.names import package_name
from kans_model.study.references import REFERENCES, is_untouched_sample
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn
from kans_model.words.texts import t

FEWEST, MOST = 2, 6
LOOKS = ("own", "second", "third", "fourth", "fifth", "sixth")
EURO = ("npv_eur", "avoided_eur_per_year")


def known_packages(session: Session) -> dict[str, tuple[str, str]]:
    """Own and reference packages: id → (name, look)."""
    looks = package_looks(session.study)
    own = {one.id: (package_name(one, session.lang), looks[one.id]) for one in session.study.portfolios}
    return own | {key: (t(f"portfolio.{key}", session.lang), key) for key in REFERENCES}


def package_looks(study: Study) -> dict[str, str]:
    """The mark of every package, wherever it stands: id → key of `theme.PACKAGES`.

    The first that an optimiser made keeps the mark of the best package; the others take theirs in the order
    in which they were made.
    """
    best = next((one.id for one in study.portfolios if one.question), None)
    others = (one.id for one in study.portfolios if one.id != best)
    looks = {one: LOOKS[place % len(LOOKS)] for place, one in enumerate(others)}
    return looks | ({} if best is None else {best: "optimum"}) | {one: one for one in REFERENCES}


def chosen_packages(session: Session) -> list[str]:
    """What all tabs start with: the packages the reader ticked on one of them, else the first choice."""
    known = known_packages(session)
    ticked = session.query.get("cmp", "").split(",")
    chosen = [one for one in known if one in ticked]
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
    kept, seen = [], []
    for one in REFERENCES:
        ranges = session.study.evaluate(one, drawn(session.study))
        values = [np.asarray(headline(ranges, name)) for name in EURO]
        if not any(np.array_equal(values, others) for others in seen):
            kept.append(one)
            seen.append(values)
    return [*own, *kept]
