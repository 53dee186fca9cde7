"""Figures of a district beside each of its areas, and cells dragged down: in areas that follow each other."""

import numpy as np
import pytest

from kans_model.exchange.city_import import import_city
from kans_model.words.problems import KansError
from tests.fixtures.cities import squares

N = 24
CODES = [f"BU999900{number:02}" for number in range(1, N + 1)]
PEOPLE = np.array([1310, 845, 2275, 660, 1990, 1125, 3015, 720] * 3) + np.arange(N) * 5
DISTRICT = np.repeat([5090, 6830, 4475, 8150], 6)


@pytest.fixture
def imported(tmp_path):
    squares(CODES).to_file(tmp_path / "kaart.gpkg")

    def read(mapping="", **columns):
        lines = [";".join(["buurtcode", *columns])]
        lines += [";".join(map(str, cells)) for cells in zip(CODES, *columns.values(), strict=True)]
        (tmp_path / "cijfers.csv").write_text("\n".join(lines), encoding="utf-8")
        given = tmp_path / "koppel.csv" if mapping else None
        if given:
            given.write_text(f"column;source column;factor\n{mapping}\n", encoding="utf-8")
        return import_city(tmp_path / "kaart.gpkg", [tmp_path / "cijfers.csv"], "Proefstad", mapping=given)

    return read


def keys(report):
    return [note.key for note in report.notes]


@pytest.mark.parametrize("column", ["aantal_inwoners", "aantal_woningen", "platte_daken_m2"])
def test_counts_of_the_district_beside_each_area_are_asked_about(imported, column):
    with pytest.raises(KansError) as error:
        imported(**{column: DISTRICT})
    assert [problem.key for problem in error.value.problems] == ["city_repeats"]
    assert "BU99990001: 5090" in error.value.text("nl")


def test_counts_of_a_postcode_are_found_where_its_areas_do_not_follow_each_other(imported):
    with pytest.raises(KansError) as error:
        imported(aantal_inwoners=np.tile([5090, 6830, 4475, 8150], 6))
    assert [problem.key for problem in error.value.problems] == ["city_repeats"]


def test_a_third_of_equal_counts_apart_from_each_other_is_chance(imported):
    people = PEOPLE.copy()
    people[16:] = people[:8]  # 16 values in 24 areas, as where counts are rounded
    assert "report.repeats" not in keys(imported(aantal_inwoners=people)[1])


def test_a_mapping_answers_it_and_the_doubt_is_said(imported):
    city, report = imported("residents;aantal_inwoners;1", aantal_inwoners=DISTRICT)
    assert city.areas["residents"].tolist() == DISTRICT.tolist()
    assert "report.answered" in keys(report)


def test_a_few_cells_dragged_down_are_said_with_their_areas(imported):
    dragged = PEOPLE.copy()
    dragged[5:9] = dragged[4]
    note = next(n for n in imported(aantal_inwoners=dragged)[1].notes if n.key == "report.repeats")
    assert "BU99990005" in note.text("nl")
    assert "BU99990009" in note.text("nl")


def test_one_count_for_every_area_is_said(imported):
    assert "report.repeats" in keys(imported(aantal_inwoners=np.full(N, 1250))[1])


def test_a_house_value_of_the_district_is_said(imported):
    _, report = imported(aantal_inwoners=PEOPLE, woz_waarde=np.repeat([312, 275, 402, 238], 6))
    assert "report.repeats" in keys(report)


@pytest.mark.parametrize(
    "columns",
    [
        {"aantal_inwoners": PEOPLE},
        {"aantal_inwoners": np.where(np.arange(N) < 12, 5, PEOPLE)},
        {"aantal_inwoners": np.where(np.arange(N) < 2, 1310, PEOPLE)},
        {"aantal_inwoners": PEOPLE, "oppervlakte_water_in_ha": 1 + np.arange(N) // 20},
        {"aantal_inwoners": PEOPLE, "woz_waarde": 250 + np.arange(N) // 2 * 9 * (np.arange(N) % 3)},
    ],
)
def test_ordinary_figures_are_not_asked_about(imported, columns):
    assert "report.repeats" not in keys(imported(**columns)[1])
