"""Draws: what moves together, blocks that stand alone, and a seed that the study keeps."""

from itertools import islice

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.study.study import LARGEST_SEED, SEED, Study
from kans_model.tables.reading import check, table
from kans_model.tables.schemas import TABLES
from kans_model.tables.vocabulary import DRAWN_COLUMNS, PROTECTED_COLUMNS
from kans_model.uncertainty import draws
from kans_model.uncertainty.draw_counts import BLOCK_DRAWS
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo


def values_of(drawn, member):
    """The drawn values of one member of a dimension, shape (draw,)."""
    measure, _, column = member.partition(":")
    if column:
        return drawn.measure[column][:, table("measures").index.get_loc(measure)]
    alone = {draws.SEWER: drawn.sewer_mm_h, draws.REACH: drawn.reach}
    return alone[member] if member in alone else drawn.scalar[member]


def ranks(values):
    return np.argsort(np.argsort(values))


@pytest.fixture(scope="module")
def drawn():
    return draws.draws(demo(), n=512, seed=7)


def test_everything_of_one_group_is_low_and_high_together(drawn):
    for dimension in draws.dimensions():
        first, *others = (ranks(values_of(drawn, member)) for member in dimension.members)
        for other in others:
            np.testing.assert_array_equal(other, first, err_msg=dimension.key)


def test_two_groups_do_not_follow_each_other():
    """At as many draws as the model takes: with fewer, two sides of so many may line up by a tenth or two."""
    drawn = draws.draws(demo(), seed=7)
    one_of_each = [ranks(values_of(drawn, dimension.members[0])) for dimension in draws.dimensions()]
    correlation = np.corrcoef(one_of_each)
    assert np.abs(correlation - np.eye(len(correlation))).max() < 0.15


def test_all_prices_stand_in_one_group():
    prices = draws.dimensions()[0]
    assert prices.key == "prices"
    assert {f"{measure}:capex_eur" for measure in table("measures").index} <= set(prices.members)


def test_every_range_of_a_measure_is_drawn_once():
    measures = table("measures")
    members = [member for dimension in draws.dimensions() for member in dimension.members]
    ranged = {
        f"{measure}:{column}"
        for column in (*DRAWN_COLUMNS, *PROTECTED_COLUMNS)
        for measure in measures.index[measures[f"{column}_high"] > measures[f"{column}_low"]]
    }
    assert len(members) == len(set(members))
    assert ranged <= set(members)
    rows = table("assumptions")
    assert set(rows.index[(rows["drawn"] == 1) & (rows["high"] > rows["low"])]) <= set(members)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_dimension_has_a_name_of_its_own(lang):
    names = [dimension.name(lang) for dimension in draws.dimensions()]
    assert len(set(names)) == len(names)
    assert all(names)


def test_a_range_in_two_groups_is_refused():
    frame = table("correlation_groups").reset_index()
    more = frame.iloc[[0]].assign(group="again", assumptions="")
    schema = TABLES["correlation_groups"]
    with pytest.raises(KansError, match="capex_eur") as error:
        check(
            pd.concat([frame, more], ignore_index=True), schema.schema, "correlation_groups.csv", schema.rules
        )
    assert {problem.row for problem in error.value.problems} == {"again"}


@given(st.data())
def test_tabulated_quantiles_are_those_of_the_distribution(data):
    quantile = data.draw(st.floats(1e-6, 1 - 1e-6))
    dimension = data.draw(st.sampled_from(draws.dimensions()))
    member = data.draw(st.sampled_from(dimension.members))
    points = np.full((1, len(draws.dimensions())), quantile)
    low, mid, high = draws.low_mid_high(member)
    found = values_of(draws.draws_at(demo(), points, "one"), member)
    expected = float(draws.pert(quantile, low, mid, high))
    assert found.item() == pytest.approx(expected, abs=2e-5 * (high - low))


def test_a_block_made_alone_is_the_block_of_the_whole_sequence():
    third = list(islice(draws.sobol_blocks(5), 3))[2]
    np.testing.assert_array_equal(next(draws.sobol_blocks(5, first=2)), third)
    alone, whole = draws.block(demo(), 2, seed=5), draws.draws(demo(), n=3 * BLOCK_DRAWS, seed=5)
    for dimension in draws.dimensions():
        member = dimension.members[0]
        np.testing.assert_array_equal(values_of(alone, member), values_of(whole, member)[-BLOCK_DRAWS:])


def test_more_draws_begin_with_the_same_ones():
    few, many = draws.draws(demo(), n=100, seed=5), draws.draws(demo(), n=1500, seed=5)
    np.testing.assert_array_equal(few.sewer_mm_h, many.sewer_mm_h[:100])
    np.testing.assert_array_equal(few.measure["capex_eur"], many.measure["capex_eur"][:100])


def test_the_study_keeps_its_seed_and_an_old_study_has_the_usual_one():
    study = demo().replaced(seed=12)
    again = Study.from_dict(study.to_dict(), study.city)
    assert again.seed == 12
    assert again.hash == study.hash != demo().hash
    assert draws.draws(study).key == draws.draws(again).key != draws.draws(demo()).key
    old = study.to_dict()
    del old["seed"]
    assert Study.from_dict(old, study.city).seed == SEED


@pytest.mark.parametrize("seed", [-1, LARGEST_SEED + 1, "twelve", 1.5])
def test_a_seed_that_is_none_is_refused_when_a_study_opens(seed):
    values = demo().to_dict() | {"seed": seed}
    with pytest.raises(KansError):
        Study.from_dict(values, demo().city)


def test_middle_values_do_not_depend_on_the_seed():
    assert demo().replaced(seed=12).outlook_key == demo().outlook_key
