"""What the parts of a page show, without a browser: invented numbers in, text and places out."""

import io
import re

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
from bokeh.models import TileRenderer
from shapely.geometry import MultiPolygon, Polygon, box

from dashboards.parts.charts.area_map import TILE_GRID, AreaMap, round_breaks
from dashboards.parts.charts.headline_figures import Figures
from dashboards.parts.charts.package_rows import HazardBars, SynergyDots
from dashboards.parts.charts.pairs import CostBenefit
from dashboards.parts.charts.row_chart import nice_end, ticks, value_and_range
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tables import csv_bytes, excel_bytes, table_html
from dashboards.parts.look import theme
from dashboards.parts.look.css import file_version
from dashboards.parts.packages.fact_sheet import fact_sheet
from dashboards.sections.maatregelen.library import Library
from dashboards.sections.maatregelen.measure_slider import MeasureSlider
from kans_model.city.city import City
from kans_model.reports.evidence import evidence, weakest
from kans_model.tables.reading import table
from kans_model.words.amounts import money, money_and_range
from kans_model.words.markup import html
from kans_model.words.texts import LANGUAGES, t
from tests.fixtures.packages import demo

THEMES = {"pluvial": "Wateroverlast", "heat": "Hitte", "drought": "Droogte", "flood": "Overstroming"}
UNKNOWN = float("nan")


def bands(what, mids):
    mids = np.asarray(mids, float)
    return {f"{what}_low": mids * 0.5, f"{what}_mid": mids, f"{what}_high": mids * 2}


def test_values_that_come_from_files_are_escaped():
    assert html("<b>{}</b>", "<script>") == "<b>&lt;script&gt;</b>"
    view = LiveHtml('<p data-slot="name"></p>')
    view.show(name='<img src=x onerror="alert(1)">')
    assert "<img" not in view.slots["name"]


def test_only_slots_that_changed_are_written_again():
    view = LiveHtml('<p data-slot="a"></p><p data-slot="b"></p>')
    writes = []
    view.param.watch(lambda event: writes.append(event.new), "slots")
    view.show(a="1", b="2")
    view.show(a="1")
    assert writes == [{"a": "1", "b": "2"}]


def test_a_button_calls_back_with_its_data():
    view, heard = LiveHtml(), []
    view.on("add", heard.append)
    view._handle_msg({"do": "add", "measure": "wadi"})
    view._handle_msg({"do": "unheard of"})
    assert heard == [{"measure": "wadi"}]


def test_a_headline_shows_its_range_and_weakest_evidence():
    figures = Figures({"cost": "Investering"}, "nl")
    figures.show(
        "cost", number="€ 4,1 mln", range_text="2,6–6,0 mln", kind=weakest(["cited", "expert", "derived"])
    )
    assert "2,6–6,0 mln" in figures.view.slots["cost_range"]
    assert "inschatting" in figures.view.slots["cost_range"]
    assert '<span class="unit">mln</span>' in figures.view.slots["cost"]


def test_a_rough_headline_puts_the_range_first():
    figures = Figures({"cost": "Investering"}, "nl")
    figures.show("cost", number="€ 4,1 mln", range_text="2,6–6,0 mln", kind="expert", rough=True)
    assert "2,6–6,0" in figures.view.slots["cost"]
    assert "€ 4,1 mln" in figures.view.slots["cost_range"]
    assert "indicatief: kengetallen" in figures.view.slots["cost_range"]


def test_a_glyph_without_its_word_keeps_it_as_a_name():
    assert 'aria-label="bron"' in evidence("cited", "nl", word=False)
    assert evidence(None, "nl") == ""


@pytest.mark.parametrize(("size", "end"), [(7.4, 8), (0.2, 0.3), (95, 100), (100, 150), (0, 1), (UNKNOWN, 1)])
def test_axes_end_on_round_numbers(size, end):
    assert nice_end(size) == pytest.approx(end)


def test_ticks_are_round_and_include_zero():
    assert ticks(0, 20) == [0, 5, 10, 15, 20]
    assert ticks(-10, 30) == [-10, 0, 10, 20, 30]


