"""What a package leaves of a hazard, and what each measure gets of it, worked by hand."""

import numpy as np
import pytest

from kans_model.evaluation.damage_lines import channels, lines_of
from kans_model.evaluation.outcome import Treatment, attributed_eur, damage_left
from kans_model.tables.reading import table


def treatment(**share):
    """Measures on one area, by the share of what is at risk that has each; all protect for a half."""
    measures = table("measures").index
    quantity, effect = np.zeros((len(measures), 1)), np.full(len(measures), 0.5)
    for name, part in share.items():
        quantity[measures.get_loc(name)] = part
    used = quantity[:, 0] > 0
    columns = {column: effect for column, _ in channels().values()}
    return Treatment(quantity, quantity, used, np.flatnonzero(used), columns)


def test_what_two_measures_avoid_is_divided_by_what_each_contributes():
    avoided = attributed_eur(np.array([[3.0, 0.0], [1.0, 0.0]]), np.array([[100.0], [50.0]]))
    assert avoided.tolist() == [[75.0], [25.0]]  # nobody contributes where the 50 is avoided


def test_what_is_unknown_is_nobodys_merit():
    assert attributed_eur(np.array([[1.0]]), np.array([[np.nan]])).tolist() == [[0.0]]


def test_a_barrier_at_all_dwellings_halves_what_is_left_of_their_damage_only():
    lines = lines_of("pluvial")
    before, shifted = np.full((3, 1, 1), 100.0), np.full((3, 1, 1), 80.0)
    left = damage_left(lines, before, shifted, treatment(door_barrier=1.0))
    assert left.after_eur[:, 0, 0].round(9).tolist() == [40.0, 80.0, 80.0]
    assert left.by_measure_eur.sum() == 40.0  # the shift is given to no one without a contribution
    assert left.unprotected_share("pluvial_dwellings").round(9).tolist() == [0.5]
    assert left.unprotected_share("pluvial_roads").tolist() == [1.0]


def test_two_that_protect_leave_the_product_and_share_by_what_each_leaves():
    """Barriers at half the dwellings and awareness at all, each for a half: 0.75 · 0.5 = 0.375 is left.

    Of the 62.5 avoided, each gets in proportion to −ln 0.75 and −ln 0.5: 18.34 and 44.16.
    """
    lines = lines_of("pluvial")
    before = np.full((3, 1, 1), 100.0)
    left = damage_left(lines, before, before, treatment(door_barrier=0.5, awareness=1.0))
    assert left.after_eur[0, 0, 0] == pytest.approx(37.5)
    place = [table("measures").index.get_loc(name) for name in ("door_barrier", "awareness")]
    assert left.by_measure_eur[place, 0, 0] == pytest.approx([18.331, 44.169], abs=1e-3)


def test_shift_and_protection_add_up_to_what_is_avoided():
    given, lines = treatment(wadi=1.0, door_barrier=1.0), lines_of("pluvial")
    before, shifted = np.full((3, 1, 1), 100.0), np.full((3, 1, 1), 80.0)
    holding = (table("measures").index[given.used] == "wadi").astype(float)[:, None]
    left = damage_left(lines, before, shifted, given, holding)
    assert np.isclose(left.by_measure_eur.sum(), (before - left.after_eur).sum())
    assert left.by_measure_eur[table("measures").index.get_loc("wadi"), 0, 0] == 60.0  # three times 20
