"""Files as planners bring them: every dialect of tables, units, codes and maps, with what is right."""

import json

import geopandas as gpd
import numpy as np
import openpyxl
import pytest
import shapely

from kans_model.city.city import City
from kans_model.exchange.city_import import import_city
from kans_model.exchange.synonyms import meaning
from kans_model.words.problems import KansError
from tests.fixtures.cities import squares

CODES = ["BU99990001", "BU99990002", "BU99990003"]
RESIDENTS = [1200.0, 900.0, 1500.0]


@pytest.fixture
def areas(tmp_path):
    path = tmp_path / "kaart.gpkg"
    squares(CODES).to_file(path, layer="buurten")
    return path


def imported(areas, content, name="cijfers.csv", city="Mijnstad", mapping=None):
    """City and report from a map and one table, given as text, bytes or rows of a workbook."""
    path = areas.parent / name
    if isinstance(content, list):
        book = openpyxl.Workbook()
        for row in content:
            book.active.append(row)
        book.save(path)
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return import_city(areas, [path], city, mapping=mapping)


def column(areas, text, ours, **options):
    return imported(areas, text, **options)[0].areas[ours].tolist()


def refused(areas, content, **options):
    with pytest.raises(KansError) as error:
        imported(areas, content, **options)
    for lang in ("nl", "en"):
        said = error.value.text(lang)
        assert "inf" not in said.split()
        assert "nan" not in said
        assert "e+0" not in said
    return error.value


PLAIN = "buurtcode;aantal_inwoners\nBU99990001;1200\nBU99990002;900\nBU99990003;1500\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        "sep=;\n" + PLAIN,
        b"\xef\xbb\xbfsep=;\r\n" + PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace(";", "\t").encode("utf-16"),
        PLAIN.replace(";", "\t").encode("utf-16-le"),
        PLAIN.replace(";", "\t").encode("utf-16-be"),
        PLAIN.replace("aantal_inwoners", '"aantal\ninwoners"'),
        PLAIN.replace("inwoners\n", "inwoners;toelichting, a, b, c, d\n").replace("0\n", "0;x\n"),
        "Kerncijfers per buurt 2024\nBron: gemeente\n\n" + PLAIN,
        PLAIN.replace("inwoners\n", "inwoners\n;aantal\n") + "Totaal;3600\nBron: CBS\n",
        PLAIN + PLAIN.partition("\n")[0] + "\n",
        PLAIN.replace("1200", "1.200").replace("1500", "1.500"),
        PLAIN.replace("1200", "1,200").replace("1500", "1,500"),
        PLAIN.replace(";1200", ";1,2E+03").replace(";900", ";9E2"),
        PLAIN.replace("aantal_inwoners", "Aantal inwoners|2024"),
        PLAIN.replace("aantal_inwoners", "aantal_inw"),
    ],
)
def test_residents_are_the_same_in_every_dialect(areas, content):
    assert column(areas, content, "residents") == RESIDENTS


def test_the_newest_year_is_read_and_said(areas):
    text = "buurtcode;inwoners_2014;inwoners_2024;inwoners_2019\n" + "".join(
        f"{code};1;{n:.0f};2\n" for code, n in zip(CODES, RESIDENTS, strict=True)
    )
    city, report = imported(areas, text)
    assert city.areas["residents"].tolist() == RESIDENTS
    assert "het nieuwste is gelezen: inwoners_2024" in report.text("nl")


OLDER = "percentage_personen_65_jaar_en_ouder"
RENTED, WOZ = "perc_huurwoningen_in_bezit_woningcorporaties", "gemiddelde_woningwaarde"


def shares(name, cells):
    return f"buurtcode;{name}\n" + "".join(
        f"{code};{cell}\n" for code, cell in zip(CODES, cells, strict=True)
    )