def test_hazard_bars_place_marks_and_never_draw_unknown_as_zero():
    chart = HazardBars("Schade per thema", THEMES, "nl")
    chart.scale(20)
    before, after = [10, 8, 2, UNKNOWN], [6, 8, 1, UNKNOWN]
    avoided = np.subtract(before, after)
    chart.show(**bands("before", before), **bands("after", after), **bands("avoided", avoided))
    assert chart.view.marks["after:0"] == [15, 30, 60]
    assert chart.view.marks["after:3"] is None
    assert "onbekend" in chart.view.slots["unknown3"]
    assert "4,00" in chart.view.slots["row0"] or "4,0" in chart.view.slots["row0"]
    assert "Overstroming: onbekend" in chart.view.slots["spoken"]


def test_an_axis_stands_still_while_values_move():
    chart = CostBenefit("Kosten en baten", "nl")
    chart.lay_out(["Wadi", "Groen dak"])
    chart.scale_to(10)
    axis = chart.view.slots["axis"]
    chart.show(**bands("cost", [5, 3]), **bands("benefit", [6, 1]))
    assert chart.view.slots["axis"] == axis
    assert "+1,0" in chart.view.slots["row0"]
    assert "−2,0" in chart.view.slots["row1"]


def test_synergy_runs_from_zero_to_its_side():
    chart = SynergyDots("Synergie", {"a": "Biodiversiteit", "b": "Mobiliteit"}, "nl")
    chart.show(reach=[55, -22], mean=[1.1, -0.4])
    assert chart.view.marks["better:0"] == [50, 75, 75]
    assert chart.view.marks["better:1"] is None
    assert chart.view.marks["worse:1"] == [40, 40, 50]
    assert "Mobiliteit −22 %" in chart.view.slots["spoken"]


def test_the_table_behind_a_chart_opens_and_follows():
    chart = SynergyDots("Synergie", {"a": "Biodiversiteit"}, "nl")
    chart.show(reach=[55], mean=[1.1])
    assert not chart.view.slots.get("table")
    chart.view._handle_msg({"do": "table"})
    assert "Biodiversiteit" in chart.view.slots["table"]
    chart.show(reach=[21], mean=[1.1])
    assert "21" in chart.view.slots["table"]


def test_files_speak_the_readers_notation_and_run_nothing():
    frame = pd.DataFrame({"Buurt": ["=cmd()", "Oud"], "mln euro": [1.5, UNKNOWN]})
    assert csv_bytes(frame, "nl").decode("utf-8-sig").splitlines() == [
        "Buurt;mln euro",
        "'=cmd();1,5",
        "Oud;",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(excel_bytes(frame, "Kosten: baten"))).active
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].value == 1.5
    assert "onbekend" in table_html(frame, "nl", "Kosten")


def square_city():
    with_hole = Polygon(box(0, 0, 300, 300).exterior, [box(100, 100, 200, 200).exterior])
    islands = MultiPolygon([box(300, 0, 500, 100), box(300, 200, 500, 300)])
    shapes = [with_hole, islands, box(100, 100, 200, 200)]
    names = {"name": ["Ring", "Eilanden", "Hof"]}
    return gpd.GeoDataFrame(names, geometry=shapes, index=["BU1", "BU2", "BU3"], crs=28992)


def area_map():
    return AreaMap("Verandering", square_city(), "nl", unit="duizend euro", palette=theme.DIVERGING,
                   breaks=[-7, -5, -3, -1, 1, 3, 5, 7], ends=("minder schade", "meer schade"))  # fmt: skip


def test_a_map_keeps_holes_and_islands():
    source = area_map().source.data
    assert [len(rings) for rings in source["xs"][0]] == [2]
    assert len(source["xs"][1]) == 2


def test_a_map_colours_by_class_and_hatches_the_unknown():
    drawn = area_map()
    drawn.show([-8, UNKNOWN, 0])
    np.testing.assert_array_equal(drawn.source.data["class"], [0, UNKNOWN, 4])
    assert drawn.unknown.data["xs"] == [drawn.source.data["xs"][1]]
    assert "1 onbekend" in drawn.key.slots["spoken"]


def test_only_what_changed_on_a_map_travels():
    drawn, sent = area_map(), []
    drawn.show([-8, 1, 0])
    drawn.source.on_change("data", lambda attr, old, new: sent.append(attr))
    geometry = drawn.source.data["xs"]
    drawn.show([-8, 1, 0])
    drawn.show([-8, 1, 2])
    assert len(sent) == 1
    assert drawn.source.data["xs"] is geometry


