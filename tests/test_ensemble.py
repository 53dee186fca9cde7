"""Ranges: draws that are the same for every package, against an exact loop."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from kans_model import ensemble, evaluation
from kans_model.assumptions import Assumptions
from kans_model.baseline import Baseline
from kans_model.city import City
from kans_model.tables import table
from tests.fixtures.packages import Given, demo

LOOPED = (
    *("wss_dwelling_eur_m2", "life_years_lost", "voly_eur", "heat_deaths_per_100k_per_degC_above20"),
    *("productivity_loss_per_degC", "working_day_share", "foundation_repair_eur", "uhi_daily_mean_factor"),
    *(
        "uhi_afternoon_factor",
        "ref_dtr",
        "ref_wind_10m",
        "recovery_days",
        "ssk_engineering",
        "ssk_unforeseen",
        "drinking_water_eur_m3",
    ),
)
"""Assumptions that act on results alone and not on what fits, so that a loop can set each exactly."""


@pytest.fixture(scope="module")
def drawn():
    return ensemble.draws(demo(), n=64, seed=5)


def test_the_pert_quantile_is_that_of_the_beta_distribution_with_shape_4():
    # low 2, mid 3, high 8: α = 1 + 4·1/6, β = 1 + 4·5/6
    expected = stats.beta(1 + 4 / 6, 1 + 20 / 6, loc=2, scale=6).ppf([0.1, 0.5, 0.9])
    np.testing.assert_allclose(ensemble.pert([0.1, 0.5, 0.9], 2, 3, 8), expected)


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others(drawn):
    again, other = ensemble.draws(demo(), n=64, seed=5), ensemble.draws(demo(), n=64, seed=6)
    study = demo()
    one, two, three = (d.evaluate(study.baseline, study.portfolio("eigen")) for d in (drawn, again, other))
    np.testing.assert_array_equal(one["npv_eur"], two["npv_eur"])
    assert (one["npv_eur"].values != three["npv_eur"].values).any()
    assert drawn.key == again.key != other.key


def test_nothing_that_is_a_switch_is_drawn(drawn):
    switches = ("ref_air_temperature", "ref_global_radiation")
    assert "discount_rate" not in table("assumptions").index
    assert not set(switches) & set(drawn.scalar)


def test_an_own_value_is_certain():
    study = demo()
    price = float(table("measures")["capex_eur"]["wadi"])
    sure = study.replaced(assumptions=study.assumptions.with_value("wadi:capex_eur", price, "offerte"))
    drawn = ensemble.draws(sure, n=16, seed=5)
    column = list(table("measures").index).index("wadi")
    np.testing.assert_allclose(drawn.measure["capex_eur"][:, column], 1.0)


def test_draws_without_any_range_give_the_mid_values():
    study, n = demo(), 4
    base = study.baseline
    measures = {name: np.ones((n, len(table("measures")))) for name in ensemble.FACTORS} | {
        name: np.tile(base.measure[name], (n, 1)) for name in ensemble.PROTECTED
    }
    certain = ensemble.Draws("certain", {}, measures, np.zeros(n), np.ones(n))
    package = study.portfolio("eigen")
    mid, bands = study.evaluate(package), certain.evaluate(base, package)
    for name in ("npv_eur", "bcr"):
        np.testing.assert_allclose(bands[name], float(mid[name]), rtol=2e-4)
    np.testing.assert_allclose(bands["capex_eur"], float(mid["capex_eur"].sum()))
    np.testing.assert_allclose(bands["avoided_eur"][0], mid["avoided_eur"], rtol=1e-3, atol=1)
    np.testing.assert_allclose(bands["deaths_before"][0], mid["deaths_before"].sum("area"), rtol=1e-4)
    area = (mid["ead_before_eur"] - mid["ead_after_eur"]).sel(hazard=mid.attrs["hazards_included"])
    expected = area.sel(horizon="2050").sum("hazard")
    np.testing.assert_allclose(bands["area_avoided_eur"][1], expected, rtol=5e-3, atol=20)


def exactly(study, drawn, i, quantity):
    """The package evaluated with the coefficients of one draw, none of them looked up."""
    measures, scalars = table("measures"), table("assumptions")["value"]
    own = {name: drawn.scalar[name][i] * scalars[name] for name in LOOPED if name in drawn.scalar}
    for column, values in drawn.measure.items():
        if column == "extra_drain_mm_h" or column == "storage_m3_per_unit":
            continue  # one factor per area stands for these: tested apart
        for m, measure in enumerate(measures.index):
            middle = 1.0 if column in ensemble.PROTECTED else np.nan_to_num(measures[column][measure])
            own[f"{measure}:{column}"] = values[i, m] * middle
    assumptions = Assumptions(own={key: {"value": float(v), "reason": ""} for key, v in own.items()})
    areas = study.city.areas.copy()
    areas["sewer_discharge_mm_h"] = np.maximum(0, areas["sewer_discharge_mm_h"] + drawn.sewer_mm_h[i])
    city = City("draw", areas, study.city.filled, True, None)
    exact = Baseline(city, study.scenario, assumptions)
    exact.__dict__["reach_factor"] = study.baseline.reach_factor * drawn.reach[i]
    return evaluation.evaluate(exact, Given(quantity))


@pytest.mark.parametrize("package", ["eigen", "meekoppelen"])
def test_looking_up_gives_what_an_exact_loop_over_the_draws_gives(package):
    study, n = demo(), 8
    full = ensemble.draws(study, n=n, seed=11)
    ones = np.ones_like(full.measure["storage_m3_per_unit"])
    drawn = replace(
        full,
        key="looped",
        scalar={name: full.scalar[name] for name in LOOPED if name in full.scalar},
        measure={**full.measure, "storage_m3_per_unit": ones, "extra_drain_mm_h": ones},
    )
    quantity = study.evaluate(package)["quantity"].values
    bands = drawn.evaluate(study.baseline, Given(quantity))
    exact = [exactly(study, drawn, i, quantity) for i in range(n)]
    for name in ("avoided_total_eur", "present_value_cost_eur", "npv_eur"):
        looped = np.array([np.atleast_1d(one[name].values).sum() for one in exact])
        found = bands[name].values.reshape(n, -1).sum(axis=1)
        np.testing.assert_allclose(found, looped, rtol=0.01)
        assert found.mean() == pytest.approx(looped.mean(), rel=0.005)
    capex = [float(one["capex_eur"].sum()) for one in exact]
    np.testing.assert_allclose(bands["capex_eur"], capex, rtol=1e-9)


def test_one_factor_for_what_measures_store_comes_close_to_each_on_its_own():
    study, n = demo(), 8
    drawn = ensemble.draws(study, n=n, seed=3)
    drawn = replace(drawn, key="stores", scalar={}, sewer_mm_h=np.zeros(n), reach=np.ones(n))
    quantity = study.evaluate("eigen")["quantity"].values
    bands = drawn.evaluate(study.baseline, Given(quantity))
    measures, looped = table("measures"), []
    for i in range(n):
        own = {
            f"{measure}:{column}": {
                "value": float(drawn.measure[column][i, m] * measures[column][measure]),
                "reason": "",
            }
            for m, measure in enumerate(measures.index)
            for column in ("storage_m3_per_unit", "extra_drain_mm_h")
            if measures[column][measure] > 0
        }
        exact = Baseline(study.city, study.scenario, Assumptions(own=own))
        looped.append(
            float(
                evaluation.evaluate(exact, Given(quantity))["avoided_eur"].sel(
                    hazard="pluvial", horizon="2050"
                )
            )
        )
    found = bands["avoided_eur"].sel(hazard="pluvial", horizon="2050")
    np.testing.assert_allclose(found, looped, rtol=0.03)


def test_low_median_and_high_stand_in_order(drawn):
    study = demo()
    bands = drawn.evaluate(study.baseline, study.portfolio("alles"))
    for name in ("area_avoided_eur", "measure_capex_eur", "measure_benefit_eur"):
        low, median, high = bands[name].values
        assert (low <= median + 1e-6).all()
        assert (median <= high + 1e-6).all()


def test_packages_differ_by_their_choices_only(drawn):
    study = demo()
    one = drawn.evaluate(study.baseline, study.portfolio("eigen"))
    nothing = drawn.evaluate(study.baseline, study.portfolio("niets_doen"))
    np.testing.assert_array_equal(one["ead_before_eur"], nothing["ead_before_eur"])
    np.testing.assert_allclose(
        nothing["avoided_total_eur"], 0, atol=1e-6 * float(one["ead_before_eur"].max())
    )


def test_a_hazard_without_data_is_unknown_in_every_draw():
    study = demo()
    areas = study.city.areas.assign(vulnerable_buildings=np.nan)
    bare = study.replaced(city=City("bare", areas, study.city.filled, True, None))
    bands = bare.evaluate("eigen", ensemble.draws(bare, n=8))
    assert np.isnan(bands["avoided_eur"].sel(hazard="drought")).all()
    assert bands.attrs["hazards_included"] == ["pluvial", "heat"]
    assert np.isfinite(bands["npv_eur"]).all()