@pytest.mark.parametrize(
    ("name", "cells", "ours", "right"),
    [
        (OLDER, ["26,5", "31,0", "8,125"], "share_65plus", [0.265, 0.31, 0.08125]),
        (OLDER, ["26,125", "31,250", "8,125"], "share_65plus", [0.26125, 0.3125, 0.08125]),
        (OLDER, ["0,265", "0,31", "0,08"], "share_65plus", [0.265, 0.31, 0.08]),
        (OLDER, ["26%", "31 %", "8%"], "share_65plus", [0.26, 0.31, 0.08]),
        ("percentage_koopwoningen", ["62", "41", "78"], "owner_occupied_share", [0.62, 0.41, 0.78]),
        ("koopwoningen", ["0,62", "0,41", "0,78"], "owner_occupied_share", [0.62, 0.41, 0.78]),
        (RENTED, ["35", "20", "5"], "corporation_share", [0.35, 0.2, 0.05]),
        ("gem_woz_waarde", ["350", "280", "410"], "woz_eur", [350e3, 280e3, 410e3]),
        ("gemiddelde_woningwaarde", ["350000", "280000", "410000"], "woz_eur", [350e3, 280e3, 410e3]),
        (WOZ, ["€ 350.000", "€ 280.000", "€ 410.000"], "woz_eur", [350e3, 280e3, 410e3]),
        ("inwoners (x 1000)", ["1,2", "0,9", "1,5"], "residents", [1200.0, 900.0, 1500.0]),
        ("woz (gem., x 1000)", ["350", "280", "410"], "woz_eur", [350e3, 280e3, 410e3]),
        ("waterdiepte_t100 (cm)", ["25", "12", "8"], "flood_depth_m_t100", [0.25, 0.12, 0.08]),
        ("waterdiepte_t100", ["0,35", "-99999", "0"], "flood_depth_m_t100", [0.35, np.nan, 0.0]),
        ("oppervlakte_water_in_ha", ["0,3", "0,05", "0,1"], "water_m2", [3000.0, 500.0, 1000.0]),
        ("aantal_inwoners", ["<10", "1200", "> 5000"], "residents", [np.nan, 1200.0, np.nan]),
        ("jaar_uitvoering", ["2027", "2028-2029", "01-05-2030"], "works_year", [2027.0, 2028.0, 2030.0]),
    ],
)
def test_units_are_read_from_name_sign_and_sense(areas, name, cells, ours, right):
    np.testing.assert_allclose(column(areas, shares(name, cells), ours), right)


def test_a_cell_that_excel_shows_as_a_percentage_is_one(areas):
    path = areas.parent / "f.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["buurtcode", "percentage_koopwoningen"])
    for code, share in zip(CODES, [0.62, 0.008, 0.78], strict=True):
        book.active.append([code, share])
        book.active.cell(book.active.max_row, 2).number_format = "0.0%"
    book.save(path)
    city, _ = import_city(areas, [path], "Mijnstad")
    np.testing.assert_allclose(city.areas["owner_occupied_share"], [0.62, 0.008, 0.78])


def test_so_few_elderly_are_a_percentage_and_more_than_there_are_people_cannot_be(areas):
    text = "buurtcode;aantal_inwoners;65plus\n" + "".join(
        f"{code};{n};{old}\n" for code, n, old in zip(CODES, [12000, 9000, 15000], [21, 18, 24], strict=True)
    )
    city, report = imported(areas, text)
    np.testing.assert_allclose(city.areas["share_65plus"], [0.21, 0.18, 0.24])
    assert "gelezen als percentage" in report.text("nl")
    counts = text.replace(";21", ";2100").replace(";18\n", ";1800\n").replace(";24", ";3600")
    np.testing.assert_allclose(imported(areas, counts)[0].areas["share_65plus"], [0.175, 0.2, 0.24])
    assert refused(areas, text.replace(";21", ";21000")).problems[0].key == "city_elderly"


@pytest.mark.parametrize(
    ("name", "cells", "key", "value"),
    [
        ("waterdiepte_t100", ["25", "12", "8"], "city_metres_asked", 25),
        ("grondwaterdiepte", ["0,8", "1,2", "45"], "city_metres_asked", 45),
        ("percentage_koopwoningen", ["0,3", "25", "0,4"], "city_two_units", 0.4),
        ("aantal_inwoners", ["-1", "3", "4"], "city_number", "-1"),
        ("aantal_inwoners", ["1-jan", "3", "4"], "city_not_a_number", "1-jan"),
        ("gemiddeld_inkomen_per_inwoner", ["0.9", "28.2", "40.1"], "city_number", "0.9"),
    ],
)
def test_what_may_be_two_things_or_nothing_is_asked_by_name(areas, name, cells, key, value):
    error = refused(areas, shares(name, cells))
    problem = next(problem for problem in error.problems if problem.key == key)
    assert (problem.file, problem.column, problem.value) == ("cijfers.csv", name, value)


