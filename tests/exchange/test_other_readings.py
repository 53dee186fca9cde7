"""A count, a share, a rate, a density, a rank or a code: what a column may be as well is asked or said."""

import numpy as np
import pytest
import shapely

from kans_model.exchange.city_import import import_city
from kans_model.exchange.column_recognition import recognised
from kans_model.exchange.synonyms import meaning
from kans_model.words.problems import KansError
from tests.fixtures.cities import squares

N = 30
CODES = [f"BU999900{number:02}" for number in range(1, N + 1)]
RNG = np.random.default_rng(1)
SIDE_M = np.exp(RNG.normal(np.log(650), 0.35, N)).round()
AREA_HA = SIDE_M**2 / 1e4
PEOPLE = np.exp(RNG.normal(np.log(1800), 0.9, N)).round()
HOMES = (PEOPLE / 2.1).round()
"""Thirty areas of about 42 ha, with some hundreds to some thousands of people."""


def about(middle, spread, seed=2):
    return np.exp(np.random.default_rng(seed).normal(np.log(middle), spread, N))


@pytest.fixture
def imported(tmp_path):
    """Import the thirty areas with these columns, and a mapping where there is one."""
    west = np.concatenate([[0], np.cumsum(SIDE_M)[:-1]]) + 150_000
    shapes = [shapely.box(x, 450_000, x + side, 450_000 + side) for x, side in zip(west, SIDE_M, strict=True)]
    squares(CODES).set_geometry(shapes).set_crs(28992, allow_override=True).to_file(tmp_path / "kaart.gpkg")

    def read(mapping=None, above="", name="cijfers.csv", **columns):
        cells = [[f"{cell:.10g}".replace(".", ",") for cell in column] for column in columns.values()]
        lines = [above] if above else []
        lines += [";".join(["buurtcode", *columns]), *map(";".join, zip(CODES, *cells, strict=True))]
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
        given = None
        if mapping:
            given = tmp_path / "koppel.csv"
            given.write_text(f"column;source column;factor\n{mapping}\n", encoding="utf-8")
        return import_city(tmp_path / "kaart.gpkg", [tmp_path / name], "Proefstad", mapping=given)

    return read


def asked(imported, **columns):
    with pytest.raises(KansError) as error:
        imported(**columns)
    assert error.value.text("en")
    return [problem.key for problem in error.value.problems]


def said(report):
    return [note.key for note in report.notes]


