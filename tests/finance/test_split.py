"""Splits as choices: what is kept, what is refused, what is searched for."""

import io
import json

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.finance.actors import GEMEENTE, Actors
from kans_model.finance.cost_cells import CostCell
from kans_model.finance.cost_part import cell
from kans_model.finance.route_choice import is_open
from kans_model.finance.sliders import slider_places
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_search import _Burdens, above_benefit, proposal, searched
from kans_model.reports.financing import financed
from kans_model.reports.workbook import financing_workbook
from kans_model.study.study import Study
from kans_model.tables import reading
from kans_model.tables.schemas import TABLES
from kans_model.tables.vocabulary import COST_KINDS, WHOLE
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo


def keys(error):
    return [problem.key for problem in error.value.problems]


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"own": {cell(): {"bedrijf": 9000}}}, "split_sum"),
        ({"own": {cell(): {"bedrijf": 11000, "rijk": -1000}}}, "split_share_range"),
        ({"own": {cell(): {"bank": 10000}}}, "actor_unknown"),
        ({"own": {"gras:*:*": {"bedrijf": 10000}}}, "split_part_unknown"),
        ({"ceilings": {"bedrijf": {"ceiling_eur": -1}}}, "split_amount"),
        ({"ceilings": {"bedrijf": {"ceiling_eur": 10, "committed_eur": 20}}}, "split_ceiling_low"),
        ({"loans": {"bedrijf": {"kind": "annuity", "rate": 0.03, "years": 0}}}, "split_term"),
        ({"loans": {"bedrijf": {"kind": "balloon", "rate": 0.03, "years": 5}}}, "split_loan_kind"),
        ({"loans": {"bedrijf": {"kind": "linear", "rate": 3, "years": 5}}}, "split_rate"),
        ({"reserves": {"gemeente_algemeen": float("nan")}}, "split_amount"),
        ({"instruments": ["gras"]}, "rule_unknown"),
        ({"levy_shares": {"gras": {"rioolheffing_share": 1, "reason": ""}}}, "split_measure_unknown"),
        ({"depreciation_years": {"sewer": -1}}, "split_term"),
        ({"grant_treatment": {"*": 101}}, "split_grant_term"),
    ],
)
def test_what_cannot_be_is_refused_in_one_clear_line(values, key):
    study = demo()
    before = study.hash
    with pytest.raises(KansError) as error:
        study.with_split(FinancingSplit(title="x", **values))
    assert key in keys(error)
    assert all(line.strip() and "{" not in line for line in str(error.value).split("\n"))
    assert study.hash == before


def test_a_party_that_is_needed_cannot_go():
    with pytest.raises(KansError) as error:
        Actors().without("gemeente_algemeen", "rijk")
    assert keys(error) == ["actor_needed"]


def test_a_city_adds_a_party_in_the_roles_of_another():
    actors = Actors().with_new("parkmanagement", "Parkmanagement", "bedrijf")
    study = demo().replaced(actors=actors)
    split = FinancingSplit(title="x", own={cell("building"): {"parkmanagement": WHOLE}})
    ledger = study.with_split(split).ledger("eigen", split)
    assert ledger.present_value_eur[actors.place("parkmanagement")] > 0
    assert actors.role("borrows")[actors.place("parkmanagement")]


def test_a_study_with_splits_opened_again_is_the_same():
    split = FinancingSplit(
        title="Onze verdeling",
        own={cell("green"): {"gemeente_algemeen": 4000, "bedrijf": 6000}},
        ceilings={"bedrijf": {"ceiling_eur": 1e6}},
        loans={"bedrijf": {"kind": "linear", "rate": 0.031, "years": 12}},
        levy_units=50_000.0,
    )
    study = demo().replaced(actors=Actors().renamed("zorg", "Zorgverzekeraars")).with_split(split)
    again = Study.from_dict(json.loads(json.dumps(study.to_dict())), study.city)
    assert again.to_dict() == study.to_dict()
    assert again.hash == study.hash != demo().hash
    one, two = (which.ledger("eigen", split.id).present_value_eur for which in (study, again))
    assert np.array_equal(one, two)


