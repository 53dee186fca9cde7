"""What partners can agree on: the best of each, the fairest by two rules, and who would object."""

from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kans_model.dialogue.ambition import Threshold
from kans_model.dialogue.partners import Partner, subjects
from kans_model.optimum.consensus import consensus, losses_of
from kans_model.optimum.own_shares import own_shares
from kans_model.optimum.question import Question
from kans_model.optimum.satisfaction import EVEN
from kans_model.words.problems import KansError
from tests.fixtures.small import corner, only

BUDGET = 400_000.0
QUESTION = Question(budget_eur=BUDGET, bans=only("wadi", "door_barrier", "heat_plan", "street_tree"))
WATER = Partner("w", "Waterschap", weights={"pluvial": 1})
HEAT = Partner("h", "GGD", weights={"heat": 1})
NATURE = Partner("n", "Natuur", weights={"biodiversiteit": 3, "heat": 1})
POINT = 0.01


@cache
def agreed(*partners, n_areas=2):
    return consensus(corner(n_areas), partners, QUESTION)


def test_everyone_is_wholly_satisfied_with_his_own_best_and_not_at_all_with_nothing():
    result = agreed(WATER, HEAT, NATURE)
    for place, own in enumerate(result.own):
        assert own.satisfaction[place] == pytest.approx(1.0, abs=1e-6)
        assert (own.satisfaction <= 1 + POINT).all()
        assert own.capex_eur <= BUDGET * (1 + 1e-9)
    nothing = np.zeros(result.maximin.quantity.shape)
    assert result.satisfaction(nothing) == pytest.approx(0.0)


def test_three_rules_give_three_packages():
    result = agreed(WATER, HEAT, NATURE)
    shares = own_shares(result.reach.formulation, result.reach, result.satisfactions, BUDGET)
    of_shares = result.satisfaction(shares.quantity)
    # each rule is best by its own measure
    assert result.maximin.satisfaction.min() > result.mean.satisfaction.min() + POINT / 10
    assert result.mean.satisfaction.mean() > result.maximin.satisfaction.mean() + POINT / 10
    assert result.maximin.satisfaction.min() > of_shares.min()
    assert result.mean.satisfaction.mean() > of_shares.mean()
    spent = [(result.maximin.quantity, result.mean.quantity), (result.mean.quantity, shares.quantity)]
    assert all(not np.allclose(one, other, rtol=1e-3) for one, other in spent)


def test_the_bound_holds_and_is_near():
    result = agreed(WATER, HEAT, NATURE)
    for candidate in (result.maximin, result.mean):
        assert candidate.value <= candidate.bound + 1e-6
        assert candidate.gap <= 0.005 * candidate.bound


def test_no_package_on_a_grid_lifts_the_least_higher():
    result = agreed(WATER, HEAT, NATURE)
    formulation = result.reach.formulation
    variables, shape = formulation.variables, formulation.program.shape
    few = np.flatnonzero(~variables.joint)
    assert len(few) <= 8
    best_least, best_mean = 0.0, 0.0
    for shares in product((0.0, 0.5, 1.0), repeat=len(few)):
        placed = np.zeros(len(variables))
        placed[few] = shares
        quantity = formulation.base.room.fitted(variables.quantity(placed, shape))
        if formulation.budgeted_eur(quantity) <= BUDGET:
            satisfaction = result.satisfaction(quantity)
            best_least = max(best_least, satisfaction.min())
            best_mean = max(best_mean, satisfaction.mean())
    assert result.maximin.value >= best_least - 1e-6
    assert result.mean.value >= best_mean - 1e-6
    assert result.maximin.bound >= best_least


@settings(max_examples=4, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 4)), min_size=2, max_size=3))
def test_no_package_on_a_grid_is_fairer_from_the_least_satisfied_on(weights):
    names = ("pluvial", "heat", "biodiversiteit")
    partners = tuple(
        Partner(str(place), str(place), weights=dict(zip(names, row, strict=True)))
        for place, row in enumerate(weights)
    )
    result = consensus(corner(1), partners, QUESTION)
    formulation = result.reach.formulation
    variables, shape = formulation.variables, formulation.program.shape
    few = np.flatnonzero(~variables.joint)
    mine = np.sort(result.maximin.satisfaction)
    for shares in product((0.0, 0.25, 0.5, 0.75, 1.0), repeat=len(few)):
        placed = np.zeros(len(variables))
        placed[few] = shares
        quantity = formulation.base.room.fitted(variables.quantity(placed, shape))
        if formulation.budgeted_eur(quantity) <= BUDGET:
            ahead = np.sort(result.satisfaction(quantity)) - mine
            differs = np.flatnonzero(np.abs(ahead) > POINT / 2)
            assert not len(differs) or ahead[differs[0]] < 0


