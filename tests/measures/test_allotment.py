"""What a measure gets beside the others."""

from kans_model.measures.allotment import allotments, granted_share, is_public
from kans_model.measures.portfolio import Portfolio
from tests.fixtures.packages import demo


def test_the_share_granted_by_hand():
    assert granted_share(30, 40) == 0.75
    assert granted_share(0, 0) == 1


def test_a_roof_asked_for_twice_is_granted_in_part_and_names_who_holds_the_rest():
    """Where most owners join: 0.6 · 0.5 + 0.4 · 0.5 + 0.8 · 0.5 + 0.3 · 0.4 = 1.02 of a roof."""
    study = demo()
    joining = study.assumptions
    for measure in (
        "green_roof_extensive",
        "blue_green_roof",
        "cool_roof",
        "water_roof",
        "green_roof_intensive",
    ):
        key = f"{measure}:participation_share"
        joining = joining.with_value(key, joining.default(key)[2])
    study = study.replaced(assumptions=joining)
    package = Portfolio(id="p", title="Daken")
    for measure in ("green_roof_extensive", "blue_green_roof", "cool_roof", "water_roof"):
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


def test_ground_of_municipality_or_water_board_is_public():
    assert is_public("wadi")
    assert not is_public("rain_garden")
