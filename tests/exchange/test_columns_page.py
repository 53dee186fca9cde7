"""The page of columns and units is what the tables say, in both languages."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.exchange.column_list import column_names
from kans_model.exchange.columns_page import columns_page
from kans_model.exchange.synonyms import meaning
from kans_model.words.texts import LANGUAGES

ROOT = Path(__file__).parents[2]


def test_the_page_beside_the_readme_is_what_the_tables_say():
    written = (ROOT / "docs" / "columns.md").read_text(encoding="utf-8")
    assert written == columns_page("en"), "renew it: kans city columns --lang en > docs/columns.md"
    assert "(docs/columns.md)" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_command_prints_the_page(lang):
    printed = CliRunner().invoke(app, ["city", "columns", "--lang", lang])
    assert printed.exit_code == 0
    assert printed.stdout == columns_page(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_name_stands_on_the_page_beside_its_column(lang):
    rows = dict(re.findall(r"^\| `([^`]+)` \|(.*)$", columns_page(lang), re.MULTILINE))
    assert set(rows) == {entry.column for entry in column_names()}
    absent = [
        entry.name
        for entry in column_names()
        if entry.name != entry.column and f"`{entry.name}`" not in rows[entry.column]
    ]
    assert absent == []


def test_a_name_on_the_page_is_recognised_with_that_factor():
    differ = []
    for entry in column_names():
        name, column = (
            text.replace("{mm}", "70").replace("{min}", "60") for text in (entry.name, entry.column)
        )
        understood = meaning(name)
        if understood is None or (understood[0].column, understood[0].unit_factor) != (
            column,
            entry.unit_factor,
        ):
            differ.append((name, column, understood))
    assert differ == []


def test_a_unit_and_a_factor_are_said_beside_the_names():
    page = columns_page("nl")
    assert "| `woz_eur` | gemiddelde WOZ-waarde | EUR, 5.000 tot 20.000.000 | × 1.000: " in page
    assert "| `works_year` | jaar van geplande werken | jaar, 2000 tot 2100 |" in page
    assert "  - `clay`: `klei`, `clay`, `kleigrond`" in page
