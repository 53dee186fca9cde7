"""One package for every climate: the one whose largest regret is smallest."""

from dataclasses import dataclass, replace

import numpy as np

from kans_model.computing.progress import paced
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.answer import package
from kans_model.optimum.benefit import Benefit
from kans_model.optimum.search import CLOSE_WIDTH, WIDTHS, Task
from kans_model.outlook.scenario import CLIMATES, Scenario


@dataclass(frozen=True, eq=False)
class Robust:
    """The package that does best in its worst climate, against what hindsight would have built.

    Attributes
    ----------
    portfolio : Portfolio
    climates : tuple of str
    value_eur, best_eur : dict
        Climate → what this package avoids, and what the best for that climate would. [EUR/yr]
    regret_eur : dict
        Climate → difference. [EUR/yr]
    of_best : dict
        Climate the best is for → climate that comes → regret. [EUR/yr]
    bound_eur : float
        No package has a largest regret below this. [EUR/yr]
    """

    portfolio: Portfolio
    quantity: np.ndarray
    capex_eur: float
    climates: tuple
    value_eur: dict
    best_eur: dict
    regret_eur: dict
    of_best: dict
    bound_eur: float

    @property
    def most_eur(self):
        """Largest regret. [EUR/yr]"""
        return max(self.regret_eur.values())


class RobustTask(Task):
    """A task that knows the avoided damage in several climates, and keeps the largest regret small."""

    def __init__(self, study, question, others, best, progress=None, cancelled=None):
        self._others, self._best = others, best
        super().__init__(study, question, progress, cancelled)

    def others(self):
        return self._others

    def _objective(self):
        program = self.program
        first = program.extra([0.0], [2 * max(self._best) / self.scale])
        own = [self.block, *program.blocks[-len(self._others) :]]
        for place, (block, best) in enumerate(zip(own, self._best, strict=True)):
            index, value = block.expression()
            program.limit(
                ("regret", place), np.append(index, first), np.append(value, 1.0), low=best / self.scale
            )
        aim = np.zeros(program.n_columns)
        aim[first] = -1.0
        return aim

    def regrets(self, quantity):
        """Best of each climate less what these quantities avoid there, shape (climate,). [EUR/yr]"""
        benefits = [self.benefit, *self._others]
        return np.array(
            [
                best - float(one.avoided_eur(quantity)[0].sum())
                for one, best in zip(benefits, self._best, strict=True)
            ]
        )

    def worth(self, quantity):
        return -float(self.regrets(quantity).max()) / self.scale


def robust(study, question, climates=CLIMATES, progress=None, cancelled=None):
    """The package with the smallest largest regret over climate scenarios, under the limits of a question.

    Scenarios have no probability here, and nothing is averaged over them (minimax regret [1]_).

    Parameters
    ----------
    study : Study
    question : Question
        Its goal is avoided damage at its horizon.
    climates : sequence of str

    Returns
    -------
    Robust

    References
    ----------
    .. [1] Savage 1951, "The theory of statistical decision".
    """
    question = replace(question, goal="avoided", whole=False, least_project_eur=0.0, exclusions=())
    studies = [
        study.replaced(scenario=Scenario(**{**study.scenario.param.values(), "climate": climate}))
        for climate in climates
    ]
    optima = []
    for place, one in enumerate(studies):
        paced(place / (len(studies) + 1), progress, cancelled)
        optima.append(Task(one, question, None, cancelled).optimum())
    benefits = [Benefit(one.baseline, question.horizon) for one in studies]
    best = [one.value for one in optima]
    task = RobustTask(studies[0], question, benefits[1:], best, None, cancelled)
    answer, bound = task.best()
    candidates = [task.tidied(task.program.quantity(answer.best)), *(one.quantity for one in optima)]
    regrets = np.stack([task.regrets(one) for one in candidates])
    quantity = candidates[int(regrets.max(axis=1).argmin())]
    for half in (*WIDTHS[1:], CLOSE_WIDTH):  # from the best so far, be it the optimum of one climate
        again = task.closer(quantity, half)
        if again is not None and again.best is not None and again.value > task.worth(quantity):
            quantity = task.tidied(task.program.quantity(again.best))
    regret = np.maximum(0.0, task.regrets(quantity))
    of_best = {
        climate: dict(zip(climates, map(float, np.maximum(0.0, row)), strict=True))
        for climate, row in zip(climates, regrets[1:], strict=True)
    }
    return Robust(
        portfolio=package(studies[0].baseline, quantity),
        quantity=quantity,
        capex_eur=float(task.col.capex_eur @ task.col.shares(quantity)),
        climates=tuple(climates),
        value_eur=dict(zip(climates, (float(b - r) for b, r in zip(best, regret, strict=True)), strict=True)),
        best_eur=dict(zip(climates, best, strict=True)),
        regret_eur=dict(zip(climates, map(float, regret), strict=True)),
        of_best=of_best,
        bound_eur=max(0.0, -bound * task.scale),
    )