def test_a_mapping_answers_the_question(areas):
    mapping = areas.parent / "m.csv"
    mapping.write_text("column;source column;factor\nflood_depth_m_t100;waterdiepte_t100;0,01\n")
    right = column(
        areas, shares("waterdiepte_t100", ["25", "12", "8"]), "flood_depth_m_t100", mapping=mapping
    )
    np.testing.assert_allclose(right, [0.25, 0.12, 0.08])


def test_a_row_of_units_under_the_names_is_read(areas):
    text = PLAIN.replace("inwoners\n", "inwoners;water\n;x 1 000;\n").replace(";1200", ";1,2")
    text = text.replace(";900", ";0,9").replace(";1500", ";1,5")
    assert column(areas, text.replace(";water", ""), "residents") == RESIDENTS


def test_a_mean_over_nobody_is_unknown_and_refuses_nothing(areas):
    text = PLAIN.replace("inwoners\n", "inwoners;gemiddelde_woningwaarde\n").replace("1200", "1200;350")
    city, report = imported(areas, text.replace("900\n", "900;280\n").replace("1500", "0;0"))
    assert city.areas["residents"].tolist() == [1200, 900, 0]
    assert city.estimated("woz_eur").tolist() == [False, False, True]
    assert any(cell.column == "woz_eur" and cell.value == "0" for cell in report.unknown_cells)


# --- codes and joins -------------------------------------------------------------------------------------


def test_codes_of_another_municipality_are_never_cut_until_they_fit(tmp_path):
    path = tmp_path / "kaart.gpkg"
    squares(["01", "02", "03"]).to_file(path, layer="buurten")
    text = "gwb_code;gm_naam;a_inw\nBU11110001;Elders;11\nBU11110002;Elders;22\nBU11110003;Elders;33\n"
    assert refused(path, text).problems[0].key == "city_other_municipality"
    assert column(path, text.replace("Elders", "Mijnstad"), "residents") == [11, 22, 33]


def test_codes_that_fit_with_names_that_do_not_are_refused(tmp_path):
    path = tmp_path / "kaart.gpkg"
    squares(["01", "02", "03"], buurtnaam=["Noord", "Dorp", "Haven"]).to_file(path, layer="buurten")
    text = "gwb_code;regio;a_inw\nBU11110001;Centrum;11\nBU11110002;Heide;22\nBU11110003;Zuid;33\n"
    assert refused(path, text).problems[0].key == "city_other_names"


def test_leading_zeros_come_back_and_are_said(tmp_path):
    path = tmp_path / "kaart.gpkg"
    squares(["0101", "0102", "1001"]).to_file(path, layer="buurten")
    city, report = imported(path, "buurtcode;aantal_inwoners\n101;1200\n102;900\n1001;1500\n")
    assert city.areas["residents"].tolist() == RESIDENTS
    assert report.rules["cijfers.csv"][:2] == ("zeros", 3)
    assert "voorloopnullen" in report.text("nl")


def test_a_buurt_without_a_row_is_unknown_not_empty(areas):
    city, report = imported(areas, PLAIN.replace("BU99990003", "BU99990013"))
    assert np.isnan(city.areas["residents"].iloc[2])
    assert report.missing["cijfers.csv"] == ["BU99990003"]
    assert city.areas["typology"].iloc[2] == "unknown_use"


def test_a_map_alone_knows_nothing(areas):
    city, _ = import_city(areas, [], "Mijnstad")
    assert city.areas["residents"].isna().all()
    assert (city.areas["typology"] == "unknown_use").all()


def test_works_without_an_extent_are_unknown_and_several_in_one_buurt_are_one(areas):
    text = "project;buurtcode;jaar_uitvoering;soort_werk\nA;BU99990001;2031;groen\nB;BU99990001;2027;riool\n"
    city, report = imported(areas, text + "C;BU99990002;2028;straat\n")
    assert city.areas["works_year"].iloc[:2].tolist() == [2027, 2028]
    assert np.isnan(city.areas["works_share"].iloc[:2]).all()
    assert city.areas["works_share"].iloc[2] == 0
    said = report.text("nl")
    assert "samengenomen" in said
    assert "Bij 2 buurten met geplande werken" in said
    with_share = "buurtcode;jaar_uitvoering;aandeel_werk\nBU99990001;2031;0,2\nBU99990001;2027;0,3\n"
    assert imported(areas, with_share)[0].areas["works_share"].iloc[0] == pytest.approx(0.5)


