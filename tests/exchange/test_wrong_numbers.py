"""No wrong number goes in unsaid: marks, separators, mixed units, levels, years, parts and wholes."""

from datetime import datetime

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from kans_model.exchange.city_file import CityReport
from kans_model.exchange.city_import import import_city
from kans_model.exchange.file_explanation import explain_file
from kans_model.words.problems import KansError
from tests.fixtures.cities import squares

CODES = [f"BU9999000{number}" for number in range(1, 7)]


@pytest.fixture
def files(tmp_path):
    """Write a table of these columns for six buurten, as CSV or workbook; its path."""
    squares(CODES).to_file(tmp_path / "kaart.gpkg")

    def written(header, *columns, name="cijfers.csv"):
        rows = list(zip(CODES, *columns, strict=True))
        path = tmp_path / name
        if name.endswith(".csv"):
            lines = [f"buurtcode;{header}", *(";".join(map(str, row)) for row in rows)]
            path.write_text("\n".join(lines), encoding="utf-8")
            return path
        book = openpyxl.Workbook()
        book.active.append(["buurtcode", *header.split(";")])
        for row in rows:
            book.active.append(row)
        book.save(path)
        return path

    return written


def imported(*paths, mapping=None):
    return import_city(paths[0].parent / "kaart.gpkg", paths, "Proefstad", mapping=mapping)


def keys(report):
    return [note.key for note in report.notes]


def refused(*paths):
    with pytest.raises(KansError) as error:
        imported(*paths)
    assert "e+" not in error.value.text("nl") + error.value.text("en")
    return error.value.problems


REST = ["900", "800", "100", "50"]


@pytest.mark.parametrize("mark", ["¹", "*", " [2]", " (1)", " 1)", " ²", "†"])
def test_a_footnote_is_no_digit(files, mark):
    city, report = imported(files("aantal_inwoners", [f"1250{mark}", f"1.250{mark}", *REST]))
    assert city.areas["residents"].tolist()[:2] == [1250, 1250]
    assert "report.marks" in keys(report)


@pytest.mark.parametrize(
    "cell", ["1250 1", "12 50", "125 0", "1 250 1", "1250 a", "1250p", "12%50", "1,250,5", "€ 1250"]
)
def test_digits_are_never_glued_together(files, cell):
    refused(files("aantal_inwoners", [cell, "900", *REST]))


@pytest.mark.parametrize("cell", ["1 250", "1\u00a0250", "1\u2009250", "1\u202f250", "1'250", "1250,0"])
def test_thousands_may_be_parted_by_a_space(files, cell):
    assert imported(files("aantal_inwoners", [cell, "900", *REST]))[0].areas["residents"].iloc[0] == 1250


