"""Limits on every indicator that measures change: against the least that keeps them, found apart."""

from dataclasses import replace

import numpy as np
import pytest

from kans_model.city.city import City
from kans_model.comparison.verdicts import verdicts
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.dialogue import Dialogue
from kans_model.evaluation.indicators import reading
from kans_model.optimum.answer import package
from kans_model.optimum.benefit import Benefit
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question, held_limits, why_not_held
from kans_model.study.study import Study
from kans_model.words.problems import KansError
from tests.fixtures.packages import MEASURES, demo
from tests.fixtures.small import corner, only

STEP = {  # indicator, moment, the only measure that may be built
    "entered": ("buildings_entered", "100", "wadi"),
    "wet": ("dwellings_wet", "10", "wadi"),
    "reached": ("people_reached", "2050", "wadi"),
    "protected": ("people_reached", "2050", "door_barrier"),
    "deaths": ("deaths", "2100", "heat_plan"),
    "pet": ("pet", "", "park"),
    "shade": ("shade", "", "street_tree"),
    "green": ("green", "", "pocket_park"),
    "recharge": ("recharge", "", "wadi"),
    "foundations": ("foundations", "2050", "wadi"),
    "flood": ("damage_flood", "2050", "wet_proofing"),
    "per_ha": ("damage_pluvial_per_ha", "now", "wadi"),
}


WET_AND_WEAK = 34
"""Place of a buurt of the demo city that floods and has weak foundations."""


def alone():
    """A study on that buurt."""
    demo_city = City.demo()
    code = demo_city.areas.index[WET_AND_WEAK]
    filled = demo_city.filled[demo_city.filled["code"] == code]
    return Study.default(City("Hoek", demo_city.areas.loc[[code]], filled, True))


def limit(indicator, value, moment="2050", **where):
    return Criterion("own", indicator, float(value), "unacceptable", moment, latest_year=2040, **where)


def value_with(study, quantity, indicator, moment, mask):
    result = study.evaluate(package(study.baseline, quantity))
    return reading(study.baseline, result, indicator).together(moment, mask)[0]


@pytest.mark.parametrize("case", STEP)
def test_the_least_that_keeps_a_limit_in_one_buurt_with_one_measure(case):
    indicator, moment, measure = STEP[case]
    study = alone()
    base, mask = study.baseline, np.ones(1, dtype=bool)
    everything = np.zeros(base.room.potential.shape)
    row = MEASURES.index(measure)
    question = Question(goal="cheapest", bans=only(measure), limits=(limit(indicator, 1.0, moment),))
    everything[row] = Benefit(base).fits[row]
    before = reading(base, study.evaluate("niets_doen"), indicator, "before").together(moment, mask)[0]
    most = value_with(study, everything, indicator, moment, mask)
    assert most != before
    wanted = before + 0.4 * (most - before)
    low, high = 0.0, 1.0  # by halving, on the exact model alone
    for _ in range(40):
        middle = (low + high) / 2
        reached = value_with(study, middle * everything, indicator, moment, mask)
        enough = abs(reached - before) >= abs(wanted - before)
        low, high = (low, middle) if enough else (middle, high)
    found = optimum(study, question.but(limits=(limit(indicator, wanted, moment),)))
    assert found.quantity[row, 0] == pytest.approx(high * everything[row, 0], rel=2e-3)
    assert found.gap < 5e-3


@pytest.mark.parametrize("where", ["each", "wijk", "group", "buurt"])
@pytest.mark.parametrize(("indicator", "better_by"), [("deaths", -0.03), ("pet", -0.05), ("green", 0.3)])
def test_a_limit_holds_where_it_was_set(where, indicator, better_by):
    study = corner(4)
    areas, moment = study.city.areas, "2050" if indicator == "deaths" else ""
    codes = tuple(areas.index[:2])
    place = {
        "each": {"each": True, "areas": codes},
        "wijk": {"wijk": areas["wijk"].iloc[0]},
        "group": {"areas": codes},
        "buurt": {"areas": codes[:1]},
    }[where]
    asked = limit(indicator, 0.0, moment, **place)
    before = reading(study.baseline, study.evaluate("niets_doen"), indicator, "before")
    mask = asked.mask(areas)
    now = before.at(moment)[mask]
    start = now.min() if better_by > 0 else now.max()
    value = start if where == "each" else before.together(moment, mask)[0]
    asked = replace(
        asked, limit=float(value * (1 + better_by) if indicator == "deaths" else value + better_by)
    )
    found = optimum(study, Question(goal="cheapest", limits=(asked,)))
    read = verdicts(study.baseline, study.evaluate(found.portfolio), [asked], areas)
    assert [own.verdict for own in read if own.moment == moment] == ["not_met", "met"]
    assert found.capex_eur > 0


def test_a_package_that_keeps_a_limit_costs_no_less_than_the_best_without_it():
    study, money = corner(4), 2e6
    free = optimum(study, Question(budget_eur=money))
    base, areas = study.baseline, study.city.areas
    mask = np.ones(len(areas), dtype=bool)
    shade = reading(base, study.evaluate(free.portfolio), "shade").together("", mask)[0]
    asked = limit("shade", shade + 0.5, "")
    held = optimum(study, Question(budget_eur=money, limits=(asked,)))
    assert reading(base, study.evaluate(held.portfolio), "shade").together("", mask)[0] >= asked.limit
    assert held.value <= free.bound
    assert held.bound >= held.value


def test_limits_that_cannot_hold_are_named():
    study = corner(4)
    with pytest.raises(KansError, match="pet"):
        optimum(study, Question(budget_eur=1e6, limits=(limit("pet", 20.0, ""),)))


def test_what_no_measure_changes_and_what_may_be_missed_is_not_held():
    study = demo()
    fixed, soft = limit("flood_depth", 0.1, "100"), replace(limit("pet", 39.0, ""), acceptance="undesirable")
    accepted = replace(limit("deaths", 9.0), id="fine", acceptance="acceptable")
    assert why_not_held(fixed, study) == "fixed"
    assert why_not_held(soft, study) == "soft"
    own = replace(soft, id="soft"), replace(fixed, id="fixed"), accepted, limit("deaths", 4.5)
    study = study.replaced(dialogue=Dialogue(criteria=own))
    held, others = held_limits(study, "2050")
    assert [criterion.indicator for criterion in held] == ["deaths"]
    assert others == {"soft": "soft", "fixed": "fixed"}
    with pytest.raises(KansError, match="flood_depth"):
        Question(budget_eur=1e6, limits=(fixed,)).check(study)


def test_a_question_with_limits_reads_back_what_it_wrote():
    asked = Question(budget_eur=1e6, limits=(limit("deaths", 4.5), replace(limit("pet", 39.0, ""), id="b")))
    assert Question.from_dict(asked.to_dict()) == asked