# --- maps ------------------------------------------------------------------------------------------------


def geojson(path, shapes, crs=None, codes=None):
    features = [
        {
            "type": "Feature",
            "properties": {"buurtcode": code},
            "geometry": None if shape is None else shapely.geometry.mapping(shape),
        }
        for code, shape in zip(codes or CODES, shapes, strict=False)
    ]
    content = {"type": "FeatureCollection", "features": features}
    if crs:
        content["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(content))
    return path


RD = squares(CODES).geometry.tolist()


def test_rd_without_a_name_is_recognised_and_reversed_degrees_turned(tmp_path):
    area = [shape.area for shape in RD]
    for shapes in (
        RD,
        [shapely.transform(s, lambda p: p[:, ::-1]) for s in squares(CODES).to_crs(4326).geometry],
    ):
        city, report = import_city(geojson(tmp_path / "k.geojson", shapes), [], "Mijnstad")
        np.testing.assert_allclose(city.areas["area_m2"], area, rtol=1e-3)
        assert report.crs_taken in ("taken", "swapped")
        assert "RD" in report.text("nl") or "omgewisseld" in report.text("nl")


def test_rows_without_a_place_slivers_and_heights(tmp_path):
    sliver = shapely.Polygon([(155_000, 463_000), (155_100, 463_000), (155_050, 463_000)])
    high = shapely.force_3d(RD[1], 7.0)
    codes = [*CODES, "BU99990004", "BU99990005"]
    path = geojson(tmp_path / "k.geojson", [RD[0], high, RD[2], None, sliver], codes=codes)
    city, report = import_city(path, [], "Mijnstad")
    assert list(city.areas.index) == CODES
    assert report.dropped == {"no_geometry": 1, "sliver": 1}
    assert not shapely.has_z(city.areas.geometry.to_numpy()).any()


def test_one_point_with_a_height_among_others_refuses_nothing(tmp_path):
    path = geojson(tmp_path / "k.geojson", RD)
    content = json.loads(path.read_text())
    content["features"][0]["geometry"]["coordinates"][0][1].append(3.0)
    path.write_text(json.dumps(content))
    assert len(import_city(path, [], "Mijnstad")[0].areas) == 3


def test_polygons_that_lie_over_each_other_are_said(tmp_path):
    city, report = import_city(geojson(tmp_path / "k.geojson", [RD[0], RD[0], RD[2]]), [], "Mijnstad")
    assert report.overlaps == ["BU99990001 × BU99990002"]
    assert "dubbel" in report.text("nl")
    assert len(city.areas) == 3


def test_neighbourhoods_alone_are_read_from_a_layer_of_three_levels(tmp_path):
    whole = shapely.union_all(RD)
    path = tmp_path / "k.gpkg"
    levels = gpd.GeoDataFrame(
        {"statcode": ["GM9999", "WK999900", *CODES]}, geometry=[whole, whole, *RD], crs=28992
    )
    levels.to_file(path, layer="gebieden")
    city, report = import_city(path, [], "Mijnstad")
    assert list(city.areas.index) == CODES
    assert report.dropped["level"] == 2


def test_a_tangle_of_thousands_of_crossings_is_named_not_untangled(tmp_path):
    """Untangling it took 34 s and 2.4 GB; a long border with one crossing is repaired as ever."""
    turn = np.linspace(0, 2 * np.pi * 1000, 3000)
    wild = np.column_stack([155_000 + 400 * np.cos(turn * 0.37), 463_000 + 400 * np.sin(turn)])
    with pytest.raises(KansError) as error:
        import_city(geojson(tmp_path / "k.geojson", [shapely.Polygon(wild), RD[1], RD[2]]), [], "Mijnstad")
    assert [problem.key for problem in error.value.problems] == ["city_not_repairable"]
    long_border = np.array(shapely.segmentize(RD[0], 1.0).exterior.coords)
    long_border[[7, 9]] = long_border[[9, 7]]
    path = geojson(tmp_path / "l.geojson", [shapely.Polygon(long_border), RD[1], RD[2]])
    assert import_city(path, [], "Mijnstad")[1].repaired == ["BU99990001"]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("topo.json", '{"type": "Topology", "objects": {}}', "topojson"),
        ("esri.json", '{"geometryType": "esriGeometryPolygon", "features": []}', "esri_json"),
        ("kbs.json", '{"legalAccepted": true, "areas": []}', "kbs"),
        ("k.kml", '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"></kml>', "kml"),
        (
            "k.gml",
            '<?xml version="1.0"?><gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"/>',
            "gml",
        ),
        ("k.csv", "buurtcode;wkt\n1;POLYGON((0 0,1 1,1 0,0 0))\n", "wkt"),
        ("k.csv", "buurtcode;naam\n1;a\n", "text"),
        ("k.json", '{"a": 1}', "json"),
        ("k.pdf", "%PDF-1.7", "pdf"),
    ],
)
def test_a_map_of_another_kind_is_named_with_what_to_do(tmp_path, name, content, kind):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(KansError) as error:
        import_city(path, [], "Mijnstad")
    problem = error.value.problems[0]
    assert problem.key == "map_kind"
    assert problem.value.key == f"file_kind.{kind}"
    assert "beschadigd" not in error.value.text("nl")


