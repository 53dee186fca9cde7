"""Rows and columns of a linear program, and its answer, by hand."""

import numpy as np
import pytest

from kans_model.solver.highs import add_columns, has_answer, quiet_solver, stop_at
from kans_model.solver.rows import INFINITE, Rows


def test_the_best_mix_by_hand():
    """At most 3 and 2, together at most 4, twice as much worth for the second: 2 of each."""
    solver = quiet_solver()
    assert add_columns(solver, np.zeros(1), np.array([3.0]), np.array([-1.0])) == 0
    assert add_columns(solver, np.zeros(1), np.array([2.0]), np.array([-2.0])) == 1
    rows = Rows()
    assert rows.add([0, 1], [1.0, 1.0], high=4.0) == 0
    assert len(rows) == 1
    assert rows.send(solver) == 0
    solver.run()
    assert list(solver.getSolution().col_value) == pytest.approx([2.0, 2.0])
    assert has_answer(solver)


def test_rows_keep_their_order_whatever_the_order_of_their_entries():
    solver = quiet_solver()
    add_columns(solver, np.zeros(2), np.ones(2), np.array([-2.0, -1.0]))
    rows = Rows()
    rows.many([1, 0, 1], [0, 0, 1], [1.0, 1.0, 1.0], np.full(2, -INFINITE), np.array([0.25, 1.0]))
    rows.send(solver)
    solver.run()
    assert list(solver.getSolution().row_value) == pytest.approx([0.25, 1.0])


def test_a_program_that_cannot_be_has_no_answer():
    solver = quiet_solver()
    add_columns(solver, np.zeros(1), np.ones(1))
    rows = Rows()
    rows.add([0], [1.0], low=2.0)
    rows.send(solver)
    solver.run()
    assert not has_answer(solver)


def test_nothing_to_send_is_nothing_added():
    solver = quiet_solver()
    assert Rows().send(solver) == 0
    assert solver.getNumRow() == 0


def test_whole_numbers_stop_at_a_gap_or_a_time():
    solver = quiet_solver()
    stop_at(solver, 0.01, 4.0)
    assert solver.getOptionValue("mip_rel_gap")[1] == 0.01
    assert solver.getOptionValue("time_limit")[1] == 4.0


def test_the_solver_says_nothing_on_the_screen(capfd):
    solver = quiet_solver()
    add_columns(solver, np.zeros(1), np.ones(1), -np.ones(1))
    solver.run()
    assert capfd.readouterr().out == ""
