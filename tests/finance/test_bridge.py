"""From investment to present value, in parts that add up."""

import pytest

from kans_model.finance.bridge import bridge
from kans_model.reports.financing import bridge_line
from tests.fixtures.packages import demo


def test_the_bridge_by_hand():
    """A wadi of 100 in year one, renewed for 40 and worth 10 after year two; a roof of 50 in year two.

    A euro is 0.9 at the end of year one and 0.8 of year two: 90 + 40 = 130 of 150, renewal 0.8 · 30 = 24,
    upkeep 0.8 · 5 = 4; of 170 in all the rest is VAT: 170 − 130 − 24 − 4 = 12.
    """
    invested, renewed = [[100, 0], [0, 50]], [[0, 40], [0, 0]]
    left, kept = [[0, -10], [0, 0]], [[0, 5], [0, 0]]
    made = bridge([invested, renewed, left, kept], [True, False], [0.9, 0.8], 170.0)
    assert made == pytest.approx((100, 50, -20, 24, 4, 12, 170))


def test_the_bridge_of_a_package_ends_at_what_is_borne_and_starts_at_what_is_invested():
    study = demo()
    ledger, result = study.ledger("eigen", "gemeente"), study.evaluate("eigen")
    made = ledger.bridge
    assert sum(made[:-1]) == pytest.approx(made.total_eur) == pytest.approx(ledger.total_eur)
    assert made.public_eur == pytest.approx(float(result["capex_public_eur"]))
    assert made.private_eur == pytest.approx(float(result["capex_private_eur"]))
    assert made.later_eur < 0 <= made.vat_eur
    line = bridge_line(ledger, "nl")
    assert line.endswith("contante waarde")
    assert "\n" not in line
    assert bridge_line(study.ledger("niets_doen", "gemeente"), "nl") == ""