RATES = {"aantal_inwoners": PEOPLE, "banen": about(480, 0.2).round()}
PER_KM2 = (PEOPLE / AREA_HA * 100).round()


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        (RATES, "city_rate"),
        ({"aantal_inwoners": PEOPLE, "bedrijfsvestigingen": about(120, 0.25).round()}, "city_rate"),
        ({"woningen": HOMES, "panden_water_in_70mm_60min": about(30, 0.2).round()}, "city_rate"),
        ({"aantal_inwoners": PER_KM2 * 2}, "city_density"),
        ({"woningen": HOMES, "koopwoningen": (HOMES / HOMES.max() * 60).round()}, "city_counted"),
        ({"woningen": HOMES, "kroonbedekking": (AREA_HA * about(0.15, 0.2)).round(2)}, "city_counted"),
        ({"grondwaterdiepte": about(4.2, 0.1).round(1)}, "city_metres_asked"),
        ({"inkomen": np.arange(1, N + 1)}, "city_order"),
        ({"inkomen": [1, 2, 3.5, 3.5, 5, 7, 7, 7, *range(9, N + 1)]}, "city_order"),
        ({"woz": np.arange(1, N + 1)}, "city_order"),
        ({"percentage_koopwoningen": np.arange(N) % 10 + 1}, "city_order"),
        ({"inkomen (x 1.000 euro)": np.arange(N) % 5 + 1}, "city_order"),
        ({"rioolafvoer": about(16.8, 0.1)}, "city_mm_asked"),
        ({"rioolafvoer": about(7, 0.1)}, "city_mm_asked"),
        ({"percentage_koopwoningen": (PEOPLE / PEOPLE.sum() * 100).round(2)}, "city_distribution"),
        ({"kroonbedekking": (AREA_HA / AREA_HA.sum()).round(4)}, "city_distribution"),
        ({"inwoners": PEOPLE, "aantal 65+": PEOPLE}, "city_usual"),
        ({"percentage_65plus": about(62, 0.1).round()}, "city_scale"),
        ({"inwoners": HOMES, "woningen": PEOPLE}, "city_usual"),
        ({"inwoners": np.zeros(N)}, "city_scale"),
        ({"inwoners": PEOPLE, "woningen": PEOPLE}, "city_same_column"),
        (
            {"percentage_65plus": about(19, 0.2).round(), "percentage_75plus": about(19, 0.2).round()},
            "city_same_column",
        ),
        ({"gevoelstemperatuur": about(24, 0.05).round(1)}, "city_scale"),  # of the air
        ({"woningen": HOMES, "panden_water_in_70mm_60min": HOMES * 2}, "city_usual"),
        ({"woningen": HOMES, "panden_natte_gevel_140mm_120min": HOMES * 2}, "city_usual"),
        ({"above": "Banen per 1.000 inwoners;", "banen": about(480, 0.9).round()}, "city_rate_said"),
        ({"above": "Dichtheid per km²;", "aantal_inwoners": PER_KM2}, "city_rate_said"),
    ],
)
def test_what_may_be_another_figure_is_asked(imported, columns, key):
    assert asked(imported, **columns) == [key]


@pytest.mark.parametrize(
    ("mapping", "columns", "column", "right"),
    [
        ("jobs;banen;1", RATES, "jobs", RATES["banen"]),
        ("residents;aantal_inwoners;1", {"aantal_inwoners": PER_KM2 * 2}, "residents", PER_KM2 * 2),
        ("sewer_discharge_mm_h;rioolafvoer;0,041667", {"rioolafvoer": np.full(N, 16.8)},
         "sewer_discharge_mm_h", np.full(N, 0.7)),
    ],
)  # fmt: skip
def test_a_mapping_answers_it_and_the_doubt_is_said(imported, mapping, columns, column, right):
    city, report = imported(mapping=mapping, **columns)
    np.testing.assert_allclose(city.areas[column], right, rtol=1e-4)
    if column != "sewer_discharge_mm_h":
        assert "report.answered" in said(report)


@pytest.mark.parametrize(
    "columns",
    [
        {"aantal_inwoners": PEOPLE, "woningen": HOMES, "huishoudens": (HOMES * 0.98).round()},
        {"aantal_inwoners": PEOPLE, "bedrijfsvestigingen": (PEOPLE * about(0.12, 0.4)).round()},
        {"woningen": HOMES, "koopwoningen": about(48, 0.35).clip(0, 95).round()},
        {"woningen": HOMES, "kroonbedekking": about(14, 0.4).clip(1, 60).round()},
        {"woningen": HOMES, "percentage_koopwoningen": (HOMES / HOMES.max() * 60).round()},
        {"inkomen": about(29, 0.2).round(1), "woz": about(320, 0.3).round()},
        {"rioolafvoer_mm_h": np.full(N, 19.8)},
        {"rioolafvoer": np.full(N, 0.7)},
    ],
)
def test_ordinary_figures_are_not_asked_about(imported, columns):
    imported(**columns)


def test_jobs_that_vary_less_than_jobs_per_resident_are_said_with_their_sum(imported):
    jobs = np.full(N, 400.0)
    jobs[::2] = 1200
    _, report = imported(aantal_inwoners=PEOPLE, banen=jobs)
    note = next(note for note in report.notes if note.key == "report.count_or_rate")
    assert "samen 24000" in note.text("nl")


