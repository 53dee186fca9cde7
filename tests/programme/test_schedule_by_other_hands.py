"""The schedule written down by other hands: in linopy as rows, in CP-SAT as intervals with start dates."""

import linopy
import numpy as np
import pytest
import xarray as xr
from ortools.sat.python import cp_model

from kans_model.programme.breaches import breaches
from kans_model.programme.first_schedule import improved, rounded
from kans_model.programme.limits import Reduction
from kans_model.programme.schedule import scheduled
from kans_model.programme.schedule_program import SHORTFALL_YEARS, Program
from kans_model.words.problems import KansError
from tests.fixtures.timetables import timetable

CASES = range(50)
N_YEARS = 5
YEARS = np.arange(2027, 2027 + N_YEARS)


def case(seed, n=7):
    """Seven projects, two payers, and by draw an order, an exclusion, hands and a limit of risk."""
    draw = np.random.default_rng(seed)
    duration = draw.integers(1, 4, n)
    cost = duration * draw.integers(2, 10, n) * 2.0  # whole euros per year and payer
    by_second = draw.random(n) < 0.4
    avoids = draw.integers(0, 10, n).astype(float)
    yearly = draw.integers(6, 40, (2, N_YEARS)).astype(float)
    limit = Reduction("h", avoids, float(draw.integers(1, 25)), 2031, hard=bool(draw.random() < 0.3))
    limits = timetable(
        cost=cost,
        saved=np.zeros((n, N_YEARS)),
        budget=yearly,
        payer_share=np.where(by_second[:, None], [0.5, 0.5], [1.0, 0.0]),
        duration=duration,
        after=[(3, 1)] if draw.random() < 0.6 else [],
        excludes=[(0, 2)] if draw.random() < 0.6 else [],
        hands=float(draw.integers(1, 4)) if draw.random() < 0.6 else np.inf,
        reductions=(limit,) if draw.random() < 0.6 else (),
    )
    return draw.integers(1, 100, (n, N_YEARS)).astype(float), limits


def counted(schedule, limits):
    """What a schedule is worth less what is lacking counts for."""
    return schedule.worth_eur - SHORTFALL_YEARS * schedule.shortfall_eur.sum()


def by_linopy(worth, limits):
    """The best worth by rows over labelled axes; None where nothing keeps all limits."""
    n, n_years = worth.shape
    axes = {"project": range(n), "start": range(n_years)}

    def of(values):
        return xr.DataArray(values, axes, ("project", "start"))

    model = linopy.Model()
    x = model.add_variables(binary=True, coords=axes.values(), dims=tuple(axes), name="x")
    model.add_constraints(x <= of(limits.can_start.astype(float)), name="can")
    model.add_constraints(x.sum("start") <= 1, name="once")
    during = xr.DataArray(limits.building, dims=("project", "start", "year"), coords=axes)
    bill = xr.DataArray(limits.bill_eur, dims=("project", "year", "payer"), coords={"project": range(n)})
    budget = xr.DataArray(limits.budget_eur, dims=("payer", "year"))
    model.add_constraints((x * (during * bill)).sum(["project", "start"]) <= budget, name="budgets")
    if np.isfinite(limits.capacity_projects[0]):
        busy = (x * (during > 0).astype(float)).sum(["project", "start"])
        model.add_constraints(busy <= limits.capacity_projects[0], name="hands")
    for project, first in limits.after:
        for year in range(n_years):
            begun = x.sel(project=project, start=range(year + 1), drop=True).sum()
            ready = range(max(0, year + 1 - limits.duration[first]))
            before = x.sel(project=first, start=list(ready), drop=True).sum() if len(ready) else 0
            model.add_constraints(begun - before <= 0, name=f"o{project}{year}")
    for one, other in limits.excludes:
        pair = x.sel(project=int(one), drop=True).sum() + x.sel(project=int(other), drop=True).sum()
        model.add_constraints(pair <= 1, name=f"e{one}")
    aim = (x * of(worth)).sum()
    for place, limit in enumerate(limits.reductions):
        ready = YEARS[None, :] + limits.duration[:, None] <= limit.year
        avoided = (x * of(ready * limit.by_project_eur[:, None])).sum()
        if limit.hard:
            model.add_constraints(avoided >= limit.least_eur, name=f"r{place}")
        else:
            lacks = model.add_variables(lower=0, name=f"lacks{place}")
            model.add_constraints(avoided + lacks >= limit.least_eur, name=f"r{place}")
            aim = aim - SHORTFALL_YEARS * lacks
    model.add_objective(aim, sense="max")
    status, _ = model.solve("highs", output_flag=False, mip_rel_gap=0.0)
    return float(model.objective.value) if status == "ok" else None


