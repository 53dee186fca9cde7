"""Shares in ten-thousandths: exact whatever a slider does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kans_model.finance.shares import in_cents, moved, whole_shares
from kans_model.tables.vocabulary import WHOLE

N_CELLS, N_PARTIES = 4, 5
rows = arrays(float, (N_CELLS, N_PARTIES), elements=st.integers(0, 9)).map(whole_shares)
parties = st.integers(0, N_PARTIES - 1)


@given(
    rows,
    arrays(float, N_CELLS, elements=st.integers(0, 100)),
    parties,
    st.integers(-500, 12_000),
    st.sets(parties),
)
def test_any_move_keeps_the_sum_of_every_cell_and_the_locked(shares, weight, who, value, locked):
    after = moved(shares, weight, who, value, locked)
    assert (after.sum(axis=1) == WHOLE).all()
    assert (after >= 0).all()
    fixed = sorted(locked)
    assert (after[:, fixed] == shares[:, fixed]).all()


@given(rows, arrays(float, N_CELLS, elements=st.integers(1, 100)), parties, st.integers(0, WHOLE))
def test_who_bears_nothing_of_a_cell_still_does_and_the_slider_stands_where_it_was_put(
    shares, weight, who, value
):
    before = float(weight @ shares[:, who]) / weight.sum()
    after = moved(shares, weight, who, value)
    mean = float(weight @ after[:, who]) / weight.sum()
    assert mean == pytest.approx(value if before or value else 0, abs=1)
    others = np.arange(N_PARTIES) != who
    shared = (shares[:, others] > 0).any(axis=1)  # who bore a cell alone gives it to somebody new
    assert (after[:, others][shared][shares[:, others][shared] == 0] == 0).all()


@given(
    rows,
    arrays(float, N_CELLS, elements=st.integers(1, 100)),
    parties,
    st.integers(0, WHOLE),
    st.permutations(range(N_CELLS)),
)
def test_cells_move_the_same_in_any_order(shares, weight, who, value, order):
    straight = moved(shares, weight, who, value)
    assert (moved(shares[order], weight[order], who, value) == straight[order]).all()


def test_one_slider_moves_and_the_others_keep_their_proportion():
    # 6000 of 10 000 to the first; the remaining 4000 over the others as 3 : 2 : 1 = 2000, 1333.3, 666.7
    after = moved(np.array([[4000, 3000, 2000, 1000]]), np.ones(1), 0, 6000)
    assert after.tolist() == [[6000, 2000, 1333, 667]]


def test_a_slider_stops_where_the_locked_ones_leave_no_more():
    assert moved(np.array([[2000, 5000, 3000]]), np.ones(1), 0, 9000, {1}).tolist() == [[5000, 5000, 0]]


def test_a_locked_slider_does_not_move():
    shares = np.array([[2000, 8000]])
    assert (moved(shares, np.ones(1), 0, 9000, {0}) == shares).all()


def test_who_bore_a_cell_alone_gives_it_to_the_first_that_is_named():
    alone, owner = np.array([[0, 0, WHOLE]]), np.array([[0, 1, 0]])
    assert moved(alone, np.ones(1), 2, 4000, (), [owner]).tolist() == [[0, 6000, 4000]]
    assert moved(alone, np.ones(1), 2, 4000, {1}, [owner]).tolist() == [[6000, 0, 4000]]


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
