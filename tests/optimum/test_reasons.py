"""Why a measure is in the best package or not, and what the next euro brings."""

import pytest

from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.optimum.reasons import next_euro, per_measure, reasons
from tests.fixtures.packages import demo

QUESTION = Question(budget_eur=2e7)


@pytest.fixture(scope="module")
def best():
    return optimum(demo(), QUESTION)


def test_what_is_left_out_brings_less_per_euro_than_the_last_euro_elsewhere(best):
    told = reasons(best)
    price = next_euro(best)
    out = told[told["reason"] == "price"]
    assert len(out) > 100
    assert (out["per_eur"] <= out["needed_per_eur"] * (1 + 1e-6)).all()
    assert (out["needed_per_eur"] >= price * (1 - 1e-9)).all()
    # what is built partly brings just what it must (tangents and boxes leave a little)
    part = told[(told["reason"] == "part") & told["measure"].isin(["pond", "green_bank", "wadi"])]
    assert part["per_eur"].to_numpy() == pytest.approx(part["needed_per_eur"].to_numpy(), rel=0.35)


def test_the_next_euro_is_what_a_slightly_larger_budget_brings(best):
    more = optimum(demo(), Question(budget_eur=QUESTION.budget_eur * 1.05))
    slope = (more.value - best.value) / (0.05 * QUESTION.budget_eur)
    assert next_euro(best) == pytest.approx(slope, rel=0.25)


def test_every_measure_gets_a_reason_and_its_number_of_buurten(best):
    told = per_measure(reasons(best))
    place = demo().baseline.room.place
    assert len(told) == len(place)
    for name, row in told.iterrows():
        assert row["n_built"] == (best.quantity[place[name]] > 0).sum()
    assert told.loc["cool_paving", "reason"] == "not_calculated"
    assert told.loc["foundation_repair", "reason"] == "banned"
