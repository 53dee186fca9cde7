"""Shares in ten-thousandths: exact whatever a slider does."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kans_model.finance.shares import in_cents, moved, whole_shares
from kans_model.tables.vocabulary import WHOLE

PARTIES = ["a", "b", "c", "d", "e"]
moves = st.lists(
    st.tuples(
        st.sampled_from(PARTIES), st.integers(-500, 12_000), st.sets(st.sampled_from(PARTIES), max_size=5)
    ),
    min_size=1,
    max_size=20,
)


@given(moves)
def test_any_sequence_of_moves_with_locks_keeps_the_sum_and_the_locked(sequence):
    shares = dict(zip(PARTIES, map(int, whole_shares([5, 3, 1, 1, 0])), strict=True))
    for who, value, locked in sequence:
        before = shares
        shares = moved(shares, who, value, locked)
        assert sum(shares.values()) == WHOLE
        assert all(0 <= one <= WHOLE for one in shares.values())
        assert all(shares[one] == before[one] for one in locked)


def test_one_slider_moves_and_the_others_keep_their_proportion():
    # 6000 of 10 000 to a; the remaining 4000 over b, c and d as 3 : 2 : 1 = 2000, 1333.3, 666.7
    assert moved({"a": 4000, "b": 3000, "c": 2000, "d": 1000}, "a", 6000) == {
        "a": 6000, "b": 2000, "c": 1333, "d": 667,
    }  # fmt: skip


def test_a_slider_stops_where_the_locked_ones_leave_no_more():
    assert moved({"a": 2000, "b": 5000, "c": 3000}, "a", 9000, {"b"}) == {"a": 5000, "b": 5000, "c": 0}


def test_a_locked_slider_does_not_move():
    shares = {"a": 2000, "b": 8000}
    assert moved(shares, "a", 9000, {"a"}) == shares


@given(st.lists(st.floats(0, 1e12), min_size=1, max_size=20))
def test_whole_shares_make_a_whole_and_stay_within_one_of_exact(weights):
    parts = whole_shares(weights)
    assert parts.sum() == WHOLE
    if sum(weights) > 0 and max(weights) > 1e-6:
        assert np.abs(parts - WHOLE * np.array(weights) / sum(weights)).max() < 1 + 1e-6


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=20))
def test_cents_make_the_rounded_total(amounts):
    cents = in_cents(amounts)
    assert round(100 * cents.sum()) == round(100 * sum(amounts))
    assert np.abs(cents - amounts).max() < 0.01 + 1e-6
