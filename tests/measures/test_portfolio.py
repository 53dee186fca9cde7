"""Packages: what fits, who gets a shared surface first, what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.measures.portfolio import Portfolio
from kans_model.measures.quantities import fitting_text
from kans_model.outlook.scenario import Scenario
from kans_model.tables.reading import table
from kans_model.words.problems import KansError
from tests.fixtures.packages import MEASURES, demo, quantities, uptakes


@pytest.fixture(scope="module")
def base():
    return demo().baseline


@given(uptakes(), st.booleans())
def test_what_is_granted_never_exceeds_the_room_nor_what_was_asked(package, best_first):
    base = demo().baseline
    package = Portfolio(id="drawn", choices=package.choices, best_first=best_first)
    asked = package.rule_quantities(base.room, base.first_euro.need_eur_per_ha)
    granted = quantities(package, base)
    assert (granted <= asked * (1 + 1e-9) + 1e-9).all()
    assert (granted >= -1e-9).all()
    assert (base.room.claimed(granted) <= base.room.pools[1] * (1 + 1e-9) + 1e-6).all()


def test_a_shared_surface_is_cut_in_proportion(base):
    room, place = base.room, base.room.place
    alike = [name for name in MEASURES if room.pools[0][place[name]] == room.pools[0][place["wadi"]]]
    package = Portfolio(id="full")
    for name in alike:
        package = package.with_uptake(name, 1.0)
    asked = package.rule_quantities(room, base.first_euro.need_eur_per_ha)
    granted = quantities(package, base)
    pool = room.pools[0][place["wadi"]]
    over = room.claimed(asked)[pool] > room.pools[1][pool]
    assert over.any()
    factor = room.pools[1][pool][over] / room.claimed(asked)[pool][over]
    for name in alike:
        np.testing.assert_allclose(granted[place[name]][over], factor * asked[place[name]][over])


def test_worst_first_fills_the_areas_with_most_damage_per_hectare(base):
    granted = quantities(Portfolio(id="w").with_uptake("street_tree", 0.3, "worst_first"), base)
    mine = granted[base.room.place["street_tree"]]
    potential = base.room.potential[base.room.place["street_tree"]]
    order = np.argsort(-base.first_euro.need_eur_per_ha[base.room.place["street_tree"]], kind="stable")
    filled = mine[order] >= potential[order] - 1e-9
    assert mine.sum() == pytest.approx(0.3 * potential.sum())
    assert not filled[np.flatnonzero(~filled)[0] :][potential[order][np.flatnonzero(~filled)[0] :] > 0].any()


def test_works_and_chosen_areas_get_their_share_only(base):
    place = base.room.place["street_tree"]
    potential = base.room.potential[place]
    works = quantities(Portfolio(id="w").with_uptake("street_tree", 0.5, "works"), base)[place]
    np.testing.assert_allclose(works, 0.5 * potential * base.room.works_share)
    codes = list(base.city.areas.index[:3])
    chosen = quantities(Portfolio(id="c").with_uptake("street_tree", 0.5, "chosen", codes), base)[place]
    np.testing.assert_allclose(chosen[:3], 0.5 * potential[:3])
    assert not chosen[3:].any()


def test_a_quantity_by_hand_replaces_the_rule_in_its_area(base):
    code = base.city.areas.index[4]
    package = Portfolio(id="h").with_uptake("street_tree", 0.2).with_quantity("street_tree", code, 7)
    granted = quantities(package, base)[base.room.place["street_tree"]]
    assert granted[4] == 7
    rule = quantities(package.with_quantity("street_tree", code, None), base)
    assert rule[base.room.place["street_tree"]][4] == pytest.approx(
        0.2 * base.room.potential[base.room.place["street_tree"]][4]
    )


def test_a_quantity_by_hand_that_does_not_fit_is_refused_with_what_would(base):
    code = base.city.areas.index[4]
    package = Portfolio(id="h").with_quantity("street_tree", code, 1e9)
    with pytest.raises(KansError) as error:
        quantities(package, base)
    most = base.room.potential[base.room.place["street_tree"]][4]
    problem = error.value.problems[0]
    name = base.city.areas["name"][code]
    assert (problem.row, problem.column, problem.value) == (name, "street_tree", 1e9)
    assert problem.details["most"].values["n"] == pytest.approx(most)
    assert problem.text().startswith(f"In {name} past hoogstens {fitting_text(most, 'tree')} straatboom")


@pytest.mark.parametrize(
    ("measure", "uptake", "targeting", "key"),
    [
        ("hoverbike", 0.5, "everywhere", "measure_unknown"),
        ("wadi", 1.5, "everywhere", "uptake_out_of_range"),
        ("wadi", 0.5, "upstairs", "targeting_unknown"),
    ],
)
def test_what_is_no_package_is_refused(measure, uptake, targeting, key):
    with pytest.raises(KansError) as error:
        Portfolio(id="x").with_uptake(measure, uptake, targeting)
    assert [problem.key for problem in error.value.problems] == [key]


def test_a_slider_stops_at_what_the_others_leave_and_names_the_holder(base):
    room = base.room
    granted = quantities(Portfolio(id="p").with_uptake("wadi", 1.0), base)
    pool, space = room.pools
    rivals = [n for n in MEASURES if n != "wadi" and pool[room.place[n]] == pool[room.place["wadi"]]]
    for rival in rivals:
        assert room.holder(granted, rival) == "wadi"
        place = room.place[rival]
        left = (space[pool[place]] - room.claimed(granted)[pool[place]]) / room.stock_per_unit[place]
        fits = np.minimum(room.potential[place], left).sum() / room.potential[place].sum()
        assert room.share_that_fits(granted, rival) == pytest.approx(fits)


def test_a_measure_needs_its_soil_and_a_deep_enough_groundwater(base):
    rows, areas = table("measures"), base.city.areas
    for name in ("wadi", "infiltration_crates"):
        wet = (areas["groundwater_depth_m"] < rows["groundwater_depth_min_m"][name]).to_numpy()
        assert not base.room.potential[base.room.place[name]][wet].any()


def test_packages_are_changed_by_making_new_ones():
    one = Portfolio(id="p").with_uptake("wadi", 0.3)
    two = one.with_uptake("wadi", 0.6).with_uptake("street_tree", 0.1)
    assert one.choices["wadi"]["uptake"] == 0.3
    assert list(two.without("wadi").choices) == ["street_tree"]
    assert Portfolio.from_dict(two.to_dict()).to_dict() == two.to_dict()


def test_worst_first_goes_by_the_hazards_that_a_measure_acts_on(base):
    damage = np.nan_to_num(base.ead_before_eur[:, :, 1])  # hazard, area in 2050
    hectares = base.city.areas["area_m2"].to_numpy() / 1e4
    wanted = {"wadi": [0], "heat_plan": [1], "street_tree": [0, 1], "fountain": [0, 1, 2, 3]}
    for measure, hazards in wanted.items():
        need = base.first_euro.need_eur_per_ha[base.room.place[measure]]
        np.testing.assert_allclose(need, damage[hazards].sum(axis=0) / hectares)


@pytest.mark.parametrize("measure", ["wadi", "infiltration_crates", "door_barrier"])
def test_what_heat_is_worth_does_not_move_where_a_measure_against_water_goes(measure):
    study, package = demo(), Portfolio(id="w").with_uptake(measure, 0.3, "worst_first")
    dearer = study.replaced(scenario=Scenario(heat_value="vsl"))
    assert dearer.evaluate(package)["deaths_before"].sum() > 0
    before, after = (one.evaluate(package)["quantity"].sel(measure=measure) for one in (study, dearer))
    np.testing.assert_array_equal(before, after)