def test_hectares_of_water_that_do_not_grow_with_the_ground_are_said(imported):
    percents = about(4, 0.3).round(1)
    _, report = imported(opp_water=percents)
    note = next(note for note in report.notes if note.key == "report.hectares_or_percent")
    assert "gelezen als hectares, samen " in note.text("nl")
    assert float(note.values["value"]) == pytest.approx(percents.sum())
    for named in ({"water_ha": percents}, {"opp_water": (AREA_HA * about(0.05, 0.1)).round(2)}):
        assert "report.hectares_or_percent" not in said(imported(**named)[1])


def test_a_few_buildings_everywhere_may_be_percentages_which_is_said(imported):
    _, report = imported(woningen=HOMES, panden_water_in_70mm_60min=np.arange(N) % 9 + 1.0)
    assert "report.taken_as_count" in said(report)


def test_elderly_in_percents_under_a_name_of_counts_stand_in_the_report_as_they_are_read(imported):
    _, report = imported(inwoners=PEOPLE, **{"65+": about(19, 0.2).round()})
    text = report.text("nl")
    assert "aandeel 65-plussers ← cijfers.csv: 65+ × 0,01, 30 waarden bekend, 0 onbekend: 0,1" in text
    assert "  65-plussers ←" not in text


def test_elderly_without_residents_are_not_used_which_is_said(imported):
    _, report = imported(**{"65plus": about(19, 0.2).round()})
    assert "report.elderly_alone" in said(report)


def test_every_column_is_said_with_its_ends_and_counts_with_their_sum(imported):
    _, report = imported(aantal_inwoners=np.full(N, 1250), rioolberging=np.linspace(6.5, 9.4, N))
    text = report.text("nl")
    assert "30 waarden bekend, 0 onbekend: 1250 tot 1250, samen 37500" in text
    assert "onbekend: 6,5 tot 9,4" in text
    assert "rioolberging: geen eenheid" in text or "rioolberging noemt geen eenheid" in text


def test_of_many_remarks_the_rest_is_counted_and_all_stand_in_the_written_report(imported):
    rates = {f"banen per {n} inwoners": about(480, 0.2) for n in (100, 1000, 10000)}
    _, report = imported(aantal_inwoners=PEOPLE, **rates)
    report.notes = report.notes * 20
    n = len(report.notes) - 40
    assert f"nog {n} opmerkingen; alle staan in het verslag" in report.text("nl")
    assert report.text("nl", cells=True).count("banen per 100 inwoners is een aantal per iets anders") == 20


def test_a_number_per_something_else_is_named_as_unread(imported):
    _, report = imported(**{"aantal_inwoners": PEOPLE, "banen per 1.000 inwoners": about(480, 0.2)})
    note = next(note for note in report.notes if note.key == "report.rate_unread")
    assert note.values["column"] == "banen per 1.000 inwoners"


@pytest.mark.parametrize(("code", "rest"), [(9999, 8900), (9999, 400), (999, 400), (99999, 9000)])
def test_whole_nines_are_a_code_also_beside_the_largest_number(imported, code, rest):
    people = np.linspace(100, rest, N).round()
    people[7] = code
    city, report = imported(aantal_inwoners=people)
    assert city.areas["residents"].isna().tolist() == [place == 7 for place in range(N)]
    assert f"{CODES[7]}: {code}" in next(n for n in report.notes if n.key == "report.codes").text("nl")


def test_999_as_the_largest_is_read_and_said(imported):
    worth = about(700, 0.1).round()
    worth[4] = 999
    city, report = imported(woz=worth)
    assert city.areas["woz_eur"].iloc[4] == 999_000
    assert f"{CODES[4]}: 999 is gelezen als getal" in report.text("nl")


def test_a_share_of_99_comma_9_is_no_code(imported):
    shares = np.linspace(20, 99.9, N)
    city, _ = imported(percentage_koopwoningen=shares)
    np.testing.assert_allclose(city.areas["owner_occupied_share"], shares / 100)


