"""Where a map lies and how large it says it is: what cannot be is asked or said, never taken in silence."""

import geopandas as gpd
import pytest
import shapely

from kans_model.exchange.city_import import import_city
from kans_model.words.problems import KansError
from tests.fixtures.cities import squares

CODES = ["BU99990001", "BU99990002", "BU99990003"]
HA = 25.0
"""Of each square."""


def written(folder, frame, name="kaart.gpkg"):
    frame.to_file(folder / name)
    return folder / name


def problem(path):
    with pytest.raises(KansError) as error:
        import_city(path, [], "Mijnstad")
    assert "inf" not in error.value.text().split()
    return error.value.problems[0]


def turned(frame):
    return frame.set_geometry(
        [shapely.transform(s, lambda p: p[:, ::-1]) for s in frame.geometry], crs=frame.crs
    )


@pytest.mark.parametrize("system", [31370, 32631, 3857, 2056])
def test_rd_numbers_under_another_name_are_asked_about(tmp_path, system):
    """Those of EPSG:31370 would lie elsewhere in the Netherlands, in silence."""
    frame = squares(CODES, west=176_000, south=318_000).set_crs(system, allow_override=True)
    asked = problem(written(tmp_path, frame))
    assert (asked.key, asked.value) == ("city_two_systems", f"EPSG:{system}")
    assert "176" in asked.text()


@pytest.mark.parametrize("system", [4326, 3857, 32631, 25832, 3035, 7415])
def test_other_systems_are_reprojected(tmp_path, system):
    city, _ = import_city(written(tmp_path, squares(CODES).to_crs(system)), [], "Mijnstad")
    moved = shapely.hausdorff_distance(city.areas.geometry.to_numpy(), squares(CODES).geometry.to_numpy())
    assert moved.max() < 1


def test_reversed_rd_is_turned_and_said(tmp_path):
    city, report = import_city(written(tmp_path, turned(squares(CODES))), [], "Mijnstad")
    assert city.areas.total_bounds.tolist() == squares(CODES).total_bounds.tolist()
    assert "omgewisseld" in report.text()


def test_degrees_under_the_name_of_rd_are_read_as_degrees_and_said(tmp_path):
    frame = squares(CODES).to_crs(4326).set_crs(28992, allow_override=True)
    city, report = import_city(written(tmp_path, frame), [], "Mijnstad")
    assert city.areas["area_m2"].tolist() == pytest.approx([HA * 1e4] * 3, rel=1e-3)
    assert "graden" in report.text()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ((4.35, 50.85), "4,355; 50,855"),
        ((4.40, 51.22), "4,405; 51,225"),
        ((7.20, 53.37), "7,205; 53,375"),
        ((200, 95), "200,005; 95,005"),
    ],
)
def test_a_place_abroad_or_nowhere_is_named_with_its_coordinates(tmp_path, place, said):
    """Brussels, Antwerp, Emden, and a latitude that no globe has."""
    x, y = place
    frame = gpd.GeoDataFrame({"buurtcode": ["1"]}, geometry=[shapely.box(x, y, x + 0.01, y + 0.01)], crs=4326)
    refused = problem(written(tmp_path, frame))
    assert refused.key == "city_outside_netherlands"
    assert said in refused.text()
    assert "EPSG:4326" in refused.text()


def test_of_many_places_abroad_three_are_named_and_the_rest_is_counted(tmp_path):
    shapes = [shapely.box(4.35 + n / 100, 50.85, 4.36 + n / 100, 50.86) for n in range(10)]
    frame = gpd.GeoDataFrame({"buurtcode": list("abcdefghij")}, geometry=shapes, crs=4326)
    with pytest.raises(KansError) as refused:
        import_city(written(tmp_path, frame), [], "Mijnstad")
    assert [problem.key for problem in refused.value.problems] == 3 * ["city_outside_netherlands"] + [
        "city_outside_more"
    ]
    assert refused.value.problems[-1].value == 7


def test_every_corner_of_the_country_is_in_it(tmp_path):
    """Cadzand, Eijsden, Vaals, Overdinkel, Bourtange, Rottumeroog, Vlieland, the Maasvlakte."""
    places = [(3.38, 51.38), (5.70, 50.77), (6.01, 50.77), (7.02, 52.23), (7.18, 53.0), (6.58, 53.54)]
    places += [(4.87, 53.24), (3.97, 51.97)]
    shapes = [shapely.box(x, y, x + 0.01, y + 0.01) for x, y in places]
    frame = gpd.GeoDataFrame({"buurtcode": list("abcdefgh")}, geometry=shapes, crs=4326)
    assert len(import_city(written(tmp_path, frame), [], "Mijnstad")[0].areas) == 8


def stated(folder, **columns):
    return import_city(written(folder, squares(CODES, **columns)), [], "Mijnstad")


def test_land_beyond_the_polygon_is_said_and_not_taken_for_dry(tmp_path):
    city, report = stated(tmp_path, oppervlakte_land_in_ha=[20.0, 26.0, 90.0])
    assert city.areas["water_m2"].tolist()[:2] == [50_000, 0]
    assert city.estimated("water_m2").tolist() == [False, False, True]
    assert "Land meer dan 10 % groter dan het vlak in 1 buurt (BU99990003)" in report.text()


