"""Grants that come late and owners that do not join: who fills the gap, worked by hand."""

import numpy as np
import pytest

from kans_model.comparison.other_outcomes import other_outcomes, without_owners
from kans_model.finance.grant_scheme import own_rule
from kans_model.finance.split import FinancingSplit
from kans_model.finance.what_if import grants_late, owners_replaced
from kans_model.reports.split_range_tables import what_if_frame
from kans_model.tables.vocabulary import LANDOWNERS
from tests.fixtures.packages import demo


def test_a_grant_that_opens_two_years_later_gives_nothing_for_what_is_built_before():
    rules = {"rijk": own_rule("Rijk", "rijk", {"share": 0.25})}
    ledger = demo().ledger("eigen", FinancingSplit(title="x", instruments=["rijk"], rules=rules))
    (late,) = grants_late(ledger)
    lost = (ledger.grants_eur[0] * ledger.inputs.lines.discount)[:2].sum()  # 2027 and 2028
    assert lost > 1e6
    assert late.present_value_eur[ledger.actors.place("rijk")] == pytest.approx(-lost)
    assert late.present_value_eur.sum() == pytest.approx(0, abs=1e-3)
    assert late.levy_peak_eur > 0


def test_a_scheme_that_closes_before_it_opens_is_as_refused():
    rules = {"rijk": own_rule("Rijk", "rijk", {"share": 0.25, "to_year": 2028})}
    ledger = demo().ledger("eigen", FinancingSplit(title="x", instruments=["rijk"], rules=rules))
    refused, late = other_outcomes(ledger)[:2]
    assert (refused.what, late.what) == ("grant_refused", "grant_late")
    assert late.present_value_eur == pytest.approx(refused.present_value_eur)


def test_half_of_the_owners_replaced_by_the_municipality_moves_half_of_their_cost_with_its_vat():
    ledger = demo().ledger("eigen", FinancingSplit(title="x", instruments=[]))
    replaced, actors = owners_replaced(ledger), ledger.actors
    for owner in ("particulier", "woningcorporatie"):
        place = actors.place(owner)
        assert replaced.present_value_eur[place] == pytest.approx(
            -ledger.present_value_eur[place] / 2, rel=1e-6
        )
    lines, bedrijf = ledger.inputs.lines, LANDOWNERS.index("bedrijf")
    business = float((lines.eur[:, :, bedrijf] @ lines.discount).sum())
    # a business recovers its VAT but for dwellings it lets; the municipality recovers none on private ground
    assert replaced.present_value_eur[actors.place("gemeente_algemeen")] > business / 2
    assert replaced.present_value_eur.sum() > 0
    assert replaced.benefit_eur == 0


def test_without_half_of_the_owners_half_of_what_is_on_private_ground_is_built_and_less_is_avoided():
    study = demo()
    package = study.portfolio("eigen")
    before, after = (
        study.evaluate(one)["quantity"].values for one in (package, without_owners(study, package, 0.5))
    )
    public = study.baseline.costs.is_public
    assert after[public] == pytest.approx(before[public])
    assert after[~public] == pytest.approx(before[~public] / 2)
    assert before[~public].any()
    ledger = study.ledger("eigen", FinancingSplit(title="x", instruments=[]))
    cases = {case.what: case for case in other_outcomes(ledger, study, package)}
    missing = cases["owners_missing"]
    assert missing.benefit_eur < 0
    assert missing.present_value_eur[ledger.actors.place("particulier")] < 0
    assert np.abs(missing.present_value_eur[ledger.actors.place("gemeente_rioolheffing")]) < 1
    assert list(cases) == ["owners_replaced", "owners_missing", "rate_rise"]
    frame = what_if_frame(ledger, "nl", study, package)
    assert frame.iloc[0, 0] == "50 % van de eigenaren doet niet mee; de gemeente betaalt hun deel".replace(
        " %", "\N{NO-BREAK SPACE}%"
    )
    assert "wordt niet gebouwd" in frame.iloc[1, 1]