def test_the_first_of_january_in_a_name_is_said_to_be_the_day_of_the_figures(imported):
    _, report = imported(name="kern_20240101.csv", aantal_inwoners=PEOPLE)
    note = next(note for note in report.notes if note.key == "report.date_as_year")
    assert note.values == {"file": "kern_20240101.csv", "value": "20240101", "year": "2024"}


# --- names that a join or a shapefile made ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "column", "year"),
    [
        ("kerncijfers_aantal_inwoners", "residents", None),
        ("kerncijfers_2024_aantal_inwoners", "residents", 2024),
        ("Kerncijfers wijken en buurten 2023_a_inw", "residents", 2023),
        ("join_bu_code", "code", None),
        ("joined_BU_NAAM", "name", None),
        ("Blad1$_aantal_huishoudens", "households", None),
        ("cijfers.gem_woz_waarde", "woz_eur", None),
        ("cbs_perc_koopwoningen", "owner_occupied_share", None),
        ("AANTAL_INW", "residents", None),
        ("PERC_HUURW", None, None),
        ("inwoners 1-1-2024", "residents", 2024),
        ("perc_koop", "owner_occupied_share", None),
        ("mannen_aantal_inwoners", None, None),
        ("toename_inwoners", None, None),
        ("nieuwbouw_woningen", None, None),
    ],
)
def test_names_behind_a_layer_are_recognised_and_subgroups_are_not(name, column, year):
    understood = meaning(name)
    assert (understood[0].column if understood else None) == column
    assert (understood[0].year if understood else None) == year


def test_one_beginning_before_all_columns_of_a_table_is_that_of_a_join():
    used, _, unknown = recognised(["id", "xy24_bu_code", "xy24_a_inw", "xy24_a_hh", "xy24_zwembaden"])
    assert {entry.column for entry in used} == {"code", "residents", "households"}
    assert unknown == ["id", "xy24_zwembaden"]
    assert recognised(["bu_code", "vrouwen_a_inw", "vrouwen_a_hh", "vrouwen_woningen"])[0][0].column == "code"
    assert len(recognised(["bu_code", "vrouwen_a_inw", "vrouwen_a_hh", "vrouwen_woningen"])[0]) == 1


def test_a_joined_column_comes_behind_one_of_the_layer_itself():
    used, unused, _ = recognised(["kerncijfers_aantal_inwoners", "bu_code", "join_bu_code", "inwoners"])
    assert {entry.source for entry in used} == {"bu_code", "inwoners"}
    assert {entry.source for entry in unused} == {"kerncijfers_aantal_inwoners", "join_bu_code"}


def test_a_word_among_many_numbers_is_unknown_and_said(imported, tmp_path):
    imported(woz=about(320, 0.3).round())
    path = tmp_path / "cijfers.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([lines[0], f"{CODES[0]};geen", *lines[2:]]), encoding="utf-8")
    city, report = import_city(tmp_path / "kaart.gpkg", [path], "Proefstad")
    note = next(note for note in report.notes if note.key == "report.words")
    assert note.text("nl") == (
        f"cijfers.csv: kolom woz: 1 cel is een woord en daarom onbekend: {CODES[0]}: geen."
    )
    assert (CODES[0], "woz_eur") in city.filled[["code", "column"]].itertuples(index=False, name=None)


def test_one_share_for_every_area_is_said(imported):
    _, report = imported(percentage_65plus=np.full(N, 19))
    note = next(note for note in report.notes if note.key == "report.same_everywhere")
    assert note.text("nl").startswith("cijfers.csv: kolom percentage_65plus is overal 19;")


def test_water_that_is_deeper_once_in_10_years_than_once_in_1000_is_said(imported):
    _, report = imported(waterdiepte_t10=about(1.1, 0.2).round(2), waterdiepte_t1000=about(0.4, 0.2).round(2))
    assert "report.unlikely_pair" in said(report)
