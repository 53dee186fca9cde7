"""What must hold of a package, as rows of its linear program: one constraint, one function."""

import numpy as np

from kans_model.dialogue.ambition import Threshold
from kans_model.measures.room import Room
from kans_model.optimum.concave import FLOOR
from kans_model.optimum.linear_program import LinearProgram
from kans_model.optimum.tangents import Block
from kans_model.solver.rows import Rows
from kans_model.words.problems import KansError, Problem

SOLVER_SLACK = 2e-6
"""By how much the solver may be over a limit. [mln EUR]"""


# --- what fits -------------------------------------------------------------------------------


def shared_surfaces(program: LinearProgram, room: Room) -> None:
    """Measures on one surface of an area, such as its flat roofs, take no more of it than there is. [-]

    Only where all of them together could.
    """
    variables, rows = program.variables, Rows()
    pool, space = room.pools
    claim = variables.most * room.stock_per_unit[variables.measure]
    n_areas = program.shape[1]
    key = np.where(pool[variables.measure] >= 0, pool[variables.measure] * n_areas + variables.area, -1)
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-2))
    place = {}
    for mine in np.split(order, starts[1:]) if len(order) else []:
        if key[mine[0]] < 0:
            continue
        p, area = divmod(int(key[mine[0]]), n_areas)
        if claim[mine].sum() > space[p, area]:
            place[p, area] = rows.add(mine, claim[mine] / space[p, area], high=1.0)
    first = program.add(rows)
    program.surfaces = {surface: first + row for surface, row in place.items()}


def shared_catchment(program: LinearProgram, room: Room) -> None:
    """No more roofs and paving of an area drain to measures than there are: its rain is stored once. [-]

    Its row stands among the surfaces, after the pools.
    """
    variables, rows, place = program.variables, Rows(), {}
    claim = variables.most * room.catchment_m2_per_unit[variables.measure]
    order = np.flatnonzero(claim > 0)
    order = order[np.argsort(variables.area[order], kind="stable")]
    starts = np.flatnonzero(np.diff(variables.area[order]))
    for mine in np.split(order, starts + 1) if len(order) else []:
        area = int(variables.area[mine[0]])
        if claim[mine].sum() > room.paving_m2[area]:
            place[len(room.pools[1]), area] = rows.add(mine, claim[mine] / room.paving_m2[area], high=1.0)
    first = program.add(rows)
    program.surfaces |= {surface: first + row for surface, row in place.items()}


def both_prices(program: LinearProgram) -> None:
    """What is built along with works in the street, and what is built without, is together what fits. [-]"""
    variables, rows = program.variables, Rows()
    single_of = {
        (variables.measure[place], variables.area[place]): place for place in np.flatnonzero(~variables.joint)
    }
    for joint in np.flatnonzero(variables.joint):
        single = single_of[variables.measure[joint], variables.area[joint]]
        rows.add([single, joint], [1.0, variables.most[joint] / variables.most[single]], high=1.0)
    program.add(rows)


# --- what was promised, and the money --------------------------------------------------------


def pinned_uptake(program: LinearProgram, room: Room, measure: str, share: float) -> None:
    """A measure that was promised is built for at least this share of what fits in the city. [-]

    Raises
    ------
    KansError
        Where it may be built nowhere.
    """
    if share <= 0:
        return
    variables, place = program.variables, room.place[measure]
    mine = np.flatnonzero(variables.measure == place)
    potential = room.potential[place].sum()
    if not len(mine) or share * potential <= 0:
        raise KansError(Problem("pin_has_no_room", value=measure))
    program.limit(("pin", measure), mine, variables.most[mine] / potential, low=share * (1 - 1e-9))


def budget(program: LinearProgram, budget_eur: float, limited: np.ndarray, discrete: bool) -> None:
    """The package costs whose budget it is no more to build than they have. [mln EUR]

    A `discrete` one cannot be cut to size afterwards: it keeps clear of the solver's tolerance. `limited` is
    what they pay for, mask (variable,).
    """
    most = budget_eur / 1e6
    if discrete:
        most = max(most - SOLVER_SLACK, 0.0)
    mine = np.flatnonzero(limited)
    program.limit("budget", mine, program.variables.capex_eur[mine] / 1e6, high=most)


def yearly_budget(
    program: LinearProgram, budget_eur_per_year: float, limited: np.ndarray, build_years: int
) -> None:
    """A year of building costs whose budget it is no more than they have in a year. [mln EUR/yr]

    Building evenly; `limited`: what they pay for, mask (variable,).
    """
    mine = np.flatnonzero(limited)
    million = program.variables.capex_eur[mine] / 1e6
    program.limit("budget_year", mine, million / build_years, high=budget_eur_per_year / 1e6)


# --- what it must bring ----------------------------------------------------------------------


def least_reach(program: LinearProgram, reach_pct_per_unit: np.ndarray, least_pct: float) -> None:
    """The package reaches at least so much of the other opgaven of the city, on average. [%]"""
    variables = program.variables
    reach = reach_pct_per_unit[variables.measure] * variables.most
    program.limit("reach", np.arange(len(variables)), reach, low=least_pct)


def least_avoided(program: LinearProgram, block: Block, limit: Threshold, areas: np.ndarray) -> int | None:
    """Damage that remains in a buurt or the city is acceptable: at least the rest of it is avoided.

    Parameters
    ----------
    block : Block
        What a year avoids. [unit of the program]
    areas : array, shape (area,)
        Where it holds, as 0 or 1.

    Returns
    -------
    int or None
        Column of the damage above a threshold that may be missed.
    """
    before_eur = block.benefit.before_of_eur(limit.hazard, areas)
    index, value = block.expression(areas, limit.hazard)
    index, value = index[value != 0], value[value != 0]
    above = None
    if not limit.hard:
        above = program.extra([0.0], [before_eur / block.scale])
        index, value = np.append(index, above), np.append(value, 1.0)
    least = (before_eur - limit.most_eur_per_year) / block.scale
    program.limit(limit.name, index, value, low=least)
    return above


def equity(program: LinearProgram, block: Block, share: float, vulnerable: np.ndarray) -> None:
    """At least this share of the damage in vulnerable buurten, a mask (area,), is avoided."""
    areas = vulnerable.astype(float)
    index, value = block.expression(areas)
    least = share * float(block.benefit.before_eur.sum(axis=0) @ areas)
    program.limit("equity", index, value, low=least / block.scale)


def dependency(program: LinearProgram, room: Room, fits: np.ndarray, first: str, second: str) -> None:
    """One measure reaches no larger share of what fits in a buurt than the other that it needs. [-]

    Parameters
    ----------
    fits : array, shape (measure, area)
        The most of each. [unit of the measure]
    """
    variables, rows = program.variables, Rows()
    first_row, other = room.place[first], room.place[second]
    for area in range(program.shape[1]):
        here = variables.area == area
        mine = np.flatnonzero((variables.measure == first_row) & here)
        its = np.flatnonzero((variables.measure == other) & here)
        if len(mine):
            share = variables.most[mine] / fits[first_row, area]
            least = -variables.most[its] / max(fits[other, area], FLOOR)
            rows.add(np.concatenate([mine, its]), np.concatenate([share, least]), high=0.0)
    program.add(rows)
