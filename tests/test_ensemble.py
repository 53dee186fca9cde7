"""Ranges: draws that are the same for every package, against an exact loop."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from kans_model import ensemble, evaluation, lookup
from kans_model.assumptions import Assumptions
from kans_model.baseline import Baseline
from kans_model.city import City
from kans_model.tables import table
from tests.fixtures.packages import Given, demo


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


def certain(study, n):
    """Draws that are the middle values, every one."""
    measures = {name: np.ones((n, len(table("measures")))) for name in ensemble.FACTORS} | {
        name: np.tile(study.baseline.measure[name], (n, 1)) for name in ensemble.PROTECTED
    }
    return ensemble.Draws("certain", {}, measures, np.zeros(n), np.ones(n))


def test_draws_without_any_range_give_the_mid_values():
    study = demo()
    base = study.baseline
    package = study.portfolio("eigen")
    mid, bands = study.evaluate(package), certain(study, 4).evaluate(base, package)
    for name in ("npv_eur", "bcr"):
        np.testing.assert_allclose(bands[name], float(mid[name]), rtol=2e-4)
    np.testing.assert_allclose(bands["capex_eur"], float(mid["capex_eur"].sum()))
    np.testing.assert_allclose(bands["avoided_eur"][0], mid["avoided_eur"], rtol=1e-3, atol=1)
    np.testing.assert_allclose(bands["deaths_before"][0], mid["deaths_before"].sum("area"), rtol=1e-4)
    area = (mid["ead_before_eur"] - mid["ead_after_eur"]).sel(hazard=mid.attrs["hazards_included"])
    expected = area.sel(horizon="2050").sum("hazard")
    np.testing.assert_allclose(bands["area_avoided_eur"][1], expected, rtol=5e-3, atol=20)


def exactly(study, drawn, i, given):
    """The package evaluated with the coefficients of one draw, none of them looked up."""
    measures, scalars = table("measures"), table("assumptions")["value"]
    own = {name: values[i] * scalars[name] for name, values in drawn.scalar.items()}
    for column, values in drawn.measure.items():
        for m, measure in enumerate(measures.index):
            middle = 1.0 if column in ensemble.PROTECTED else np.nan_to_num(measures[column][measure])
            own[f"{measure}:{column}"] = values[i, m] * middle
    assumptions = Assumptions(own={key: {"value": float(v), "reason": ""} for key, v in own.items()})
    areas = study.city.areas.copy()
    areas["sewer_discharge_mm_h"] = np.maximum(0, areas["sewer_discharge_mm_h"] + drawn.sewer_mm_h[i])
    city = City("draw", areas, study.city.filled, True, None)
    exact = Baseline(city, study.scenario, assumptions)
    exact.__dict__["reach_factor"] = study.baseline.reach_factor * drawn.reach[i]
    return evaluation.evaluate(exact, given)


@pytest.mark.parametrize("package", ["eigen", "meekoppelen"])
def test_looking_up_gives_what_an_exact_loop_over_the_draws_gives(package):
    study, n = demo(), 8
    full = ensemble.draws(study, n=n, seed=11)
    ones = np.ones_like(full.measure["storage_m3_per_unit"])
    drawn = replace(full, key="looped", measure={**full.measure, **dict.fromkeys(lookup.STORING, ones)})
    quantity = study.evaluate(package)["quantity"].values
    given = Given(quantity, choices=study.portfolio(package).choices)
    bands = drawn.evaluate(study.baseline, given)
    exact = [exactly(study, drawn, i, given) for i in range(n)]
    for name in ("avoided_total_eur", "present_value_cost_eur", "npv_eur"):
        looped = np.array([np.atleast_1d(one[name].values).sum() for one in exact])
        found = bands[name].values.reshape(n, -1).sum(axis=1)
        np.testing.assert_allclose(found, looped, rtol=0.01)
        assert found.mean() == pytest.approx(looped.mean(), rel=0.005)
    capex = [float(one["capex_eur"].sum()) for one in exact]
    np.testing.assert_allclose(bands["capex_eur"], capex, rtol=1e-9)


@pytest.mark.parametrize("package", ["eigen", "meekoppelen", "alles"])
def test_one_factor_for_what_measures_store_comes_close_to_each_on_its_own(package):
    study, n = demo(), 8
    drawn = ensemble.draws(study, n=n, seed=3)
    middle = certain(study, n).measure
    stores = {column: drawn.measure[column] for column in lookup.STORING}
    drawn = replace(
        drawn,
        key="stores",
        scalar={},
        measure={**middle, **stores},
        sewer_mm_h=np.zeros(n),
        reach=np.ones(n),
    )
    given = Given(study.evaluate(package)["quantity"].values, choices=study.portfolio(package).choices)
    found = drawn.evaluate(study.baseline, given)["avoided_eur"].sel(hazard="pluvial", horizon="2050")
    looped = [
        float(exactly(study, drawn, i, given)["avoided_eur"].sel(hazard="pluvial", horizon="2050"))
        for i in range(n)
    ]
    np.testing.assert_allclose(found, looped, rtol=0.03)


def test_the_mean_of_the_ensemble_is_that_of_the_exact_loop_over_the_same_draws():
    study, n = demo().replaced(seed=11), 24
    drawn = ensemble.draws(study, n=n)
    given = {one: study.portfolio(one) for one in ("eigen", "meekoppelen")}
    result = ensemble.run(study, tuple(given), n)
    for one, package in given.items():
        quantity = study.evaluate(one)["quantity"].values
        exact = [exactly(study, drawn, i, Given(quantity, choices=package.choices)) for i in range(n)]
        looped = {
            "capex_eur": [float(each["capex_eur"].sum()) for each in exact],
            "npv_eur": [float(each["npv_eur"]) for each in exact],
            "bcr": [float(each["bcr"]) for each in exact],
            "avoided_eur_per_year": [float(each["avoided_total_eur"].sel(horizon="2050")) for each in exact],
            "deaths_avoided": [
                float((each["deaths_before"] - each["deaths_after"]).sel(horizon="2050").sum())
                for each in exact
            ],
        }
        for name, values in looped.items():
            assert result.headline(one, name).mean() == pytest.approx(np.mean(values), rel=0.01), name


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
