"""A calendar of works is read by name, code or place; what cannot be is named and nothing of it is read."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import openpyxl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from kans_model.city.checks import CRS
from kans_model.city.city import City
from kans_model.exchange.example_works import example_works
from kans_model.exchange.works_calendar import read_works
from kans_model.exchange.works_overlay import inside_m2, works_surfaces
from kans_model.measures.room import WORKS_STOCKS
from kans_model.programme.opportunities import missed_opportunities
from kans_model.programme.works import Work, city_works, opened
from kans_model.tables.vocabulary import WORK_KINDS
from kans_model.words.problems import KansError
from scripts.make_demo_works import demo_works
from tests.fixtures.cities import areas
from tests.fixtures.packages import demo
from tests.fixtures.programmes import PROJECTS, planned

SCALAR = {"works_line_width_m": 10.0, "works_point_radius_m": 20.0}
PUBLIC_M2 = 100_000.0
"""Of each square of 500 by 500 m: 60,000 m² paved and 40,000 m² green."""
WEST, SOUTH = 150_000, 450_000


@pytest.fixture(scope="module")
def city():
    """Three squares in a row; two are called Noord."""
    n = 3
    surfaces = {
        "flat_roof_m2": 20_000.0,
        "pitched_roof_m2": 30_000.0,
        "public_paved_m2": 60_000.0,
        "private_paved_m2": 30_000.0,
        "public_green_m2": 40_000.0,
        "private_garden_m2": 70_000.0,
        "water_m2": 0.0,
    }
    columns = {name: [value] * n for name, value in surfaces.items()}
    return City.from_areas(
        areas(["BU99990001", "BU99990002", "BU99990003"], name=["Noord", "Zuid", "Noord"], **columns),
        "Proefstad",
        soil="sand",
    )


def read(tmp_path, city, text, name="werken.csv", **options):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_works(path, city, scalar=SCALAR, **options)


def drawn(tmp_path, city, shapes, crs=CRS, name="werken.geojson", **columns):
    frame = gpd.GeoDataFrame({"jaar": [2030] * len(shapes), **columns}, geometry=shapes, crs=crs)
    path = tmp_path / name
    frame.to_file(path, driver="GPKG" if name.endswith("gpkg") else "GeoJSON")
    return read_works(path, city, scalar=SCALAR)


def line(*points):
    return shapely.LineString([(WEST + x, SOUTH + y) for x, y in points])


# --- by hand ---------------------------------------------------------------------------------


def test_a_line_of_known_length_and_width_opens_its_surface_over_the_public_space(tmp_path, city):
    works, _ = drawn(tmp_path, city, [line((100, 250), (800, 250))], soort=["riool"])
    # 400 m of 10 m in the first square and 300 m in the second, of 100,000 m² of public space each
    assert dict(works[0].shares) == pytest.approx({"BU99990001": 0.04, "BU99990002": 0.03}, rel=1e-6)
    assert works[0].opens == ("street",)


def test_a_point_is_a_circle_and_a_surface_is_itself(tmp_path, city):
    point = shapely.Point(WEST + 250, SOUTH + 250)
    box = shapely.box(WEST + 600, SOUTH, WEST + 700, SOUTH + 50)
    works, _ = drawn(tmp_path, city, [point, box], soort=["weg", "groen"], naam=["punt", "vlak"])
    assert works[0].shares["BU99990001"] == pytest.approx(np.pi * 20**2 / PUBLIC_M2, rel=2e-3)
    assert works[1].shares["BU99990002"] == pytest.approx(5_000 / PUBLIC_M2, rel=1e-6)
    assert works[1].opens == ("public_green",)


def test_a_surface_larger_than_the_public_space_opens_all_of_it(tmp_path, city):
    works, _ = drawn(
        tmp_path, city, [shapely.box(WEST, SOUTH, WEST + 500, SOUTH + 500)], soort=["woningbouw"]
    )
    assert works[0].shares == {"BU99990001": 1.0}
    assert works[0].opens == WORKS_STOCKS


def test_pieces_of_one_work_do_not_count_their_crossing_twice(tmp_path, city):
    crossing = [line((100, 250), (200, 250)), line((150, 200), (150, 300))]
    works, report = drawn(tmp_path, city, crossing, soort=["weg"] * 2, naam=["kruispunt"] * 2)
    assert len(works) == 1
    assert works[0].shares["BU99990001"] == pytest.approx((2 * 1_000 - 100) / PUBLIC_M2, rel=1e-6)
    assert "2 regels met hier en daar dezelfde naam, soort en jaren: samen 1 werk." in report.text()


TABLE = (
    "Naam;Soort werk;Buurt;Periode;Aandeel;Vroegste start;Laatste start;Opdrachtgever;Budget (k€);Status\n"
)


def test_a_table_says_all_that_works_have(tmp_path, city):
    row = "Riool Zuid;Rioolvervanging;Zuid;2028 t/m 2029;25%;2027;2031;Gemeente;1.250;in voorbereiding\n"
    works, report = read(tmp_path, city, TABLE + row)
    assert works == (
        Work(
            id="riool-zuid",
            name="Riool Zuid",
            kind="sewer",
            shares={"BU99990002": 0.25},
            start=2028,
            end=2029,
            earliest=2027,
            latest=2031,
            opens=("street",),
            owner="Gemeente",
            status="prepared",
            budget_eur=1_250_000.0,
        ),
    )
    assert list(works[0].starts) == [2027, 2028, 2029, 2030, 2031]
    assert "1 werk uit 1 regel" in report.text()
    assert "1 work from 1 row" in report.text("en")


def test_codes_without_their_zeros_and_a_surface_or_length(tmp_path, city):
    text = "code,kind,start,end,oppervlakte (m2),lengte_m\n"
    rows = "BU99990001,road,01-05-2028,2029-02-01,5000,\nBU99990003,cable,2030,,,400\n"
    works, _ = read(tmp_path, city, text + rows)
    assert [(work.start, work.end) for work in works] == [(2028, 2029), (2030, 2030)]
    assert works[0].shares == {"BU99990001": 0.05}
    assert works[1].shares == {"BU99990003": pytest.approx(400 * 10 / PUBLIC_M2)}


def test_a_workbook_with_a_title_dates_and_percentages(tmp_path, city):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Werkkalender 2026"])
    sheet.append(["Project", "Type werk", "Buurtcode", "Startdatum", "Einddatum", "Aandeel"])
    sheet.append(["Weg", "herinrichting", "BU99990001", __import__("datetime").date(2028, 5, 1), 2029, 0.4])
    sheet["F3"].number_format = "0%"
    book.save(tmp_path / "werken.xlsx")
    works, report = read_works(tmp_path / "werken.xlsx", city)
    assert (works[0].start, works[0].end, dict(works[0].shares)) == (2028, 2029, {"BU99990001": 0.4})
    assert "Werkkalender 2026" in report.text()


def test_a_mapping_file_names_what_is_not_recognised(tmp_path, city):
    (tmp_path / "koppel.csv").write_text(
        "column;source column;factor\nshare;deelgebied;0,01\n", encoding="utf-8"
    )
    text = "buurt;jaar;deelgebied\nZuid;2030;40\n"
    works, _ = read(tmp_path, city, text, mapping=tmp_path / "koppel.csv")
    assert works[0].shares == {"BU99990002": pytest.approx(0.4)}
    with pytest.raises(KansError) as refused:
        read(tmp_path, city, "buurt;jaar\nZuid;2030\n", mapping=tmp_path / "koppel.csv")
    assert refused.value.problems[0].key == "mapping_source"


# --- where it lies ---------------------------------------------------------------------------


def test_layers_of_points_lines_and_surfaces_are_all_read(tmp_path, city):
    path = tmp_path / "werken.gpkg"
    for layer, shape in (
        ("punten", shapely.Point(WEST + 250, SOUTH + 250)),
        ("lijnen", line((100, 100), (200, 100))),
        ("vlakken", shapely.box(WEST + 600, SOUTH, WEST + 700, SOUTH + 50)),
    ):
        frame = gpd.GeoDataFrame({"jaar": [2030], "naam": [layer]}, geometry=[shape], crs=CRS)
        frame.to_file(path, layer=layer, driver="GPKG")
    works, _ = read_works(path, city)
    assert [work.name for work in works] == ["punten", "lijnen", "vlakken"]


@pytest.mark.parametrize("crs", [CRS, None, "EPSG:4326", "EPSG:3857"])
def test_the_same_line_in_any_system_is_the_same_share(tmp_path, city, crs):
    shape = gpd.GeoSeries([line((100, 250), (400, 250))], crs=CRS)
    shape = shape.to_crs(crs) if crs else shape.set_crs(None, allow_override=True)
    works, _ = drawn(tmp_path, city, shape.to_list(), crs=crs, name="werken.gpkg")
    assert works[0].shares["BU99990001"] == pytest.approx(0.03, rel=1e-3)


def test_works_of_elsewhere_are_left_out_by_name(tmp_path, city):
    far = shapely.Point(WEST + 20_000, SOUTH)
    works, report = drawn(tmp_path, city, [line((0, 9), (90, 9)), far], naam=["hier", "daar"])
    assert [work.name for work in works] == ["hier"]
    assert "regel 2 (daar): ligt niet in deze stad" in report.text()


# --- what cannot be --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "key", "column", "value"),
    [
        ("A;riool;Zuid;2030-2028;0,2;;;;;", "works_end_before_start", "Periode", "2030-2028"),
        ("A;riool;Atlantis;2030;0,2;;;;;", "works_area_unknown", "Buurt", "Atlantis"),
        ("A;riool;Noord;2030;0,2;;;;;", "works_area_several", "Buurt", "Noord"),
        ("A;riool;;2030;0,2;;;;;", "works_nowhere", "Buurt", None),
        ("A;brug;Zuid;2030;0,2;;;;;", "works_kind_word", "Soort werk", "brug"),
        ("A;riool;Zuid;;0,2;;;;;", "works_no_year", "Periode", None),
        ("A;riool;Zuid;binnenkort;0,2;;;;;", "works_no_years", "Periode", "binnenkort"),
        ("A;riool;Zuid;1980;0,2;;;;;", "works_year_outside", "Periode", "1980"),
        ("A;riool;Zuid;2030;25;;;;;", "works_share", "Aandeel", "25"),
        ("A;riool;Zuid;2030;0;;;;;", "works_share", "Aandeel", "0"),
        ("A;riool;Zuid;2030;130%;;;;;", "works_share", "Aandeel", "130%"),
        ("A;riool;Zuid;2030;0,2;2032;2031;;;", "works_window_reversed", "Vroegste start", "2032"),
        ("A;riool;Zuid;2030;0,2;2031;2032;;;", "works_outside_window", "Vroegste start", "2031"),
        ("A;riool;Zuid;2030;0,2;;2029;;;", "works_outside_window", "Laatste start", "2029"),
        ("A;riool;Zuid;2030;0,2;;;;veel;", "works_no_number", "Budget (k€)", "veel"),
        ("A;riool;Zuid;2030;0,2;;;;-3;", "works_budget", "Budget (k€)", "-3"),
    ],
)
def test_what_cannot_be_is_named_by_file_row_column_and_value(tmp_path, city, row, key, column, value):
    with pytest.raises(KansError) as refused:
        read(tmp_path, city, f"{TABLE}B;riool;Zuid;2030;0,1;;;;;\n{row}\n")
    (problem,) = refused.value.problems
    assert (problem.key, problem.file, str(problem.row)) == (key, "werken.csv", "3")
    assert (problem.column, problem.value) == (column, value)


def test_all_that_is_wrong_is_said_at_once(tmp_path, city):
    rows = "A;brug;Atlantis;2030-2028;25;;;;veel;\nB;riool;Zuid;ooit;0;;;;;\n"
    with pytest.raises(KansError) as refused:
        read(tmp_path, city, TABLE + rows)
    assert sorted({problem.key for problem in refused.value.problems}) == [
        "works_area_unknown",
        "works_end_before_start",
        "works_kind_word",
        "works_no_number",
        "works_no_years",
        "works_share",
    ]


def test_works_in_degrees_among_works_in_rd_are_named(tmp_path, city):
    shapes = [
        shapely.Point(WEST + 9, SOUTH + 9),
        shapely.Point(WEST + 99, SOUTH + 9),
        shapely.Point(5.38, 52.04),
    ]
    with pytest.raises(KansError) as refused:
        drawn(tmp_path, city, shapes, crs=None)
    (problem,) = refused.value.problems
    assert (problem.key, problem.row) == ("works_mixed_crs", "3")


def test_numbers_that_lie_nowhere_and_name_no_system_are_refused(tmp_path, city):
    with pytest.raises(KansError) as refused:
        drawn(tmp_path, city, [shapely.Point(4e6, 3e6)], crs=None, name="werken.gpkg")
    assert refused.value.problems[0].key == "city_no_crs"


def test_one_id_with_two_years_is_refused(tmp_path, city):
    text = "werknummer;buurt;jaar;aandeel\nR1;Zuid;2030;0,2\nR1;Zuid;2031;0,2\n"
    with pytest.raises(KansError) as refused:
        read(tmp_path, city, text)
    assert refused.value.problems[0].key == "works_id_twice"


# --- what is doubtful ------------------------------------------------------------------------


def test_what_is_only_doubtful_is_said_and_taken(tmp_path, city):
    rows = (
        "A;riool;Zuid;2030;0,7;;;;;\nA;riool;Zuid;2030;0,7;;;;;\n"  # the same row twice
        "B;riool;Zuid;2030;0,6;;;;;\n"  # another name, else alike; together more than all
        "C;riool en weg;Zuid;2033;0,2;;;;;straks\n"  # two kinds, no such status
        "D;riool;Zuid;2034;;;;;;\n"  # of unknown extent
    )
    works, report = read(tmp_path, city, TABLE + rows)
    assert [work.name for work in works] == ["A", "B", "C"]
    assert works[2].opens == ("street", "square")
    said = report.text()
    for words in (
        "regel 3 (A) is precies gelijk aan regel 2",
        "A en B lijken hetzelfde werk",
        "in Zuid openen werken in 2030 samen meer dan alles",
        "‘riool en weg’ noemt meer soorten werk; gelezen als riool",
        "status ‘straks’ is onbekend; gelezen als gepland",
        "regel 6 (D): onbekend hoeveel openbare ruimte opengaat",
    ):
        assert words in said


def test_works_drawn_over_each_other_are_named(tmp_path, city):
    lines = [line((100, 250), (200, 250)), line((100, 252), (200, 252)), line((100, 400), (200, 400))]
    _, report = drawn(tmp_path, city, lines, naam=["A", "B", "C"], soort=["weg"] * 3)
    assert [doubt.text() for doubt in report.doubts] == ["A en B liggen in 2030 grotendeels over elkaar"]


# --- laws ------------------------------------------------------------------------------------

POINTS = st.tuples(st.floats(-200, 1_700), st.floats(-200, 700))


@given(
    st.lists(st.lists(POINTS, min_size=2, max_size=5, unique=True), min_size=1, max_size=6),
    st.floats(1, 400),
)
def test_what_lies_inside_never_exceeds_the_area_nor_the_works(lines, width_m):
    shapes = [line(*points) for points in lines]
    squares = areas(["a", "b", "c"]).geometry.to_numpy()
    surfaces = works_surfaces(shapes, width_m, 10)
    work, _, m2 = inside_m2(surfaces, squares)
    assert (m2 <= 250_000 * (1 + 1e-9)).all()
    for n, surface in enumerate(surfaces):
        assert m2[work == n].sum() <= surface.area * (1 + 1e-9) + 1e-6


@given(
    st.lists(
        st.tuples(st.sampled_from(["BU99990001", "Zuid"]), st.floats(0.001, 1), st.integers(2027, 2030)),
        min_size=1,
        max_size=8,
    )
)
def test_shares_never_exceed_one(city, tmp_path_factory, rows):
    text = "naam;buurt;aandeel;jaar\n" + "".join(
        f"werk;{place};{share:.3f};{year}\n" for place, share, year in rows
    )
    works, _ = read(tmp_path_factory.mktemp("w"), city, text)
    assert all(0 < share <= 1 for work in works for share in work.shares.values())
    room = planned([2030] * len(PROJECTS)).baseline.room
    there = [replace(work, shares={room.areas[0]: share}) for work in works for share in work.shares.values()]
    assert opened(there, room, np.arange(2027, 2031)).max() <= 1


def test_an_empty_calendar_gives_no_missed_opportunities():
    plan = planned([2041] * len(PROJECTS)).plan()
    assert missed_opportunities(plan, ()) == []


# --- the example -----------------------------------------------------------------------------


def test_the_example_of_the_demo_city_is_made_by_its_script_and_read_whole(tmp_path, city):
    example = example_works(City.demo())
    assert example == demo_works()
    (tmp_path / "werkkalender.csv").write_bytes(example)
    works, report = read_works(tmp_path / "werkkalender.csv", City.demo())
    assert len(works) == 40
    assert {work.kind for work in works} == set(WORK_KINDS)
    assert (report.left_out, report.unrecognised) == ([], [])
    assert any(work.earliest for work in works)
    assert any(work.latest for work in works)
    assert "Fictieve werkkalender" in report.text()
    assert example_works(city) is None


def test_without_a_calendar_of_its_own_the_demo_city_keeps_the_works_of_its_columns():
    study = demo()
    assert study.works == city_works(study.city.areas)
    own = study.replaced(programme=study.programme.with_works(study.works[:1]))
    assert own.works == study.works[:1]
    assert own.replaced(programme=own.programme.with_works(())).works == study.works