def test_a_raised_one_in_a_workbook_is_a_footnote(files):
    raised = CellRichText("1250", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    city, report = imported(files("aantal_inwoners", [raised, *[900] * 5], name="cijfers.xlsx"))
    assert city.areas["residents"].tolist() == [1250, *[900] * 5]
    assert "1250¹ = 1250" in report.text("nl")


@pytest.mark.parametrize(
    ("header", "cells", "key"),
    [
        ("aantal_inwoners", ["1.25", "900", *REST], "city_parts_of_a_count"),
        ("aantal_inwoners", ["1.2", "2.4", "3.1", "0.9", "1.8", "120"], "city_parts_of_a_count"),
        ("aantal_inwoners", ["1.250", "1,250", *REST], "city_two_separators"),
        ("percentage_koopwoningen", ["0.62", "55", "48", "70", "61", "33"], "city_two_units"),
        ("grondwaterdiepte_m", ["0.8", "1.2", "50", "0.7", "1.1", "1.0"], "city_two_scales"),
        ("grondwaterdiepte_cm", ["80", "120", "0.9", "70", "110", "100"], "city_two_scales"),
        ("grondwaterdiepte_cm", ["0.8", "1.2", "0.9", "0.7", "1.1", "1.0"], "city_metres_asked"),
        ("waterdiepte_t100 (cm)", ["0.8", "1.2", "0.9", "0.7", "0", "1.0"], "city_metres_asked"),
        ("grondwaterdiepte", ["0.8", "-0.4", "0.9", "0.7", "1.1", "1.0"], "city_depth_sense"),
        ("gemiddelde_woningwaarde", ["3500", "2800", "4100", "3000", "2950", "2900"], "city_scale"),
        ("gemiddelde_woningwaarde", ["350", "280", "9000", "9900", "295", "290"], "city_two_scales"),
        ("openbaar_groen_m2", ["2.5", "3.5", "1.5", "2.5", "4", "3"], "city_scale"),
        ("pet", ["1.8", "2.2", "1.5", "2.5", "1", "2"], "city_scale"),
    ],
)  # fmt: skip
def test_what_cannot_be_of_one_unit_is_asked_about(files, header, cells, key):
    assert [problem.key for problem in refused(files(header, cells))] == [key]


def test_a_mapping_answers_what_is_asked_and_the_doubt_is_said(files, tmp_path):
    mapping = tmp_path / "koppel.csv"
    mapping.write_text("column;source column;factor\ngroundwater_depth_m;grondwaterdiepte_m;1\n")
    path = files("grondwaterdiepte_m", ["0.8", "1.2", "50", "0.7", "1.1", "1.0"])
    city, report = imported(path, mapping=mapping)
    assert city.areas["groundwater_depth_m"].tolist()[2] == 50
    assert "report.answered" in keys(report)
    assert "BU99990003: 50" in report.text("nl")


@pytest.mark.parametrize(
    ("header", "cells", "column", "right", "key"),
    [
        ("aantal_inwoners", ["1250.5", "900.25", "800", "100", "50", "60"], "residents", 1250.5,
         "report.parts_of_counts"),
        ("koopwoningen", ["62", "55", "48", "70", "61", "33"], "owner_occupied_share", 0.62,
         "report.taken_as_percent"),
        ("percentage_koopwoningen", ["1", "0", "1", "1", "0", "1"], "owner_occupied_share", 0.01,
         "report.percent_of_one"),
        ("grondwaterdiepte_m", ["50.5", "45", "40", "35", "55", "20"], "groundwater_depth_m", 50.5,
         "report.deep"),
        ("inwoners_2009", ["1000"] * 6, "residents", 1000, "report.old_year"),
        ("inwoners_2090", ["1000"] * 6, "residents", 1000, "report.forecast_year"),
        ("aantal_inwoners;inwoners_2024", ["1000;1200"] * 6, "residents", 1000, "report.rival_column"),
        ("inwoners_15;inwoners_24", ["1000;1200"] * 6, "residents", 1200, "report.newest_year"),
        ("jaar_uitvoering", ["2015", "", "", "", "", ""], "works_year", 2015, "report.past_works"),
    ],
)  # fmt: skip
def test_which_reading_was_taken_is_said_with_its_values(files, header, cells, column, right, key):
    path = files(header, cells)
    city, report = imported(path)
    assert city.areas[column].iloc[0] == pytest.approx(right)
    assert key in keys(report)
    said = next(note.text("nl") for note in report.notes if note.key == key)
    if key != "report.newest_year":
        assert said in explain_file(path).text("nl")


def test_a_value_that_stands_alone_is_unknown_and_said(files):
    cells = ["350", "280", "19000", "300", "295", "290"]
    city, report = imported(files("gemiddelde_woningwaarde", cells))
    assert city.estimated("woz_eur")["BU99990003"]
    assert "BU99990003: 19000" in report.text("nl")


def test_levels_in_nap_are_no_depths(files, tmp_path):
    city, report = imported(files("grondwaterstand_m_nap;stijghoogte", ["0.8"] * 6, ["1.2"] * 6))
    assert city.estimated("groundwater_depth_m").all()
    assert keys(report) == ["report.level_in_nap"] * 2
    path = tmp_path / "cijfers.csv"
    lines = ["Grondwater in m t.o.v. NAP;", "buurtcode;grondwaterdiepte", *(f"{code};0.8" for code in CODES)]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [problem.key for problem in refused(path)] == ["city_level"]
    path.write_text("\n".join(["buurtcode;grondwaterdiepte", ";m NAP", *lines[2:]]), encoding="utf-8")
    assert [problem.key for problem in refused(path)] == ["city_level"]


def test_true_and_false_are_no_numbers(files):
    path = files("aantal_inwoners", [True, False, 900, 800, 100, 50], name="cijfers.xlsx")
    (problem,) = refused(path)
    assert problem.details["rows"] == f"{CODES[0]}: True, {CODES[1]}: False"


@pytest.mark.parametrize("cell", ["#DEEL/0!", "#N/B", "#OVERLOOP!", "Err:502", "#####", "geheim", "–", "^"])
def test_errors_and_secrets_are_unknown(files, cell):
    assert imported(files("aantal_inwoners", [cell, "900", *REST]))[0].areas["residents"].isna()["BU99990001"]


@pytest.mark.parametrize("names", [("b_2015.csv", "b_2024.csv"), ("b_2024.csv", "b_2015.csv")])
def test_of_two_files_the_newest_goes_first_and_the_other_fills(files, names):
    older = files("aantal_inwoners", ["1000"] * 6, name="b_2015.csv")
    newer = files("aantal_inwoners", ["1200"] * 5 + ["."], name="b_2024.csv")
    city, report = imported(*(older.parent / name for name in names))
    assert city.areas["residents"].tolist() == [1200] * 5 + [1000]
    assert "b_2024.csv (2024) ging voor b_2015.csv (2015) bij aantal_inwoners" in report.text("nl")
    assert "b_2015.csv (2015) vult 1 cel aan" in report.text("nl")
    assert newer.exists()


def test_without_years_the_first_file_goes_first_and_a_forecast_last(files):
    first = files("aantal_inwoners", ["1000"] * 6, name="prognose.csv")
    second = files("aantal_inwoners", ["1200"] * 6, name="stand.csv")
    city, _ = imported(first, second)
    assert city.areas["residents"].tolist() == [1200] * 6


def test_of_a_row_for_each_year_the_newest_is_read(files, tmp_path):
    path = tmp_path / "lang.csv"
    rows = [f"{code};{year};{people}" for code in CODES for year, people in ((2019, 900), (2023, 1200))]
    path.write_text("\n".join(["buurtcode;jaar;aantal_inwoners", *rows]), encoding="utf-8")
    files("aantal_inwoners", ["1"] * 6)
    city, report = imported(path)
    assert city.areas["residents"].tolist() == [1200] * 6
    assert "gelezen is 2023, niet 2019" in report.text("nl")


@pytest.mark.parametrize(
    ("header", "columns", "column", "row"),
    [
        ("aantal_inwoners;65plus;75plus", [[1000] * 6, [180] * 6, [90, 80, 280, 70, 60, 50]],
         "share_75plus", 2),
        ("percentage_65plus;percentage_75plus", [[18] * 6, [9, 8, 28, 7, 6, 5]], "share_75plus", 2),
        ("aantal_inwoners;aantal_huishoudens", [[1000] * 6, [500, 1500, 400, 300, 500, 450]],
         "households", 1),
        ("perc_koopwoningen;perc_corporatiewoningen", [[60] * 6, [30, 55, 20, 30, 20, 10]],
         "owner_occupied_share", 1),
    ],
)  # fmt: skip
def test_a_part_larger_than_its_whole_is_unknown_and_said(files, header, columns, column, row):
    city, report = imported(files(header, *columns))
    known = city.known[column]
    assert known.isna().tolist() == [place == row for place in range(6)]
    assert CODES[row] in report.text("nl").split("Herkende kolommen")[0]


def test_parts_that_are_mostly_larger_than_their_whole_are_refused(files):
    path = files("aantal_inwoners;aantal_huishoudens", [500] * 6, [1000] * 6)
    assert [problem.key for problem in refused(path)] == ["city_parts_over_whole"]


def test_pairs_that_are_hardly_possible_are_said(files):
    header = "aantal_inwoners;aantal_woningen;waterdiepte_t10;waterdiepte_t100"
    path = files(header, [1000, *[1500] * 5], [8000, *[500] * 5], [1.5, *[0] * 5], [0.5] * 6)
    assert keys(imported(path)[1]) == ["report.unlikely_pair"] * 2


@pytest.mark.parametrize(
    ("header", "unit", "cell"),
    [
        ("aantal_inwoners", "per km²", "3500"),
        ("banen", "per 1.000 inwoners", "350"),
        ("koopwoningen", "aantal", "62"),
        ("kwetsbare_panden", "%", "12"),
        ("grondwaterdiepte", "%", "1"),
    ],
)
def test_a_unit_under_a_name_that_does_not_fit_is_asked_about(files, header, unit, cell):
    path = files(header, [cell] * 6)
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([lines[0], f";{unit}", *lines[1:]]), encoding="utf-8")
    assert [problem.key for problem in refused(path)] == ["city_unit_row"]


