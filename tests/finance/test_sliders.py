"""Where sliders stand: what a party is asked of a part of the cost, and what it bears."""

import numpy as np
import pytest

from kans_model.finance.cost_cells import CostCell, cell_shares
from kans_model.finance.shares import from_percent
from kans_model.finance.sliders import (
    SliderPlace,
    asked_shares,
    cell_cost_eur,
    cell_costs_eur,
    shown_shares,
    slider_places,
)
from kans_model.finance.split import ANY, KINDS, FinancingSplit, cell
from kans_model.tables.vocabulary import CATEGORIES, LANDOWNERS, WHOLE
from tests.fixtures.packages import demo


@pytest.mark.parametrize(("cost_eur", "expected"), [
    ([30.0, 10.0], [0.75, 0.25]),  # by hand: 30 of 40 euro are the first party's
    ([0.0, 0.0], [0.5, 0.5]),  # what costs nothing weighs alike
])  # fmt: skip
def test_asked_shares_by_hand(cost_eur, expected):
    shares = np.array([[[[1.0, 0.0], [0.0, 1.0]]]])  # one kind, one group, two landowners
    asked = asked_shares(shares, np.array([[cost_eur]]), np.ones((1, 1, 2)))
    assert asked.tolist() == expected


def test_a_slider_is_told_apart_from_half_a_percent_on():
    assert SliderPlace(asked=2500, borne_eur=1.0, borne_share=0.256).is_apart
    assert not SliderPlace(asked=2500, borne_eur=1.0, borne_share=0.254).is_apart
    assert SliderPlace(asked=2500, borne_eur=1.0, borne_share=0.25).asked_percent == 25
    assert from_percent(25.5) == 2550


def test_the_parts_of_one_axis_make_the_whole_cost():
    ledger = demo().ledger("eigen", "eigenaar")
    for axis, values in (("group", CATEGORIES), ("landowner", LANDOWNERS), ("kind", KINDS)):
        parts = sum(cell_cost_eur(ledger, CostCell().chosen(axis, value)) for value in values)
        assert parts == pytest.approx(ledger.inputs.lines.present_value_eur, rel=1e-9)


def test_the_residual_value_weighs_no_slider():
    ledger = demo().ledger("eigen", "eigenaar")
    lines = ledger.inputs.lines
    expected = (lines.eur[[0, 1, 3]] @ lines.discount).sum()
    assert cell_costs_eur(ledger).sum() == pytest.approx(expected, rel=1e-9)


def test_one_payer_of_everything_stands_at_one_hundred_percent():
    split = FinancingSplit(title="x", own={cell(): {"waterschap": WHOLE}}, instruments=[])
    ledger = demo().ledger("eigen", split)
    places = slider_places(ledger, CostCell())
    assert places["waterschap"].asked_percent == 100
    assert places["waterschap"].borne_eur == pytest.approx(ledger.total_eur)
    assert sum(place.asked for place in places.values()) == WHOLE


def test_a_part_of_the_cost_costs_what_its_sliders_divide():
    ledger = demo().ledger("eigen", "gelijk")
    building = CostCell(group="building")
    places = slider_places(ledger, building)
    borne = sum(place.borne_eur for place in places.values())
    assert borne == pytest.approx(cell_cost_eur(ledger, building))
    assert {actor: place.asked for actor, place in places.items()} == shown_shares(ledger, building)


def test_a_part_is_chosen_by_what_there_is():
    part = CostCell().chosen("group", "building").chosen("kind", "onderhoud")
    assert part.name == cell("building", ANY, "onderhoud")
    assert part.chosen("kind", "moon") == part.chosen("moon", "kind") == part
    assert part.chosen("group", ANY).chosen("kind", ANY).is_whole
    assert part.mask().sum() == len(LANDOWNERS)


def test_the_owner_pays_for_a_group_that_brings_nobody_anything():
    actors = demo().actors
    shares = cell_shares(FinancingSplit.of("baten"), actors, np.zeros((len(CATEGORIES), 13)))
    assert (shares == cell_shares(FinancingSplit.of("eigenaar"), actors, np.zeros((0, 13)))).all()
