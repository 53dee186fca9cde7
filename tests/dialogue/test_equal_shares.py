"""Equal shares: by hand, against another's program, and when half of the voters stay away."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pabutools.election import Additive_Cardinal_Sat, CardinalBallot, CardinalProfile, Instance, Project
from pabutools.rules import method_of_equal_shares

from kans_model.dialogue.equal_shares import equal_shares


def test_by_hand():
    # Each of three has 40. The tree (cost 60) is worth 2 to the first and 1 to the second: 20 a point, so
    # 40 and 20. The wadi (cost 50) is worth 1 to the second and third: 20 are left of one, 30 come from the
    # other. The pond (cost 30) has only the first, who has nothing left.
    cost = np.array([60.0, 50.0, 30.0])
    utility = np.array([[2.0, 0, 3.0], [1.0, 1.0, 0], [0, 1.0, 0]])
    chosen = equal_shares(cost, utility, 120.0)
    # the pond asks 10 a point of the first alone: it goes first
    assert chosen.order[0] == 2
    assert chosen.paid_eur[:, 2].tolist() == [30.0, 0.0, 0.0]
    # then the wadi at 25 a point of two, before the tree, of which the first can pay 10 and the second 40
    assert chosen.order == (2, 1)
    assert chosen.paid_eur[:, 1].tolist() == [0.0, 25.0, 25.0]
    assert chosen.left_eur.tolist() == [10.0, 15.0, 15.0]
    # the tree lost: its supporters have 25 of the 60, and paid 30 for the pond and 25 for the wadi
    assert chosen.support_eur()[0] == 25.0
    assert chosen.lacked_eur().tolist() == [35.0, 0.0, 0.0]
    assert chosen.lost_to_eur()[0].tolist() == [0.0, 25.0, 30.0]


def test_who_has_less_left_pays_what_he_has():
    # the first two have 10 left after their own; the project of 40 is worth the same to all three
    cost, utility = np.array([40.0, 40.0, 40.0]), np.array([[9.0, 0, 1], [0, 9.0, 1], [0, 0, 1.0]])
    chosen = equal_shares(cost, utility, 150.0)
    assert chosen.order[-1] == 2
    assert chosen.paid_eur[:, 2].tolist() == [10.0, 10.0, 20.0]


def winners_of_another(cost, utility, budget):
    projects = [Project(str(place), cost=int(eur)) for place, eur in enumerate(cost)]
    instance = Instance(projects, budget_limit=int(budget))
    ballots = [
        CardinalBallot({project: int(worth) for project, worth in zip(projects, row, strict=True)})
        for row in utility
    ]
    profile = CardinalProfile(ballots, instance=instance)
    chosen = method_of_equal_shares(instance, profile, sat_class=Additive_Cardinal_Sat)
    return {int(project.name) for project in chosen}


def test_two_hundred_cases_as_another_program_has_them():
    random = np.random.default_rng(1)
    for _ in range(200):
        n_partners, n_projects = random.integers(2, 7), random.integers(3, 12)
        cost = random.integers(1, 60, n_projects)
        wanted = random.random((n_partners, n_projects)) < 0.6
        utility = np.round(1000 * random.random((n_partners, n_projects)) * wanted).astype(int)
        budget = random.integers(60, 200)
        chosen = equal_shares(cost, utility, float(budget))
        assert set(chosen.order) == winners_of_another(cost, utility, budget)


@given(
    st.lists(st.integers(1, 50), min_size=2, max_size=8),
    st.integers(1, 5),
    st.integers(10, 200),
    st.randoms(use_true_random=False),
)
def test_nobody_pays_more_than_his_part_nor_for_what_he_does_not_want(cost, n_partners, budget, random):
    utility = np.array([[random.choice([0, 1, 3]) for _ in cost] for _ in range(n_partners)])
    chosen = equal_shares(np.array(cost, dtype=float), utility, float(budget))
    assert (chosen.left_eur >= -1e-9).all()
    assert (chosen.paid_eur[utility == 0] == 0).all()
    assert chosen.paid_eur.sum(axis=1) + chosen.left_eur == pytest.approx(budget / n_partners)
    assert chosen.paid_eur.sum(axis=0)[chosen.won] == pytest.approx(np.array(cost)[chosen.won])
    assert (chosen.paid_eur[:, ~chosen.won] == 0).all()


def test_when_half_of_forty_stay_away_the_money_stays_where_it_was():
    random = np.random.default_rng(7)
    n_voters, n_projects, budget = 40, 60, 1000.0
    cost = random.integers(5, 60, n_projects).astype(float)
    tastes = random.random((4, n_projects)) ** 3  # four groups of ten, alike but not equal
    utility = np.repeat(tastes, 10, axis=0) * random.uniform(0.7, 1.3, (n_voters, n_projects))
    whole = equal_shares(cost, utility, budget).won
    stays = []
    for _ in range(200):
        present = random.permutation(n_voters)[: n_voters // 2]
        some = equal_shares(cost, utility[present], budget).won
        stays.append(cost[whole & some].sum() / cost[whole].sum())
    assert np.median(stays) >= 0.8