# --- names of columns ------------------------------------------------------------------------------------

CBS = {
    "code": "buurtcode BU_CODE bu_code gwb_code gwb_code_10 WijkenEnBuurten Codering_3",
    "residents": "aantal_inwoners AANT_INW a_inw AantalInwoners_5 aantal_inw",
    "households": "aantal_huishoudens AANTAL_HH a_hh HuishoudensTotaal_28 HuishoudensTotaal_29",
    "dwellings": "woningvoorraad WONINGEN a_woning Woningvoorraad_33 Woningvoorraad_34 Woningvoorraad_35",
    "woz_eur": "gemiddelde_woningwaarde WOZ g_woz g_wozbag gem_woz_waarde GemiddeldeWoningwaarde_35 "
    "GemiddeldeWoningwaarde_36 GemiddeldeWOZWaardeVanWoningen_35 GemiddeldeWOZWaardeVanWoningen_39",
    "owner_occupied_share": "percentage_koopwoningen P_KOOPWON p_koopw Koopwoningen_39 Koopwoningen_40",
    "corporation_share": "perc_huurwoningen_in_bezit_woningcorporaties P_WONCORP p_wcorpw "
    "InBezitWoningcorporatie_41 InBezitWoningcorporatie_42",
    "income_eur": "gemiddeld_inkomen_per_inwoner g_ink_pi GemiddeldInkomenPerInwoner_66 "
    "GemiddeldInkomenPerInwoner_72 GemiddeldInkomenPerInwoner_78",
    "share_65plus": "percentage_personen_65_jaar_en_ouder P_65_EO_JR p_65_oo",
    "residents_65plus": "65plus a_65_oo k_65JaarOfOuder_12",
    "area_m2": "oppervlakte_totaal_in_ha OPP_TOT a_opp_ha OppervlakteTotaal_108 OppervlakteTotaal_115",
    "land_m2": "oppervlakte_land_in_ha OPP_LAND a_lan_ha OppervlakteLand_109",
    "water_m2": "oppervlakte_water_in_ha OPP_WATER a_wat_ha OppervlakteWater_110",
    "establishments": "aantal_bedrijfsvestigingen A_BEDV a_bedv BedrijfsvestigingenTotaal_91",
    "municipality": "gemeentenaam GM_NAAM gm_naam Gemeentenaam_1",
}
"""Names in the neighbourhood statistics and maps of editions 2012 to 2025, in both spellings."""


@pytest.mark.parametrize(
    ("ours", "name"), [(ours, name) for ours, names in CBS.items() for name in names.split()]
)
def test_the_columns_of_every_edition_are_recognised(ours, name):
    assert meaning(name)[0].column == ours


@pytest.mark.parametrize(
    "name", ["woningen bouwjaar voor 2000", "Woningen (2000-2010)", "aantal_auto", "p_bj_2000"]
)
def test_what_only_looks_like_a_column_of_ours_is_none(name):
    assert meaning(name) is None


def test_real_land_is_accepted_to_the_sea_border():
    """A buurt that reaches RD y = 618,900, north of Rottumerplaat."""
    far = squares(CODES, west=230_000).translate(yoff=618_900 - squares(CODES).total_bounds[3])
    frame = squares(CODES, west=230_000).set_geometry(far)
    assert len(City.from_areas(frame.set_index("buurtcode").rename_axis("code"), "Het Hogeland").areas) == 3
