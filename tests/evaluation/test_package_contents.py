"""What a package is made of, the dearest measure first."""

import pytest

from kans_model.evaluation.package_contents import contents
from tests.fixtures.packages import demo


def test_the_dearest_measure_stands_first_and_all_money_is_there():
    study = demo()
    package = study.portfolios[0]
    result = study.evaluate(package)
    rows = contents(package, result)
    assert set(rows.index) == set(package.choices)
    assert rows["capex_eur"].is_monotonic_decreasing
    assert rows["capex_eur"].sum() == pytest.approx(float(result["capex_eur"].sum()))
    first = rows.index[0]
    assert rows["quantity"][first] == pytest.approx(float(result["quantity"].sel(measure=first).sum()))
    assert rows["uptake"][first] == package.choices[first]["uptake"]
