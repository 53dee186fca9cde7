"""The optimum: against every package of a small city, another hand's program, and its own laws."""

from dataclasses import replace
from itertools import product

import linopy
import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from kans_model.computing.progress import CancelledError
from kans_model.dialogue.ambition import Threshold
from kans_model.optimum.answer import package
from kans_model.optimum.conflicts import irreducible
from kans_model.optimum.formulation import formulate
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.optimum.search import Search
from kans_model.optimum.whole_search import choose_whole
from kans_model.tables.vocabulary import HAZARDS, HORIZONS
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo, quantities, uptakes
from tests.fixtures.small import FEW, corner, only

BUDGETS = st.floats(1e5, 3e8)
few_examples = settings(max_examples=8)


def avoided(study, portfolio):
    return float(study.evaluate(portfolio)["avoided_total_eur"].sel(horizon="2050"))


def spent_eur(found):
    """Investment in each project of an optimum, shape (measure, area)."""
    variables, spent = found.formulation.variables, np.zeros(found.quantity.shape)
    eur = variables.shares(found.quantity) * variables.capex_eur
    np.add.at(spent, (variables.measure, variables.area), eur)
    return spent


def capex(study, portfolio):
    return float(study.evaluate(portfolio)["capex_eur"].sum())


# --- against every package there is ----------------------------------------------------------


@pytest.mark.parametrize("budget_eur", [1e5, 8e5, 3e6])
def test_whole_projects_are_the_best_of_all_combinations(budget_eur):
    study = corner(2)
    question = Question(budget_eur=budget_eur, bans=only(*FEW), whole=True)
    formulation = formulate(study, question)
    assert 6 <= len(formulation.variables) <= 10
    best = 0.0
    for chosen in product((0.0, 1.0), repeat=len(formulation.variables)):
        shares = np.array(chosen)
        if formulation.variables.capex_eur @ shares > budget_eur:
            continue
        quantity = formulation.variables.quantity(shares, formulation.program.shape)
        if (study.baseline.room.fitted(quantity) < quantity * (1 - 1e-9)).any():
            continue
        best = max(best, float(formulation.benefit.avoided_eur(quantity)[0].sum()))
    found = optimum(study, question)
    assert found.avoided_eur_per_year == pytest.approx(best, rel=1e-3)
    assert found.bound >= best * (1 - 1e-6)


def test_the_continuous_optimum_beats_a_fine_grid():
    study = corner(1)
    question = Question(budget_eur=4e5, bans=only("wadi", "door_barrier", "green_bank"))
    formulation = formulate(study, question)
    grid = np.linspace(0, 1, 21)
    best = 0.0
    for shares in product(grid, repeat=len(formulation.variables)):
        shares = np.array(shares)
        if formulation.variables.capex_eur @ shares <= question.budget_eur:
            quantity = formulation.variables.quantity(shares, formulation.program.shape)
            best = max(best, float(formulation.benefit.avoided_eur(quantity)[0].sum()))
    found = optimum(study, question)
    assert found.value >= best * (1 - 1e-4)
    assert found.bound >= found.value


def test_a_least_size_beats_a_fine_grid_that_keeps_it():
    study, least_eur = corner(1), 60_000.0
    question = Question(
        budget_eur=4e5, bans=only("wadi", "door_barrier", "green_bank"), least_project_eur=least_eur
    )
    formulation = formulate(study, question)
    best = 0.0
    for shares in product(np.linspace(0, 1, 21), repeat=len(formulation.variables)):
        shares = np.array(shares)
        spent = shares * formulation.variables.capex_eur
        if spent.sum() <= question.budget_eur and (spent[spent > 0] >= least_eur).all():
            quantity = formulation.variables.quantity(shares, formulation.program.shape)
            best = max(best, float(formulation.benefit.avoided_eur(quantity)[0].sum()))
    found = optimum(study, question)
    assert best > 0
    assert found.value >= best * (1 - 1e-3)
    assert found.bound >= best * (1 - 1e-6)


# --- against another hand's program ----------------------------------------------------------

STORING = ("wadi", "infiltration_crates", "storage_tank", "disconnect_street", "it_drain")


