"""The city's own balance from a file."""

from pathlib import Path

import pytest

from kans_model.exchange.balance_file import read_balance
from kans_model.finance.city_balance import CityBalance
from kans_model.words.problems import KansError

TEMPLATE = Path(__file__).parents[2] / "docs" / "balance.csv"


def test_dutch_amounts_and_names_are_read_and_an_empty_post_is_unknown(tmp_path):
    path = tmp_path / "balans.csv"
    path.write_text(
        "post;eur\nVaste schulden;1.250.000,50\nequity_eur;-2000000\ncash_eur;\n", encoding="utf-8-sig"
    )
    assert read_balance(path).known == {"long_debt_eur": 1250000.5, "equity_eur": -2e6}


def test_what_is_wrong_names_file_row_column_and_value(tmp_path):
    path = tmp_path / "balans.csv"
    path.write_text("post;eur\nschuld;1\ncash_eur;veel\ntotal_eur;-5\nequity_eur;1\nequity_eur;2\n")
    with pytest.raises(KansError) as refused:
        read_balance(path)
    said = [(problem.file, problem.row, problem.column, problem.value) for problem in refused.value.problems]
    assert said == [
        ("balans.csv", 2, "post", "schuld"),
        ("balans.csv", 6, "post", "equity_eur"),
        ("balans.csv", "cash_eur", "eur", "veel"),
        ("balans.csv", "total_eur", "eur", "-5"),
    ]


def test_the_template_holds_every_post_and_says_nothing():
    assert read_balance(TEMPLATE).known == {}
    assert [line.split(";")[0] for line in TEMPLATE.read_text().splitlines()[1:]] == CityBalance.posts()
