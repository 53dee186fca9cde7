"""What `kans finance` says to people, and why nothing is financed."""

import json

import pytest
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.words.amounts import number
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
