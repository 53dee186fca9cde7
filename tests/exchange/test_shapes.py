"""Shapes of a map that overlap or cross themselves: said or refused, never counted twice or waited for."""

import time

import geopandas as gpd
import numpy as np
import pytest
import shapely

from kans_model.exchange.city_import import import_city
from kans_model.exchange.polygons import MOST_CROSSED, overlaps, sides_met
from kans_model.words.problems import KansError
from tests.fixtures.cities import squares

CODES = ["BU01", "BU02", "BU03"]


def imported(folder, shapes):
    frame = squares(CODES, aantal_inwoners=[800, 900, 700])
    frame.loc[range(len(shapes)), "geometry"] = shapes
    frame.to_file(folder / "kaart.gpkg")
    return import_city(folder / "kaart.gpkg", [], "Mijnstad")


def box(west_m, east_m, height_m=500):
    return shapely.box(150_000 + west_m, 450_000, 150_000 + east_m, 450_000 + height_m)


def test_areas_that_lie_over_each_other_are_named(tmp_path):
    """The second lies half over the third; the first only touches it."""
    _, report = imported(tmp_path, [box(0, 500), box(750, 1250), box(1000, 1500)])
    assert report.overlaps == ["BU02 × BU03"]
    assert "BU02 × BU03" in report.text()


def test_the_same_polygon_three_times_is_three_pairs(tmp_path):
    _, report = imported(tmp_path, [box(0, 500)] * 3)
    assert sorted(report.overlaps) == ["BU01 × BU02", "BU01 × BU03", "BU02 × BU03"]


@pytest.mark.parametrize(("shared_m", "pairs"), [(0, 0), (4, 0), (6, 1)])
def test_an_edge_drawn_twice_is_no_overlap_until_it_is_a_hundredth(shared_m, pairs):
    """A strip of 5 m is a hundredth of a square of 500 m."""
    shapes = np.array([box(0, 500), box(500 - shared_m, 1000 - shared_m)], dtype=object)
    assert len(overlaps(shapes, ["a", "b"])) == pairs


def tangle(n):
    """A polygon whose sides run to and fro between places drawn by lot: nearly all cross each other."""
    places = np.random.default_rng(7).uniform([150_000, 450_000], [150_500, 450_500], (n, 2))
    return shapely.Polygon(places)


def test_a_tangle_of_3000_points_is_refused_at_once(tmp_path):
    """Its repair took half a minute and 2.4 GB; one side meets a sixth of the others or more."""
    assert sides_met(tangle(3000)) > 10 * MOST_CROSSED
    started = time.process_time()
    with pytest.raises(KansError) as refused:
        imported(tmp_path, [tangle(3000)])
    assert time.process_time() - started < 10
    (problem,) = refused.value.problems
    assert (problem.key, problem.row) == ("city_not_repairable", "BU01")


def test_a_long_border_with_one_crossing_is_repaired(tmp_path):
    """A round area of 3,000 corners, two of which stand in the wrong order."""
    angle = np.linspace(0, 2 * np.pi, 3000, endpoint=False)
    round_m = np.stack([150_250 + 240 * np.cos(angle), 450_250 + 240 * np.sin(angle)], axis=1)
    round_m[[10, 11]] = round_m[[11, 10]]
    crossed = shapely.Polygon(round_m)
    assert not crossed.is_valid
    assert sides_met(crossed) < 1
    city, report = imported(tmp_path, [crossed])
    assert report.repaired == ["BU01"]
    assert city.areas["area_m2"].iloc[0] == pytest.approx(np.pi * 240**2, rel=1e-3)


def test_a_map_of_many_tangles_names_each(tmp_path):
    with pytest.raises(KansError) as refused:
        imported(tmp_path, [tangle(300)] * 3)
    assert [problem.row for problem in refused.value.problems] == CODES


def test_overlap_of_shapes_nowhere_is_none():
    nowhere = gpd.GeoSeries([box(0, 500), None]).to_numpy()
    assert overlaps(nowhere, ["a", "b"]) == []