def test_the_name_of_a_split_moves_no_hash():
    split = FinancingSplit(title="A")
    one = demo().with_split(split)
    two = demo().with_split(split.changed(title="B"))
    assert one.hash == two.hash


def test_a_study_of_before_financing_opens():
    values = demo().to_dict()
    del values["splits"], values["actors"]
    assert Study.from_dict(values, demo().city).splits == []


def test_what_is_set_apart_inside_a_part_gives_way():
    split = FinancingSplit(title="x", own={cell("green"): {"bedrijf": WHOLE}, cell("blue"): {"rijk": WHOLE}})
    own = {cell("green", "particulier"): {"rijk": WHOLE}}
    assert split.set_apart(cell("green"), own).own == {cell("blue"): {"rijk": WHOLE}, **own}
    assert split.set_apart(cell(), own).own == own


@pytest.mark.parametrize("kind", COST_KINDS)
def test_a_landowner_and_a_kind_are_a_part_of_their_own(kind):
    split = FinancingSplit(title="x", own={cell(landowner="gemeente", kind=kind): {"rijk": WHOLE}})
    assert split.shares("green", "gemeente", kind) == {"rijk": WHOLE}


@pytest.mark.parametrize("lang_name", ["Rijk", " rijk ", "National government"])
def test_two_parties_have_two_names(lang_name):
    with pytest.raises(KansError) as error:
        Actors().renamed("provincie", lang_name)
    assert keys(error) == ["actor_same_name"]
    older = Actors.from_dict({"names": {"provincie": lang_name.strip()}, "joined": {}, "added": {}})
    assert older.name("provincie") == f"{lang_name.strip()} (Provincie)"


@given(
    st.dictionaries(
        st.sampled_from(["waterschap", "provincie", "woningcorporatie", "huurder"]),
        st.sampled_from(["rijk", "bedrijf", "gemeente_algemeen"]),
    ),
    st.sampled_from(["eigenaar", "gelijk", "baten"]),
)
def test_parties_counted_together_bear_what_they_bore_apart(joined, preset):
    study = demo()
    apart = study.ledger("eigen", FinancingSplit(title="x", preset=preset, instruments=[]))
    together = study.replaced(actors=Actors(joined=joined)).ledger("eigen", apart.split)
    expected = apart.present_value_eur @ together.actors.together
    levy = [together.actors.place(purse) for purse in GEMEENTE]
    others = np.delete(np.arange(len(expected)), levy)
    assert together.present_value_eur[others] == pytest.approx(expected[others])
    assert together.gemeente_eur == pytest.approx(expected[levy].sum())


def test_the_least_for_the_municipality_lets_nobody_pay_more_than_he_enjoys_with_vat():
    study = demo()
    ledger = study.ledger("eigen", "gemeente")
    own, binding = searched(ledger, "least_gemeente")
    found = study.ledger("eigen", FinancingSplit(title="x", own=own, instruments=[]))
    assert above_benefit(found) == []
    # the others together bear what they enjoy, to rounding: the rest is the municipality's
    others = np.array([not ledger.actors.is_gemeente(actor) for actor in ledger.actors.ids])
    enjoyed = np.maximum(0, ledger.benefit_eur)[others & ledger.actors.role("pays")].sum()
    assert found.present_value_eur[others].sum() == pytest.approx(enjoyed, rel=2e-3)
    assert set(binding) == {"particulier", "bedrijf", "woningcorporatie", "huurder", "waterschap"}
    assert "provincie" not in binding  # enjoys nothing, so it is held back from nothing
    assert own[cell("building", "particulier")] == {
        "particulier": WHOLE
    }  # the owner first, where it is a tie
    assert all(sum(shares.values()) == WHOLE for shares in own.values())


