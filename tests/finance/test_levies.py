"""What building lays on a levy, worked by hand."""

import numpy as np
import pytest

from kans_model.finance.beneficiaries import by_net_benefit, free_rider
from kans_model.finance.cost_part import cell
from kans_model.finance.levies import (
    LevyCosts,
    Reserves,
    Works,
    after_reserve_eur,
    credit_eur,
    levy_peak,
    levy_per_household_eur,
)
from kans_model.finance.shares import noticeable
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_terms import default
from kans_model.tables.vocabulary import WHOLE
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo


def works(built, terms, received=None, renewed=None, vat=None, upkeep=0.0, upkeep_vat=0.0, grants=0.0):
    """Assets per class and year; what is not said is nothing."""
    built = np.asarray(built, dtype=float)
    of_none = np.zeros_like(built)
    given = [of_none if flow is None else np.asarray(flow, dtype=float) for flow in (renewed, received, vat)]
    yearly = [flow + np.zeros(built.shape[-1]) for flow in (upkeep, upkeep_vat, grants)]
    return Works(["x"] * len(built), built, given[0], given[1], np.array(terms), given[2], *yearly)


def test_a_grant_lowers_its_own_asset():
    # 60 over four years and 20 over two; a grant of 20 on the second leaves 15 a year, not 11.25 + 7.50
    credit = credit_eur(
        works([[60, 0, 0], [20, 0, 0]], [4, 2], received=[[0, 0, 0], [20, 0, 0]]), Reserves(), 0.0, np.ones(3)
    )
    assert credit["net"].tolist() == [60, 0, 0]
    assert credit["depreciation"].tolist() == [0, 15, 15]


def test_a_reserve_is_used_up_first():
    assert after_reserve_eur(np.array([[100.0, 0.0, 100.0]]), 150.0).tolist() == [[0.0, 0.0, 50.0]]


def test_credit_by_hand():
    # 80 left of 100 after a grant of 20; over four years 20 a year, interest 2 % of 80 and then of 60
    received, kept = [[20.0, 0.0, 0.0]], np.array([0.0, 3.0, 3.0])
    credit = credit_eur(
        works([[100.0, 0.0, 0.0]], [4], received, upkeep=kept), Reserves(), 0.02, np.full(3, 1.25)
    )
    assert credit["gross"].tolist() == [100.0, 0.0, 0.0]
    assert credit["net"].tolist() == [80.0, 0.0, 0.0]
    assert credit["capital"] == pytest.approx([0.0, 21.6, 21.2])
    assert credit["book_value"].tolist() == [0.0, 80.0, 60.0]
    # of 24.60 households pay 80 %, 1.25 nominal is one real, over 8 households: 1.968 each
    levy = levy_per_household_eur(credit["borne"], 0.8, np.full(3, 1.25), 8)
    assert levy[1] == pytest.approx(1.968)
    assert levy_peak(levy, np.array([2027, 2028, 2029]))["peak_year"] == 2028


def test_three_kinds_of_reserve_by_hand():
    # 100 built in the first year and 50 renewed in the second, both over two years, 2 %
    some = works([[100, 0, 0, 0]], [2], renewed=[[0, 50, 0, 0]])
    plain = credit_eur(some, Reserves(), 0.02, np.ones(4))
    assert plain["depreciation"].tolist() == [0, 50, 75, 25]
    assert plain["interest"] == pytest.approx([0, 2.0, 2.0, 0.5])
    # a provision of 30 goes off the renewal only: 20 stays to be written off
    renewal = credit_eur(some, Reserves(renewal_eur=30), 0.02, np.ones(4))
    assert renewal["provision"].tolist() == [0, 30, 0, 0]
    assert renewal["depreciation"].tolist() == [0, 50, 60, 10]
    # a reserve of 40 leaves the books whole and pays its part of the depreciation: 20 and 20
    capital = credit_eur(some, Reserves(capital_eur=40), 0.02, np.ones(4))
    assert capital["book_value"].tolist() == plain["book_value"].tolist()
    assert capital["release"].tolist() == [0, 20, 20, 0]
    # need 0, 52, 77, 25.50; a balance of 30 cuts the peaks to (52 + 77 - 30) / 2 = 49.50
    level = credit_eur(some, Reserves(levelling_eur=30), 0.02, np.ones(4))
    assert level["borne"] == pytest.approx([0, 49.5, 49.5, 25.5])


def test_grants_paid_and_vat_reach_what_the_levy_bears():
    # 21 of VAT on 100 over four years at 2 %: 5.25 and 0.42; a grant of 7 in the second year
    some = works([[100, 0, 0]], [4], vat=[[21, 0, 0]], grants=np.array([0, 7.0, 0]))
    credit = credit_eur(some, Reserves(), 0.02, np.ones(3))
    assert credit["vat"] == pytest.approx([0, 5.67, 5.565])
    assert credit["borne"][1] == pytest.approx(27 + 5.67 + 7)


def test_nominal_amounts_start_from_the_price_year():
    # prices are of 2025, the first year is 2027: two rises of 2 %
    ledger = demo().ledger("eigen", "eigenaar")
    assert ledger.price[0] == pytest.approx(1.0404)
    real = ledger.by_measure[ledger.actors.place("gemeente_algemeen"), 0, :, 0].sum()
    assert ledger.credit("gemeente_algemeen")["gross"][0] == pytest.approx(1.0404 * real)


def test_without_households_the_levy_is_unknown():
    assert np.isnan(levy_per_household_eur(np.ones(2), 0.8, np.ones(2), 0)).all()


def test_charges_of_municipality_and_water_board_add_up():
    ledger = demo().ledger("eigen", "gelijk")
    for key, values in ledger.public_charges_eur.items():
        by_party = [ledger.credit(actor)[key] for actor in ledger.actors.capitalising]
        assert values == pytest.approx(np.sum(by_party, axis=0))


