"""Tables of portals: names that are paths, and areas by their name, or by code and name in one cell."""

import openpyxl
import pytest

from kans_model.exchange.city_import import import_city
from kans_model.words.problems import KansError
from tests.fixtures.cities import squares

CODES = ["BU99990001", "BU99990002", "BU99990003", "BU99990004"]
NAMES = ["Grachtenbuurt", "’t Zand", "Café-eiland", "Sint-Jan"]
PEOPLE = [1200.0, 900.0, 1500.0, 700.0]


@pytest.fixture
def areas(tmp_path):
    squares(CODES, buurtnaam=NAMES).to_file(tmp_path / "kaart.gpkg")
    return tmp_path / "kaart.gpkg"


def imported(areas, rows, page="utf-8"):
    path = areas.parent / "cijfers.csv"
    path.write_text("\n".join(";".join(map(str, row)) for row in rows), encoding=page)
    return import_city(areas, [path], "Mijnstad")


def test_names_that_are_paths_are_read_below_their_groups(areas):
    """An export of StatLine, with rows of the municipality and a district; men are no residents."""
    head = ["Wijken en buurten", "Regioaanduiding/Gemeentenaam (naam)", "Regioaanduiding/Codering (code)"]
    head += ["Bevolking/Aantal inwoners (aantal)", "Bevolking/Geslacht/Mannen (aantal)"]
    head += ["Bevolking/Leeftijdsgroepen/65 jaar of ouder (aantal)", "Wonen/Koopwoningen (%)"]
    head += ["Wonen/Huurwoningen/In bezit woningcorporatie (%)", "Bedrijvigheid/Dichtheid/per km2 (aantal)"]
    rows = [head, ["Mijnstad", "Mijnstad", "GM9999", 4300, 2000, 900, 50, 30, 9]]
    rows += [
        [name, "Mijnstad", code, int(people), 9, int(people / 5), 48, 31, 7]
        for name, code, people in zip(NAMES, CODES, PEOPLE, strict=True)
    ]
    city, report = imported(areas, rows)
    assert city.areas["residents"].tolist() == PEOPLE
    assert city.areas["share_65plus"].tolist() == pytest.approx([0.2] * 4)
    assert city.areas["owner_occupied_share"].tolist() == pytest.approx([0.48] * 4)
    assert city.areas["corporation_share"].tolist() == pytest.approx([0.31] * 4)
    assert "codes zonder buurt: GM9999" in report.text()
    assert any("Mannen" in name for name in report.unrecognised["cijfers.csv"])


def test_a_table_without_codes_is_joined_by_name_and_that_is_said(areas):
    """Windows-1252, other case, no accents; a total is no area."""
    said = ["GRACHTENBUURT", "'t zand", "Cafe eiland", "Sint Jan"]
    rows = [["Buurt", "Inwoners"], *zip(said, map(int, PEOPLE), strict=True), ["Totaal", 4300]]
    city, report = imported(areas, rows, "cp1252")
    assert city.areas["residents"].tolist() == PEOPLE
    assert "geen codes; 4 rijen gekoppeld op de naam van de buurt" in report.text()


def test_a_name_of_elsewhere_is_left_out_by_name(areas):
    rows = [["Buurten", "Inwoners"], *zip(NAMES[:3], (800, 900, 700), strict=True), ["Elders", 9]]
    city, report = imported(areas, rows)
    assert city.areas["residents"].tolist()[:3] == [800, 900, 700]
    assert report.missing["cijfers.csv"] == CODES[3:]
    assert "Elders" in report.text()


def test_a_few_names_that_every_city_has_join_nothing(areas):
    rows = [["Buurt", "Inwoners"], ["Sint-Jan", 5], ["Centrum", 6], ["Noord", 7], ["Zuid", 8]]
    with pytest.raises(KansError) as refused:
        imported(areas, rows)
    assert [problem.key for problem in refused.value.problems] == ["city_no_join"]


def test_code_and_name_in_one_cell_are_joined_by_the_code(areas):
    rows = [["Buurtcode", "Inwoners"]]
    rows += [[f"{c} {n}", int(p)] for c, n, p in zip(CODES, NAMES, PEOPLE, strict=True)]
    city, report = imported(areas, rows)
    assert city.areas["residents"].tolist() == PEOPLE
    assert "in één cel staan code en naam; 4 rijen gekoppeld op de code" in report.text()


def test_a_name_beside_the_code_of_another_area_is_refused(areas):
    rows = [["Buurtcode", "Inwoners"]]
    rows += [[f"{c} {n}", int(p)] for c, n, p in zip(CODES, reversed(NAMES), PEOPLE, strict=True)]
    with pytest.raises(KansError) as refused:
        imported(areas, rows)
    assert refused.value.problems[0].key == "city_other_names"


def test_the_same_row_twice_counts_once_and_another_one_is_refused(areas):
    rows = [["buurtcode", "inwoners"], *zip(CODES, map(int, PEOPLE), strict=True)]
    city, report = imported(areas, [*rows, rows[2]])
    assert city.areas["residents"].tolist() == PEOPLE
    assert "1 rij staat er tweemaal, in elke cel gelijk, en telt één keer: BU99990002" in report.text()
    with pytest.raises(KansError) as refused:
        imported(areas, [*rows, [CODES[1], 901]])
    assert refused.value.problems[0].key == "city_code_twice"


def test_a_sheet_that_explains_the_columns_is_not_the_table(areas):
    book = openpyxl.Workbook()
    for row in (["Kolom", "Betekenis"], ["inwoners", "aantal"], ["buurtcode", "code van CBS"]):
        book.active.append(row)
    book.active.title = "Toelichting"
    data = book.create_sheet("Gegevens")
    for row in (["buurtcode", "inwoners"], *zip(CODES, PEOPLE, strict=True)):
        data.append(row)
    book.save(areas.parent / "cijfers.xlsx")
    city, report = import_city(areas, [areas.parent / "cijfers.xlsx"], "Mijnstad")
    assert city.areas["residents"].tolist() == PEOPLE
    assert "blad ‘Gegevens’ gelezen" in report.text()
