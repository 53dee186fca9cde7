"""Choices that stand as they were made: equal by value, bounds for a form, refusal by whoever checks."""

import copy
import pickle

import param
import pytest

from kans_model.dialogue.choices import FIXED, Choices, Option, Quantity


class Meal(Choices):
    dish = Option(default="soup", objects=["soup", "pie"], label="meal.dish", **FIXED)
    share = Quantity(0.5, bounds=(0.0, 1.0), label="meal.share", **FIXED)
    price_eur = Quantity(None, bounds=(0, None), inclusive_bounds=(False, True), label="meal.price", **FIXED)
    sides = param.Parameter({}, instantiate=True, label="meal.sides", **FIXED)


class Snack(Meal):
    pass


def test_equal_by_value_within_a_class():
    assert Meal(share=0.2, sides={"bread": 1}) == Meal(share=0.2, sides={"bread": 1})
    assert Meal(share=0.2) != Meal(share=0.3)
    assert Meal() != Snack()


def test_a_change_makes_another_and_leaves_the_first():
    meal = Meal(dish="pie", share=0.2)
    assert meal.but(share=0.3).values() == {"dish": "pie", "share": 0.3, "price_eur": None, "sides": {}}
    assert meal.share == 0.2
    with pytest.raises(TypeError, match="Constant"):
        meal.share = 0.3
    with pytest.raises(TypeError, match="chair"):
        meal.but(chair=1)


def test_no_two_share_what_can_be_filled():
    first, second = Meal(), Meal()
    first.sides["bread"] = 1
    assert second.sides == Meal.param.sides.default == {}


def test_it_survives_a_process_and_a_copy():
    meal = Meal(share=0.2, sides={"bread": 1})
    assert pickle.loads(pickle.dumps(meal)) == copy.deepcopy(meal) == meal


def test_nothing_is_refused_before_everything_is_known_and_no_option_is_added():
    meal = Meal(dish="mud", share="much", price_eur=-1.0)
    parameters = meal.parameters()
    assert [
        name for name in ("dish", "share", "price_eur") if parameters[name].holds(getattr(meal, name))
    ] == []
    assert Meal.param.dish.objects == ["soup", "pie"]


@pytest.mark.parametrize(
    ("name", "value", "holds"),
    [
        ("share", 0.0, True),
        ("share", 1, True),
        ("share", 1.0001, False),
        ("share", True, False),
        ("share", float("nan"), False),
        ("price_eur", 0.0, False),
        ("price_eur", 1e9, True),
        ("price_eur", float("inf"), False),
        ("price_eur", None, False),
        ("dish", "pie", True),
        ("dish", ["pie"], False),
    ],
)
def test_bounds_hold_at_their_ends_as_they_say(name, value, holds):
    assert Meal.parameters()[name].holds(value) is holds


def test_a_parameter_is_found_by_its_words():
    assert Meal.labelled("meal.price").bounds == (0, None)
