"""What a partner chooses between: real packages, each the best for some weights, and how soon they tell."""

from dataclasses import replace

import numpy as np
import pytest

from kans_model.dialogue.choice_answers import OPTIONS
from kans_model.dialogue.dilemmas import answer_between, next_pair
from kans_model.dialogue.partners import Partner, subjects
from kans_model.dialogue.preferences import default, preference
from kans_model.optimum.menu import menu
from kans_model.optimum.utility import best_quantity
from tests.fixtures.small import corner

BUDGET_EUR = 1e6
N_PARTNERS, N_ANSWERS, SLIPS = 40, 10, 0.1


def test_every_package_costs_no_more_than_the_budget_and_none_is_better_in_all():
    asked = Partner("w", "Waterschap", weights={"pluvial": 1, "heat": 1, "biodiversiteit": 1})
    shown = menu(corner(2), asked, BUDGET_EUR)
    counted = [subjects().index(name) for name in asked.weights]
    for quantity, brings in zip(shown.quantity, shown.brings, strict=True):
        assert shown.reach.formulation.budgeted_eur(quantity) <= BUDGET_EUR * (1 + 1e-9)
        assert (shown.brings[:, counted] > brings[counted] + 0.01).all(axis=1).sum() == 0
    assert len(shown.brings) >= 3


def answers_of(true, shown, random):
    """Ten answers of who weighs like this; one in ten is given at random."""
    asked = Partner("t", "T", weights=dict.fromkeys(true.weights, 1.0))
    for _ in range(N_ANSWERS):
        pair = next_pair(preference(asked, shown.reach.silent), shown.brings)
        if pair is None:
            break
        best = int(np.argmax([*(shown.brings[list(pair)] @ true.shares), 0.0]))
        chosen = OPTIONS[random.integers(3) if random.random() < SLIPS else best]
        asked = replace(asked, answers=(*asked.answers, answer_between(shown.brings, pair, chosen)))
    return preference(asked, shown.reach.silent)


def test_after_ten_choices_the_package_of_the_middle_weights_is_within_a_point_for_eight_in_ten():
    assert default("choice_slip_share") == SLIPS
    study, random, near = corner(2), np.random.default_rng(5), []
    known = [name for name in subjects() if name not in ("flood", "drought")]
    for place in range(N_PARTNERS):
        names = [str(name) for name in random.choice(known, 3 + place % 3, replace=False)]
        true = Partner("t", "T", weights=dict(zip(names, random.dirichlet(np.ones(len(names))), strict=True)))
        shown = menu(study, Partner("t", "T", weights=dict.fromkeys(names, 1.0)), BUDGET_EUR)
        found = answers_of(true, shown, random)
        middle = replace(true, weights=dict(zip(found.subjects, found.mean, strict=True)))
        utility, formulation = shown.reach.of_partner(true), shown.reach.formulation
        best = utility.exactly(best_quantity(formulation, utility)[0])
        got = utility.exactly(best_quantity(formulation, shown.reach.of_partner(middle))[0])
        near.append(got >= 0.99 * best if best > 1e-9 else got >= -0.01)
    assert np.mean(near) >= 0.8


def test_a_menu_for_one_subject_still_opens():
    shown = menu(corner(2), Partner("w", "W", weights={"pluvial": 1}), BUDGET_EUR)
    assert shown.brings.shape[1] == len(subjects())
    assert next_pair(preference(Partner("w", "W", weights={"pluvial": 1})), shown.brings[:1]) is None
    assert shown.brings[0, subjects().index("pluvial")] == pytest.approx(1.0, abs=0.01)