def test_a_buurt_is_chosen_and_let_go():
    drawn, heard = area_map(), []
    drawn.on_choose(heard.append)
    drawn.choose("BU2")
    assert len(drawn.outline.data["xs"]) == 2
    drawn.choose("")
    assert heard == ["BU2", ""]
    assert drawn.outline.data["xs"] == []


def test_breaks_are_round_and_symmetric():
    breaks = round_breaks(np.linspace(-40, 5, 100), signed=True)
    assert breaks == [-one for one in reversed(breaks)]
    assert max(breaks) >= 30
    assert round_breaks([UNKNOWN], signed=False) == round_breaks([], signed=False)


def test_a_slider_stops_where_the_room_ends():
    row = MeasureSlider(measure="wadi", label="Wadi", lang="nl", value=40)
    row.show(
        quantity="10 m²", euro="€ 1 mln", range_text="1–2", kind="cited", limit=62, holders=["Straatboom"]
    )
    row._handle_msg({"do": "move", "value": 90, "sequence": 7})
    assert (row.value, row.answered) == (62, 7)
    assert "Straatboom" in row.texts["stop"]
    assert row.texts["spoken"] == "40\xa0% inzet, 10 m², € 1 mln"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("measure", table("measures").index)
def test_every_measure_has_a_fact_sheet(measure, lang):
    sheet = fact_sheet(measure, lang)
    assert table("measures").loc[measure, f"what_{lang}"] in sheet.unescape()
    assert not re.search(r"\bnan\b|onbekend|unknown", sheet, re.IGNORECASE)


def test_the_library_is_searched_without_accents_and_filtered():
    added = []
    library = Library("nl", ["wadi"], added.append, added.append)
    library.view._handle_msg({"do": "search", "value": "WADI"})
    assert "wadi" in library.found()
    assert 'data-do="remove" data-measure="wadi"' in library.view.slots["rows"]
    library.view._handle_msg({"do": "search", "value": "xyz"})
    assert "Niets gevonden" in library.view.slots["count"]
    library.view._handle_msg({"do": "search", "value": ""})
    library.view._handle_msg({"do": "theme", "value": "flood"})
    assert set(library.found()) == {
        m for m, r in table("measures").iterrows() if "flood" in r["themes"].split(";")
    }
    library.view._handle_msg({"do": "add", "measure": "street_tree"})
    assert added == ["street_tree"]


@pytest.mark.parametrize(
    ("choice", "fits"),
    [
        ({"stock": "flat_roof"}, lambda row: row["stock"] == "flat_roof"),
        ({"kind": "cited"}, lambda row: row["evidence"] == "cited"),
        ({"cost": "high"}, lambda row: row["capex_eur"] >= 1000),
        (
            {"theme": "heat", "owner": "gemeente"},
            lambda row: "heat" in row["themes"] and row["owner"] == "gemeente",
        ),
    ],
)
def test_the_library_is_filtered_by_surface_price_evidence_theme_and_owner(choice, fits):
    library = Library("nl", [], print, print)
    library.filter(**choice)
    expected = [measure for measure, row in table("measures").iterrows() if fits(row)]
    assert set(library.found()) == set(expected)
    assert expected


def weighed(lang="nl"):
    library, base = Library(lang, [], print, print), demo().baseline
    library.weigh(base.avoided_eur_per_keur, base.acts_on, base.counted)
    return library, base


def test_the_library_starts_with_what_avoids_most_per_euro():
    library, base = weighed()
    found = library.found()
    worth = np.nansum(base.avoided_eur_per_keur[base.counted], axis=0)
    worth = [worth[base.room.place[measure]] for measure in found]
    assert worth == sorted(worth, reverse=True)
    assert money(worth[0]) in library.view.slots["rows"]
    library.view._handle_msg({"do": "sort", "value": "price"})
    prices = [table("measures")["capex_eur"][measure] for measure in library.found()]
    assert prices == sorted(prices)


def test_under_a_theme_the_library_counts_that_theme_only():
    library, base = weighed()
    library.filter(theme="heat")
    heat = base.avoided_eur_per_keur[1, base.room.place["street_tree"]]
    assert library.avoids("street_tree") == pytest.approx(heat)
    assert library.worth_text("wadi") == t("library.no_euro")
    assert library.found()[0] == "heat_plan"