SMALL = 1e4
"""Shares are small: the solver reads them in ten-thousandths, so that its tolerance is small beside them."""


def by_linopy(study, budget_eur):
    """Avoided damage by storage, event by event, and by recharge: exact, as both are of straight lines."""
    base = study.baseline
    room, (return_period, weight) = base.room, base.water.rain.events
    span = slice(len(return_period), 2 * len(return_period))  # the events of 2050
    runoff = ceiling = base.water.event_runoff_mm[0][:, span]
    sewer = base.water.sewer_mm()
    excess = runoff - (sewer + base.water.harmless_mm(sewer))[:, None]
    places = [room.place[name] for name in STORING]
    per_unit = 1000 * base.water.storage.event_m3[:, base.soil][:, :, places][..., span]
    per_unit = per_unit / base.area["area_m2"][:, None, None]
    axes = {
        "case": range(len(per_unit)),
        "measure": list(STORING),
        "area": list(room.areas),
        "event": range(len(weight)),
    }
    everywhere = ("case", "area", "event")

    def over(values, *dims):
        return xr.DataArray(values, coords={dim: axes[dim] for dim in dims}, dims=dims)

    program = linopy.Model()
    most = over(room.potential[places], "measure", "area")
    quantity = program.add_variables(lower=0 * most, upper=most, name="quantity")
    most_stored = over(np.broadcast_to(ceiling, (len(per_unit), *ceiling.shape)), *everywhere)
    stored = program.add_variables(lower=0, upper=most_stored, name="stored")
    kept = (quantity * over(per_unit.transpose(0, 2, 1, 3), "case", "measure", "area", "event")).sum(
        "measure"
    )
    program.add_constraints(stored - kept <= 0, name="what is stored")
    reached = program.add_variables(
        lower=0, coords=[axes[dim] for dim in everywhere], dims=everywhere, name="reached"
    )
    x, y = base.water.reach_curve
    assert excess.max() < x[-2]  # the curve bends the other way only beyond
    for left, low, right, high in zip(x[:-2], y[:-2], x[1:-1], y[1:-1], strict=True):
        slope = (high - low) / (right - left)
        line = SMALL * (slope * (over(excess, "area", "event") - left) + low)
        program.add_constraints(reached + SMALL * slope * stored >= line, name=f"above {left}")
    pool, space = room.pools
    for p in set(pool[places]) - {-1}:
        mine = [name for name, place in zip(STORING, places, strict=True) if pool[place] == p]
        stock = xr.DataArray(room.stock_per_unit[[room.place[n] for n in mine]], coords={"measure": mine})
        program.add_constraints(
            (quantity.sel(measure=mine) * stock).sum("measure") <= over(space[p], "area"), name=f"pool {p}"
        )
    drained = over(room.catchment_m2_per_unit[places], "measure")
    program.add_constraints(
        (quantity * drained).sum("measure") <= over(room.paving_m2, "area"), name="drained"
    )
    price = over(base.costs.unit_price_eur[places], "measure")
    program.add_constraints((quantity * price).sum() <= budget_eur, name="budget")
    eur = sum(base.water.eur_when_reached.values()) * base.water.reach_factor
    loss = (reached * over(eur[:, None] * weight / SMALL / len(per_unit), "area", "event")).sum()
    s, ground = base.scalar, base.ground
    rise_cm = 10 * s["foundation_cm_per_100mm"] * ground.recharge_m3[places, None] * ground.recharge_share
    rise_cm = (quantity * over(rise_cm / base.area["area_m2"], "measure", "area")).sum("measure")
    risen = program.add_variables(
        lower=0, upper=over(np.full(base.n_areas, s["foundation_rise_most_cm"]), "area"), name="risen"
    )
    program.add_constraints(risen - rise_cm <= 0, name="groundwater")
    near = base.area["groundwater_depth_m"] <= s["foundation_groundwater_deep_m"]
    repair_eur = np.nan_to_num(base.ead_before_eur[HAZARDS.index("drought"), :, HORIZONS.index("2050")])
    loss -= (risen * over(near * repair_eur * s["foundation_relief_per_cm"], "area")).sum()
    program.add_objective(loss)
    program.solve(solver_name="highs", io_api="direct", log_to_console=False)
    before = np.maximum(0, np.interp(excess, x, y)) @ weight * eur
    return float(before.sum() - program.objective.value)


