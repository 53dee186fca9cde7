"""What planned works save on measures that go along."""

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.measures.portfolio import WORKED_OUT, Portfolio


def with_works(base: Baseline, portfolio: Portfolio) -> np.ndarray:
    """Measures that go along with works where the public space is renewed anyway, shape (measure,).

    Those a planner sends there, and those an optimum placed, which takes works along where they are.
    """
    targeted = np.zeros(len(base.room.measures), dtype=bool)
    for measure, choice in portfolio.choices.items():
        targeted[base.room.place[measure]] = choice["targeting"] in ("works", WORKED_OUT)
    return targeted & base.room.in_works


def saved_by_works(base: Baseline, portfolio: Portfolio, quantity: np.ndarray) -> np.ndarray:
    """Quantity whose price falls away because the street opens anyway, shape (measure, area).

    The discount holds for what fits in the works of an area; what stands beyond them pays the full price.
    """
    saved = np.zeros_like(quantity)
    rows = np.flatnonzero(with_works(base, portfolio))
    within = base.room.potential[rows] * base.room.works_share
    saved[rows] = base.measure["joint_works_discount"][rows, None] * np.minimum(quantity[rows], within)
    return saved


def saving_share(base: Baseline, portfolio: Portfolio, quantity: np.ndarray) -> np.ndarray:
    """The same as share of each measure's whole price, shape (measure,). [-]"""
    total = quantity.sum(axis=1)
    saved = saved_by_works(base, portfolio, quantity).sum(axis=1)
    return np.divide(saved, total, out=np.zeros_like(total), where=total > 0)