@pytest.mark.parametrize("measure", ["fountain", "shade_sail", "cool_paving"])
def test_an_effect_that_is_not_counted_in_money_is_said_so(measure):
    library, _ = weighed()
    assert library.worth_text(measure) == t("library.no_euro")


def test_a_background_map_is_there_only_when_asked_for():
    page = AreaMap("Kaart", City.demo().areas, "nl", unit="m", palette=["#fff", "#000"], breaks=[1])
    tiles = lambda: [one for one in page.plot.renderers if isinstance(one, TileRenderer)]  # noqa: E731
    assert tiles() == []
    page.key._handle_msg({"do": "tiles", "value": True})
    page.key._handle_msg({"do": "tiles", "value": True})
    assert len(tiles()) == 1
    assert "Kadaster" in page.key.slots["credit"]
    page.key._handle_msg({"do": "tiles", "value": False})
    assert tiles() == []
    assert page.key.slots["credit"] == ""


def test_the_tile_grid_puts_amersfoort_in_the_right_tile():
    # Level 2 tiles are 256 * 3440.64 / 4 = 220 201 m wide; (155 000, 463 000) lies in column
    # (155 000 + 285 401.92) / 220 201 = 2.0 -> 2 and in row (903 401.92 - 463 000) / 220 201 = 2.0 -> 2 from
    # the north west, the corner of four tiles: the grid is centred on Amersfoort.
    width = TILE_GRID["tile_size"] * TILE_GRID["initial_resolution"] / 4
    assert (155_000 + TILE_GRID["x_origin_offset"]) / width == pytest.approx(2, abs=1e-4)
    top = 4 * width - TILE_GRID["y_origin_offset"]
    assert (top - 463_000) / width == pytest.approx(2, abs=1e-4)


def test_a_band_thinner_than_the_last_digit_is_not_written():
    assert value_and_range(0.01, 0.009, 0.012, "nl", 1) == "<b>0,0</b>"
    assert value_and_range(0.2, 0.1, 0.3, "nl", 1) == "<b>0,2</b><small>0,1–0,3</small>"
    assert value_and_range(0.2, 0.1, 0.3, "nl", 1, rough=True) == "<b>0,1–0,3</b><small>midden 0,2</small>"


def test_a_script_is_fetched_once_at_an_address_that_changes_with_it():
    for part, name in ((LiveHtml, "live.js"), (MeasureSlider, "measure_slider.js")):
        address = part._component_resource_path(part._bundle_path, compiled=True)
        assert address.startswith("components/")
        assert address.endswith(f"{name}?v={file_version(part._bundle_path)}")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["cited", "derived", "expert"])
def test_what_evidence_means_is_said_on_hover_and_on_focus(kind, lang):
    told = t(f"evidence.{kind}.about", lang)
    assert f'title="{told}"' in evidence(kind, lang).unescape()
    assert 'tabindex="0"' in evidence(kind, lang, focus=True)
    assert "tabindex" not in evidence(kind, lang)


def test_a_file_holds_six_significant_digits():
    frame = pd.DataFrame({"x": ["a"], "eur": [62545123.456789], "share": [0.1234567891234], "n": [12]})
    assert csv_bytes(frame, "en").decode("utf-8-sig").splitlines()[1] == "a,62545100.0,0.123457,12"
    book = openpyxl.load_workbook(io.BytesIO(excel_bytes(frame, "t")))
    assert [cell.value for cell in book.active[2]] == ["a", 62545100, 0.123457, 12]


def test_a_gain_carries_its_signs_and_the_word_euro():
    figures = Figures({"npv": "Saldo"}, "nl")
    number, span = money_and_range(321e6, 100e6, 1.1e9, signed=True)
    figures.show("npv", number=number, range_text=span, rough=True)
    slot = figures.view.slots["npv"]
    assert "+100 tot +1.100" in slot
    assert ">mln euro<" in slot.replace("\u00a0", " ")
    assert "€" not in slot
    compact = figures.compact.slots["npv"]
    assert "euro" not in compact
    assert compact.count("<span") == compact.count("</span>") == 2
    assert "+€\u00a0321\u00a0mln" in figures.view.slots["npv_range"]
