"""What a programme still lacks before it can run, each with the page where one gives it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.programme.plan import Plan


@dataclass(frozen=True)
class Lack:
    """One thing that is lacking.

    Attributes
    ----------
    key : str
        Its sentence is the text `programme.lacks_<key>`, or `chain.lacks_<key>` for a step of the chain.
    page : str
        Where one gives it.
    n : int
        How many, where that says something.
    """

    key: str
    page: str
    n: int = 0


def gaps(plan: Plan, n_works: int, n_criteria: int) -> list[Lack]:
    """What is lacking, what stops the schedule first.

    Parameters
    ----------
    plan : Plan
    n_works : int
        Works in the calendar.
    n_criteria : int
        Limits of the dialogue.
    """
    programme = plan.programme
    if not programme.projects:
        return [Lack("projects", "uitvoeringsagenda")]
    unplanned = int((plan.start < 0).sum())
    left = 1 - float(np.sum(plan.values.quantity)) / max(float(np.sum(plan.quantity)), 1e-9)
    found = [
        Lack("years", "uitvoeringsagenda", unplanned) if unplanned else None,
        Lack("rest", "uitvoeringsagenda", round(100 * left)) if left > 0.005 else None,
        Lack("budgets", "uitvoeringsagenda") if not programme.budgets else None,
        Lack("works", "uitvoeringsagenda") if not n_works else None,
        Lack("limits", "risicodialoog") if not n_criteria else None,
    ]
    return [lack for lack in found if lack]