def test_a_row_of_units_turns_elderly_and_depths_into_what_they_are(files):
    path = files("aantal_inwoners;65+;grondwaterdiepte", [1000] * 6, [18] * 6, [80] * 6)
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([lines[0], ";aantal;%;cm -mv", *lines[1:]]), encoding="utf-8")
    city, _ = imported(path)
    assert city.areas["share_65plus"].tolist() == [0.18] * 6
    assert city.areas["groundwater_depth_m"].tolist() == pytest.approx([0.8] * 6)


def test_a_total_that_the_rows_do_not_add_up_to_is_said(files):
    path = files("aantal_inwoners", ["1000"] * 6)
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\nTotaal;6000", encoding="utf-8")
    assert "report.total_differs" not in keys(imported(path)[1])
    path.write_text(f"{text}\nTotaal;9000", encoding="utf-8")
    assert "de totaalrij zegt 9000, de rijen tellen op tot 6000" in imported(path)[1].text("nl")


def test_more_people_than_the_ground_can_hold_are_asked_about(files):
    path = files("aantal inwoners (x 1.000)", ["1250"] * 6)
    assert [problem.key for problem in refused(path)] == ["city_dense"]


def test_rows_left_out_of_a_map_are_named(files, tmp_path):
    path = files("aantal_inwoners", [1000] * 6)
    squares(CODES, gemeentenaam=["Proefstad"] * 5 + ["Elders"]).to_file(tmp_path / "kaart.gpkg")
    _, report = imported(path)
    assert f"weggelaten: {CODES[5]}" in report.text("nl")


