"""A programme in figures: the municipal budget, and the request to the owner of works."""

import pytest

from kans_model.finance.split_terms import PRESETS
from kans_model.programme.opportunities import missed_opportunities
from kans_model.reports.agenda import yearly_budget
from kans_model.reports.synergy_request import synergy_request
from tests.fixtures.programmes import PACKAGE, PROJECTS, planned

SPLIT = PRESETS[0]


def test_gross_less_contributions_is_net_and_charges_follow_what_was_built():
    frame = yearly_budget(planned([2029] * len(PROJECTS)).ledger(PACKAGE, SPLIT))
    net = frame["gross_eur"] - frame["contributions_eur"]
    assert frame["net_eur"].to_numpy() == pytest.approx(net.to_numpy())
    assert frame.loc[:2028, "gross_eur"].sum() == 0
    assert frame.loc[2029, "gross_eur"] > 0
    assert frame.loc[:2028, "charges_eur"].sum() == pytest.approx(0)
    assert frame.loc[2031, "charges_eur"] > 0


def test_the_request_says_what_where_how_much_and_what_it_saves():
    study = planned([2041] * len(PROJECTS))
    plan = study.plan()
    own = missed_opportunities(plan, study.works)[0]
    text = synergy_request(study, plan, own)
    assert own.work.name in text
    assert str(own.work.start) in text
    assert "Samen bouwen bespaart" in text
    assert f"vóór {own.join_before}" in text
    assert "fictieve stad" in text
    assert text.count("\n- ") >= 1