def test_the_search_knows_that_who_builds_pays_for_new_build():
    # home owners are asked of all: what each bears in the search is what it bears in the ledger
    package = demo().portfolio("eigen").with_uptake("raised_floor", 0.5, "everywhere")
    split = FinancingSplit(title="x", own={cell(): {"particulier": WHOLE}}, instruments=[])
    ledger = demo().ledger(package, split)
    burdens = _Burdens(ledger)
    asked = np.zeros((len(burdens.cells), len(burdens.payers)))
    asked[:, burdens.payers.index("particulier")] = 1
    borne = dict(zip(burdens.payers, burdens.whole_eur * (burdens.weights() @ asked.ravel()), strict=True))
    assert borne["ontwikkelaar"] > 0
    for actor, eur in borne.items():
        assert eur == pytest.approx(ledger.present_value_eur[ledger.actors.place(actor)], rel=1e-6, abs=1)
    assert slider_places(ledger, CostCell())["ontwikkelaar"].apart_by == "new_build"


def test_only_a_levy_has_a_tariff_to_level():
    split = FinancingSplit(title="x")
    with pytest.raises(KansError) as error:
        split.changed(levelling_provisions={"gemeente_algemeen": 1e6})
    assert keys(error) == ["split_no_tariff"]
    for levy in ("gemeente_rioolheffing", "waterschap"):
        assert split.changed(levelling_provisions={levy: 1e6}).levelling_provisions == {levy: 1e6}
    older = demo().ledger("eigen", FinancingSplit(title="x", levelling_provisions={"gemeente_algemeen": 1e6}))
    assert not older.credit("gemeente_algemeen")["levelling"].any()


def test_a_present_split_that_is_cheaper_for_the_municipality_stays():
    study = demo()
    split = FinancingSplit(title="x", own={cell(): {"bedrijf": WHOLE}}, instruments=[])
    found = proposal(study.ledger("eigen", split), "least_gemeente")
    assert not found.is_better
    assert found.own == split.own
    assert found.above_benefit == ["bedrijf"]
    assert found.present_gemeente_eur == 0 < found.gemeente_eur


def test_of_equal_splits_the_levy_bears_what_it_may_before_general_funds():
    study = demo()
    limits = dict.fromkeys(["waterschap", "provincie", "rijk", "eu", "woningcorporatie", "huurder"], 0.0)
    own, _ = searched(study.ledger("eigen", "gemeente"), "least_gemeente", most_share=limits)
    found = study.ledger("eigen", FinancingSplit(title="x", own=own, instruments=[]))
    general, levy = (found.present_value_eur[found.actors.place(purse)] for purse in GEMEENTE)
    assert levy > general
    assert all(
        shares.get(GEMEENTE[0], 0) <= 2 for where, shares in own.items() if where.split(":")[1] == "gemeente"
    )


def test_limits_that_leave_too_little_are_said():
    ledger = demo().ledger("eigen", "gemeente")
    most = {"gemeente_algemeen": 0.01, "gemeente_rioolheffing": 0.01}
    with pytest.raises(KansError) as error:
        searched(ledger, "least_gemeente", most_share=most)
    assert keys(error) == ["search_infeasible"]
    assert "gemeente_algemeen" in str(error.value)


def test_the_nearest_to_benefits_is_proportional_where_nothing_holds_it_back():
    study = demo()
    ledger = study.ledger("eigen", "gemeente")
    own, _ = searched(ledger, "nearest_benefit", most_net=False)
    found = study.ledger("eigen", FinancingSplit(title="x", own=own, instruments=[]))
    aim = ledger.benefit_eur * ledger.actors.role("pays")
    assert found.share == pytest.approx(aim / aim.sum(), abs=3e-4)