def test_percentages_among_counts_of_elderly_are_said(files):
    people, old = [1000, 1200, 900, 800, 1100, 1000], [180, 21, 170, 150, 200, 250]
    path = files("aantal_inwoners;65plus", people, old)
    assert keys(imported(path)[1]) == ["report.elderly_doubt"]
    assert "BU99990002: 21" in explain_file(path).text("nl")


def test_a_city_without_known_residents_has_no_sum_of_zero(files):
    city, _ = imported(files("aantal_inwoners", ["."] * 6))
    text = CityReport("stad.gpkg", city).text("nl")
    assert "Inwoners: onbekend." in text
    assert "0 inwoners" not in text


def test_the_day_of_an_export_is_no_year_of_figures_and_that_is_said(files):
    older = files("inwoners_2023", [1, 2, 3, 4, 5, 6], name="stand.csv")
    export = files("inwoners", [9, 9, 9, 9, 9, 9], name="kerncijfers_20241105.csv")
    city, report = imported(older, export)
    assert city.areas["residents"].tolist() == [1, 2, 3, 4, 5, 6]
    assert keys(report).count("report.export_date") == 1


def test_a_span_of_years_of_works_is_read_as_its_first_and_said(files):
    years = ["2030-2032", "2031/2032", "2030-31", "2029", "", "2033 t/m 2035"]
    city, report = imported(files("jaar_werk", years))
    assert city.areas["works_year"].tolist()[:4] == [2030, 2031, 2030, 2029]
    note = next(note for note in report.notes if note.key == "report.works_span")
    assert (note.values["n"], note.values["value"]) == (4, "2030-2032 = 2030")


