"""What moved since a version that was saved on purpose."""

import pytest

from kans_model.comparison.milestone import change_since_eur, headline_eur
from kans_model.measures.portfolio import Portfolio
from tests.fixtures.packages import demo


def test_a_headline_moved_by_what_it_is_now_less_what_it_was():
    study = demo()
    then = float(study.evaluate("eigen")["capex_eur"].sum())
    assert change_since_eur(study, "eigen", "capex", then + 5e6) == pytest.approx(5e6)
    assert change_since_eur(study, "eigen", "capex", then + 0.5) == 0
    assert headline_eur(study.evaluate("eigen"), "npv") == float(study.evaluate("eigen")["npv_eur"])


def test_what_was_not_saved_did_not_move():
    study = demo()
    assert change_since_eur(None, "eigen", "capex", 1e9) == 0
    assert change_since_eur(study, Portfolio().id, "capex", 1e9) == 0
