"""What one package does, with its bands."""

import numpy as np
import pytest

from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.scenario import Scenario
from kans_model.uncertainty.bands import Band, drawn
from kans_model.uncertainty.contrast import NOTHING, Contrast
from kans_model.uncertainty.package_result import PackageResult, cost_band, unpriced
from tests.fixtures.packages import demo


def test_cost_is_as_uncertain_as_its_investment():
    """An investment of 8–15 about 10 makes a cost of 20 range from 16 to 30; nothing invested is certain."""
    capex = Band(np.array([8.0, 0.0]), np.array([10.0, 0.0]), np.array([15.0, 0.0]))
    low, mid, high = cost_band([20.0, 5.0], capex)
    assert (low.tolist(), mid.tolist(), high.tolist()) == ([16, 5], [20, 5], [30, 5])


def test_a_measure_without_a_counted_effect_has_no_price():
    assert unpriced([[True, False], [False, True]], [True, False]).tolist() == [False, True]


@pytest.fixture(scope="module")
def package():
    study = demo()
    return PackageResult(study, study.portfolio("eigen"))


def test_headlines_are_those_of_the_evaluation_with_the_band_of_the_draws(package):
    study = package.study
    result, ranges = study.evaluate("eigen"), study.evaluate("eigen", drawn(study))
    low, mid, high = package.capex_eur()
    assert mid == pytest.approx(float(result["capex_eur"].sum()))
    np.testing.assert_allclose([low, high], np.quantile(ranges["capex_eur"], [0.05, 0.95]))
    residents = study.city.areas["residents"].sum()
    assert package.capex_per_resident_eur() == pytest.approx(float(mid) / residents)


def test_what_is_avoided_is_before_less_after(package):
    columns = package.damage_by_hazard_meur()
    avoided = columns["before_mid"] - columns["after_mid"]
    np.testing.assert_allclose(columns["avoided_mid"], avoided, atol=1e-9)
    assert package.avoided_eur().mid == pytest.approx(1e6 * np.nansum(avoided[:3]))


def test_every_answer_that_is_drawn_holds_its_middle(package):
    for question, (mid, low, high) in package.answers().items():
        if np.isfinite(low):
            assert low <= mid <= high, question


def test_a_band_goes_along_with_its_middle_until_it_is_worked_out_anew():
    study = demo()
    package = PackageResult(study, study.portfolio("eigen"))
    low, mid, high = package.capex_eur()
    package.follow(study, study.portfolio("eigen").with_uptake("wadi", 0.9))
    moved = package.capex_eur()
    assert moved.mid > mid
    assert moved.mid - moved.low == pytest.approx(mid - low)
    assert not package.widen()
    assert package.capex_eur().high - package.capex_eur().mid != pytest.approx(float(high - mid))


def test_another_outlook_works_out_the_references_anew():
    study = demo()
    other = PackageResult(study, study.portfolio("eigen"))
    changed = study.replaced(assumptions=study.assumptions.with_value("wadi:capex_eur", 90.0))
    before = float(other.rivals.results["alles"]["capex_eur"].sum())
    other.follow(changed, changed.portfolio("eigen"))
    assert other.widen()
    assert float(other.rivals.results["alles"]["capex_eur"].sum()) != before


def test_of_an_empty_package_no_chances_are_said():
    study = demo().with_portfolio(Portfolio(id="leeg", title="Leeg"))
    assert PackageResult(study, study.portfolio("leeg")).chances_against("alles") == {}


def test_the_balance_under_the_other_value_of_a_death_is_that_of_a_study_with_it(package):
    study = package.study
    other = study.replaced(scenario=Scenario.from_dict(study.scenario.to_dict() | {"heat_value": "vsl"}))
    found = package.npv_other_death_value_eur()
    assert found == pytest.approx(float(other.evaluate("eigen")["npv_eur"]))
    assert found > float(package.npv_eur().mid)  # the package takes heat away


def test_a_package_beside_doing_nothing_is_what_comparing_the_two_says(package):
    contrast, compared = package.contrast(), Contrast.of(package.study, "eigen", NOTHING)
    assert (contrast.part, contrast.is_alone) == (compared.part, True)
    for question, difference in contrast.differences.items():
        assert difference == pytest.approx(compared.differences[question], rel=1e-12)
        assert contrast.better[question] == compared.better[question]