@pytest.mark.parametrize("budget_eur", [5e5, 5e6])
def test_it_agrees_with_an_independent_program(budget_eur):
    study = corner(6)
    study = study.replaced(city=replace_works(study.city))
    found = optimum(study, Question(budget_eur=budget_eur, bans=only(*STORING)))
    assert found.value == pytest.approx(by_linopy(study, budget_eur), rel=3e-4)


def replace_works(city):
    """The city without planned works: one price."""
    return replace(city, areas=city.areas.assign(works_share=0.0))


# --- laws ------------------------------------------------------------------------------------


@few_examples
@given(BUDGETS)
def test_no_budget_is_exceeded_and_no_value_exceeds_its_bound(budget_eur):
    found = optimum(demo(), Question(budget_eur=budget_eur))
    assert found.capex_eur <= budget_eur * (1 + 1e-9)
    assert found.value <= found.bound * (1 + 1e-9)
    assert found.gap <= 0.01
    assert found.avoided_eur_per_year == pytest.approx(avoided(demo(), found.portfolio))


@pytest.mark.parametrize("budget_eur", [1e6, 2e7, 1e8, 5e8])
def test_the_gap_is_what_the_readme_promises(budget_eur):
    assert optimum(demo(), Question(budget_eur=budget_eur)).gap < 0.002


@few_examples
@given(uptakes())
def test_no_package_beats_the_optimum_for_its_money(portfolio):
    study = demo()
    spent = capex(study, portfolio)
    if spent < 1000:
        return
    found = optimum(study, Question(budget_eur=spent))
    assert avoided(study, portfolio) <= found.bound * (1 + 1e-6)
    assert avoided(study, portfolio) <= found.value * (1 + 5e-3)


@pytest.mark.parametrize("reference", ["meekoppelen", "alles"])
def test_the_optimum_is_better_than_a_reference_package_for_the_same_money(reference):
    study = demo()
    found = optimum(study, Question(budget_eur=capex(study, reference)))
    assert found.avoided_eur_per_year > avoided(study, reference)


@few_examples
@given(st.sampled_from(("wadi", "street_tree", "green_roof_extensive")), st.floats(0.01, 0.3))
def test_pins_are_kept_and_bans_too(measure, share):
    found = optimum(demo(), Question(budget_eur=3e8, pins={measure: share}, bans=("heat_plan",)))
    room = demo().baseline.room
    place = room.place[measure]
    assert found.quantity[place].sum() >= share * room.potential[place].sum() * (1 - 1e-5)
    assert found.quantity[room.place["heat_plan"]].sum() == 0


def test_no_more_is_built_than_the_cap_of_a_measure():
    study = demo()
    found = optimum(study, Question(budget_eur=5e7, caps={"wadi": 0.1}))
    potential = study.baseline.room.potential
    place = study.baseline.room.place["wadi"]
    assert (found.quantity[place] <= 0.1 * potential[place] * (1 + 1e-9)).all()
    assert found.value < optimum(study, Question(budget_eur=5e7)).value


def test_what_is_built_fits_and_opens_as_a_package():
    study = demo()
    found = optimum(study, Question(budget_eur=5e7))
    room = study.baseline.room
    assert (room.claimed(found.quantity) <= room.pools[1] * (1 + 1e-9)).all()
    again = study.evaluate(found.portfolio)["quantity"].values
    np.testing.assert_allclose(again, found.quantity, rtol=1e-9, atol=1e-9)


def test_the_balance_of_the_best_package_for_society_is_above_every_budget_of_it():
    free = optimum(demo(), Question(goal="npv"))
    held = optimum(demo(), Question(goal="npv", budget_eur=free.capex_eur / 2))
    assert held.value <= free.value
    assert free.value == pytest.approx(float(demo().evaluate(free.portfolio)["npv_eur"]))
    assert free.gap < 0.01  # of a small difference between large sums: green that grows counts in full above


