"""Who fills the gap when a grant is refused or interest rises."""

import pytest

from kans_model.finance.split import FinancingSplit
from kans_model.finance.what_if import grants_refused, rate_rise
from tests.fixtures.packages import demo


def test_a_refused_grant_comes_back_to_who_received_it():
    split = FinancingSplit(title="x", instruments=["impulsregeling", "waterschap_bijdrage"])
    ledger = demo().ledger("eigen", split)
    (refused,) = grants_refused(ledger)  # the closed scheme gives nothing
    assert refused.rule == "waterschap_bijdrage"
    assert refused.present_value_eur.sum() == pytest.approx(0, abs=1e-3)
    given = ledger.grants_eur[1] @ ledger.inputs.lines.discount
    assert refused.present_value_eur[ledger.actors.place("waterschap")] == pytest.approx(-given)
    without = demo().ledger("eigen", split.changed(instruments=["impulsregeling"]))
    assert refused.levy_peak_eur == pytest.approx(without.levy["peak"] - ledger.levy["peak"])
    assert refused.levy_peak_eur > 0


def test_a_rate_one_point_higher_moves_charges_and_levy_and_no_real_burden():
    split = FinancingSplit(title="x", instruments=[], rates={"omslagrente": 0.02})
    ledger = demo().ledger("eigen", split)
    higher = rate_rise(ledger)
    assert not higher.present_value_eur.any()
    by_hand = demo().ledger("eigen", split.with_rate("omslagrente", 0.03))
    assert higher.levy_peak_eur == pytest.approx(by_hand.levy["peak"] - ledger.levy["peak"])
    assert higher.charges_eur > 0


def test_a_loan_at_the_highest_rate_rises_no_further():
    split = FinancingSplit(title="x", loans={"woningcorporatie": {"rate": 0.5, "years": 20}})
    assert rate_rise(demo().ledger("eigen", split)).charges_eur > 0
