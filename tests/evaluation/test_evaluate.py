"""What a package does to a city: laws that hold for any package, and a plain loop as oracle."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from kans_model.city.city import City
from kans_model.evaluation import damage_lines
from kans_model.evaluation import evaluate as evaluation
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.result import labelled, relabelled
from kans_model.hazards import rainfall
from kans_model.hazards.pluvial import share_reached
from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.assumptions import Assumptions
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HORIZONS
from tests.fixtures.cities import areas
from tests.fixtures.packages import MEASURES, Given, demo, quantities, uptakes

HAZARDS = ["pluvial", "heat", "drought", "flood"]
CAN_WARM = set(table("measures").index[table("measures")["can_warm"] > 0])


def evaluate(quantity, base=None):
    return evaluation.evaluate(demo().baseline if base is None else base, Given(quantity))


@given(uptakes(), st.sampled_from(MEASURES), st.floats(0, 0.5))
def test_more_of_a_measure_never_raises_risk(package, measure, extra):
    base = demo().baseline
    quantity = quantities(package, base)
    more = quantity.copy()
    more[base.room.place[measure]] += extra * base.room.potential[base.room.place[measure]]
    before, after = (evaluate(q)["ead_after_eur"].values for q in (quantity, more))
    for h, hazard in enumerate(HAZARDS):
        if hazard != "heat" or measure not in CAN_WARM:
            assert (after[h] <= before[h] * (1 + 1e-9) + 1e-6).all()


def test_no_measure_gives_no_change():
    result = demo().evaluate("niets_doen")
    np.testing.assert_array_equal(result["ead_after_eur"], result["ead_before_eur"])
    np.testing.assert_array_equal(result["entered_after"], result["entered_before"])
    np.testing.assert_array_equal(result["pet_after_degc"], result["pet_before_degc"])
    for name in ("capex_eur", "avoided_by_measure_eur", "storage_mm", "recharge_mm", "reach_pct", "npv_eur"):
        assert not result[name].values.any()


@given(uptakes())
def test_storage_never_exceeds_what_reaches_it_or_what_runs_off(package):
    base = demo().baseline
    quantity = quantities(package, base)
    stored = base.water.stored_mm(quantity)
    rain = base.water.rain.event_mm
    drained_m2 = base.measure["contributing_m2_per_unit"] @ quantity
    reaching = 0.95 * rain * (drained_m2 / base.area["area_m2"])[:, None]
    green_m2 = base.water.storage.own_green_m2 @ quantity
    on_green = (
        np.maximum(0, rain - base.scalar["interception_unpaved_mm"])
        * (green_m2 / base.area["area_m2"])[:, None]
    )
    assert (stored <= reaching + on_green + 1e-9).all()
    assert (stored <= base.water.event_runoff_mm[0] + 1e-9).all()


@given(uptakes())
def test_the_order_of_measures_does_not_matter(package):
    turned = Portfolio(id="turned", choices=dict(reversed(package.choices.items())))
    one, other = (demo().evaluate(p) for p in (package, turned))
    for name in ("npv_eur", "capex_eur", "ead_after_eur", "reach_pct"):
        np.testing.assert_allclose(one[name], other[name], rtol=1e-9)


def halved(city):
    """The same city with every buurt cut in two equal halves."""
    counts = ["residents", "dwellings", "households", "vulnerable_buildings", "area_m2"]
    counts += [name for name in city.areas if name.endswith("_m2") and name != "area_m2"]
    counts += [name for name in city.areas if name.startswith("buildings_")]
    half = city.areas.copy()
    half[counts] = half[counts].astype(float) / 2
    both = [half.set_axis([f"{code}{side}" for code in half.index]) for side in "ab"]
    return City(city.name, pd.concat(both), city.filled, True, None)


@given(uptakes(targetings=("everywhere", "works")))
def test_splitting_every_area_in_two_equal_halves_changes_no_total(package):
    whole, halves = demo(), Study(city=halved(City.demo()))
    one, two = (study.evaluate(package) for study in (whole, halves))
    np.testing.assert_allclose(two["avoided_eur"], one["avoided_eur"], rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(
        two["ead_before_eur"].sum("area"), one["ead_before_eur"].sum("area"), rtol=1e-9
    )
    np.testing.assert_allclose(two["capex_eur"], one["capex_eur"], rtol=1e-9)
    np.testing.assert_allclose(two["reach_pct"], one["reach_pct"], rtol=1e-9, atol=1e-9)


@given(uptakes())
def test_doubling_prices_doubles_costs(package):
    study = demo()
    double = {
        f"{name}:capex_eur": {"value": 2 * float(table("measures")["capex_eur"][name]), "reason": ""}
        for name in MEASURES
    }
    for key in ("land_eur_per_m2", "excavation_eur_per_m3"):
        double[key] = {"value": 2 * float(table("assumptions")["value"][key]), "reason": ""}
    dear = Baseline(study.city, study.scenario, Assumptions(own=double))
    quantity = quantities(package, study.baseline)
    one, two = evaluate(quantity), evaluate(quantity, dear)
    for name in ("capex_eur", "opex_eur_per_year", "present_value_cost_eur"):
        np.testing.assert_allclose(two[name], 2 * one[name], rtol=1e-9)


@given(uptakes(most=0.5))
def test_doubling_every_uptake_doubles_reach_and_leaves_the_mean(package):
    quantity = quantities(package, demo().baseline)
    one, two = evaluate(quantity), evaluate(2 * quantity)
    np.testing.assert_allclose(two["reach_pct"], 2 * one["reach_pct"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(two["mean_score"], one["mean_score"], rtol=1e-9, atol=1e-12)


@given(uptakes())
def test_what_measures_avoid_adds_up_to_what_the_package_avoids(package):
    result = demo().evaluate(package)
    by_measure = result["avoided_by_measure_eur"].sum("measure").values
    whole = np.nan_to_num(result["avoided_eur"].values)
    scale = np.nan_to_num(result["ead_before_eur"].values).sum(axis=1)
    cooling_only = np.ones(4, dtype=bool)
    if CAN_WARM & set(package.choices):  # warmth that others undo is nobody's merit
        cooling_only[HAZARDS.index("heat")] = False
    np.testing.assert_allclose(
        by_measure[cooling_only], whole[cooling_only], rtol=1e-9, atol=1e-9 * scale.max()
    )


def test_the_balance_is_benefit_minus_cost_of_the_parts():
    result = demo().evaluate("eigen")
    cost = float(result["present_value_cost_eur"].sum())
    benefit = float(result["present_value_benefit_total_eur"])
    assert float(result["npv_eur"]) == pytest.approx(benefit - cost)
    assert float(result["bcr"]) == pytest.approx(benefit / cost)
    assert float(result["capex_area_eur"].sum()) == pytest.approx(float(result["capex_eur"].sum()))


def test_cost_is_building_renewing_and_keeping_up():
    result, base = demo().evaluate("meekoppelen"), demo().baseline
    parts = result["capex_eur"] * base.costs.first_build_factor + result["present_value_renewal_eur"]
    parts = parts + result["opex_eur_per_year"] * base.costs.upkeep_factor
    np.testing.assert_allclose(result["present_value_cost_eur"], parts)


def test_every_measure_changes_a_result_or_says_that_its_effect_is_not_calculated():
    base = demo().baseline
    nothing = demo().evaluate("niets_doen")
    results = ("ead_after_eur", "entered_after", "storage_mm", "recharge_mm", "green_after", "shade_after")
    results += ("pet_after_degc", "possible_co_benefit_eur")
    idle = []
    for index, measure in enumerate(MEASURES):
        quantity = np.zeros_like(base.room.potential)
        quantity[index] = 0.5 * base.room.potential[index]
        result = evaluate(quantity)
        if all(np.array_equal(result[name], nothing[name], equal_nan=True) for name in results):
            idle.append(measure)
    assert idle == list(damage_lines.not_calculated()) == ["cool_paving", "raised_floor", "vital_raise"]


def test_a_hazard_without_data_is_unknown_and_left_out_of_totals():
    city = City.from_areas(areas(residents=[900.0] * 6, households=[450.0] * 6), "Kaal", soil="sand")
    study = Study.default(city)
    result = study.evaluate("alles")
    assert result.attrs["hazards_included"] == ["pluvial", "heat"]
    for hazard in ("drought", "flood"):
        assert np.isnan(result["ead_before_eur"].sel(hazard=hazard)).all()
        assert np.isnan(result["avoided_eur"].sel(hazard=hazard)).all()
    known = result["avoided_eur"].sel(hazard=["pluvial", "heat"]).sum("hazard")
    np.testing.assert_allclose(result["avoided_total_eur"], known)


def test_the_demo_city_knows_all_hazards_and_leaves_flooding_out_of_totals():
    result = demo().evaluate("eigen")
    assert result.attrs["hazards_included"] == ["pluvial", "heat", "drought"]
    assert np.isfinite(result["avoided_eur"]).all()


# --- the oracle: every area, every event, one after the other -----------------------------------


def looped_reached_per_year(base, horizon, quantity, years):
    """Share of buildings reached per year and area, with the equations of the design written out."""
    warming = float(base.climate["global_warming_degc"].iloc[HORIZONS.index(horizon)])
    knots = table("damage_functions").loc["share_reached"]["value"]
    rain_now = float(rainfall.depth_mm(60, 2.0, float(base.climate["global_warming_degc"].iloc[0])))
    rain = [float(rainfall.depth_mm(60, t, warming)) for t in years]
    total = np.zeros(base.n_areas)
    for a in range(base.n_areas):
        cases = [water_left(base, a, quantity[:, a], node) for node in range(3)]
        harmless = water_left(base, a, np.zeros(len(MEASURES)), 0)(rain_now)
        share = [
            np.mean(
                [
                    share_reached(max(0.0, net(depth) - harmless), knots.index.to_numpy(), knots)
                    for net in cases
                ]
            )
            for depth in rain
        ]
        frequency = 1 / np.array(years)
        yearly = np.sum((frequency[:-1] - frequency[1:]) * (np.array(share)[:-1] + np.array(share)[1:]) / 2)
        total[a] = base.water.reach_factor[a] * (yearly + share[-1] * frequency[-1])
    return total


def water_left(base, a, quantity, node):
    """A function of the rain of one hour: water left on area `a` in a wet, middle or dry case. [mm]"""
    s, m = base.scalar, base.measure
    how = table("measures")["emptying"].to_numpy()
    k_soil = float(table("soils")["infiltration_mm_h"].iloc[base.soil[a]])
    shifts = (table("measures")["pluvial_channel"] == "shift").to_numpy()
    paved, green, area_m2 = base.water.paved_share[a], base.green_share[a], base.area["area_m2"][a]
    sewer = paved * (base.area["sewer_storage_mm"][a] + base.area["sewer_discharge_mm_h"][a])

    def net(depth):
        on_paving = paved * max(0.0, depth - s["interception_paved_mm"])
        runoff = on_paving + green * max(0.0, depth - s["interception_unpaved_mm"] - k_soil)
        kept_m3 = 0.0
        for i in np.flatnonzero(quantity * shifts):
            inflow = m["contributing_m2_per_unit"][i]
            on_green = inflow == 0
            inflow = m["stock_per_unit"][i] if on_green else inflow
            soaks = min(m["infiltration_mm_h"][i], k_soil) * m["infiltration_m2_per_unit"][i] / 1000
            rate = {"infiltration": 1000 * soaks / inflow}.get(how[i], m["emptying_mm_h"][i])
            free = 0.0
            if m["storage_m3_per_unit"][i]:
                millimetres = 1000 * m["storage_m3_per_unit"][i] / inflow
                free = looked_up(
                    "evaporation" if how[i] == "evaporation" else "steady",
                    millimetres,
                    millimetres / rate,
                    node,
                )
            volume = free * m["storage_m3_per_unit"][i]
            if on_green:
                ground = (s["interception_unpaved_mm"] + k_soil) / 1000 * inflow
                volume = max(0.0, volume - s["interception_unpaved_mm"] / 1000 * inflow)
                kept_m3 += quantity[i] * min(volume, max(0.0, depth / 1000 * inflow - ground))
                continue
            volume += soaks if how[i] == "infiltration" else 0.0
            volume += m["extra_drain_mm_h"][i] * inflow / 1000
            reaching = m["contributing_m2_per_unit"][i] * s["runoff_coef_paved"] * depth / 1000
            kept_m3 += quantity[i] * min(volume, reaching)
        return max(0.0, runoff - sewer - min(1000 * kept_m3 / area_m2, runoff))

    return net


@cache
def looked_up(pattern, depth, hours, node):
    """Free part of storage from the table, between the four rows around it."""
    rows = table("free_storage").loc[pattern][["wet_free", "middle_free", "dry_free"][node]]
    depths = rows.index.unique("depth_mm")
    by_depth = [np.interp(np.log(hours), np.log(rows[d].index), rows[d]) for d in depths]
    return float(np.interp(np.log(np.clip(depth, depths[0], depths[-1])), np.log(depths), by_depth))


@pytest.mark.parametrize("package", ["niets_doen", "eigen"])
@pytest.mark.parametrize("horizon", ["now", "2050"])
def test_few_events_integrate_as_well_as_four_hundred(package, horizon):
    base = demo().baseline
    quantity = quantities(demo().portfolio(package), base)
    years = np.geomspace(1.0, base.scalar["critical_event_top_T_yr"], 400)
    looped = looped_reached_per_year(base, horizon, quantity, years)
    per_reached = sum(base.water.eur_when_reached.values())
    fast = evaluate(only_shifting(quantity))
    damage = fast["ead_after_eur"].sel(hazard="pluvial", horizon=horizon).values
    assert damage.sum() == pytest.approx((per_reached * looped).sum(), rel=0.005)


def only_shifting(quantity):
    """The quantities without the measures that protect buildings, which the loop leaves out."""
    protects = (table("measures")["pluvial_channel"] == "protect").to_numpy()
    return np.where(protects[:, None], 0.0, quantity)


def test_heat_by_a_loop_over_degrees():
    base = demo().baseline
    days = base.climate.iloc[HORIZONS.index("2050")]
    thresholds = [20, 25, 30, 35]
    counts = [float(days[f"hot_days_ge{x}"]) for x in thresholds]
    start = 20 + float(days["tmax_minus_tmean_degc"])
    top, step = float(base.scalar["tmax_tail_max"]), 0.01

    def days_above(x):
        i = min(2, max(0, int((x - 20) // 5)))
        slope = np.log(counts[i + 1] / counts[i]) / 5
        return counts[i] * np.exp(slope * (x - thresholds[i]))

    expected = 0.0
    for a in range(base.n_areas):
        warmer = base.scalar["uhi_daily_mean_factor"] * base.heat.uhi_anomaly_k[a]
        degrees = np.arange(start - warmer, top, step) + step / 2
        degree_days = sum(days_above(x) for x in degrees) * step
        oldest = base.area["share_75plus"][a] / base.scalar["national_share_75plus"]
        slope = base.scalar["heat_deaths_per_100k_per_degC_above20"] / 1e5
        expected += degree_days * base.area["residents"][a] * oldest * slope
    result = demo().evaluate("niets_doen")
    assert float(result["deaths_before"].sel(horizon="2050").sum()) == pytest.approx(expected, rel=0.005)


def test_drought_by_hand_is_a_rate_of_repair_on_the_buildings_left_times_cost():
    # 42 % in 30 years now and 59 % in 2050: rates of 0.01816 and 0.02972, over 25 years 0.5985 together
    base = demo().baseline
    index = float(table("price_index")["factor"][("consumer", 2020)])
    buildings = np.nansum(base.area["vulnerable_buildings"])
    now, later = -np.log(1 - 0.42) / 30, -np.log(1 - 0.59) / 30
    by_hand = buildings * later * np.exp(-25 * (now + later) / 2) * 60_000 * index
    result = demo().evaluate("niets_doen")["ead_before_eur"].sel(hazard="drought", horizon="2050")
    assert float(result.sum()) == pytest.approx(by_hand)


def test_protection_multiplies_with_what_storage_leaves():
    base = demo().baseline
    barrier = base.room.place["door_barrier"]
    quantity = np.zeros_like(base.room.potential)
    quantity[barrier] = base.protection.at_risk[barrier]  # as many as water can reach, half of them there
    result = evaluate(quantity)
    left = 1 - 0.5 * float(table("measures")["pluvial_protected_share"]["door_barrier"])
    for when in ("now", "2050"):
        before, after = (
            result[f"damage_{name}_eur"].sel(component="pluvial_dwellings", horizon=when).values
            for name in ("before", "after")
        )
        np.testing.assert_allclose(after, left * before)


def test_the_short_cut_to_a_labelled_result_gives_what_labelling_gives():
    study = demo()
    result = study.evaluate("alles")
    parts = {name: (result[name].dims, result[name].values) for name in result.data_vars}
    slow = labelled(study.baseline, parts).assign_attrs(portfolio="alles")
    fast = relabelled(study.evaluate("niets_doen"), parts, "alles")
    for one in (result, fast):
        xr.testing.assert_identical(one, slow)
    assert (
        float(fast["ead_after_eur"].sel(hazard="heat", horizon="2050", area=result["area"][3]))
        == (result["ead_after_eur"].values[1, 3, 1])
    )
    assert study.evaluate("niets_doen").attrs["portfolio"] == "niets_doen"