@pytest.mark.parametrize(
    ("header", "cells", "ours", "values"),
    [
        ("gemiddelde_woningwaarde", ["430.000,-", "€ 430.000,--", "0,430 mln", "430.000,=", "430 k", "1 mln"],
         "woz_eur", [430_000] * 5 + [1_000_000]),
        ("waterdiepte_t100", ["2,31 m", "231cm", "0,5 m", "50 cm", "0.25m", "1,5"],
         "flood_depth_m_t100", [2.31, 2.31, 0.5, 0.5, 0.25, 1.5]),
        ("aantal_inwoners", ["1.250 inw.", "900 inwoners", "800", "1 200 personen", "7", "5 inw"],
         "residents", [1250, 900, 800, 1200, 7, 5]),
    ],
)  # fmt: skip
def test_a_unit_behind_a_number_is_read_and_said(files, header, cells, ours, values):
    city, report = imported(files(header, cells))
    assert city.areas[ours].tolist() == pytest.approx(values)
    assert "report.cell_units" in keys(report)


def test_a_date_that_excel_made_is_named_with_what_happened(files):
    made = datetime(2026, 5, 3)
    (problem,) = refused(files("waterdiepte_t100", [made, 0.5, 0.2, 0.3, 0.1, 0.4], name="c.xlsx"))
    assert problem.text("nl") == (
        "c.xlsx: buurt BU99990001: waterdiepte_t100 is een datum (03-05-2026); het rekenblad heeft "
        "waarschijnlijk van 3-5 een datum gemaakt. Zet in die cel het getal, of leeg als het onbekend is"
    )


def test_one_message_for_a_column_and_a_reason_with_three_cells(files):
    both = files(
        "aantal_inwoners;soort_werk", ["a", "b", "-5", "-6", "c", "d"], ["weg", "w", "y", "", "", ""]
    )
    problems = refused(both)
    assert [(problem.key, problem.column, problem.details["n"]) for problem in problems] == [
        ("city_column_words", "aantal_inwoners", 4),
        ("city_column_numbers", "aantal_inwoners", 2),
        ("column_choice", "soort_werk", 2),
    ]
    assert "(BU99990001: a, BU99990002: b, BU99990005: c, … (+1))" in problems[0].text("nl")
    assert problems[2].text("nl") == (
        "cijfers.csv: kolom soort_werk: 2 waarden zijn niet herkend (BU99990002: w, BU99990003: y); "
        "moet een van deze zijn: straat, riool, groen"
    )


def test_a_code_in_groups_is_one_code(files):
    path = files("inwoners", [1, 2, 3, 4, 5, 6])
    path.write_text(path.read_text().replace("BU9999", "BU9999 "))
    assert imported(path)[0].areas["residents"].tolist() == [1, 2, 3, 4, 5, 6]


def test_a_row_per_sex_in_each_area_is_one_message_that_names_the_column(files):
    path = files("sekse;inwoners", ["man", "man", "man", "vrouw", "vrouw", "vrouw"], [1, 2, 3, 4, 5, 6])
    for number in (4, 5, 6):
        path.write_text(path.read_text().replace(f"BU9999000{number}", f"BU9999000{number - 3}"))
    (problem,) = refused(path)
    assert problem.text("nl") == (
        "cijfers.csv: 3 buurten hebben meer dan één rij (BU99990001, BU99990002, BU99990003); kolom sekse "
        "maakt ze verschillend (man, vrouw). Laat per buurt één rij over"
    )


@pytest.mark.parametrize("cells", [["0,42 %", "0,36 %", "0,55 %"] * 2, ["0.42%"] * 6])
def test_fractions_with_a_percent_sign_are_asked_about(files, cells):
    (problem,) = refused(files("percentage_koopwoningen", cells))
    assert problem.key == "city_percent_of_one"
    assert f"BU99990001: {cells[0]}" in problem.text("nl")


def test_a_few_small_percentages_are_read(files):
    city, _ = imported(files("percentage_sociale_huur", ["0,4 %", "0,6 %", "31 %", "0,2 %", "12 %", "9 %"]))
    assert city.areas["corporation_share"].tolist() == [0.004, 0.006, 0.31, 0.002, 0.12, 0.09]


@pytest.mark.parametrize("cell", ["0,5 - 1,0 m", "> 2 m", "ca. 0,4 m", "0,5-1"])
def test_a_range_with_its_unit_is_unknown_and_said(files, cell):
    city, report = imported(files("waterdiepte_t100", [cell, "0,3", "0,2", "0,1", "0,4", "0,2"]))
    assert city.areas["flood_depth_m_t100"].isna().tolist() == [True] + [False] * 5
    assert "report.bounds" in [note.key for note in report.notes]
