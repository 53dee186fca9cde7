"""The map of buurten: shapes, colours, choice and background."""

import geopandas as gpd
import numpy as np
import pytest
from bokeh.models import TileRenderer
from shapely.geometry import MultiPolygon, Polygon, box

from dashboards.parts.charts.area_map import AreaMap
from dashboards.parts.charts.buurten import classed, round_breaks
from dashboards.parts.charts.map_tiles import TILE_GRID
from dashboards.parts.look import theme
from kans_model.city.city import City

UNKNOWN = float("nan")


def square_city():
    with_hole = Polygon(box(0, 0, 300, 300).exterior, [box(100, 100, 200, 200).exterior])
    islands = MultiPolygon([box(300, 0, 500, 100), box(300, 200, 500, 300)])
    shapes = [with_hole, islands, box(100, 100, 200, 200)]
    names = {"name": ["Ring", "Eilanden", "Hof"]}
    return gpd.GeoDataFrame(names, geometry=shapes, index=["BU1", "BU2", "BU3"], crs=28992)


def area_map():
    return AreaMap(
        "Verandering",
        square_city(),
        "nl",
        unit="duizend euro",
        palette=theme.DIVERGING,
        breaks=[-7, -5, -3, -1, 1, 3, 5, 7],
        ends=("minder schade", "meer schade"),
    )


def test_a_map_keeps_holes_and_islands():
    source = area_map().source.data
    assert [len(rings) for rings in source["xs"][0]] == [2]
    assert len(source["xs"][1]) == 2


def test_a_map_colours_by_class_and_hatches_the_unknown():
    drawn = area_map()
    drawn.show([-8, UNKNOWN, 0])
    np.testing.assert_array_equal(drawn.source.data["color"], [0, UNKNOWN, 4])
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


def test_breaks_of_sizes_are_round_and_leave_no_class_empty():
    """A hundred sizes of which a few are far above the rest: seven classes, the last for the worst."""
    sizes = np.concatenate([np.linspace(0.8, 3.2, 96), [7.9, 8.1, 15.7, 15.8]])
    breaks = round_breaks(sizes, signed=False)
    counts = np.bincount(classed(sizes, np.array(breaks)).astype(int), minlength=7)
    assert (counts > 0).all()
    assert counts.max() < 35
    assert all(float(f"{edge:.2g}") == edge for edge in breaks)
    assert breaks == sorted(set(breaks))
    for few in ([], [3.0, 3.0], [1.0, 2.0]):
        assert len(set(round_breaks(few, signed=False))) == 6


def test_a_map_goes_nearer_aside_and_back_and_follows_the_buurt_that_is_chosen():
    """60 % of 500 m and its margins in sight; a quarter of that aside; then the whole again."""
    drawn = area_map()
    home = drawn.plot.x_range.start, drawn.plot.x_range.end
    width = home[1] - home[0]
    drawn.window.view._handle_msg({"do": "view", "name": "nearer"})
    assert drawn.plot.x_range.end - drawn.plot.x_range.start == pytest.approx(0.6 * width)
    middle = (drawn.plot.x_range.start + drawn.plot.x_range.end) / 2
    drawn.window.move("right")
    assert (drawn.plot.x_range.start + drawn.plot.x_range.end) / 2 == pytest.approx(middle + 0.15 * width)
    drawn.choose("BU3")
    assert drawn.plot.x_range.start < 150 < drawn.plot.x_range.end
    drawn.window.move("whole")
    assert (drawn.plot.x_range.start, drawn.plot.x_range.end) == pytest.approx(home)


def test_numbers_stand_on_the_map_clear_of_each_other():
    drawn = area_map()
    drawn.number([2, 0], ["1", "2"])
    marks = drawn.ranks.source.data
    assert marks["rank"] == ["1", "2"]
    apart = np.hypot(*(np.subtract(*marks[axis]) for axis in ("x", "y")))
    assert apart >= 0.99 * drawn.ranks.apart_m


def test_it_says_so_when_the_images_of_the_background_map_do_not_come():
    drawn = area_map()
    drawn.show_tiles(True)
    drawn.tiles.told.data = {"url": [drawn.tiles.address], "came": [False]}
    assert "komen niet" in drawn.key.slots["credit"]


def test_a_background_map_is_there_only_when_asked_for():
    page = AreaMap("Kaart", City.demo().areas, "nl", unit="m", palette=["#fff", "#000"], breaks=[1])

    def tiles():
        return [layer for layer in page.plot.renderers if isinstance(layer, TileRenderer)]

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
