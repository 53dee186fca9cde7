"""Packages: what fits, who gets a shared surface first, what is refused."""

import copy

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.measures.portfolio import Portfolio
from kans_model.measures.quantities import fitting_text
from kans_model.outlook.scenario import Scenario
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import STOCKS
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
    assert (base.room.drained_m2(granted) <= base.room.paving_m2 * (1 + 1e-9) + 1e-6).all()


@pytest.fixture
def paved(base):
    """The room of the demo city as if each buurt had 1,000 m² of roofs and paving that drain."""
    room = copy.copy(base.room)
    room.paving_m2 = np.full(base.n_areas, 1000.0)
    return room


def asked_of(room, **quantity):
    asked = np.zeros_like(room.potential)
    for measure, amount in quantity.items():
        asked[room.place[measure]] = amount
    return asked


def test_rain_is_stored_once(base, paved):
    """500 m² of green roof keep the rain of their own 500 m². 40 m² of wadi want that of 10 m² each and 30 m³
    of crates that of 20 m² each, 400 + 600 = 1,000 m² where 500 are left: half of both is built."""
    roomy = base.room.stock[STOCKS.index("flat_roof")] > 500
    assert roomy.any()
    asked = asked_of(paved, green_roof_extensive=500, wadi=40, infiltration_crates=30)
    granted = paved.fitted(asked)[:, roomy]
    np.testing.assert_allclose(granted[paved.place["green_roof_extensive"]], 500)
    np.testing.assert_allclose(granted[paved.place["wadi"]], 20)
    np.testing.assert_allclose(granted[paved.place["infiltration_crates"]], 15)
    np.testing.assert_allclose(paved.drained_m2(granted), 1000)


def test_planting_on_green_drains_no_paving(base):
    rows = table("measures")
    for name in ("park", "urban_forest", "drought_planting", "soil_improvement"):
        assert rows["contributing_m2_per_unit"][name] == 0
    assert not base.room.fed[
        [base.room.place[name] for name in ("green_roof_extensive", "depave_public")]
    ].any()


def test_a_slider_stops_where_all_paving_drains_already_and_names_the_holder(base, paved):
    """Wadis take 900 of 1,000 m²; 100 m² are left, which feed 5 m³ of crates at 20 m² each."""
    roomy = base.room.potential[base.room.place["infiltration_crates"]] > 5
    held = asked_of(paved, wadi=90)
    mine = base.room.potential[paved.place["infiltration_crates"]]
    fits = np.where(roomy, 5.0, mine).sum() / mine.sum()
    assert paved.share_that_fits(held, "infiltration_crates") == pytest.approx(fits)
    assert paved.lacks_catchment(held, "infiltration_crates")
    assert paved.holder(held, "infiltration_crates") == "wadi"
    assert not paved.lacks_catchment(held, "green_roof_extensive")


def test_the_best_is_fed_first(paved):
    """A wadi that is worth 3 per m² of its own drains 10 m²: 0.3 per m² drained. Crates of 1.7 m² of street
    per m³ are worth 4 per m² of street: 6.8 per m³, 0.34 per m² drained. So crates are fed first: 45 m³ take
    900 m², and 10 m² of wadi get the last 100."""
    granted = paved._drained_best_first(
        asked_of(paved, wadi=40, infiltration_crates=45), asked_of(paved, wadi=3, infiltration_crates=4)
    )
    np.testing.assert_allclose(granted[paved.place["infiltration_crates"]], 45)
    np.testing.assert_allclose(granted[paved.place["wadi"]], 10)


def test_a_quantity_by_hand_without_paving_to_drain_is_refused_with_what_would_fit(base, paved):
    """60 m² of wadi and 30 m³ of crates want 600 + 600 of 1,000 m²: beside the crates 40 m² of wadi fit."""
    depth = base.room.potential[[base.room.place["wadi"], base.room.place["infiltration_crates"]]]
    code = base.city.areas.index[np.flatnonzero((depth[0] > 60) & (depth[1] > 30))[0]]
    package = Portfolio(id="h").with_quantity("wadi", code, 60).with_quantity("infiltration_crates", code, 30)
    with pytest.raises(KansError) as error:
        package.quantities(paved, base.first_euro.need_eur_per_ha, base.first_euro.value_per_stock)
    by_measure = {problem.column: problem for problem in error.value.problems}
    assert {problem.key for problem in by_measure.values()} == {"catchment_does_not_fit"}
    assert by_measure["wadi"].details["most"].values["n"] == pytest.approx(40)
    assert by_measure["infiltration_crates"].details["most"].values["n"] == pytest.approx(20)
    assert "dak en verharding" in by_measure["wadi"].text()


def test_a_shared_surface_is_cut_in_proportion(base):
    room, place = base.room, base.room.place
    roofs = room.pools[0][place["green_roof_extensive"]]
    alike = [name for name in MEASURES if room.pools[0][place[name]] == roofs]
    asked = np.zeros_like(room.potential)
    for name in alike:
        asked[place[name]] = 3 * room.potential[place[name]]
    granted = room.fitted(asked)
    pool = room.pools[0][place["green_roof_extensive"]]
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
        if room.fed[place]:
            undrained = (room.paving_m2 - room.drained_m2(granted)) / room.catchment_m2_per_unit[place]
            left = np.minimum(left, undrained)
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
