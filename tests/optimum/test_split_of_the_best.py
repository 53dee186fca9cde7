"""The split that asks least of the municipality, on the best package: never dearer than the present one."""

import pytest

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_search import above_benefit, proposal
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from tests.fixtures.packages import demo


@pytest.fixture(scope="module")
def best():
    return optimum(demo(), Question()).portfolio


def test_where_owners_pay_more_than_they_enjoy_the_present_split_stays_and_says_who(best):
    present = demo().ledger(best, "eigenaar")
    found = proposal(present, "least_gemeente")
    assert not found.is_better
    assert found.own == present.split.own
    assert found.gemeente_eur > present.gemeente_eur
    assert found.above_benefit == above_benefit(present) != []


def test_where_the_municipality_pays_all_it_pays_less_and_nobody_more_than_he_enjoys_with_vat(best):
    present = demo().ledger(best, "gemeente")
    found = proposal(present, "least_gemeente")
    assert found.is_better
    after = demo().ledger(best, FinancingSplit(title="x", own=found.own, instruments=[]))
    assert after.gemeente_eur == pytest.approx(found.gemeente_eur)
    assert found.gemeente_eur < present.gemeente_eur
    assert found.above_benefit == above_benefit(after) == []
    # of what is left to the municipality the levy bears what it may: general funds are asked for nothing
    public = [shares for where, shares in found.own.items() if where.split(":")[1] == "gemeente"]
    assert all(shares.get(GEMEENTE[0], 0) <= 2 for shares in public)