def test_the_cheapest_package_keeps_its_thresholds_and_no_cheaper_one_can():
    study = demo()
    before = float(np.nansum(study.baseline.ead_before_eur[0, :, 1]))
    found = optimum(study, Question(goal="cheapest", thresholds=(Threshold("pluvial", 0.5 * before),)))
    after = float(
        study.evaluate(found.portfolio)["ead_after_eur"].sel(hazard="pluvial", horizon="2050").sum()
    )
    assert after <= 0.5 * before * (1 + 2e-4)
    assert found.bound <= found.capex_eur
    assert found.gap < 0.01


def test_a_threshold_as_shortfall_is_told_and_not_demanded():
    study = demo()
    question = Question(budget_eur=1e6, thresholds=(Threshold("pluvial", 1e5, hard=False),))
    found = optimum(study, question)
    after = float(
        study.evaluate(found.portfolio)["ead_after_eur"].sel(hazard="pluvial", horizon="2050").sum()
    )
    assert found.shortfall_eur[question.thresholds[0].name] == pytest.approx(after - 1e5, rel=1e-6)


def test_equity_keeps_its_floor_in_vulnerable_buurten():
    study = demo()
    question = Question(budget_eur=5e7, equity_share=0.15)
    mine = question.vulnerable_areas(study.city)
    result = study.evaluate(optimum(study, question).portfolio)
    at = {"horizon": "2050", "hazard": result.attrs["hazards_included"]}
    before, after = (
        np.nansum(result[f"ead_{when}_eur"].sel(at).values[:, mine]) for when in ("before", "after")
    )
    assert before - after >= 0.15 * before * (1 - 1e-3)


def test_a_dependency_holds_area_by_area():
    found = optimum(demo(), Question(budget_eur=2e7, dependencies=(("door_barrier", "wadi"),)))
    fits, place = found.formulation.benefit.fits, demo().baseline.room.place
    share = {
        name: np.divide(
            found.quantity[place[name]],
            fits[place[name]],
            out=np.zeros(len(fits[0])),
            where=fits[place[name]] > 0,
        )
        for name in ("door_barrier", "wadi")
    }
    assert (share["door_barrier"] <= share["wadi"] + 1e-5).all()


def test_an_exclusion_and_a_least_size_hold_area_by_area():
    study = corner(3)
    question = Question(
        budget_eur=2e6, bans=only(*FEW), exclusions=(("wadi", "door_barrier"),), least_project_eur=50_000.0
    )
    found = optimum(study, question)
    place = study.baseline.room.place
    both = (found.quantity[place["wadi"]] > 0) & (found.quantity[place["door_barrier"]] > 0)
    assert not both.any()
    spent = spent_eur(found)
    assert (spent[spent > 1] >= 50_000 * (1 - 1e-6)).all()


@pytest.mark.parametrize(
    "question",
    [
        Question(budget_eur=1e7, whole=True),
        Question(budget_eur=2e8, whole=True),
        Question(budget_eur=5e7, whole=True, budget_of="public"),
        Question(budget_eur=5e7, least_project_eur=2e5),
        Question(budget_eur=5e7, exclusions=(("heat_plan", "street_tree"),)),
    ],
)
def test_whole_numbers_are_proven_within_two_percent(question):
    found = optimum(demo(), question)
    assert (
        0 <= found.gap <= 2e-2
    )  # 1.05 % on two busy processors; a tenth where it has its seconds: `make bench`
    assert found.budgeted_eur <= question.budget_eur * (1 + 1e-9)
    spent = spent_eur(found)
    assert (spent[spent > 1] >= question.least_project_eur * (1 - 1e-6)).all()
    if question.whole:
        built = found.quantity > 0
        np.testing.assert_allclose(found.quantity[built], found.formulation.fits[built], rtol=1e-12)


