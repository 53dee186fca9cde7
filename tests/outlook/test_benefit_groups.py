"""Co-benefits that value the same gain never count together."""

from itertools import combinations

import pytest

from kans_model.outlook.benefit_groups import CoBenefits, excluded_pairs
from kans_model.outlook.scenario import CO_BENEFITS, Scenario
from kans_model.tables.reading import table
from kans_model.words.problems import KansError

EVERY = list(table("co_benefits").index)


class WideScenario(Scenario):
    """A scenario that offers every co-benefit of the table."""

    co_benefits = CoBenefits(default=[], objects=EVERY)


def test_by_hand_two_of_one_group_exclude_each_other():
    assert excluded_pairs(["cooling_shade_pet"])  # avoided heat damage holds it already
    assert excluded_pairs(["tree_co2_young", "tree_co2_old"]) == [("tree_co2_young", "tree_co2_old")]
    assert excluded_pairs(["drinking_water_saved", "tree_co2_old"]) == []


def test_by_hand_house_prices_hold_recreation_close_by_and_not_avoided_damage_or_care():
    pairs = excluded_pairs(["recreation_visit", "property_single_task", "health_per_pct_green"])
    assert pairs == [("recreation_visit", "property_single_task")]


@pytest.mark.parametrize(
    "together",
    [
        ("property_single_task", "property_whole_buurt"),  # one rise of one price
        ("property_single_task", "tree_benefit_the_hague_each"),  # 190 euro contains property
        ("property_single_task", "air_green"),
        ("tree_benefit_each", "tree_benefit_the_hague_each"),
        ("tree_benefit_each", "tree_co2_young"),  # 10 euro contains air, water and CO2
        ("tree_benefit_each", "air_green"),
        ("tree_benefit_the_hague_each", "recreation_visit"),
    ],
)
def test_what_counts_one_gain_twice_is_refused(together):
    with pytest.raises(KansError):
        Scenario(co_benefits=list(together))


@pytest.mark.parametrize(
    "together",
    [
        ("property_single_task", "health_per_pct_green", "tree_benefit_each"),
        ("water_treatment_avoided", "sewer_enlargement_avoided"),  # operation and investment
        ("recreation_visit", "health_per_pct_green", "tree_co2_young"),
    ],
)
def test_what_adds_up_may_stand_together(together):
    assert Scenario(co_benefits=list(together)).co_benefits == list(together)


@pytest.mark.parametrize("pair", list(combinations(EVERY, 2)))
def test_the_order_in_which_benefits_are_chosen_does_not_matter(pair):
    assert bool(excluded_pairs(pair)) == bool(excluded_pairs(pair[::-1]))


def test_a_choice_of_two_of_one_group_is_refused_with_a_problem():
    with pytest.raises(KansError) as error:
        WideScenario(co_benefits=["tree_co2_young", "tree_co2_old"])
    assert [problem.key for problem in error.value.problems] == ["benefits_together"]
    assert "tree_co2_old" in error.value.text("en")


def test_a_refused_choice_changes_nothing():
    balance = WideScenario(co_benefits=["tree_co2_old"])
    with pytest.raises(KansError):
        balance.co_benefits = ["tree_co2_old", "tree_benefit_each"]
    assert balance.co_benefits == ["tree_co2_old"]


def test_what_counts_by_default_counts_nothing_twice():
    assert excluded_pairs(Scenario().co_benefits) == []
    assert excluded_pairs(CO_BENEFITS)  # but not all that can be worked out together


def test_a_scenario_of_a_file_with_two_of_one_gain_is_refused():
    with pytest.raises(KansError) as error:
        WideScenario.from_dict({"co_benefits": ["tree_benefit_each", "co2_price"]})
    assert error.value.problems[0].key == "benefits_together"
