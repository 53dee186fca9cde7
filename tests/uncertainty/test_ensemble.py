"""Ranges: draws that are the same for every package, against an exact loop."""

import os
import socket
from dataclasses import replace

import numpy as np
import psutil
import pytest
from distributed import Client, LocalCluster
from scipy import stats

from kans_model.city.city import City
from kans_model.computing import workers as cluster
from kans_model.computing.progress import CancelledError
from kans_model.evaluation import evaluate
from kans_model.evaluation.baseline import Baseline
from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.assumptions import Assumptions
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import DRAWN_COLUMNS, PROTECTED_COLUMNS
from kans_model.uncertainty import city_totals, damage_ratios, ensemble
from kans_model.words.problems import KansError
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
    measures = {name: np.ones((n, len(table("measures")))) for name in DRAWN_COLUMNS} | {
        name: np.tile(study.baseline.measure[name], (n, 1)) for name in PROTECTED_COLUMNS
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
        if column == "participation_share":  # what stands, not what could
            continue
        for m, measure in enumerate(measures.index):
            middle = 1.0 if column in PROTECTED_COLUMNS else np.nan_to_num(measures[column][measure])
            own[f"{measure}:{column}"] = values[i, m] * middle
    assumptions = Assumptions(own={key: {"value": float(v), "reason": ""} for key, v in own.items()})
    areas = study.city.areas.copy()
    areas["sewer_discharge_mm_h"] = np.maximum(0, areas["sewer_discharge_mm_h"] + drawn.sewer_mm_h[i])
    city = City("draw", areas, study.city.filled, True, None)
    exact = Baseline(city, study.scenario, assumptions)
    exact.water.reach_factor = study.baseline.water.reach_factor * drawn.reach[i]
    stands = given.quantity * drawn.measure["participation_share"][i][:, None]
    return evaluate.evaluate(exact, Given(stands, choices=given.choices))


@pytest.mark.parametrize("package", ["eigen", "meekoppelen"])
def test_looking_up_gives_what_an_exact_loop_over_the_draws_gives(package):
    study, n = demo(), 8
    full = ensemble.draws(study, n=n, seed=11)
    ones = np.ones_like(full.measure["storage_m3_per_unit"])
    drawn = replace(
        full, key="looped", measure={**full.measure, **dict.fromkeys(damage_ratios.STORING, ones)}
    )
    mid = study.evaluate(package)
    given = Given(mid["quantity"].values, choices=study.portfolio(package).choices)
    bands = drawn.evaluate(study.baseline, given)
    exact = [exactly(study, drawn, i, given) for i in range(n)]
    for name in ("avoided_total_eur", "present_value_cost_eur", "npv_eur"):
        looped = np.array([np.atleast_1d(one[name].values).sum() for one in exact])
        found = bands[name].values.reshape(n, -1).sum(axis=1)
        # a balance is the difference of two large sums
        near_zero = 2e-3 * float(mid["present_value_benefit_total_eur"])
        near_zero = near_zero if name == "npv_eur" else 0.0
        # who joins in moves what some measures hold, which is one factor on all of it
        np.testing.assert_allclose(found, looped, rtol=0.015, atol=near_zero)
        assert found.mean() == pytest.approx(looped.mean(), rel=0.005, abs=near_zero)
    capex = [float(one["capex_eur"].sum()) for one in exact]
    # works that pay for part of a façade strip do not grow with who joins in
    np.testing.assert_allclose(bands["capex_eur"], capex, rtol=1e-9 if package == "eigen" else 1e-4)


@pytest.mark.parametrize("package", ["eigen", "meekoppelen", "alles"])
def test_one_factor_for_what_measures_store_comes_close_to_each_on_its_own(package):
    study, n = demo(), 8
    drawn = ensemble.draws(study, n=n, seed=3)
    middle = certain(study, n).measure
    stores = {column: drawn.measure[column] for column in damage_ratios.STORING}
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


NAMES = ("eigen", "meekoppelen", "niets_doen")


@pytest.fixture(scope="module")
def alone():
    """Three packages in this process, in more parts than there are workers."""
    return ensemble.run(demo(), NAMES, 20_000)


@pytest.fixture(scope="module")
def two_workers():
    with cluster.opened(workers=2) as client:
        yield client


def test_the_same_seed_gives_the_same_numbers_on_workers_as_without(alone, two_workers):
    done = []
    together = ensemble.run(demo(), NAMES, 20_000, client=two_workers, progress=done.append)
    np.testing.assert_array_equal(together.values, alone.values)
    assert done[-1] == 1
    assert sorted(done) == done


def test_a_lost_worker_costs_time_and_not_numbers(alone, two_workers):
    lost = []

    def end_one(_share):
        if not lost:
            lost.append(next(iter(two_workers.run(os.getpid).values())))
            psutil.Process(lost[0]).kill()

    together = ensemble.run(demo(), NAMES, 20_000, client=two_workers, progress=end_one)
    np.testing.assert_array_equal(together.values, alone.values)
    assert lost[0] not in two_workers.run(os.getpid).values()


def test_a_run_that_is_cancelled_stops_and_leaves_the_workers_free(alone, two_workers):
    stopped = iter([False, True])
    with pytest.raises(CancelledError):
        ensemble.run(demo(), NAMES, 200_000, client=two_workers, cancelled=lambda: next(stopped, True))
    few = ensemble.run(demo(), NAMES, 100, client=two_workers)
    np.testing.assert_array_equal(few.values, alone.values[..., :100])


def test_a_run_in_this_process_can_be_followed_and_cancelled():
    done, study = [], demo()
    with pytest.raises(CancelledError):
        ensemble.run(study, ["eigen"], 5000, progress=done.append, cancelled=lambda: len(done) == 2)
    assert done == [1024 / 5000, 2048 / 5000]


def test_workers_of_another_version_are_refused(two_workers, monkeypatch):
    monkeypatch.setattr(Study, "hash", property(lambda study: "of tables that nobody else has"))
    with pytest.raises(KansError) as error:
        ensemble.run(demo(), ["eigen"], 100, client=two_workers)
    assert error.value.problems[0].key == "worker_other_version"


@pytest.mark.parametrize("n", [0, -1, 10**9])
def test_a_number_of_draws_out_of_bounds_is_refused(n):
    with pytest.raises(KansError) as error:
        ensemble.run(demo(), ["eigen"], n)
    assert error.value.problems[0].value == n


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "ftp://nowhere:1", ""])
def test_a_scheduler_that_is_not_there_is_told_in_one_line(address, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(KansError) as error, cluster.opened(address):
        pass
    assert [problem.key for problem in error.value.problems] == ["scheduler_unreachable"]


def test_what_listens_and_is_no_scheduler_is_told_the_same_way(monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        pytest.raises(KansError) as error,
        cluster.opened(f"tcp://127.0.0.1:{other.getsockname()[1]}"),
    ):
        pass
    assert [problem.key for problem in error.value.problems] == ["scheduler_unreachable"]


def test_city_totals_are_those_of_the_bands_that_pages_show():
    study = demo()
    drawn, result = ensemble.draws(study), ensemble.run(study, ["eigen"])
    bands = study.evaluate("eigen", drawn)
    for name in ("capex_eur", "present_value_cost_eur", "present_value_benefit_eur", "npv_eur", "bcr"):
        np.testing.assert_allclose(
            result.headline("eigen", name), bands[name], rtol=1e-4, atol=1e-6 * np.ptp(bands[name].values)
        )
    deaths = (bands["deaths_before"] - bands["deaths_after"]).sel(horizon="2050")
    np.testing.assert_allclose(result.headline("eigen", "deaths_avoided"), deaths, rtol=1e-4)
    avoided = bands["avoided_total_eur"].sel(horizon="2050")
    np.testing.assert_allclose(result.headline("eigen", "avoided_eur_per_year"), avoided, rtol=1e-4)


def test_a_country_is_done_a_few_draws_at_a_time_with_the_same_numbers(alone, monkeypatch):
    monkeypatch.setattr(city_totals, "CELLS_AT_ONCE", 1)
    again = ensemble.run(demo(), NAMES, 1024)
    np.testing.assert_allclose(again.values, alone.values[..., :1024], rtol=1e-6)


def test_a_package_with_less_of_everything_costs_less_in_every_draw():
    study = demo()
    eigen = study.portfolio("eigen")
    half = less_of(eigen, 0.5)
    result = ensemble.run(study.with_portfolio(half), ["eigen", half.id], 256)
    whole, less = (result.headline(one, "capex_eur") for one in ("eigen", half.id))
    np.testing.assert_allclose(less / whole, less[0] / whole[0], rtol=0.2)
    assert (less < whole).all()
    assert np.std(whole - less) < np.std(whole)  # common random numbers: differences are sharper


def less_of(portfolio, factor):
    less = Portfolio(id="less", title="less")
    for measure, choice in portfolio.choices.items():
        less = less.with_uptake(measure, choice["uptake"] * factor, choice["targeting"])
    return less


def test_statistics_and_chances_by_hand():
    # net present value of a over four draws 1 2 3 4, of b 2 2 2 2: better in two draws, equal in one
    values = np.zeros((2, len(ensemble.TOTALS), 4), dtype=np.float32)
    npv = ensemble.TOTALS.index("npv_eur")
    values[0, npv], values[1, npv] = [1, 2, 3, 4], 2
    result = ensemble.Ensemble(("a", "b"), 1, 0.0, values)
    np.testing.assert_allclose(result.chance_better(), [[0.5, 0.625], [0.375, 0.5]])
    mean, low, middle, high = result.statistics()[:, 0, npv]
    assert (mean, middle) == (2.5, 2.5)
    assert (low, high) == pytest.approx((1.15, 3.85))  # p of four: 1 + 3·p


def test_the_value_of_a_life_year_does_not_move_results_that_count_statistical_lives():
    study = demo()
    by_life = study.replaced(scenario=type(study.scenario)(heat_value="vsl"))
    drawn = ensemble.draws(by_life, 64)
    names = ("life_years_lost", "voly_eur")
    sure = replace(drawn, key="sure", scalar={k: v for k, v in drawn.scalar.items() if k not in names})
    base, package = by_life.baseline, by_life.portfolio("eigen")
    np.testing.assert_allclose(
        drawn.evaluate(base, package)["npv_eur"], sure.evaluate(base, package)["npv_eur"]
    )


def test_a_run_whose_workers_do_not_come_back_ends_in_one_line(monkeypatch):
    monkeypatch.setattr(cluster, "LOST_SECONDS", 0.5)
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0") as workers,
        Client(workers) as client,
        pytest.raises(KansError) as error,
    ):
        ensemble.run(demo(), ["eigen"], 200_000, client=client, progress=lambda _share: workers.scale(0))
    assert [problem.key for problem in error.value.problems] == ["workers_lost"]
