"""What `kans finance` says to people, and why nothing is financed."""

import io
import json
from dataclasses import replace

import numpy as np
import openpyxl
import pytest
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.finance.legal_routes import untitled_eur
from kans_model.finance.split import FinancingSplit
from kans_model.reports.financing import financed
from kans_model.reports.financing_in_words import bears_most, gap_line, levy_line
from kans_model.reports.household_in_words import remission_line
from kans_model.reports.workbook import financing_workbook
from kans_model.words.amounts import money_short, number, percent
from tests.fixtures.packages import demo


def run(*arguments):
    return CliRunner().invoke(app, ["finance", *arguments])


def test_a_page_to_read_not_a_file_of_json():
    done = run("--portfolio", "eigen")
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) < 60
    peak = number(demo().ledger("eigen", "eigenaar").levy["peak"], "nl", 2)
    assert f"€ {peak} per huishouden per jaar erbij" in done.stdout.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("arguments", [(), ("--xlsx", "leeg.xlsx")])
def test_where_nothing_is_built_it_says_why_and_writes_nothing(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("--portfolio", "niets_doen", *arguments)
    assert done.exit_code == 2
    assert "niets te financieren" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_to_a_program_nothing_is_an_answer_with_its_reason_beside_it():
    done = run("--portfolio", "niets_doen", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["total_present_value_eur"] == 0
    assert "niets te financieren" in done.stderr


def test_a_levy_over_unknown_households_is_unknown_and_no_zero():
    known = demo().city
    study = demo().replaced(city=replace(known, areas=known.areas.assign(households=np.nan)))
    assert "onbekend" in levy_line(study.ledger("eigen", "eigenaar"), "nl")
    told = financed(study, "eigen", "eigenaar", "nl")
    assert told["levy_eur_per_household_per_year"] is None
    json.dumps(told, allow_nan=False)
    book = openpyxl.load_workbook(io.BytesIO(financing_workbook(study, "eigen", "eigenaar")))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [value for value in cells if str(value).lower() == "nan"] == []
    controls = [str(cell.value) for cell in book["Controle"]["A"]]
    assert not any(name.startswith("Rioolheffing per huishouden erbij") for name in controls)


def test_what_has_no_title_is_said_where_no_ceiling_is_set():
    """Of the owners' way of paying every euro has a title; of equal parts not."""
    assert "geen jaarplafond" in gap_line(demo().ledger("eigen", "eigenaar"), "nl")
    ledger = demo().ledger("eigen", "gelijk")
    amount = money_short(float(untitled_eur(ledger).sum()), "nl")
    assert f"waarvan {amount} geen titel heeft" in gap_line(ledger, "nl")


def test_who_bears_most_is_named_with_its_share_when_it_is_not_the_municipality():
    ledger = demo().ledger("eigen", "baten")
    most = int(ledger.present_value_eur.argmax())
    name = ledger.actors.name(ledger.actors.ids[most], "nl")
    share = percent(float(ledger.share[most]), "nl")
    assert (
        bears_most(ledger, "nl")
        == f"{name} draagt het meest: {share} van de kosten, de gemeente 0\N{NO-BREAK SPACE}%"
    )
    share = percent(demo().ledger("eigen", "eigenaar").gemeente_share, "nl")
    said = f"De gemeente draagt het meest: {share} van de kosten"
    assert bears_most(demo().ledger("eigen", "eigenaar"), "nl") == said


def test_who_is_let_off_paying_is_unknown_until_filled_in_and_then_paid_by_the_others():
    study = demo()
    plain = FinancingSplit(title="x")
    unknown = remission_line(study.ledger("eigen", plain), "nl")
    assert "nog niet" in unknown
    ledger = study.ledger("eigen", plain.with_levy_cost("remission_share", 0.03))
    said = remission_line(ledger, "nl").replace("\N{NO-BREAK SPACE}", " ")
    # of all that the levy bears in 2037, 3 %
    borne = ledger.credit("gemeente_rioolheffing")["borne"][10] / ledger.price[10]
    assert said.startswith("Van de heffing wordt 3,0 % kwijtgescholden")
    assert money_short(0.03 * borne, "nl").replace("\N{NO-BREAK SPACE}", " ") in said
