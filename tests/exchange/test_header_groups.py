"""A part is never read as the whole: names over two and three rows, merged cells, groups without a total."""

import openpyxl
import pytest

from kans_model.exchange.figures_table import read_figures
from kans_model.exchange.source_file import SourceFile
from kans_model.words.problems import KansError

CODES = ["BU99990001", "BU99990002"]


def read(tmp_path, rows, kind):
    """What a table becomes: column of ours → numbers as they stand; and the keys of its notes."""
    path = tmp_path / f"t.{kind}"
    if kind == "csv":
        text = "\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in rows)
        path.write_text(text, encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    table = read_figures(path)
    source = SourceFile(path.name, table.frame, [], table)
    figures = {
        column: [float(cell) for cell in source.cells(column)]
        for column in source.meanings
        if column not in ("code", "name")
    }
    return figures, [note.key for note in table.notes]


def rows_of(*header):
    width = max(map(len, header))
    body = [[code, *(100 * row + place for place in range(1, width))] for row, code in enumerate(CODES, 1)]
    return [*map(list, header), *body]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("header", "ours"),
    [
        (
            [
                ["buurtcode", "Aantal inwoners", None, None, "Woningen", None, None],
                [None, "mannen", "vrouwen", "totaal", "koop", "huur", "totaal"],
            ],
            {"residents": 3, "dwellings": 6},
        ),
        (
            [
                [None, "Aantal inwoners", None, None],
                ["buurtcode", "mannen", "vrouwen", "totaal"],
            ],
            {"residents": 3},
        ),
        (
            [
                ["buurtcode", "Aantal inwoners", None, None, None],
                [None, 2023, None, 2024, None],
                [None, "vrouwen", "totaal", "vrouwen", "totaal"],
            ],
            {"residents": 4},
        ),
        (
            [
                ["buurtcode", "Inwoners", None, "Woningen", None],
                [None, "aantal", "65+", "%", "aantal"],
            ],
            {"residents": 1, "residents_65plus": 2, "dwellings": 4},
        ),
        (
            [
                ["buurtcode", "Prognose 2040", None, "Stand", None],
                [None, "inwoners", "woningen", "inwoners", "woningen"],
            ],
            {"residents": 3, "dwellings": 4},
        ),
        (
            [["buurtcode", "2023", None, "2024"], [None, "inwoners", "woningen", "inwoners"]],
            {"residents": 3, "dwellings": 2},
        ),
    ],
)
def test_a_name_over_more_rows_is_one_name(tmp_path, header, ours, kind):
    figures, notes = read(tmp_path, rows_of(*header), kind)
    assert figures == {column: [100 + place, 200 + place] for column, place in ours.items()}
    assert "report.row_no_code" not in notes


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("group", "parts"),
    [
        ("Aantal inwoners", ["mannen", "vrouwen"]),
        ("Gemiddelde WOZ-waarde", ["koopwoningen", "huurwoningen"]),
        ("Woningen", ["koopwoningen", "corporatiewoningen"]),
        ("waterdiepte_t100", ["max", "gem"]),
        ("gemiddeld inkomen", ["per ontvanger 15-65", "anders"]),
    ],
)
def test_parts_without_a_total_are_not_read_and_that_is_said(tmp_path, group, parts, kind):
    figures, notes = read(tmp_path, rows_of(["buurtcode", group, None], [None, *parts]), kind)
    assert figures == {}
    assert notes == ["report.group_parts"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("header", [["buurtcode", "Aantal inwoners", None], ["code", "woningen", None, "x"]])
def test_a_header_over_columns_of_figures_without_names_is_asked_about(tmp_path, header, kind):
    with pytest.raises(KansError) as error:
        read(tmp_path, rows_of(header + [None] * (kind == "xlsx")), kind)
    assert {problem.key for problem in error.value.problems} == {"figures_group_open"}
    assert error.value.problems[0].value == header[1]


def test_a_title_and_a_row_of_a_district_are_no_names(tmp_path):
    rows = [
        ["Woningen"],
        ["buurtcode", "buurtnaam", "woningen", "huishoudens"],
        [None, "Wijk Noord", None, None],
        [CODES[0], "A", 5, 6],
        [CODES[1], "B", 7, 8],
    ]
    figures, notes = read(tmp_path, rows, "xlsx")
    assert figures == {"dwellings": [5, 7], "households": [6, 8]}
    assert notes == ["report.row_title", "report.row_no_code"]