def by_intervals(worth, limits):
    """The best worth by start dates and optional intervals; None where nothing keeps all limits."""
    n, n_years = worth.shape
    model = cp_model.CpModel()
    built = [model.new_bool_var(f"built{row}") for row in range(n)]
    start = [model.new_int_var(0, n_years, f"start{row}") for row in range(n)]
    brings = [model.new_int_var(0, 100, f"worth{row}") for row in range(n)]
    spans, loads = [], []
    for row in range(n):
        length = int(limits.duration[row])
        span = model.new_optional_fixed_size_interval_var(start[row], length, built[row], f"span{row}")
        spans.append(span)
        model.add(start[row] + length <= n_years).only_enforce_if(built[row])
        model.add(start[row] == n_years).only_enforce_if(~built[row])
        model.add_element(start[row], [*worth[row].astype(int).tolist(), 0], brings[row])
        loads.append([int(limits.bill_eur[row, 0, payer] / length) for payer in range(2)])
    whole = [model.new_fixed_size_interval_var(year, 1, f"year{year}") for year in range(n_years)]
    for payer in range(2):  # what a year has less than the best year is taken by an interval of its own
        most = int(limits.budget_eur[payer].max())
        taken = [most - int(eur) for eur in limits.budget_eur[payer]]
        model.add_cumulative(whole + spans, taken + [load[payer] for load in loads], most)
    if np.isfinite(limits.capacity_projects[0]):
        model.add_cumulative(spans, [1] * n, int(limits.capacity_projects[0]))
    for project, first in limits.after:
        model.add_implication(built[project], built[first])
        ready = start[first] + int(limits.duration[first])
        model.add(ready <= start[project]).only_enforce_if(built[project])
    for one, other in limits.excludes:
        model.add_at_most_one([built[one], built[other]])
    aim = sum(brings)
    for limit in limits.reductions:
        avoided = 0
        for row in range(n):
            counts = model.new_bool_var("")
            model.add_implication(counts, built[row])
            last = limit.year - int(YEARS[0]) - int(limits.duration[row])
            model.add(start[row] <= last).only_enforce_if(counts)
            avoided += int(limit.by_project_eur[row]) * counts
        lacks = model.new_int_var(0, 0 if limit.hard else 1000, "lacks")
        model.add(avoided + lacks >= int(limit.least_eur))
        aim = aim - int(SHORTFALL_YEARS) * lacks
    model.maximize(aim)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.objective_value if solver.solve(model) == cp_model.OPTIMAL else None


@pytest.mark.parametrize("seed", CASES)
def test_three_hands_find_the_same_worth(seed):
    worth, limits = case(seed)
    in_rows, in_intervals = by_linopy(worth, limits), by_intervals(worth, limits)
    assert in_rows == pytest.approx(in_intervals, abs=1e-4) if in_rows is not None else in_intervals is None
    if in_rows is None:
        with pytest.raises(KansError) as error:
            scheduled(worth, limits, YEARS, gap=0)
        assert error.value.problems[0].key == "schedule_impossible"
        return
    found = scheduled(worth, limits, YEARS, gap=0)
    assert counted(found, limits) == pytest.approx(in_rows, abs=1e-3)
    assert all(breach.kind == "reduction" for breach in breaches(limits, found.start, YEARS))


def test_the_cases_hold_every_kind_of_limit_and_some_that_cannot_be():
    drawn = [case(seed)[1] for seed in CASES]
    assert any(len(own.after) for own in drawn)
    assert any(len(own.excludes) for own in drawn)
    assert any(np.isfinite(own.capacity_projects[0]) for own in drawn)
    kinds = {limit.hard for own in drawn for limit in own.reductions}
    assert kinds == {True, False}


def test_a_first_schedule_keeps_its_limits_and_only_gets_better():
    for seed in range(3):
        worth, limits = case(seed, n=12)
        program = Program.of(worth, limits, YEARS)
        divided, first = rounded(program)
        if first is None:
            continue
        assert program.holds(first)
        better = improved(program, first, np.inf, np.inf)
        assert program.holds(better)
        assert program.worth @ first - 1e-9 <= program.worth @ better <= divided.most + 1e-9
        assert (improved(program, first, np.inf, np.inf) == better).all()  # the same draws every time