def test_water_beyond_the_polygon_is_said_and_not_taken_for_a_lake(tmp_path):
    city, report = stated(tmp_path, oppervlakte_water_in_ha=[5.0, 1.0, 900.0])
    assert city.areas["water_m2"].tolist()[:2] == [50_000, 10_000]
    assert city.areas["water_m2"].iloc[2] < 125_000
    assert "Water meer dan 10 %" in report.text()
    assert "BU99990003" in report.text()


def test_land_and_water_that_do_not_fill_the_polygon_are_said(tmp_path):
    _, report = stated(tmp_path, opp_land=[20.0, 20.0, 20.0], opp_water=[5.0, 5.0, 1.0])
    assert "Land en water tellen niet op" in report.text()


def test_where_most_land_is_beyond_its_polygon_the_unit_or_the_map_is_wrong(tmp_path):
    frame = squares(CODES, oppervlakte_land_in_ha=[200.0, 250.0, 20.0])
    refused = problem(written(tmp_path, frame))
    assert (refused.key, refused.row, refused.value, refused.details["must"]) == (
        "city_land_beyond",
        "BU99990001",
        200.0,
        HA,
    )


def test_a_few_areas_over_the_border_are_said(tmp_path):
    """The middle of the third square lies in Germany, east of Gronau."""
    frame = squares(CODES, west=260_000, south=472_000, size_m=8_000)
    city, report = import_city(written(tmp_path, frame), [], "Mijnstad")
    assert len(city.areas) == 3
    assert "1 buurt ligt over de grens, zoals buurt BU99990003 op 280000; 476000 (RD)" in report.text()


def test_land_in_another_unit_is_asked_about(tmp_path):
    """Square kilometres under a name of hectares: 0.25 of 25 ha would leave a lake."""
    frame = squares(CODES, oppervlakte_land_in_ha=[0.25, 0.2, 0.25])
    refused = problem(written(tmp_path, frame))
    assert (refused.key, refused.value, refused.details["n"]) == ("city_land_scant", 0.25, 3)


def test_more_people_than_fit_are_asked_about(tmp_path):
    refused = problem(written(tmp_path, squares(CODES, size_m=50, aantal_inwoners=[900, 800, 100])))
    assert (refused.key, refused.value) == ("city_dense", 3600)
    _, report = import_city(
        written(tmp_path, squares(CODES, aantal_inwoners=[900, 800, 15_000]), "b.gpkg"), [], "Mijnstad"
    )
    assert "1 buurt wonen meer dan 500 mensen per hectare, zoals buurt BU99990003: 600" in report.text()


def moved(frame, change):
    """The map with other coordinates under the same name of a system."""
    return frame.set_geometry([shapely.transform(s, change) for s in frame.geometry], crs=frame.crs)


@pytest.mark.parametrize("system", [28992, 4326])
@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(
    ("signs", "said"), [((-1, 1), "x (of lengte)"), ((1, -1), "y (of breedte)"), ((-1, -1), "x en y")]
)
def test_a_mirrored_map_is_put_right_and_said(tmp_path, system, swapped, signs, said):
    """A minus sign before x, y or both, of RD and of degrees, also where the two stand swapped."""
    frame = moved(squares(CODES).to_crs(system), lambda points: points * signs)
    city, report = import_city(written(tmp_path, turned(frame) if swapped else frame), [], "Mijnstad")
    away = shapely.hausdorff_distance(city.areas.geometry.to_numpy(), squares(CODES).geometry.to_numpy())
    assert away.max() < 1
    assert said in report.text()
    assert ("omgewisseld" in report.text()) == swapped


@pytest.mark.parametrize("system", [25831, 3857, 3035])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda points: points[:, ::-1], "x en y (of lengte en breedte) omgewisseld"),
        (lambda points: points * (1, -1), "het minteken van y omgekeerd"),
        (lambda points: points * (-1, 1), "het minteken van x omgekeerd"),
    ],
)
def test_another_system_with_its_axes_wrong_is_refused_with_what_would_be_right(
    tmp_path, system, change, said
):
    """Not put right by itself: the numbers of another system may lie in the Netherlands by chance."""
    frame = moved(squares(CODES).to_crs(system), change)
    with pytest.raises(KansError) as refused:
        import_city(written(tmp_path, frame), [], "Mijnstad")
    assert refused.value.problems[0].key == "city_outside_netherlands"
    assert refused.value.problems[-1].key == "city_axis_order"
    assert said in refused.value.text()


def test_a_map_abroad_is_told_of_no_axes(tmp_path):
    shapes = [shapely.box(4.35, 50.85, 4.36, 50.86)]
    frame = gpd.GeoDataFrame({"buurtcode": ["1"]}, geometry=shapes, crs=4326)
    with pytest.raises(KansError) as refused:
        import_city(written(tmp_path, frame), [], "Mijnstad")
    assert [one.key for one in refused.value.problems] == ["city_outside_netherlands"]