@pytest.mark.parametrize(
    "question",
    [
        Question(budget_eur=3e5, exclusions=(("wadi", "street_tree"),), bans=("wadi",)),  # no choice is left
        Question(budget_eur=1e5, least_project_eur=2e5),  # nothing is large enough
        Question(budget_eur=5e6, least_project_eur=1e6),
        Question(budget_eur=2e3, whole=True),
        Question(budget_eur=5e7, exclusions=(("wadi", "pond"), ("pond", "street_tree"))),
        Question(budget_eur=2e7, whole=True, dependencies=(("heat_plan", "wadi"),)),
        Question(goal="npv", budget_eur=1e5, least_project_eur=2e5),
        Question(goal="weighted", budget_eur=2e7, whole=True),
        Question(budget_eur=2e7, whole=True, thresholds=(Threshold("pluvial", 4e5, hard=False),)),
        Question(budget_eur=2e7, whole=True, pins={"wadi": 0.05}, least_project_eur=1e5),
    ],
)
def test_odd_questions_in_whole_numbers_keep_their_limits_and_their_bound(question):
    study = demo()
    found = optimum(study, question)
    assert found.bound >= found.value - 1e-6 * abs(found.value) - 1e-6
    assert found.gap < 0.05
    if found.value:
        assert found.linearisation_error < 0.05
    capex_eur = capex(study, found.portfolio)
    assert capex_eur <= question.budget_eur
    place, spent = study.baseline.room.place, spent_eur(found)
    assert (spent[spent > 0] >= question.least_project_eur * (1 - 1e-6)).all()
    for first, second in question.exclusions:
        assert not ((found.quantity[place[first]] > 0) & (found.quantity[place[second]] > 0)).any()
    if question.whole:
        built = found.quantity > 0
        np.testing.assert_allclose(found.quantity[built], found.formulation.fits[built], rtol=1e-12)


def test_whole_numbers_leave_nothing_behind_in_the_program():
    search = Search.of(demo(), Question(budget_eur=2e7, least_project_eur=1e6))
    free = search.attempt()
    search.widen()
    choose_whole(search)
    assert search.program.integral
    search.program.free()
    search.program.hold(*search.formulation.ends())
    assert not search.program.integral
    assert search.program.solver.getOptionValue("time_limit")[1] == np.inf
    again = search.attempt()  # as before, but for the two prices of a project that are tied now
    assert again.bound <= free.bound * (1 + 1e-6)
    assert again.value >= 0.9 * free.value


def test_the_gap_of_the_solver_is_told():
    whole, free = (optimum(demo(), Question(budget_eur=5e7, whole=one)) for one in (True, False))
    assert 0 < whole.solver_gap <= whole.gap * (1 + 1e-6) + 1e-9
    assert free.solver_gap == 0


def test_weights_move_the_package_towards_what_they_weigh():
    def reach(weights):
        found = optimum(demo(), Question(goal="weighted", budget_eur=2e7, weights=weights))
        return float(demo().evaluate(found.portfolio)["reach_pct"].mean())

    assert reach({"avoided": 1, "synergy": 5}) > reach({"avoided": 1, "synergy": 0}) + 1


def test_the_mean_over_draws_may_choose_otherwise_but_not_worse():
    study = demo()
    mid, mean = (optimum(study, Question(budget_eur=1e7, expected=one)) for one in (False, True))
    assert mean.objective.worth(mean.quantity) >= mean.objective.worth(mid.quantity) * (1 - 1e-3)


# --- what cannot be --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (Question(budget_eur=0.0), "budget_eur is 0, moet een bedrag groter dan 0 zijn"),
        (Question(budget_eur=-5.0), "budget_eur is -5"),
        (Question(budget_eur=1e6, pins={"wadi": 0.1}, bans=("wadi",)), "zowel verplicht als uitgesloten"),
        (Question(budget_eur=1e6, pins={"wadi": 2.0}), "wadi"),
        (Question(budget_eur=1e6, bans=("fietspad",)), "fietspad"),
        (
            Question(goal="cheapest", thresholds=(Threshold("heat", 1e6, hard=False),)),
            "het goedkoopste pakket is niets doen",
        ),
        (Question(goal="cheapest"), "het goedkoopste pakket is niets doen"),
        (Question(budget_eur=1e6, thresholds=(Threshold("flod", 1.0),)), "thema 'flod' bestaat niet"),
        (Question(budget_eur=1e6, thresholds=(Threshold("flood", 1.0),)), "geen gegevens"),
        (Question(budget_eur=1e6, areas=("nergens",)), "buurt 'nergens' bestaat niet"),
        (Question(goal="weighted", budget_eur=1e6, weights={"avoided": 0}), "gewichten"),
        (Question(budget_eur=1e6, caps={"wadi": 1.5}), "1,5"),
        (Question(budget_eur=1e6, pins={"wadi": 0.4}, caps={"wadi": 0.2}), "maak een van beide ruimer"),
        (
            Question(budget_eur=1e6, pins={"wadi": 0.1, "pond": 0.1}, exclusions=(("wadi", "pond"),)),
            "sluiten",
        ),
    ],
)
def test_a_question_that_cannot_be_is_refused_in_words(question, said):
    with pytest.raises(KansError) as caught:
        optimum(demo(), question)
    assert said in caught.value.text("nl")