def test_a_searched_split_stays_below_a_yearly_ceiling():
    split = FinancingSplit(title="x", ceilings={"particulier": {"ceiling_eur": 1e6}}, instruments=[])
    study = demo()
    free, _ = searched(study.ledger("eigen", "gemeente"), "nearest_benefit", most_net=False)
    own, binding = searched(study.ledger("eigen", split), "nearest_benefit", most_net=False)
    assert "particulier" in binding
    found, before = (
        study.ledger("eigen", FinancingSplit(title="x", own=one, instruments=[])) for one in (own, free)
    )
    place = found.actors.place("particulier")
    assert found.cash_real_eur[place].max() <= 1e6 * 1.001
    assert before.cash_real_eur[place].max() > 1e6


def sheet(book, name):
    return list(book[name].values)


def test_every_total_of_the_workbook_can_be_rebuilt_by_hand():
    study = demo()
    split = FinancingSplit(title="x", instruments=["waterschap_bijdrage"])
    study = study.with_split(split)
    ledger = study.ledger("eigen", split)
    content = financing_workbook(study, "eigen", split.id)
    book = openpyxl.load_workbook(io.BytesIO(content))
    worked_out = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    stored, lines = sheet(worked_out, "Kasstroom"), sheet(worked_out, "Kostenregels")
    head, rows = lines[0], lines[1:]
    first = head.index("Samen") + 1
    share_of = {name: head.index(name) for name in map(ledger.actors.name, ledger.actors.ids)}
    cash = sheet(book, "Kasstroom")
    discount, vat_rate = stored[1][3:], stored[2][2]  # formulas on the assumptions
    assert (discount[1], vat_rate) == pytest.approx((1.0225**-2, 0.21))
    total = 0.0
    for actor in ledger.actors.ids:
        name = ledger.actors.name(actor)
        mine = [row for row in cash[3:] if row[0] == name]
        assert len(mine) == 7
        value = 0.0
        values = [row for row in stored[3:] if row[0] == name]
        for row, value_row in zip(mine, values, strict=True):
            kind = row[1]
            if isinstance(row[3], str):
                assert row[3].startswith("=")
            for year in range(len(row[3:])):
                if kind.startswith("Subsidie"):
                    amount = value_row[3 + year]
                elif kind.startswith("Niet"):
                    taxed = head.index(f"Deel met niet verrekenbare btw, {name}")
                    amount = vat_rate * sum(r[taxed] * r[first + year] for r in rows)
                else:
                    amount = sum(r[share_of[name]] * r[first + year] for r in rows if r[2] == kind)
                value += amount * discount[year]
        assert value == pytest.approx(
            ledger.present_value_eur[ledger.actors.place(actor)], rel=1e-9, abs=1e-3
        )
        total += value
    check = sheet(book, "Controle")
    assert total == pytest.approx(next(row[2] for row in check if row[0] == "Samen"), rel=1e-9)
    parties = sheet(book, "Partijen")
    assert all(str(row[1]).startswith("=SUM(") for row in parties[1:])


def test_texts_from_people_are_no_formulas_in_the_workbook():
    study = demo().replaced(actors=Actors().renamed("bedrijf", "=1+1"))
    book = openpyxl.load_workbook(io.BytesIO(financing_workbook(study, "eigen", "eigenaar")))
    names = [row[0] for row in book["Partijen"].iter_rows(min_row=2)]
    assert all(one.data_type != "f" for one in names)


def test_the_summary_adds_up():
    answer = financed(demo(), "eigen", "eigenaar")
    actors = answer["actors"].values()
    assert sum(one["present_value_eur"] for one in actors) == pytest.approx(answer["total_present_value_eur"])
    assert sum(one["share"] for one in actors) == pytest.approx(1)
    assert sum(one["benefit_eur"] for one in actors) == pytest.approx(answer["benefit_eur"])
    rate, base = answer["discount_rate"], answer["base_year"]
    loans = ("lening", "rente", "aflossing")
    value = sum(
        one["eur"] * (1 + rate) ** -(one["year"] - base + 1)
        for one in answer["cash_flow"]
        if one["kind"] not in loans
    )
    assert value == pytest.approx(answer["total_present_value_eur"], rel=1e-6)
    assert [line["reason"] for line in answer["audit"] if line["rule"] == "impulsregeling"] == ["closed"]
    low, high = (answer["ranges"]["gemeente_present_value_eur"][part] for part in ("p05", "p95"))
    assert low < answer["gemeente_present_value_eur"] < high


