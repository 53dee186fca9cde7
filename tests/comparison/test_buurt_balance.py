"""What comes to every buurt makes what is borne and enjoyed in all."""

import numpy as np
import pytest

from kans_model.comparison.buurt_balance import buurt_balance, low_income_balance
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_terms import PRESETS
from tests.fixtures.packages import demo


@pytest.mark.parametrize("preset", PRESETS)
def test_buurten_make_the_whole(preset):
    study = demo()
    split = FinancingSplit(title="x", preset=preset, instruments=["waterschap_bijdrage"])
    ledger = study.ledger("eigen", split)
    balance = buurt_balance(ledger, study.evaluate("eigen"))
    assert balance.paid_eur.sum() == pytest.approx(ledger.total_eur)
    assert balance.enjoyed_eur.sum() == pytest.approx(ledger.inputs.benefit_eur)
    own = np.array([ledger.actors.money_of(actor) == "own" for actor in ledger.actors.ids])
    assert balance.own_eur.sum() == pytest.approx(ledger.present_value_eur[own].sum())


def test_the_poorest_two_fifths_have_a_share_of_both():
    study = demo()
    paid, enjoyed = low_income_balance(study.ledger("eigen", "eigenaar"), study.evaluate("eigen"))
    assert 0 < paid < 1
    assert 0 < enjoyed < 1
