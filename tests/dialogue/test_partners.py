"""Partners: weights that can be, and how far they weigh alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.dialogue.partners import Partner, concordance, subjects


def keys(partner, actors=("gemeente",)):
    return [problem.key for problem in partner.problems(actors)]


def test_one_that_can_be_has_no_problems_and_comes_back():
    partner = Partner("a", "Waterschap", person="J.", actors=("gemeente",), weights={"heat": 3, "money": 1})
    assert keys(partner) == []
    assert Partner.from_dict(partner.to_dict()) == partner
    assert partner.anonymous.person == ""


@pytest.mark.parametrize(
    ("given_partner", "key"),
    [
        (Partner("a", " ", weights={"heat": 1}), "partner_without_name"),
        (Partner("a", "A"), "partner_without_weights"),
        (Partner("a", "A", weights={"heat": 0, "money": 0}), "partner_weights_zero"),
        (Partner("a", "A", weights={"heat": 1, "money": -1}), "partner_weight_wrong"),
        (Partner("a", "A", weights={"heat": float("nan")}), "partner_weight_wrong"),
        (Partner("a", "A", weights={"noise": 1, "heat": 1}), "partner_subject_unknown"),
        (Partner("a", "A", actors=("bank",), weights={"heat": 1}), "partner_actor_unknown"),
    ],
)
def test_what_cannot_be_is_named(given_partner, key):
    assert keys(given_partner) == [key]


def test_weights_count_as_parts_of_one():
    shares = dict(zip(subjects(), Partner("a", "A", weights={"heat": 3, "money": 1}).shares, strict=True))
    assert (shares["heat"], shares["money"], shares["pluvial"]) == (0.75, 0.25, 0.0)


def test_concordance_by_hand():
    # pairs have 0.5, 0.2 and 0.7 in common
    shares = np.array([[0.5, 0.5, 0.0], [1.0, 0.0, 0.0], [0.2, 0.5, 0.3]])
    assert concordance(shares) == pytest.approx((0.5 + 0.7 + 0.2) / 3)


@given(st.lists(st.lists(st.floats(0.01, 1), min_size=3, max_size=3), min_size=2, max_size=6))
def test_concordance_lies_between_nothing_and_all_whatever_the_order(rows):
    shares = np.array(rows) / np.sum(rows, axis=1, keepdims=True)
    assert -1e-12 <= concordance(shares) <= 1 + 1e-12
    assert concordance(shares[::-1]) == pytest.approx(concordance(shares))
    assert concordance(np.repeat(shares[:1], 4, axis=0)) == pytest.approx(1.0)


def test_what_weighs_most_for_a_partner_leaves_out_what_weighs_nothing():
    partner = Partner("p", "Waterschap", weights={"heat": 1.0, "pluvial": 3.0})
    assert partner.heaviest(3) == [("pluvial", 0.75), ("heat", 0.25)]
    assert partner.heaviest(1) == [("pluvial", 0.75)]
