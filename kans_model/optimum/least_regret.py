"""One package for every climate: the one whose largest regret is smallest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kans_model.computing.progress import Cancelled, Progress, Waiting, paced
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.answer import package
from kans_model.optimum.benefit import Benefit
from kans_model.optimum.conflicts import conflicts_named
from kans_model.optimum.formulation import Formulation, formulate
from kans_model.optimum.optimum import Optimum, optimum
from kans_model.optimum.question import Question
from kans_model.optimum.search import CLOSE_WIDTH, WIDTHS, Search
from kans_model.optimum.solution import best_answer
from kans_model.outlook.scenario import CLIMATES, Scenario
from kans_model.study.study import Study


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
    climates: tuple[str, ...]
    value_eur: dict[str, float]
    best_eur: dict[str, float]
    regret_eur: dict[str, float]
    of_best: dict[str, dict[str, float]]
    bound_eur: float

    @property
    def most_eur(self) -> float:
        """Largest regret. [EUR/yr]"""
        return max(self.regret_eur.values())

    @property
    def worst_climate(self) -> str:
        """The climate in which it falls short most."""
        return max(self.regret_eur, key=lambda climate: self.regret_eur[climate])

    @property
    def most_share(self) -> float:
        """Largest regret as part of what the best for that climate avoids. [-]"""
        return self.most_eur / max(self.best_eur[self.worst_climate], 1.0)


class LargestRegret:
    """An objective: the largest regret over climates is kept small.

    Parameters
    ----------
    formulation : Formulation
        Of the first climate; its program knows the others too.
    others : sequence of Benefit
        Of the other climates.
    best_eur : sequence of float
        What the best package for each climate avoids there. [EUR/yr]
    """

    def __init__(
        self, formulation: Formulation, others: Sequence[Benefit], best_eur: Sequence[float]
    ) -> None:
        self.program, self.scale, self.best_eur = formulation.program, formulation.scale, best_eur
        self.benefits = [formulation.benefit, *others]
        self.column = self.program.extra([0.0], [2 * max(best_eur) / self.scale])
        for place, (benefit, best) in enumerate(zip(self.benefits, best_eur, strict=True)):
            self._at_least_the_regret(place, benefit, best)

    def _at_least_the_regret(self, place: int, benefit: Benefit, best_eur: float) -> None:
        """The largest regret is no less than what a climate's best avoids above the package. [EUR/yr]"""
        block = next(block for block in self.program.blocks if block.benefit is benefit)
        index, value = block.expression()
        self.program.limit(
            ("regret", place), np.append(index, self.column), np.append(value, 1.0), low=best_eur / self.scale
        )

    def coefficients(self) -> np.ndarray:
        aim = np.zeros(self.program.n_columns)
        aim[self.column] = -1.0
        return aim

    def regrets_eur(self, quantity: np.ndarray) -> np.ndarray:
        """Best of each climate less what these quantities avoid there, shape (climate,). [EUR/yr]"""
        avoided = [float(benefit.avoided_eur(quantity)[0].sum()) for benefit in self.benefits]
        return np.array([best - value for best, value in zip(self.best_eur, avoided, strict=True)])

    def worth(self, quantity: np.ndarray) -> float:
        return -float(self.regrets_eur(quantity).max()) / self.scale


def robust(
    study: Study,
    question: Question,
    climates: Sequence[str] = CLIMATES,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Robust:
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
    question = question.but(goal="avoided", whole=False, least_project_eur=0.0, exclusions=())
    studies = [
        study.replaced(scenario=Scenario(**{**study.scenario.param.values(), "climate": climate}))
        for climate in climates
    ]
    optima: list[Optimum] = []
    for place, of_climate in enumerate(studies):
        paced(place / (len(studies) + 1), progress, cancelled)
        optima.append(optimum(of_climate, question, None, cancelled))
    others = [Benefit(of_climate.baseline, question.horizon) for of_climate in studies[1:]]
    formulation = formulate(studies[0], question, others)
    objective = LargestRegret(formulation, others, [best.value for best in optima])
    search = Search(formulation, objective, Waiting(None, cancelled))
    quantity, bound = _least(search, objective, optima)
    return _robust(search, objective, optima, climates, quantity, bound)


def _least(search: Search, objective: LargestRegret, optima: list[Optimum]) -> tuple[np.ndarray, float]:
    """Quantities of the smallest largest regret, and the most any package is worth. [unit of the program]

    From the best so far, be it the optimum of one climate, it is sought once more.
    """
    formulation, program = search.formulation, search.program
    with conflicts_named():
        answer, bound = best_answer(search)
    candidates = [formulation.tidied(program.quantity(answer.columns)), *(best.quantity for best in optima)]
    quantity = min(candidates, key=lambda candidate: float(objective.regrets_eur(candidate).max()))
    for half in (*WIDTHS[1:], CLOSE_WIDTH):
        again = search.closer(quantity, half)
        if again is not None and again.best is not None and again.value > objective.worth(quantity):
            quantity = formulation.tidied(program.quantity(again.best))
    return quantity, bound


def _robust(
    search: Search,
    objective: LargestRegret,
    optima: list[Optimum],
    climates: Sequence[str],
    quantity: np.ndarray,
    bound: float,
) -> Robust:
    """The package in figures, beside the best of each climate."""
    formulation = search.formulation
    best = [optimum.value for optimum in optima]
    regret = np.maximum(0.0, objective.regrets_eur(quantity))

    def by_climate(values: Sequence[float] | np.ndarray) -> dict[str, float]:
        return dict(zip(climates, map(float, values), strict=True))

    return Robust(
        portfolio=package(formulation.base, quantity),
        quantity=quantity,
        capex_eur=formulation.variables.spent_eur(quantity),
        climates=tuple(climates),
        value_eur=by_climate([of_best - lost for of_best, lost in zip(best, regret, strict=True)]),
        best_eur=by_climate(best),
        regret_eur=by_climate(regret),
        of_best={
            climate: by_climate(np.maximum(0.0, objective.regrets_eur(of_climate.quantity)))
            for climate, of_climate in zip(climates, optima, strict=True)
        },
        bound_eur=max(0.0, -bound * formulation.scale),
    )
