"""What must hold of projects that are built or not, in whole numbers: one constraint, one function."""

from collections.abc import Callable

import highspy
import numpy as np

from kans_model.measures.room import Room
from kans_model.optimum.concave import FLOOR
from kans_model.optimum.linear_program import LinearProgram
from kans_model.optimum.tangents import Block
from kans_model.solver.rows import Rows


def whole_projects(program: LinearProgram) -> None:
    """Every measure is built wholly in a buurt, or not. [-]"""
    program.whole(np.arange(len(program.variables)))


def protection_in_steps(
    program: LinearProgram, block: Block, share_of: Callable[[str, int], np.ndarray]
) -> None:
    """What one protecting project leaves of the damage, the next one protects from, and so on.

    ``D_k ≥ D_{k−1}·(1 − c_k)`` and ``D_k ≥ D_{k−1} − c_k·before·z_k``: exact where every project z is 0 or
    1, and so without boxes.

    Parameters
    ----------
    share_of : callable
        protecting piece, measure → share of what is exposed that it protects where it stands, (area,). [-]
    """
    variables, rows = program.variables, Rows()
    at = {(int(m), int(a)): i for i, (m, a) in enumerate(zip(variables.measure, variables.area, strict=True))}
    for place, term in enumerate(block.products):
        full, before = block.product_sizes(term)
        protecting = block.benefit.pieces[term.protect].measures
        steps = [(int(measure), share_of(term.protect, measure)) for measure in protecting]
        for area in range(program.shape[1]):
            projects = [
                (at[measure, area], share[area])
                for measure, share in steps
                if (measure, area) in at and share[area] > 0
            ]
            left = _chained(program, rows, projects, block.at[term.shift] + area, full[area], before[area])
            index, value, constant = left
            product = block.product_at[place] + area
            rows.add([product, *index], [1.0, *value], high=before[area] - constant)
    program.add(rows)


def _chained(
    program: LinearProgram,
    rows: Rows,
    projects: list[tuple[int, float]],
    shift: int,
    full: float,
    before: float,
) -> tuple[list[int], list[float], float]:
    """Rows of one area, step by step; what remains after the last, as columns, coefficients and constant."""
    index, value, constant = [shift], [-full], before
    if projects:
        first = program.extra(np.zeros(len(projects)), np.full(len(projects), before))
    for step, (project, share) in enumerate(projects):
        remains = first + step
        rows.add([*index, remains], [*((1 - share) * np.array(value)), -1.0], high=-(1 - share) * constant)
        rows.add([*index, remains, project], [*value, -1.0, -share * before], high=-constant)
        index, value, constant = [remains], [1.0], 0.0
    return index, value, constant


def least_project(program: LinearProgram, least_eur: float) -> None:
    """A measure is built in a buurt for at least this investment, or not: too small is no project. [EUR]

    Of two prices the dearer is used where the cheaper is used as far as it goes, and both where the cheaper
    alone makes too small a project.
    """
    variables, rows = program.variables, Rows()
    share, possible = variables.least_shares(least_eur)
    program.whole(np.flatnonzero(possible & (share > 0)), highspy.HighsVarType.kSemiContinuous)
    program.hold(np.where(possible, share, 0.0), possible.astype(float))
    for joint, single in np.column_stack(variables.pairs()):
        rows.add(np.array([single, joint]), [1.0, -1.0 / max(share[joint], FLOOR)], high=0.0)
        if share[single] > 0:
            rows.add(np.array([joint, single]), [1.0, -1.0 / share[single]], high=0.0)
    program.add(rows)


def exclusion(program: LinearProgram, room: Room, first: str, second: str) -> None:
    """Two measures that are in each other's way are not built in the same buurt. [-]"""
    variables, rows = program.variables, Rows()
    for area in range(program.shape[1]):
        one, other = (
            np.flatnonzero((variables.measure == room.place[name]) & (variables.area == area))
            for name in (first, second)
        )
        if not (len(one) and len(other)):
            continue
        either = program.extra([0.0], [1.0])
        program.whole(np.array([either]))
        for place in one:
            rows.add(np.array([place, either]), [1.0, -1.0], high=0.0)
        for place in other:
            rows.add(np.array([place, either]), [1.0, 1.0], high=1.0)
    program.add(rows)
