"""Who stands near whom, and how far groups agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.dialogue.groups import group_agreement, groups
from kans_model.dialogue.partners import subjects


def rows(*weights):
    shares = np.zeros((len(weights), len(subjects())))
    for place, row in enumerate(weights):
        for subject, share in row.items():
            shares[place, subjects().index(subject)] = share
    return shares


def test_two_camps_are_two_groups_each_named_by_what_divides_it():
    water, heat = {"pluvial": 0.8, "money": 0.2}, {"heat": 0.7, "money": 0.3}
    found = groups(rows(water, heat, {"pluvial": 0.9, "money": 0.1}, heat))
    assert [group.members for group in found] == [(0, 2), (1, 3)]
    assert [group.subject for group in found] == ["pluvial", "heat"]
    assert (found[0].own_share, found[0].other_share) == pytest.approx((0.85, 0.0))


def test_three_camps_are_three_groups():
    camps = [{"pluvial": 1.0}, {"heat": 1.0}, {"money": 1.0}]
    assert [group.members for group in groups(rows(*camps, *camps))] == [(0, 3), (1, 4), (2, 5)]


def test_who_weigh_alike_are_one_group_without_a_name():
    (group,) = groups(rows({"heat": 0.55, "money": 0.45}, {"heat": 0.6, "money": 0.4}))
    assert (group.members, group.subject) == ((0, 1), "")
    assert [group.members for group in groups(rows({"heat": 1.0}, {"money": 1.0}))] == [(0,), (1,)]
    assert groups(rows({"heat": 1.0}))[0].members == (0,)


@given(st.lists(st.lists(st.floats(0.01, 1), min_size=3, max_size=3), min_size=2, max_size=8))
def test_everybody_is_in_one_group(weights):
    shares = np.zeros((len(weights), len(subjects())))
    shares[:, :3] = np.array(weights) / np.sum(weights, axis=1, keepdims=True)
    members = [place for group in groups(shares) for place in group.members]
    assert sorted(members) == list(range(len(weights)))


@pytest.mark.parametrize("n_groups", [2, 3, 4, 5])
@pytest.mark.parametrize("n_agree", [0, 1, 3, 4])
def test_the_same_share_in_every_group_gives_the_same_score_whatever_their_number(n_groups, n_agree):
    agrees = np.array(([True] * n_agree + [False] * (4 - n_agree)) * n_groups)
    members = [range(4 * group, 4 * group + 4) for group in range(n_groups)]
    assert group_agreement(agrees, members) == pytest.approx(n_agree / 4, abs=0.01)
