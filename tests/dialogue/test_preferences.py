"""Weights from choices: what answers say, how surely, and which question tells most."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kans_model.dialogue.choice_answers import OPTIONS, ChoiceAnswer
from kans_model.dialogue.dilemmas import answer_between, next_pair
from kans_model.dialogue.partners import Partner, subjects
from kans_model.dialogue.preferences import chances, preference, with_chosen_weights

HEAT_OR_WATER = ({"heat": 0.5}, {"pluvial": 0.5})
ASKED = Partner("a", "GGD", weights={"pluvial": 1, "heat": 1, "money": 1})


def answered(*answers):
    return replace(ASKED, answers=tuple(ChoiceAnswer(*packages, chosen) for packages, chosen in answers))


def brings(*rows):
    table = np.zeros((len(rows), len(subjects())))
    for place, row in enumerate(rows):
        for subject, share in row.items():
            table[place, subjects().index(subject)] = share
    return table


def test_before_an_answer_all_proportions_are_as_likely():
    known = preference(ASKED)
    assert known.subjects == ("pluvial", "heat", "money")
    assert known.mean == pytest.approx(1 / 3, abs=0.01)
    # of a flat distribution over three, one weight is below 1 - 0.95 ** 0.5 in 5 of 100 cases
    low, high = known.band
    assert low == pytest.approx(1 - 0.95**0.5, abs=0.01)
    assert high == pytest.approx(1 - 0.05**0.5, abs=0.01)


def test_a_choice_by_hand():
    # Heat or water, each half of all: whoever surely weighs heat more takes heat unless he slips (28 of 30),
    # whoever surely weighs water more takes heat only by a slip (1 of 30): 28 times less likely.
    known = preference(answered((HEAT_OR_WATER, "first")))
    ahead = known.guesses[:, 1] - known.guesses[:, 0]
    assert known.chance[ahead > 0.3] / known.chance[ahead < -0.3].max() == pytest.approx(28, abs=0.1)
    assert known.n_fitting == 1


def test_the_order_of_typed_weights_counts_and_not_their_size():
    # The larger of two parts is 3/4 on average; one time in ten they change places, and one guess in ten
    # heeds no order: 0.9 × (0.9 × 3/4 + 0.1 × 1/4) + 0.1 × 1/2.
    for heat in (2, 50):
        known = preference(replace(ASKED, weights={"pluvial": 1, "heat": heat}))
        assert known.mean[1] == pytest.approx(0.68, abs=0.01)


def test_subjects_typed_alike_stand_in_any_order_below_a_heavier_one():
    known = preference(replace(ASKED, weights={"pluvial": 1, "heat": 2, "money": 1}))
    assert known.mean[0] == pytest.approx(known.mean[2], abs=0.01)
    assert known.mean[1] > 2 * known.mean[0]


def test_answers_overrule_an_order_that_was_wrong():
    said = replace(ASKED, weights={"pluvial": 9, "heat": 1})
    for _ in range(6):
        said = said.with_answer(ChoiceAnswer(*HEAT_OR_WATER, "first"))
    assert preference(said).mean[1] > 0.6


def test_weights_that_were_taken_over_say_nothing_new():
    said = replace(ASKED, weights={"pluvial": 1, "heat": 3, "money": 2}).with_answer(
        ChoiceAnswer(*HEAT_OR_WATER, "second")
    )
    known = preference(said)
    used = with_chosen_weights(said, known)
    assert preference(used).mean == pytest.approx(known.mean)
    assert used.without_answers().stated_weights == used.weights


def test_of_an_older_study_that_kept_no_order_every_proportion_is_as_likely():
    older = replace(answered((HEAT_OR_WATER, "first")), weights={"pluvial": 9, "heat": 1, "money": 1})
    assert preference(older).mean == pytest.approx(preference(answered((HEAT_OR_WATER, "first"))).mean)


def test_neither_says_that_money_weighs():
    dear = ({"heat": 0.5, "money": -1.0}, {"pluvial": 0.5, "money": -1.0})
    before, after = preference(ASKED), preference(answered((dear, "neither")))
    assert after.mean[2] > before.mean[2]
    assert preference(answered((dear, "first"))).mean[2] < before.mean[2]


def test_answers_that_speak_against_each_other_are_counted():
    known = preference(
        answered((HEAT_OR_WATER, "first"), (HEAT_OR_WATER, "first"), (HEAT_OR_WATER, "second"))
    )
    assert (known.n_fitting, len(known.answers)) == (2, 3)


@settings(max_examples=15)
@given(st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=4))
def test_the_order_of_answers_does_not_matter_and_weights_are_a_whole(chosen):
    pairs = [
        ({"heat": 0.1 * place, "money": -1.0}, {"pluvial": 0.2, "money": -0.5})
        for place in range(len(chosen))
    ]
    answers = list(zip(pairs, chosen, strict=True))
    one, other = preference(answered(*answers)), preference(answered(*reversed(answers)))
    assert one.mean == pytest.approx(other.mean)
    assert one.mean.sum() == pytest.approx(1)
    low, high = one.band
    assert (low <= high).all()


def test_the_question_that_tells_most_sets_apart_what_is_not_known():
    # two packages that bring water alike tell nothing; heat against water does
    menu = brings({"pluvial": 0.5}, {"pluvial": 0.501}, {"heat": 0.5})
    assert 2 in next_pair(preference(replace(ASKED, weights={"pluvial": 1, "heat": 1})), menu)


def test_no_pair_is_asked_twice_and_then_there_is_none():
    menu, asked = brings({"pluvial": 0.5}, {"heat": 0.5}, {"pluvial": 0.3, "heat": 0.3}), ASKED
    pairs = []
    while (pair := next_pair(preference(asked), menu)) is not None:
        pairs.append(frozenset(pair))
        asked = replace(asked, answers=(*asked.answers, answer_between(menu, pair, "first")))
    assert len(pairs) == len(set(pairs)) == 3


def test_a_sure_choice_leaves_room_for_slips():
    assert chances(np.array([0.0, 1.0, 0.0])) == pytest.approx([1 / 30, 28 / 30, 1 / 30], abs=1e-3)


def test_answers_come_back_and_partners_without_any_still_open():
    asked = answered((HEAT_OR_WATER, "first"), (HEAT_OR_WATER, "neither"))
    assert Partner.from_dict(asked.to_dict()) == asked
    said = replace(ASKED, weights={"heat": 2, "money": 1}).with_answer(asked.answers[0])
    assert Partner.from_dict(said.to_dict()) == said
    assert not {"answers", "typed_weights"} & set(ASKED.to_dict())
    assert Partner.from_dict({"id": "a", "name": "GGD", "weights": {"heat": 1}}).answers == ()
    hash(asked)


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (ChoiceAnswer({"heat": 1.0}, {}, "both"), "partner_answer_wrong"),
        (ChoiceAnswer({"noise": 1.0}, {}, "first"), "partner_subject_unknown"),
        (ChoiceAnswer({"heat": float("nan")}, {}, "first"), "partner_answer_share"),
    ],
)
def test_an_answer_that_cannot_be_is_named(answer, key):
    assert [problem.key for problem in replace(ASKED, answers=(answer,)).problems(())] == [key]
