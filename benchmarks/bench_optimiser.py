"""The optimum beside its targets, and a search of the same problem by an evolutionary algorithm."""

import os
import time
from collections.abc import Iterator

import numpy as np

from benchmarks.bench_model import N_COUNTRY, country
from benchmarks.measurement import Measurement, median_ms
from kans_model.city.city import City
from kans_model.optimum.formulation import Formulation, formulate
from kans_model.optimum.front import front
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.optimum.region import regional
from kans_model.study.study import Study

BUDGET_EUR = 5e7
BUDGETS_EUR = (1e7, BUDGET_EUR, 2e8)
PROMISED_EUR = (1e6, *BUDGETS_EUR, 5e8)
"""Budgets at which the promise of the README about gaps is measured."""
POINTS = 30
PEER_SECONDS = float(os.environ.get("KANS_PEER_SECONDS", "60"))
POPULATION = 100


def measurements() -> Iterator[Measurement]:
    """Yield times on the demo city, and the hypervolume of NSGA-II as part of the front's."""
    study = Study.default(City.demo())
    question = Question(budget_eur=BUDGET_EUR)
    found = optimum(study, question)
    yield Measurement("best package for a budget", median_ms(lambda: optimum(study, question), 5), "ms", 300)
    yield Measurement("its gap, all errors included", 100 * found.gap, "%", 1)
    whole = [optimum(study, Question(budget_eur=budget_eur, whole=True)) for budget_eur in BUDGETS_EUR]
    yield Measurement(
        "whole projects, the slowest of three budgets", max(answer.seconds for answer in whole), "s", 2
    )
    yield Measurement(
        "their largest gap, all errors included", 100 * max(answer.gap for answer in whole), "%", 0.1
    )
    for name, is_whole, most in (("parts", False, 0.2), ("whole projects", True, 1.5)):
        best = [optimum(study, Question(budget_eur=eur, whole=is_whole)) for eur in PROMISED_EUR]
        largest = 100 * max(answer.gap for answer in best)
        yield Measurement(f"largest gap of {name}, 1 to 500 million euro", largest, "%", most)
    started = time.perf_counter()
    points = front(study, question, POINTS)
    yield Measurement(f"front of {POINTS} budgets", time.perf_counter() - started, "s", 2)
    whole_country = Study.default(country(N_COUNTRY))
    budget_eur = BUDGET_EUR * N_COUNTRY / len(study.city.areas)
    region = regional(whole_country, Question(budget_eur=budget_eur))
    yield Measurement(f"{N_COUNTRY:,} areas by decomposition", region.seconds, "s", 60)
    yield Measurement("its gap", 100 * region.gap, "%", 1)
    ours = np.array([[point.capex_eur, -point.avoided_eur_per_year] for point in points])
    formulation = formulate(study, Question(budget_eur=float(ours[-1, 0])))
    theirs, evaluations = evolved(formulation, PEER_SECONDS)
    worst = np.array([ours[:, 0].max(), 0.0])
    yield Measurement(f"NSGA-II: packages tried in {PEER_SECONDS:.0f} s", evaluations, "-")
    yield Measurement(
        f"NSGA-II: hypervolume after {PEER_SECONDS:.0f} s over the front's",
        hypervolume(theirs, worst) / hypervolume(ours, worst),
        "-",
    )


def hypervolume(points: np.ndarray, worst: np.ndarray) -> float:
    """What a set of points (cost, less avoided) dominates up to the worst point, costs as logarithms."""
    from pymoo.indicators.hv import HV

    scaled = np.column_stack([np.log(np.maximum(points[:, 0], 1e4)), points[:, 1] / 1e6])
    return float(HV(ref_point=np.array([np.log(worst[0]), worst[1]]))(scaled))


def evolved(formulation: Formulation, seconds: float) -> tuple[np.ndarray, int]:
    """The front that NSGA-II finds for cost and avoided damage, and how many packages it tried.

    It starts from empty, full and random packages, half of them sparse, and its packages are made to fit.
    """
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.core.problem import ElementwiseProblem
    from pymoo.optimize import minimize
    from pymoo.termination import get_termination

    room, variables = formulation.base.room, formulation.variables
    tried = [0]

    class Packages(ElementwiseProblem):
        def __init__(self):
            super().__init__(n_var=len(variables), n_obj=2, xl=0.0, xu=1.0)

        def _evaluate(self, x, out, *_args, **_kwargs):
            tried[0] += 1
            quantity = room.fitted(
                np.minimum(variables.quantity(x, formulation.program.shape), formulation.benefit.fits)
            )
            spent = variables.spent_eur(quantity)
            out["F"] = [spent, -float(formulation.benefit.avoided_eur(quantity)[0].sum())]

    rng = np.random.default_rng(7)
    start = rng.random((POPULATION, len(variables))) * (
        rng.random((POPULATION, len(variables))) < rng.random((POPULATION, 1))
    )
    start[0], start[1] = 0.0, 1.0
    result = minimize(
        Packages(), NSGA2(pop_size=POPULATION, sampling=start), get_termination("time", seconds), seed=7
    )
    return result.F, tried[0]
