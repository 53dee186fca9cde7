"""Files as planners make them, of one invented city whose right values are known: each is read or refused."""

import openpyxl
import pytest

from kans_model.exchange.city_import import import_city
from kans_model.words.problems import KansError
from tests.exchange.test_other_readings import CODES, HOMES, PEOPLE, N, about
from tests.fixtures.cities import squares

CITY = "Proefstad"
NAMES = [f"Buurt {place}" for place in range(N)]
OWNED = about(48, 0.3).clip(5, 95).round(1)
WOZ = about(320, 0.3, 3).round()
JOBS_PER_1000 = about(480, 0.5, 4).round()


def dutch(number, dots=False):
    whole, _, part = f"{number:,.10g}".partition(".")
    return whole.replace(",", "." if dots else "") + (f",{part}" if part else "")


def body(*columns):
    return [list(row) for row in zip(CODES, *columns, strict=True)]


def texts(numbers, dots=False):
    return [dutch(number, dots) for number in numbers]


def csv(folder, rows, sign=";", page="utf-8"):
    path = folder / "cijfers.csv"
    path.write_text("\n".join(sign.join(map(str, row)) for row in rows), encoding=page)
    return path


def book(folder, rows, merged=(), percent=None):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for cells in merged:
        made.active.merge_cells(cells)
    if percent:
        for row in range(2, made.active.max_row + 1):
            made.active[f"{percent}{row}"].number_format = "0.0%"
    made.save(folder / "cijfers.xlsx")
    return folder / "cijfers.xlsx"


def sub_groups(folder):
    """Men, women and a total below a merged name."""
    men = (PEOPLE * 0.49).round()
    rows = [
        ["buurtcode", "Inwoners", None, None, "Woningen"],
        [None, "Mannen", "Vrouwen", "Totaal", "Totaal"],
    ]
    rows += body(men.tolist(), (PEOPLE - men).tolist(), PEOPLE.tolist(), HOMES.tolist())
    return book(folder, rows, ["B1:D1"]), {"residents": PEOPLE, "dwellings": HOMES}


def two_rows_with_years_and_units(folder):
    rows = [["Kerncijfers Proefstad"], ["Code", "Inwoners", "Inwoners", "WOZ"], ["", "2022", "2024", "2023"]]
    rows += [["", "aantal", "aantal", "x 1.000 euro"]]
    rows += body(texts(PEOPLE * 2), texts(PEOPLE, dots=True), texts(WOZ))
    rows += [["Totaal", dutch(2 * PEOPLE.sum()), dutch(PEOPLE.sum(), dots=True), ""], ["Bron: gemeente"]]
    return csv(folder, rows), {"residents": PEOPLE, "woz_eur": WOZ * 1000}


def units_in_cells(folder):
    people = [f"{text} inw." for text in texts(PEOPLE, dots=True)]
    worth = [f"€ {text},-" for text in texts(WOZ * 1000, dots=True)]
    rows = [["buurtcode", "aantal_inwoners", "gemiddelde_woningwaarde", "koopwoningen"]]
    rows += body(people, worth, [f"{text} %" for text in texts(OWNED)])
    return csv(folder, rows), {
        "residents": PEOPLE,
        "woz_eur": WOZ * 1000,
        "owner_occupied_share": OWNED / 100,
    }


def three_levels(folder):
    """Municipality, district and neighbourhood rows, the first two with other numbers."""
    rows = [["Regiocode", "Soort regio", "Aantal inwoners"], ["GM9999", "Gemeente", PEOPLE.sum()]]
    rows += [["WK999900", "Wijk", 9999]] + [[code, "Buurt", n] for code, n in zip(CODES, PEOPLE, strict=True)]
    return csv(folder, rows), {"residents": PEOPLE}


def cut_names(folder):
    """Ten characters each; what may be several figures stays unread."""
    rows = [["BUURTCODE", "AANTAL_INW", "GEMIDDELDE", "PERC_KOOPW", "PERC_HUURW", "WONINGVOOR"]]
    rows += body(texts(PEOPLE), texts(WOZ), texts(OWNED), texts(100 - OWNED), texts(HOMES))
    right = {"residents": PEOPLE, "owner_occupied_share": OWNED / 100, "dwellings": HOMES}
    return csv(folder, rows), right | {"woz_eur": None, "corporation_share": None}


def per_thousand_below_a_group(folder):
    rows = [["buurtcode", "Aantal", "", "Per 1.000 inwoners"], ["", "Inwoners", "Huishoudens", "Banen"]]
    rows += body(texts(PEOPLE), texts(HOMES), texts(JOBS_PER_1000))
    return csv(folder, rows), {"residents": PEOPLE, "households": HOMES, "jobs": None}


