"""Who counts as vulnerable, what may be built, and what a question keeps of itself."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.city.city import City
from kans_model.dialogue.ambition import Threshold
from kans_model.optimum.question import Question
from kans_model.study.study import Study
from kans_model.words.problems import KansError
from kans_model.words.texts import LANGUAGES, t
from tests.fixtures.cities import areas
from tests.fixtures.packages import MEASURES, demo


def city(income, residents=(400.0, 300.0, 300.0, 0.0), oldest=(0.1, 0.2, 0.3, 0.9)):
    areas = pd.DataFrame(
        {"income_eur": income, "residents": residents, "share_75plus": oldest}, index=list("abcd")
    )
    return SimpleNamespace(areas=areas)


def test_the_poorest_two_fifths_of_residents_are_vulnerable():
    """400 of 1,000 residents: the 300 of b, and then a, where the 301st to 400th live; d has none."""
    chosen = Question().vulnerable_areas(city([20e3, 15e3, 30e3, 1e3]))
    assert chosen.tolist() == [True, True, False, False]


def test_where_no_income_is_known_the_oldest_are():
    """c has most people over 75, then b; a comes last."""
    chosen = Question().vulnerable_areas(city([np.nan] * 4))
    assert chosen.tolist() == [False, True, True, False]


def test_a_buurt_without_an_income_is_not_called_poor():
    assert not Question().vulnerable_areas(city([np.nan, 15e3, 30e3, np.nan]))[0]


def test_named_buurten_stand_before_the_rule():
    assert Question(vulnerable=("c",)).vulnerable_areas(city([1.0] * 4)).tolist() == [
        False,
        False,
        True,
        False,
    ]


def test_what_is_banned_or_outside_the_areas_is_no_candidate():
    base = demo().baseline
    first = str(base.room.areas[0])
    allowed = Question(bans=("wadi",), areas=(first,)).candidates(base)
    assert not allowed[MEASURES.index("wadi")].any()
    tree = allowed[MEASURES.index("street_tree")]
    assert tree[0]
    assert not tree[1:].any()


def test_a_cap_holds_for_its_own_measure():
    most = Question(caps={"depave_private": 0.1}).most(demo().baseline)
    assert most[MEASURES.index("depave_private")] == 0.1
    assert most[MEASURES.index("wadi")] == 1.0


@given(
    budget=st.none() | st.floats(1, 1e9),
    pins=st.dictionaries(st.sampled_from(["wadi", "pond"]), st.floats(0, 1)),
    thresholds=st.lists(st.builds(Threshold, st.just("heat"), st.floats(1, 1e6)), max_size=2).map(tuple),
    pairs=st.lists(st.tuples(st.just("wadi"), st.just("pond")), max_size=1).map(tuple),
    whole=st.booleans(),
)
def test_a_question_comes_back_from_a_file_as_it_was(budget, pins, thresholds, pairs, whole):
    question = Question(budget_eur=budget, pins=pins, thresholds=thresholds, exclusions=pairs, whole=whole)
    assert Question.from_dict(question.to_dict()) == question


def test_what_is_left_at_its_default_is_not_written():
    assert Question().to_dict() == {}
    assert Question(goal="npv").to_dict() == {"goal": "npv"}


@pytest.mark.parametrize(
    ("question", "discrete"),
    [
        (Question(), False),
        (Question(whole=True), True),
        (Question(least_project_eur=1e5), True),
        (Question(exclusions=(("wadi", "pond"),)), True),
        (Question(dependencies=(("wadi", "pond"),)), False),
    ],
)
def test_whole_numbers_are_needed_only_where_something_is_all_or_nothing(question, discrete):
    assert question.discrete is discrete


def test_a_map_alone_has_no_best_package():
    """Nothing is known of any buurt: what is best is unknown, not nothing with proof."""
    bare = City.from_areas(areas(["1", "2"]), "Kaal")
    with pytest.raises(KansError) as error:
        Question(budget_eur=1e6).check(Study.default(bare))
    assert [problem.key for problem in error.value.problems] == ["optimum_nothing_known"]


def test_everything_that_cannot_be_is_said_at_once():
    wrong = Question(
        goal="most",
        horizon="2075",
        budget_eur="much",
        budget_of="nobody",
        pins={"wadi": 2.0, "moat": 0.1},
        equity_share=1.5,
    )
    with pytest.raises(KansError) as caught:
        wrong.check(demo())
    assert [problem.key for problem in caught.value.problems] == [
        "goal_unknown",
        "budget_of_unknown",
        "horizon_unknown",
        "budget_not_positive",
        "measure_unknown",
        "uptake_out_of_range",
        "equity_out_of_range",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_form_asks_has_its_words(lang):
    labels = [choice.label for choice in Question.parameters().values() if "." in choice.label]
    assert [label for label in labels if not t(label, lang)] == []
    assert len(labels) == len(set(labels)) == len(Question.parameters()) - 2  # caps, vulnerable: no field


def test_the_order_in_which_an_address_holds_a_question_is_that_of_the_class():
    asked = Question(least_reach_pct=5.0, whole=True, pins={"wadi": 0.1}, budget_eur=1e6, goal="npv")
    assert list(asked.to_dict()) == ["goal", "budget_eur", "pins", "whole", "least_reach_pct"]