def test_conflicting_limits_are_named_and_no_others():
    question = Question(budget_eur=1e6, pins={"wadi": 0.9, "rain_barrel": 0.001}, equity_share=0.001)
    with pytest.raises(KansError) as caught:
        optimum(demo(), question)
    lines = caught.value.text("nl").split("\n")
    assert lines[0].startswith("geen enkel pakket voldoet")
    assert sorted(line.split(":")[0][:10] for line in lines[1:]) == ["het budget", "wadi"]


def test_a_budget_that_is_too_small_says_how_much_is_enough():
    pins = {"wadi": 0.9}
    with pytest.raises(KansError) as caught:
        optimum(demo(), Question(budget_eur=1e6, pins=pins))
    problem = next(one for one in caught.value.problems if one.key == "limit_budget_enough")
    enough = problem.details["enough"].eur
    assert optimum(demo(), Question(budget_eur=enough, pins=pins)).capex_eur <= enough * (1 + 1e-9)
    with pytest.raises(KansError):
        optimum(demo(), Question(budget_eur=0.99 * enough, pins=pins))


def test_a_conflict_vanishes_without_any_one_of_its_limits():
    search = Search.of(demo(), Question(budget_eur=1e6, pins={"wadi": 0.9}))
    names = irreducible(search)
    assert set(names) == {"budget", ("pin", "wadi")}
    for name in names:
        search.program.release(name)
        assert search.attempt() is not None
        search.program.restore(name)
    assert search.attempt() is None


def test_a_threshold_that_nothing_can_meet_is_named():
    with pytest.raises(KansError) as caught:
        optimum(demo(), Question(budget_eur=1e9, thresholds=(Threshold("heat", 1000.0),)))
    assert "schade door hitte ten hoogste €\N{NO-BREAK SPACE}1.000 per jaar" in caught.value.text("nl")


def test_it_stops_when_asked():
    with pytest.raises(CancelledError):
        optimum(demo(), Question(budget_eur=1e7), cancelled=lambda: True)


def test_a_package_of_quantities_follows_its_sliders():
    study = demo()
    base = study.baseline
    quantity = 0.2 * quantities(study.portfolio("alles"), base)
    portfolio = package(base, quantity)
    np.testing.assert_allclose(study.evaluate(portfolio)["quantity"].values, quantity, rtol=1e-9)
    half = portfolio.with_uptake("wadi", portfolio.choices["wadi"]["uptake"] / 2)
    place = base.room.place["wadi"]
    np.testing.assert_allclose(study.evaluate(half)["quantity"].values[place], quantity[place] / 2, rtol=1e-9)


def test_works_give_their_discount_only_as_far_as_they_go():
    """A package asks twice what fits in the works of a buurt: half of it pays the full price."""
    base = demo().baseline
    room = base.room
    m = room.place["street_tree"]
    area = int(np.argmax(room.works_share))
    within = room.potential[m, area] * room.works_share[area]
    asked = np.zeros_like(room.potential)
    asked[m, area] = min(2 * within, room.potential[m, area])
    portfolio = package(base, asked)
    found = float(demo().evaluate(portfolio)["capex_eur"].sum())
    full = base.costs.unit_price_eur[m] * asked[m, area]
    saved = base.costs.unit_price_eur[m] * base.measure["joint_works_discount"][m] * within
    assert found == pytest.approx(full - saved)
