"""A city's own years from a file, and what is refused of it."""

import pytest

from kans_model.exchange.record_file import read_record
from kans_model.programme.record import RecordYear
from kans_model.words.problems import KansError


@pytest.mark.parametrize(
    "text",
    [
        "year,planned_eur,realised_eur\n2024,10000000,6000000\n2023,8000000,8500000\n",
        "Jaar;Gepland;Uitgegeven\n2023;8000000;8500000\n2024;10.000.000;6.000.000\n",
    ],
)
def test_years_are_read_in_their_order(tmp_path, text):
    path = tmp_path / "jaren.csv"
    path.write_text(text, encoding="utf-8")
    assert read_record(path) == (RecordYear(2023, 8e6, 8.5e6), RecordYear(2024, 10e6, 6e6))


@pytest.mark.parametrize(
    ("text", "key", "place"),
    [
        ("jaar;gepland\n2024;1\n", "record_columns", (None, None)),
        ("jaar;gepland;uitgegeven\n2024;veel;1\n", "record_no_number", (2, "planned_eur")),
        ("jaar;gepland;uitgegeven\n2024,5;2;1\n", "record_no_number", (2, "year")),
        ("jaar;gepland;uitgegeven\n2024;2;1\n2024;2;1\n", "record_year_twice", (3, "year")),
        ("jaar;gepland;uitgegeven\n1850;2;1\n", "record_year_wrong", (2, None)),
        ("jaar;gepland;uitgegeven\n2024;0;1\n", "record_planned_wrong", (2, None)),
        ("jaar;gepland;uitgegeven\n2024;2;-1\n", "record_realised_wrong", (2, None)),
        ("jaar;gepland;uitgegeven\n2024;2;1;4\n", "rules_row_length", (2, None)),
    ],
)
def test_what_cannot_be_is_named_by_file_row_and_column(tmp_path, text, key, place):
    path = tmp_path / "jaren.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KansError) as refused:
        read_record(path)
    problem = next(problem for problem in refused.value.problems if problem.key == key)
    assert (problem.file, problem.row, problem.column) == ("jaren.csv", *place)
