"""Where sliders stand: what a party is asked of a part of the cost, and what it bears."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.finance.actors import Actors
from kans_model.finance.cost_cells import CostCell, cell_shares
from kans_model.finance.cost_part import ANY, cell
from kans_model.finance.shares import from_percent
from kans_model.finance.sliders import (
    SliderPlace,
    asked_shares,
    cell_cost_eur,
    cell_costs_eur,
    moved_split,
    shown_shares,
    slider_places,
)
from kans_model.finance.split import FinancingSplit
from kans_model.tables.vocabulary import CATEGORIES, COST_KINDS, LANDOWNERS, WHOLE
from tests.fixtures.packages import demo


@pytest.mark.parametrize(
    ("cost_eur", "expected"),
    [
        ([30.0, 10.0], [0.75, 0.25]),  # by hand: 30 of 40 euro are the first party's
        ([0.0, 0.0], [0.5, 0.5]),  # what costs nothing weighs alike
    ],
)
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
    for axis, values in (("group", CATEGORIES), ("landowner", LANDOWNERS), ("kind", COST_KINDS)):
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


def test_one_percent_of_the_state_takes_one_percent_of_every_cell():
    study = demo()
    before = study.ledger("eigen", "eigenaar")
    split = moved_split(before, CostCell(), "rijk", 100)
    after = study.ledger("eigen", split)
    assert after.levy["peak"] == pytest.approx(0.99 * before.levy["peak"])
    bears = before.present_value_eur > 0
    assert after.present_value_eur[bears] == pytest.approx(0.99 * before.present_value_eur[bears])
    assert split.own[cell(landowner="particulier")] == {"particulier": 9900, "rijk": 100}
    assert moved_split(after, CostCell(), "rijk", 0).own == {}


def test_all_to_one_party_and_back_gives_the_ground_back_to_its_owners():
    study = demo()
    all_of_it = moved_split(study.ledger("eigen", "eigenaar"), CostCell(), "rijk", WHOLE)
    assert all_of_it.own == {cell(): {"rijk": WHOLE}}
    assert moved_split(study.ledger("eigen", all_of_it), CostCell(), "rijk", 0).own == {}


def test_the_slider_of_a_party_that_counts_for_two_leaves_each_its_vat():
    study = demo().replaced(actors=Actors(joined={"woningcorporatie": "bedrijf"}))
    before = study.ledger("eigen", "eigenaar")
    after = study.ledger("eigen", moved_split(before, CostCell(), "rijk", 2000))
    place = before.actors.place("bedrijf")
    assert after.present_value_eur[place] == pytest.approx(0.8 * before.present_value_eur[place])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["rijk", "particulier", "gemeente_algemeen"]),
            st.integers(0, WHOLE),
            st.sampled_from([ANY, *LANDOWNERS]),
            st.sampled_from([ANY, *COST_KINDS]),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_any_moves_leave_every_cell_whole_and_move_nothing_outside_their_part(moves):
    study = demo()
    ledger = study.ledger("eigen", FinancingSplit(title="x", instruments=[], locked=["bedrijf"]))
    bedrijf = ledger.actors.place("bedrijf")
    for who, value, landowner, kind in moves:
        part = CostCell(landowner=landowner, kind=kind)
        after = study.ledger("eigen", moved_split(ledger, part, who, value))
        assert (after.cells.sum(axis=-1) == WHOLE).all()
        assert (after.cells[part.mask() == 0] == ledger.cells[part.mask() == 0]).all()
        assert (after.cells[..., bedrijf] == ledger.cells[..., bedrijf]).all()
        ledger = after