def test_a_twin_takes_nothing_from_its_original():
    alone = agreed(WATER, HEAT, NATURE).maximin.satisfaction
    twin = Partner("w2", "Tweede waterschap", weights=dict(WATER.weights))
    doubled = agreed(WATER, HEAT, NATURE, twin).maximin.satisfaction
    assert doubled[0] >= alone[0] - POINT / 2
    assert doubled[3] == pytest.approx(doubled[0], abs=EVEN)


def test_after_the_least_the_next_is_lifted():
    # two want only heat and are alike; water is in nobody's way, and rises as far as the money goes
    result = agreed(HEAT, Partner("h2", "Ouderen", weights={"heat": 2}), WATER)
    levels = np.sort(result.maximin.satisfaction)
    everyone = result.maximin.satisfaction.min()
    assert levels[0] == pytest.approx(everyone)
    assert result.maximin.satisfaction.min() >= result.mean.satisfaction.min() - 1e-6


def test_who_would_rather_do_nothing_is_satisfied_by_that():
    thrifty = Partner("t", "Zuinig", weights={"money": 1000, "heat": 1e-6})
    result = agreed(thrifty, HEAT)
    nothing = np.zeros(result.maximin.quantity.shape)
    satisfaction = result.satisfactions[0]
    assert satisfaction.rather_nothing
    assert satisfaction.of(nothing) == 1.0
    # the whole budget gone without anything for him
    assert satisfaction.of(result.own[1].quantity) == pytest.approx(
        1 - result.own[1].capex_eur / BUDGET, abs=1e-3
    )


def test_an_objection_names_what_is_missed_most():
    result = agreed(WATER, HEAT, NATURE)
    below = [
        place
        for place, share in enumerate(result.mean.satisfaction)
        if share < result.maximin.value - 10 * EVEN
    ]
    assert [objection.partner for objection in result.objections] == [result.partners[p] for p in below]
    for objection in result.objections:
        assert objection.price >= 0
        assert set(dict(objection.losses)) <= set(objection.partner.weights)
    losses = dict(
        losses_of(result.satisfactions[0], result.reach, result.own[0].quantity, result.own[1].quantity)
    )
    # who weighs one thing misses all he misses of that
    assert losses["pluvial"] == pytest.approx(1 - result.own[1].satisfaction[0], abs=1e-6)


def test_what_is_unknown_weighs_nothing_and_is_said():
    result = agreed(WATER, HEAT, NATURE)
    assert "flood" in result.reach.silent  # not part of the totals
    assert set(result.reach.silent) <= set(subjects())


def test_hard_thresholds_hold_for_every_package():
    study = corner(2)
    before = float(study.evaluate("niets_doen")["ead_before_eur"].sel(hazard="pluvial", horizon="2050").sum())
    limit = Threshold("pluvial", 0.95 * before)
    result = consensus(study, (HEAT, NATURE), QUESTION.but(thresholds=(limit,)))
    for candidate in (*result.own, result.maximin, result.mean):
        after = study.evaluate(candidate.portfolio)["ead_after_eur"].sel(hazard="pluvial", horizon="2050")
        assert float(after.sum()) <= limit.most_eur_per_year * (1 + 1e-3)


@pytest.mark.parametrize(
    ("partners", "question", "key"),
    [
        ((), QUESTION, "consensus_without_partners"),
        ((WATER,), Question(), "consensus_without_budget"),
        ((Partner("a", "A"),), QUESTION, "partner_without_weights"),
    ],
)
def test_what_cannot_be_asked_is_named(partners, question, key):
    with pytest.raises(KansError) as refused:
        consensus(corner(2), partners, question)
    assert key in [problem.key for problem in refused.value.problems]


def test_losers_of_equal_shares_are_told_where_the_money_of_their_supporters_went():
    result = agreed(WATER, HEAT, NATURE, n_areas=3)
    shares = own_shares(result.reach.formulation, result.reach, result.satisfactions, BUDGET)
    built = {
        str(name) for name in result.reach.formulation.base.room.measures[shares.quantity.sum(axis=1) > 0]
    }
    assert shares.losers
    for loser in shares.losers:
        assert loser.measure not in built
        assert set(loser.lost_to_eur) <= built
        paid = BUDGET / 3 * len(loser.supporters) - shares.chosen.left_eur[list(loser.supporters)].sum()
        assert sum(loser.lost_to_eur.values()) == pytest.approx(paid)  # to the cent
