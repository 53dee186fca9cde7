"""Which areas are hit hardest, and how much of the damage falls there."""

import numpy as np
import pytest

from kans_model.evaluation.hotspots import (
    chance_among_worst,
    first_place,
    n_hardest_hit,
    rank_spans,
    share_of_worst,
    worst_first,
)

NAN = float("nan")


def test_the_highest_come_first_and_what_is_unknown_is_left_out():
    assert worst_first([2, NAN, 5, 5]).tolist() == [2, 3, 0]
    assert worst_first([2, NAN, 5, 5], 1).tolist() == [2]
    assert worst_first([NAN]).tolist() == []


def test_equals_share_a_rank_and_none_is_called_first():
    """42 equal areas of 50: ranks 1 to 42 for each of them, 43 to 50 for those below."""
    damage = np.array([3.0] * 42 + [1.0] * 8)
    first, last = rank_spans(damage)
    assert set(zip(first[:42], last[:42], strict=True)) == {(1, 42)}
    assert set(zip(first[42:], last[42:], strict=True)) == {(43, 50)}
    assert n_hardest_hit(damage, 10) == 42
    assert n_hardest_hit(np.arange(50.0), 10) == 10


def test_the_share_of_the_worst_holds_their_equals():
    """Per hectare 4, 2, 2, 1; the two worst are three, that hold 40 + 25 + 15 of 100."""
    assert share_of_worst([40, 25, 15, 20], [4, 2, 2, 1], 2) == pytest.approx(0.8)
    assert share_of_worst([60, 30, 10], [6, 15, 1], 1) == pytest.approx(0.3)
    assert share_of_worst([0, NAN], [0, NAN]) == 0


def test_a_rank_says_how_sure_it_is():
    """Four draws of three areas, the two worst: the first is in 3, the second in 3, the third in 2.

    In the last draw all are equal: two places over three, 2/3 each: (2 + 2/3, 3 + 2/3, 1 + 2/3) / 4.
    """
    draws = [[9, 8, 1], [9, 8, 1], [1, 8, 9], [5, 5, 5]]
    assert chance_among_worst(draws, 2) == pytest.approx([(2 + 2 / 3) / 4, (3 + 2 / 3) / 4, (1 + 2 / 3) / 4])
    assert chance_among_worst(np.ones((3, 42)), 10) == pytest.approx([10 / 42] * 42)
    assert chance_among_worst([[NAN, 2.0], [NAN, 1.0]], 1).tolist() == [0.0, 1.0]
    assert chance_among_worst([[NAN, NAN]], 1).tolist() == [0.0, 0.0]


def test_one_is_named_only_when_it_is_sure():
    """Hit hardest in 19 of 20 draws is sure, in 18 of 20 it is not; two alike are never one."""
    for wins, kind in ((19, "sure"), (18, "unsure")):
        draws = [[2.0, 1.0]] * wins + [[1.0, 2.0]] * (20 - wins)
        found = first_place([2.0, 1.0], draws)
        assert found == (kind, 1, pytest.approx(wins / 20))
    assert first_place([2.0, 2.0, 1.0], [[2.0, 2.0, 1.0]])[:2] == ("equal", 2)
    assert first_place([0.0, NAN], [[0.0, NAN]])[:2] == ("nobody", 0)