def test_who_bears_next_to_nothing_and_gains_most_by_hand():
    share, net = np.array([0.5, 0.495, 0.005, 0.0]), np.array([9.0, 8.0, 3.0, 4.0])
    assert free_rider(share, net) == 3


def test_parties_stand_by_what_they_gain_by_hand():
    paid, enjoyed = np.array([6000.0, 1.0, 4000.0]), np.array([1000.0, 1.0, 9000.0])
    assert by_net_benefit(paid, enjoyed, 10_000.0).tolist() == [2, 0]  # 2 of 10,000 euro is not noticed
    assert noticeable([5.0, 5.1], 10_000).tolist() == [False, True]


def test_what_a_ceiling_leaves_by_hand():
    split = FinancingSplit(title="x", ceilings={"rijk": {"ceiling_eur": 5e6, "committed_eur": 2e6}})
    assert split.free_ceilings_eur == {"rijk": 3e6}
    assert split.with_ceiling("rijk", 4e6).free_ceilings_eur == {"rijk": 2e6}
    assert split.with_ceiling("rijk", None).ceilings == {}


def test_covered_and_not_covered_make_the_cash():
    whole = {cell(): {"waterschap": WHOLE}}
    split = FinancingSplit(title="x", own=whole, ceilings={"waterschap": {"ceiling_eur": 1e5}})
    ledger = demo().ledger("eigen", split)
    assert ledger.covered_eur + ledger.gap_eur == pytest.approx(ledger.cash_real_eur)
    assert ledger.covered_eur[ledger.actors.place("waterschap")].max() <= 1e5
    gap = ledger.gap_eur.sum(axis=0)
    assert gap[ledger.gap_year - ledger.inputs.lines.years[0]] == gap.max()
    assert ledger.peak_year(20) is not None
    assert demo().ledger("niets_doen", split).peak_year(20) is None


def test_choices_of_a_split_go_back_to_the_default_with_none():
    split = FinancingSplit(title="x")
    assert split.with_rate("inflation", 0.03).rate("inflation") == 0.03
    assert split.with_rate("inflation", 0.03).with_rate("inflation", None).rates == {}
    assert split.with_term("tree", 30).term_years("tree") == 30
    assert split.with_term("tree", None).term_years("tree") == split.term_years("tree")
    assert split.with_reserve("waterschap", 5.0).with_reserve("waterschap", None).reserves == {}
    assert split.with_levy_share("wadi", 0.4).levy_shares["wadi"]["rioolheffing_share"] == 0.4
    assert split.with_lock("rijk", True).with_lock("rijk", False).locked == []


def test_a_new_loan_has_the_usual_terms():
    split = FinancingSplit(title="x").with_loan("bedrijf")
    assert split.loan("bedrijf") == {
        "kind": "annuity",
        "rate": default("loan_rate"),
        "years": default("loan_years"),
    }
    assert split.with_loan("bedrijf", years=12.0).loans["bedrijf"]["years"] == 12
    assert split.without_loan("bedrijf").loans == {}
    with pytest.raises(KansError):
        split.with_loan("bedrijf", years=0).check()


def test_where_money_comes_from():
    actors = demo().actors.with_new("ggd", "GGD", "rijk")
    sources = [actors.money_of(actor) for actor in ("gemeente_rioolheffing", "waterschap", "ggd", "huurder")]
    assert sources == ["sewer", "water", "grant", "own"]
    assert actors.is_gemeente("gemeente_algemeen")
    assert not actors.is_gemeente("ggd")


def test_overhead_sweeping_and_remission_by_hand():
    some = works([[100, 0, 0]], [4], upkeep=8.0, grants=2.0, upkeep_vat=1.0)
    costs = LevyCosts(overhead_share=0.1, sweeping_eur=20.0, remission_share=0.04)
    credit = credit_eur(some, Reserves(), 0.02, np.array([1.0, 1.25, 1.5]), costs)
    # year 2: 25 depreciation, 2 interest, 8 upkeep and 2 grants make 37; 3.70 on that; 20 euro of today is 25
    assert credit["overhead"][1] == pytest.approx(3.7)
    assert credit["sweeping"][1] == pytest.approx(25)
    need = 37 + 3.7 + 25 + 1
    assert credit["borne"][1] == pytest.approx(need / 0.96)
    assert credit["remission"][1] == pytest.approx(0.04 * credit["borne"][1])


def test_what_the_levy_bears_beside_the_works_comes_in_where_it_was_paid_before():
    costs = {"overhead_share": 0.1, "sweeping_eur": 2e5, "remission_share": 0.03}
    plain = demo().ledger("eigen", FinancingSplit(title="x"))
    ledger = demo().ledger("eigen", FinancingSplit(title="x", levy_costs=costs))
    credit, before = (one.credit("gemeente_rioolheffing") for one in (ledger, plain))
    relief = (credit["overhead"] + credit["sweeping"]) / ledger.price / ledger.inputs.households
    assert ledger.general_eur == pytest.approx(plain.general_eur - relief)
    assert credit["borne"] * 0.97 == pytest.approx(1.1 * before["borne"] + 2e5 * ledger.price)  # no VAT
    assert ledger.present_value_eur == pytest.approx(plain.present_value_eur)


@pytest.mark.parametrize(
    "costs", [{"overhead_share": 1.1}, {"remission_share": 0.6}, {"sweeping_eur": -1}, {"coffee_eur": 5}]
)
def test_costs_beside_the_works_that_cannot_be_are_refused(costs):
    with pytest.raises(KansError):
        FinancingSplit(title="x").changed(levy_costs=costs)
