"""Package and split together: yearly ceilings and grants hold in the ledger of the result."""

import pytest

from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from tests.fixtures.packages import demo

CEILINGS = {
    "gemeente_algemeen": {"ceiling_eur": 500_000},
    "gemeente_rioolheffing": {"ceiling_eur": 400_000, "committed_eur": 100_000},
}
GIVE = {
    "half": {
        "payer": "rijk",
        "share": 0.5,
        "themes": ("pluvial", "heat"),
        "owners": ("gemeente",),
        "yearly_ceiling_eur": 100_000,
        "status": "own",
    }
}


def split(**choices):
    study = demo()
    return study.split("eigenaar").changed(study.actors, id="own", title="own", ceilings=CEILINGS, **choices)


def found_with(**choices):
    return optimum(demo(), Question(budget_eur=5e7, split=split(**choices)))


def cash(study, found, actor):
    ledger = study.ledger(found.portfolio, found.split)
    return ledger.cash_real_eur[ledger.actors.place(actor)].max(), ledger


def test_no_party_pays_more_in_a_year_than_its_ceiling():
    found = found_with(instruments=[])
    for actor, most in (("gemeente_algemeen", 500_000), ("gemeente_rioolheffing", 300_000)):
        paid, ledger = cash(demo(), found, actor)
        assert paid <= most * (1 + 1e-6)
    assert ledger.gap_total_eur == pytest.approx(0, abs=1)


def test_ceilings_cost_avoided_damage_and_have_a_price():
    found, free = found_with(instruments=[]), optimum(demo(), Question(budget_eur=5e7))
    assert found.value < free.value
    assert any(name[0] == "party" and price > 0 for name, price in found.prices.items() if name != "budget")


def test_a_grant_makes_room_under_a_ceiling():
    without = found_with(instruments=[])
    granted = found_with(instruments=["half"], rules=GIVE)
    assert granted.value > without.value
    paid, ledger = cash(demo(), granted, "gemeente_algemeen")
    assert paid <= 500_000 * (1 + 1e-3)
    assert 0 < ledger.grants_eur.max() <= 100_000 * (1 + 1e-6)


def test_a_fund_that_may_run_out_is_not_counted_on():
    fund = {"half": {**GIVE["half"], "yearly_ceiling_eur": None, "total_ceiling_eur": 1_000_000}}
    assert found_with(instruments=["half"], rules=fund).value == pytest.approx(
        found_with(instruments=[]).value
    )


def test_choosing_the_split_along_is_never_worse_and_keeps_the_ceilings():
    fixed = found_with(instruments=[])
    free = optimum(demo(), Question(budget_eur=5e7, split=split(instruments=[]), free_split=True))
    assert free.value >= fixed.value * (1 - 1e-3)
    for actor, most in (("gemeente_algemeen", 500_000), ("gemeente_rioolheffing", 300_000)):
        paid, _ = cash(demo(), free, actor)
        assert paid <= most * (1 + 1e-6)
    assert free.split.own
