"""Ratios of the BBV by hand, the risk of the yearly burden, and the levy of each kind of payer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.finance.budget_ratios import BudgetEffect, budget_ratios
from kans_model.finance.city_balance import CityBalance
from kans_model.finance.exploitation_room import structural_burden_eur
from kans_model.finance.levy_payers import levy_by_payer_eur, weighted_levy_eur
from kans_model.finance.split import FinancingSplit
from kans_model.reports.ratio_figures import ratio_values, risk_of
from kans_model.reports.ratio_tables import ratio_lines
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn
from kans_model.uncertainty.burden_risk import risk_eur
from kans_model.uncertainty.ledger_ranges import ranges
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo

BALANCE = {
    "long_debt_eur": 300e6,
    "short_debt_eur": 20e6,
    "accrued_liabilities_eur": 10e6,
    "loans_granted_eur": 40e6,
    "long_placements_eur": 1e6,
    "short_placements_eur": 20e6,
    "cash_eur": 1e6,
    "accrued_assets_eur": 8e6,
    "equity_eur": 200e6,
    "total_eur": 600e6,
    "revenue_eur": 400e6,
    "structural_revenue_eur": 390e6,
    "structural_costs_eur": 385e6,
    "structural_withdrawals_eur": 1e6,
    "structural_additions_eur": 2e6,
    "building_land_eur": 50e6,
    "household_charges_eur": 1000.0,
    "national_charges_eur": 950.0,
}
BY_HAND = {  # 300 + 20 + 10 − 1 − 20 − 1 − 8 = 300; 300 − 40 = 260; 390 − 385 + 1 − 2 = 4
    "net_debt": 0.75,
    "net_debt_corrected": 0.65,
    "solvency": 1 / 3,
    "structural_room": 0.01,
    "building_land": 0.125,
    "tax_capacity": 1000 / 950,
}


def test_ratios_without_a_package_by_hand():
    found = budget_ratios(CityBalance.from_dict(BALANCE), BudgetEffect.nothing())
    assert {key: float(value[0]) for key, value in found.items()} == pytest.approx(BY_HAND)


def test_a_package_moves_each_ratio_by_its_own_books():
    ledger = demo().ledger("eigen", FinancingSplit(title="x", instruments=[]))
    general, sewer = ledger.credit("gemeente_algemeen"), ledger.credit("gemeente_rioolheffing")
    found = budget_ratios(CityBalance.from_dict(BALANCE), BudgetEffect.of(ledger))
    year = 10
    book = general["book_value"][year] + sewer["book_value"][year]
    revenue = 400e6 + sewer["borne"][year]
    expected = {
        "net_debt": (300e6 + book) / revenue,
        "net_debt_corrected": (260e6 + book) / revenue,
        "solvency": 200e6 / (600e6 + book),
        "structural_room": (
            4e6 - structural_burden_eur(ledger, "gemeente_algemeen")[year] * ledger.price[year]
        )
        / revenue,
        "building_land": 50e6 / revenue,
        "tax_capacity": (1000 + ledger.levy_eur[year]) / 950,
    }
    assert {key: float(value[year]) for key, value in found.items()} == pytest.approx(expected)
    assert found["net_debt"][0] < found["net_debt"][year]  # nothing is on the books yet on 1 January


def test_what_a_reserve_pays_is_borrowed_all_the_same_and_lowers_equity():
    none = BudgetEffect.of(demo().ledger("eigen", FinancingSplit(title="x", instruments=[])))
    split = FinancingSplit(title="x", instruments=[], reserves={"gemeente_algemeen": 2e6})
    with_reserve = BudgetEffect.of(demo().ledger("eigen", split))
    np.testing.assert_allclose(with_reserve.assets_eur, none.assets_eur)
    assert (with_reserve.debt_eur - none.debt_eur)[-1] == pytest.approx(2e6)
    assert with_reserve.equity_eur[-1] == pytest.approx(-2e6)


def test_what_nobody_filled_in_stays_unknown():
    ledger = demo().ledger("eigen", "eigenaar")
    some = CityBalance(equity_eur=1.0, total_eur=2.0)
    values = ratio_values(some, ledger)
    assert values["solvency"]["before"] == 0.5
    assert values["net_debt"]["before"] is None
    assert {row["ratio"] for row in values["net_debt"]["with_package"]} == {None}
    assert ratio_lines(CityBalance(), ledger, "nl") == [
        "Kengetallen van het BBV: onbekend, want van de eigen balans is niets ingevuld."
    ]


def test_a_balance_is_saved_with_the_study_and_an_older_study_opens_without_one():
    study = demo().replaced(balance=CityBalance.from_dict(BALANCE))
    again = Study.from_dict(study.to_dict(), study.city)
    assert again.balance.known == BALANCE
    assert again.hash == study.hash != demo().hash
    older = demo().to_dict()
    assert "balance" not in older
    assert Study.from_dict(older, study.city).balance.known == {}


@pytest.mark.parametrize("values", [{"cash_eur": -1.0}, {"cash_eur": float("nan")}, {"gold_eur": 1.0}])
def test_a_balance_that_cannot_be_is_refused(values):
    with pytest.raises(KansError):
        CityBalance.from_dict(values)


def test_the_risk_is_that_of_the_draws_behind_the_levy():
    study = demo()
    ledger, package = study.ledger("eigen", "eigenaar"), study.portfolio("eigen")
    risk = risk_of(study, package, ledger)
    levy = ranges(drawn(study), study, package, ledger).levy_eur
    # the levy is the sewer's burden over households, as far as households pay: its order of draws is the same
    place = int(levy.mean(axis=0).argmax())
    assert np.corrcoef(risk.sewer_eur[:, place], levy[:, place])[0, 1] > 0.9
    np.testing.assert_allclose(risk.general_eur + risk.sewer_eur, risk.whole_eur)
    assert (risk_eur(risk.whole_eur) >= 0).all()
    assert risk_eur(risk.whole_eur)[place] > 0


@given(st.floats(0, 0.95), st.floats(0, 1), st.floats(0, 500))
def test_a_weighting_brings_in_what_the_average_brings_in(share, weight, levy):
    one, several = weighted_levy_eur(np.array([levy]), share, weight)
    assert share * one[0] + (1 - share) * several[0] == pytest.approx(levy)


def test_businesses_share_what_households_do_not_pay():
    split = FinancingSplit(title="x", levy_payers={"businesses": 1000})
    ledger = demo().ledger("eigen", split)
    levies = levy_by_payer_eur(ledger)
    households = ledger.levy_eur * ledger.levy_households
    np.testing.assert_allclose(levies.business_eur * 1000, households * 0.2 / 0.8)
    assert not levies.is_weighted
    assert np.isnan(levy_by_payer_eur(demo().ledger("eigen", "eigenaar")).business_eur).all()
