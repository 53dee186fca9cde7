"""What a measure gets beside the others."""

import pytest

from kans_model.measures.allotment import allotments, asks_nearly_all_owners, granted_share, is_public
from kans_model.measures.portfolio import WORKED_OUT, Portfolio, new_choice
from tests.fixtures.packages import demo


def test_the_share_granted_by_hand():
    assert granted_share(30, 40) == 0.75
    assert granted_share(0, 0) == 1


def test_a_roof_asked_for_twice_is_granted_in_part_and_names_who_holds_the_rest():
    study = demo()
    package = Portfolio(id="p", title="Daken")
    for measure in ("green_roof_extensive", "blue_green_roof", "cool_roof"):
        package = package.with_uptake(measure, 1.0)
    need, quantity = study.baseline.first_euro.need_eur_per_ha, study.evaluate(package)["quantity"].values
    found = allotments(package, study.baseline.room, need, quantity)
    assert list(found) == list(package.choices)
    assert all(0 < allotment.granted_share < 1 for allotment in found.values())
    assert found["cool_roof"].holder in ("green_roof_extensive", "blue_green_roof")


def test_what_is_set_by_hand_was_granted_whole():
    study = demo()
    code = study.city.areas.index[0]
    package = Portfolio(id="p", title="Hand").with_uptake("wadi", 0.5).with_quantity("wadi", code, 1.0)
    quantity = study.evaluate(package)["quantity"].values
    need = study.baseline.first_euro.need_eur_per_ha
    assert allotments(package, study.baseline.room, need, quantity)["wadi"].granted_share == 1


@pytest.mark.parametrize(("measure", "uptake", "pattern", "expected"), [
    ("rain_garden", 0.9, True, True), ("rain_garden", 0.6, True, False),
    ("rain_garden", 0.9, False, False), ("wadi", 0.9, True, False)])  # fmt: skip
def test_only_an_optimum_on_private_ground_can_ask_nearly_all_owners(measure, uptake, pattern, expected):
    choice = new_choice(
        uptake, WORKED_OUT if pattern else "everywhere", pattern={"a": 1.0} if pattern else None
    )
    assert is_public("wadi")
    assert not is_public("rain_garden")
    assert asks_nearly_all_owners(Portfolio(choices={measure: choice}), measure) is expected
