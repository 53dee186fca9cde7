"""Elements drawn once: their marks read the columns that are sent, also where nothing stands yet."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from dashboards.parts.charts.buurten import buurten
from dashboards.parts.charts.canvas import drawn, show
from dashboards.parts.charts.front_curve import front_curve
from dashboards.parts.charts.package_scatter import package_scatter
from dashboards.parts.charts.sweep_lines import sweep_lines
from dashboards.parts.look import theme

PALETTE = ["#FFFFFF", "#888888", "#000000"]
PACKAGES = pd.DataFrame(
    {"name": ["Niets", "Alles"], "look": ["niets_doen", "alles"]}
    | {f"{what}_{part}": [0.0, 8.0] for what in ("cost", "benefit") for part in ("low", "mid", "high")}
)


def test_a_map_colours_each_buurt_by_the_class_of_its_value_and_leaves_the_unknown_white():
    hole = box(0, 0, 90, 90).difference(box(30, 30, 60, 60))
    areas = gpd.GeoDataFrame(
        {"name": ["A", "B", "C"]}, geometry=[hole, box(90, 0, 180, 90), box(0, 90, 90, 180)], crs=28992
    )
    picture = drawn(buurten(areas, [1.0, np.nan, 3.0], palette=PALETTE, breaks=[2, 3]))
    (glyph,) = picture.glyphs.values()
    np.testing.assert_array_equal(glyph.data_source.data["color"], [0, np.nan, 2])
    mapper = glyph.glyph.fill_color.transform
    assert (list(mapper.palette), mapper.low, mapper.high) == (PALETTE, -0.5, 2.5)
    assert [len(area[0]) for area in glyph.data_source.data["xs"]] == [2, 1, 1]  # a ring and its hole


def test_packages_share_one_set_of_columns_and_who_does_nothing_is_hollow():
    source = drawn(package_scatter(PACKAGES)).shared()
    assert source.data["fill"] == [0.0, 1.0]
    assert source.data["colour"] == [theme.PACKAGES[look][0] for look in PACKAGES["look"]]
    show(source, cost_mid=[1.0, 9.0])
    assert source.data["cost_mid"] == [1.0, 9.0]


def test_marks_that_are_alike_still_read_their_own_columns():
    picture = drawn(package_scatter(PACKAGES.assign(look="own")))
    assert picture.glyphs["marks"].glyph.fill_alpha.field == "fill"
    assert picture.source("marks").data["fill"] == [1.0, 1.0]


def test_a_front_without_points_is_ready_for_them():
    picture = drawn(front_curve(pd.DataFrame({"cost": [], "avoided": [], "level": []})), height=360)
    assert set(picture.glyphs) == {"band", "level 0", "level 1", "level 2", "points", "packages", "names"}
    assert picture.glyphs["points"].glyph.fill_alpha.field == "fill"
    assert picture.plot.height == 360
    assert picture.plot.toolbar.tools == []


def test_each_line_has_the_colour_of_its_package_and_a_mark_where_it_meets_the_cursor():
    values = pd.DataFrame({"a": [0.0, 10.0], "b": [4.0, 4.0]}, index=[0.0, 2.0])
    picture = drawn(sweep_lines(values, ["own", "alles"], at=1.0, turns=[0.8]))
    assert picture.source("lines").data["colour"] == [theme.PACKAGES[look][0] for look in ("own", "alles")]
    assert picture.source("marks").data["y"] == pytest.approx([5.0, 4.0])
    assert list(picture.source("turns").data["x"]) == [0.8]