def percent_cells_and_text_dates(folder):
    rows = [["buurtcode", "Stand", "Aantal inwoners", "% koopwoningen"]]
    rows += body(["1 januari 2024"] * N, PEOPLE.tolist(), (OWNED / 100).tolist())
    return book(folder, rows, percent="D"), {"residents": PEOPLE, "owner_occupied_share": OWNED / 100}


def english_thousands_in_quotes(folder):
    rows = [["sep=,"], ["area code", "number of residents", "average house value"]]
    rows += body([f'"{n:,.0f}"' for n in PEOPLE], [f'"{n:,.0f}"' for n in WOZ * 1000])
    return csv(folder, rows, ",", "utf-16"), {"residents": PEOPLE, "woz_eur": WOZ * 1000}


def joined_names(folder):
    rows = [["fid", "kern_2024_bu_code", "kern_2024_a_inw", "kern_2024_woz"]]
    rows += [[n, code, *row] for n, (code, *row) in enumerate(body(texts(PEOPLE), texts(WOZ)))]
    return csv(folder, rows), {"residents": PEOPLE, "woz_eur": WOZ * 1000}


READ = (
    sub_groups,
    two_rows_with_years_and_units,
    units_in_cells,
    three_levels,
    cut_names,
    per_thousand_below_a_group,
    percent_cells_and_text_dates,
    english_thousands_in_quotes,
    joined_names,
)


@pytest.fixture
def areas(tmp_path):
    squares(CODES, buurtnaam=NAMES).to_file(tmp_path / "kaart.gpkg")
    return tmp_path / "kaart.gpkg"


@pytest.mark.parametrize("file", READ, ids=lambda file: file.__name__)
def test_every_number_is_the_right_one_or_unread(areas, tmp_path, file):
    path, right = file(tmp_path)
    city, _ = import_city(areas, [path], CITY)
    for column, values in right.items():
        known = city.known[column] if column in city.known else city.areas[column].where(False)
        if values is None:
            assert known.isna().all(), column
        else:
            assert known.tolist() == pytest.approx(list(values)), column


PARTS = (PEOPLE * 0.4).round()


@pytest.mark.parametrize(
    ("above", "names"),
    [
        ("Vrouwen", "Inwoners Huishoudens"),
        ("Mutaties", "Inwoners Woningen"),
        ("Nieuwbouwplannen t/m 2030", "Woningen Huishoudens"),
        ("Vrouwen naar buurt", "inwoners huishoudens"),
        ("Toename 2020-2024", "inwoners huishoudens"),
    ],
)
def test_figures_of_a_part_or_a_change_are_asked_about(areas, tmp_path, above, names):
    rows = [["", above, ""], ["buurtcode", *names.split()], *body(texts(PARTS), texts(PARTS))]
    with pytest.raises(KansError) as error:
        import_city(areas, [csv(tmp_path, rows)], CITY)
    assert {problem.key for problem in error.value.problems} == {"city_title"}


@pytest.mark.parametrize(
    "head",
    [
        [["", "65 jaar en ouder", ""], ["buurtcode", "Inwoners", "Huishoudens"]],
        [["", "Vrouwen", "Mannen"], ["buurtcode", "Inwoners", "Inwoners"]],
        [["buurtcode", "inwoners_mannen", "inwoners 15-25"]],
        [["buurtcode", "inwoners_65", "woningen_30"]],
        [["buurtcode", "waterdiepte_t100_2050", "pet 2085"]],
        [["buurtcode", "aantal_inwoners_min", "woningen voor 1945"]],
    ],
)
def test_names_of_a_part_or_of_another_climate_are_unread(areas, tmp_path, head):
    city, _ = import_city(areas, [csv(tmp_path, head + body(texts(PARTS), texts(PARTS)))], CITY)
    read = ["residents", "households", "dwellings", "flood_depth_m_t100", "pet_degc"]
    assert not [column for column in read if column in city.known and city.known[column].notna().any()]


def test_a_title_that_lists_what_the_columns_hold_is_no_part(areas, tmp_path):
    rows = [["Bevolking, mannen en vrouwen, 65 jaar en ouder; herkomst: CBS", "", ""]]
    rows += [["buurtcode", "inwoners", "huishoudens"], *body(texts(PEOPLE), texts(HOMES))]
    city, _ = import_city(areas, [csv(tmp_path, rows)], CITY)
    assert city.areas["residents"].tolist() == PEOPLE.tolist()


def test_names_that_shifted_a_row_are_refused(areas, tmp_path):
    rows = [["buurtcode", "buurtnaam", "inwoners"], *body([*NAMES[1:], NAMES[0]], texts(PEOPLE))]
    with pytest.raises(KansError) as error:
        import_city(areas, [csv(tmp_path, rows)], CITY)
    assert [problem.key for problem in error.value.problems] == ["city_other_names"]