def kans(*arguments):
    return CliRunner().invoke(app, [*arguments])


def test_the_command_line_without_a_study_takes_joint_works_and_owner_pays(tmp_path):
    answer = json.loads(kans("finance", "--city", "demo", "--json").stdout)
    assert (answer["portfolio"]["id"], answer["split"]["id"]) == ("meekoppelen", "eigenaar")
    assert answer["study_hash"] == Study.default(demo().city).hash
    for key in ("levy_eur_per_household_per_year", "funding_gap_eur", "total_present_value_eur"):
        assert isinstance(answer[key], float)
    done = kans("finance", "--portfolio", "eigen", "--xlsx", str(tmp_path / "a.xlsx"))
    assert done.exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[0] == "Lees mij"


@pytest.mark.parametrize("wrong", [("--split", "gras"), ("--portfolio", "gras")])
def test_the_command_line_says_what_is_wrong(wrong):
    done = kans("finance", *wrong)
    assert done.exit_code == 2
    assert "gras" in done.stderr


def test_the_command_line_tries_rules_from_a_file(tmp_path):
    file = tmp_path / "regels.csv"
    file.write_text("funding,payer,share,themes\npot,provincie,0.1,pluvial\n")
    answer = json.loads(kans("finance", "--rules", str(file), "--json").stdout)
    assert answer["actors"]["provincie"]["present_value_eur"] > 0
    assert {"pot", "impulsregeling"} <= {line["rule"] for line in answer["audit"]}
    file.write_text("funding,payer,share,themes\npot,bank,0.1,pluvial\n")
    done = kans("finance", "--rules", str(file))
    assert done.exit_code == 2
    assert "regels.csv: pot" in done.stderr


def test_cash_of_every_year_adds_up_to_the_cent():
    answer = financed(demo(), "eigen", "gelijk")
    ledger = demo().ledger("eigen", "gelijk")
    rows = [one for one in answer["cash_flow"] if one["kind"] == "investering" and one["year"] == 2030]
    whole = ledger.burden_eur[:, 0, 3].sum()
    assert sum(round(100 * one["eur"]) for one in rows) == round(100 * whole)
    assert all(abs(100 * one["eur"] - round(100 * one["eur"])) < 1e-6 for one in rows)


def test_rows_that_come_into_force_later_change_no_older_split(monkeypatch):
    # an internal rate of 2 % until 2027 and 4 % from 2028
    rows = reading._every_row("finance_defaults")
    later = rows.loc[["omslagrente"]].assign(value=0.04, high=0.05, valid_from=2028.0)
    two = pd.concat([rows, later])
    checked = reading.check(two.reset_index(names="key"), TABLES["finance_defaults"].schema, "x.csv")
    read = {"finance_defaults": checked}
    reading.table.cache_clear()
    reading.cells.cache_clear()
    monkeypatch.setattr(
        reading, "_every_row", lambda name, real=reading._every_row: read.get(name, real(name))
    )
    try:
        saved = FinancingSplit(title="x").to_dict()
        assert saved["reference_year"] == 2026  # the study states it
        assert FinancingSplit.from_dict(saved).rate("omslagrente") == 0.02
        assert FinancingSplit(title="x", reference_year=2028).rate("omslagrente") == 0.04
        assert (
            FinancingSplit(title="x", reference_year=1999).rate("omslagrente") == 0.02
        )  # the first there is
    finally:
        monkeypatch.undo()
        reading.table.cache_clear()
        reading.cells.cache_clear()


def test_a_route_holds_from_the_year_it_is_in_force():
    assert [is_open("developer_cost_recovery", year) for year in (2023, 2024, 2026)] == [False, True, True]
