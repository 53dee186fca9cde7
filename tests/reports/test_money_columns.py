"""Columns of who pays and who enjoys: what is drawn adds up, and who has next to nothing is left out."""

import numpy as np

from kans_model.reports.money_columns import Streams

ORIGINS = [("Algemeen", "Gemeente"), ("Heffing", "Gemeente"), ("Eigen geld", "C")]
COST = np.array([[600.0, 0.0], [300.0, 99.0], [0.5, 0.0]])
BENEFIT = np.array([[0.0, 0.0], [400.0, 100.0], [-5.0, 0.0]])
STREAMS = Streams(COST, BENEFIT, ["A", "B", "C"], ["groen", "grijs"], ORIGINS)


def test_parties_with_one_payer_stand_together():
    assert STREAMS.called(0) == ["Algemeen", "Heffing"]
    assert STREAMS.called(1) == ["Gemeente"]
    assert STREAMS.of_name(1, COST.sum(axis=1)).tolist() == [999.0]


def test_less_than_a_thousandth_and_what_is_lost_are_not_drawn():
    assert STREAMS.parties == [0, 1]  # 0.5 of 999.5 is left out
    assert STREAMS.enjoyers == [1]
    assert STREAMS.paid.sum() == 999.0
    assert STREAMS.enjoyed.sum() == 500.0


def test_each_column_is_as_tall_as_what_flows_through_it():
    sources, payers, groups, enjoyers = STREAMS.sizes
    assert sources.tolist() == [600.0, 399.0]
    assert payers.tolist() == [999.0]
    assert groups.tolist() == [900.0, 100.0]  # the larger of what a group costs and yields
    assert enjoyers.tolist() == [500.0]


def test_words_are_the_whole_of_a_group():
    groups = STREAMS.node_texts("en")[2]
    assert groups == [("groen", "900.5 → 395.0"), ("grijs", "99.0 → 100.0")]
