"""What a partner chooses between: real packages, each the best for some weights, and how soon they tell."""

import numpy as np
import pytest

from kans_model.dialogue.dilemmas import next_pair
from kans_model.dialogue.partners import Partner, subjects
from kans_model.dialogue.preferences import default, preference
from kans_model.optimum.menu import menu
from tests.fixtures.simulated_partners import SLIPS, satisfaction_of_middle, some_subjects
from tests.fixtures.small import corner

BUDGET_EUR = 1e6
N_PARTNERS = 40


def test_every_package_costs_no_more_than_the_budget_and_none_is_better_in_all():
    asked = Partner("w", "Waterschap", weights={"pluvial": 1, "heat": 1, "biodiversiteit": 1})
    shown = menu(corner(2), asked, BUDGET_EUR)
    counted = [subjects().index(name) for name in asked.weights]
    for quantity, brings in zip(shown.quantity, shown.brings, strict=True):
        assert shown.reach.formulation.budgeted_eur(quantity) <= BUDGET_EUR * (1 + 1e-9)
        assert (shown.brings[:, counted] > brings[counted] + 0.01).all(axis=1).sum() == 0
    assert len(shown.brings) >= 3


@pytest.mark.parametrize(
    ("n_subjects", "ordered"),
    [(range(3, 6), False), ([14], True)],
    ids=["three to five subjects", "all subjects, of which the partner says the order"],
)
def test_after_ten_choices_the_package_of_the_middle_weights_is_within_a_point_for_eight_in_ten(
    n_subjects, ordered
):
    assert default("choice_slip_share") == SLIPS
    study, random, satisfied = corner(2), np.random.default_rng(5), []
    for place in range(N_PARTNERS):
        names = some_subjects(n_subjects[place % len(n_subjects)], ("flood", "drought"), random)
        satisfied.append(satisfaction_of_middle(study, names, BUDGET_EUR, ordered, random))
    assert np.mean(np.array(satisfied) >= 0.99) >= 0.8


def test_a_menu_for_one_subject_still_opens():
    shown = menu(corner(2), Partner("w", "W", weights={"pluvial": 1}), BUDGET_EUR)
    assert shown.brings.shape[1] == len(subjects())
    assert next_pair(preference(Partner("w", "W", weights={"pluvial": 1})), shown.brings[:1]) is None
    assert shown.brings[0, subjects().index("pluvial")] == pytest.approx(1.0, abs=0.01)
