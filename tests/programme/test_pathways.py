"""Pathways: what can follow what, by hand, and what is computed for a city."""

import numpy as np
import pytest

from kans_model.dialogue.criteria import Criterion
from kans_model.programme.pathways import Group, Pathways, pathways
from kans_model.reports.pathways_in_words import pathway_sentences, pathway_table
from tests.fixtures.programmes import QUANTITY, STUDY

NONE, A, B, BOTH = frozenset(), frozenset({0}), frozenset({1}), frozenset({0, 1})
GROUPS = (Group(("green",), 3e6), Group(("blue",), 5e6))


def test_transfers_and_sequences_by_hand():
    # nothing lasts until 2040, green until 2060, blue until 2040 (no help), both until after 2100
    found = Pathways(GROUPS, {NONE: 2040.0, A: 2060.0, B: 2040.0, BOTH: np.inf}, 2027)
    steps = [(step.before, step.after, step.year, step.cost_eur) for step in found.transfers()]
    assert steps == [(NONE, A, 2040.0, 3e6), (A, BOTH, 2060.0, 5e6)]
    (way,) = found.sequences()
    assert [step.year for step in way] == [2040.0, 2060.0]
    (told,) = pathway_sentences(found)
    assert "niets extra: dat volstaat tot 2040" in told
    assert "In 2060 komt water erbij (€\xa05,0\xa0mln): dat volstaat tot na 2100" in told
    assert pathway_table(found).iloc[1, 4] == "na 2100"


def test_where_either_helps_there_are_two_ways():
    found = Pathways(GROUPS, {NONE: 2027.0, A: 2060.0, B: 2050.0, BOTH: 2080.0}, 2027)
    assert [[step.year for step in way] for way in found.sequences()] == [[2027.0, 2060.0], [2027.0, 2050.0]]
    assert all("dat haalt de grens nooit" in told for told in pathway_sentences(found))


def test_what_lasts_needs_nothing_and_what_is_unknown_is_said_to_be_so():
    lasts = Pathways(GROUPS, {NONE: np.inf, A: np.inf, B: np.inf, BOTH: np.inf}, 2027)
    assert list(lasts.transfers()) == []
    assert "zonder projecten" in pathway_sentences(lasts)[0]
    unknown = Pathways(GROUPS, {NONE: np.nan}, 2027)
    assert "onbekend" in pathway_sentences(unknown)[0]
    assert pathway_table(unknown).empty


@pytest.mark.parametrize("limit", [1.1e6, 1.3e6])
def test_more_groups_never_tip_sooner_and_the_money_is_that_of_the_package(limit):
    criterion = Criterion("p", "damage_pluvial", limit)
    found = pathways(STUDY.baseline, QUANTITY, criterion, STUDY.city.areas, 2027)
    assert found.is_known
    for stand, year in found.tips.items():
        for more, later in found.tips.items():
            assert not stand < more or later >= year
    whole = float((STUDY.baseline.costs.unit_price_eur @ QUANTITY).sum())
    assert 0 < sum(group.capex_eur for group in found.groups) <= whole * (1 + 1e-9)
    for step in found.transfers():
        assert len(step.after - step.before) == 1
        assert step.year == found.tips[step.before]


def test_a_place_without_data_has_no_path():
    # no buurt of that name: nothing is known of it
    criterion = Criterion("x", "damage_pluvial", 1.0, areas=("BU_NONE",))
    found = pathways(STUDY.baseline, QUANTITY, criterion, STUDY.city.areas, 2027)
    assert not found.is_known
