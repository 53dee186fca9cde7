"""Street openings that a plan avoids by building along with works, and the days these would take."""

from __future__ import annotations

import numpy as np

from kans_model.programme.plan import Plan


def openings_avoided(plan: Plan) -> int:
    """Projects that go along with works, counted once per buurt: the street need not open for them again.

    A project goes along in a buurt where, in a year in which it is built, works open ground that its
    measures use.
    """
    values, lines = plan.values, plan.values.lines
    along = (values.line_saving_eur > 0) & (plan.built[lines.project] > 0)
    joined = np.flatnonzero(along.any(axis=1))
    return len({(int(lines.project[line]), int(lines.area[line])) for line in joined})


def days_avoided(plan: Plan) -> float:
    """Days in which these streets are not open a second time. [day]"""
    return openings_avoided(plan) * float(plan.values.base.scalar["street_opening_days"])
