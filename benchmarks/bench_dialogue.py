"""How long a table waits: verdicts, satisfaction, and the package that lifts the least satisfied."""

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from benchmarks.measurement import Measurement
from kans_model.city.city import City
from kans_model.comparison.verdicts import verdicts
from kans_model.comparison.what_if_without import WithoutSome
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.dilemmas import answer_between, next_pair
from kans_model.dialogue.partners import Partner, subjects
from kans_model.dialogue.preferences import preference
from kans_model.optimum.consensus import consensus
from kans_model.optimum.menu import menu
from kans_model.optimum.question import Question
from kans_model.reports.room_in_words import room_sentence
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import MOMENTS
from kans_model.uncertainty.criterion_chance import chance_met
from kans_model.uncertainty.indicator_draws import IndicatorDraws, indicator_draws
from tests.fixtures.simulated_partners import satisfaction_of_middle, some_subjects

N_LIMITS, N_PARTNERS, N_PACKAGES, N_QUESTIONS = 200, 8, 6, 10
BUDGET_EUR = 30e6
N_CHOOSING, N_SUBJECTS, POINT = 40, 14, 0.01


def chances(drawn: IndicatorDraws, limits: list[Criterion], study: Study) -> list[float]:
    """How likely each limit is met."""
    return [chance_met(limit, drawn, study.city.areas, limit.moment) for limit in limits]


def measurements() -> Iterator[Measurement]:
    """Yield them one by one."""
    study, random = Study.default(City.demo()), np.random.default_rng(3)
    partners = [
        Partner(
            str(n),
            f"Partner {n}",
            weights=dict(zip(subjects(), random.random(len(subjects())) ** 3, strict=True)),
        )
        for n in range(N_PARTNERS)
    ]
    yield from _verdicts(study)
    yield _switch(study)
    yield from _agreement(study, partners)
    yield from _questions(study, partners[0])
    yield _far_from_best(study, random)


def _limits(study: Study) -> list[Criterion]:
    """Limits on every indicator, spread over the buurten."""
    indicators, codes = table("indicators"), list(study.city.areas.index)
    limits = []
    for place in range(N_LIMITS):
        name = indicators.index[place % len(indicators)]
        moment = MOMENTS[indicators["moment"][name]][0]
        limits.append(Criterion(str(place), name, 10.0, moment=moment, areas=(codes[place % len(codes)],)))
    return limits


def _verdicts(study: Study) -> Iterator[Measurement]:
    """Whether limits are met, and how likely."""
    limits, result = _limits(study), study.evaluate("eigen")
    verdicts(study.baseline, result, limits[:1], study.city.areas)  # tables are read once
    began = time.perf_counter()
    verdicts(study.baseline, result, limits, study.city.areas)
    yield Measurement(
        f"verdicts of {N_LIMITS} limits, mid values", 1000 * (time.perf_counter() - began), "ms", 60
    )
    drawn = indicator_draws(study, "eigen")
    chances(drawn, limits, study)  # what an indicator reads under the draws is worked out once per package
    began = time.perf_counter()
    verdicts(study.baseline, result, limits, study.city.areas)
    chances(drawn, limits, study)
    yield Measurement(
        f"verdicts and chances of {N_LIMITS} limits over {len(drawn.drawn)} draws",
        1000 * (time.perf_counter() - began),
        "ms",
        60,
    )


def _switch(study: Study) -> Measurement:
    """What the room waits for when a measure is switched off."""
    package = study.portfolio("eigen")
    trial = WithoutSome(study, package, frozenset(list(package.choices)[:1]))
    began = time.perf_counter()
    room_sentence(trial)
    trial.left_keur_per_ha()
    return Measurement(
        "a measure switched off on the big screen", 1000 * (time.perf_counter() - began), "ms", 200
    )


def _agreement(study: Study, partners: list[Partner]) -> Iterator[Measurement]:
    """The package that lifts the least satisfied, and how satisfied all are."""
    began = time.perf_counter()
    agreed = consensus(study, partners, Question(budget_eur=BUDGET_EUR))
    taken = time.perf_counter() - began
    yield Measurement(f"{N_PARTNERS} partners: best of each, least satisfied, mean, objections", taken, "s")
    yield Measurement(
        "gap of the least satisfied, part of the bound",
        100 * agreed.maximin.gap / agreed.maximin.bound,
        "%",
        0.5,
    )
    quantities = [study.evaluate("eigen")["quantity"].to_numpy()] * N_PACKAGES
    began = time.perf_counter()
    for quantity in quantities:
        agreed.satisfaction(quantity)
    yield Measurement(
        f"satisfaction of {N_PARTNERS} partners with {N_PACKAGES} packages",
        1000 * (time.perf_counter() - began),
        "ms",
        100,
    )


def _questions(study: Study, partner: Partner) -> Iterator[Measurement]:
    """How long a partner waits for the next question, late in a series."""
    shown = menu(study, partner, BUDGET_EUR)
    waits = []
    for _ in range(N_QUESTIONS):
        began = time.perf_counter()
        pair = next_pair(preference(partner, shown.reach.silent), shown.brings)
        waits.append(1000 * (time.perf_counter() - began))
        if pair is None:
            break
        partner = replace(partner, answers=(*partner.answers, answer_between(shown.brings, pair, "first")))
    yield Measurement("next question to a partner, the slowest of ten", max(waits), "ms", 150)


def _far_from_best(study: Study, random: np.random.Generator) -> Measurement:
    """Partners who name all subjects in order and choose ten times, one slip in ten of both."""
    satisfied = [
        satisfaction_of_middle(study, some_subjects(N_SUBJECTS, ("flood",), random), BUDGET_EUR, True, random)
        for _ in range(N_CHOOSING)
    ]
    far = 100 * float(np.mean(np.array(satisfied) < 1 - POINT))
    return Measurement(f"of {N_CHOOSING} partners who chose, more than a point from their best", far, "%", 20)
