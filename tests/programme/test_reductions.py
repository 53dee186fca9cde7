"""An unacceptable damage has a latest year: what projects must avoid by then, and a schedule that does."""

import dataclasses

import numpy as np
import pytest

from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.dialogue import Dialogue
from kans_model.finance.split_terms import PRESETS
from kans_model.programme.proposal import proposal
from kans_model.reports.agenda_in_words import breach_text
from tests.fixtures.programmes import PACKAGE, PROJECTS, STUDY, planned

RESULT = STUDY.evaluate(PACKAGE)
POUR = {"hazard": "pluvial", "horizon": "2050"}
BEFORE, AFTER = (float(np.nansum(RESULT[f"ead_{when}_eur"].sel(POUR))) for when in ("before", "after"))
HALF = BEFORE - 0.5 * (BEFORE - AFTER)
"""Half of what the whole package avoids."""


def asked(limit, acceptance="unacceptable", year=2032, starts=None, **rest):
    own = Criterion("h", "damage_pluvial", limit, acceptance, "2050", latest_year=year)
    study = planned(starts or [None] * len(PROJECTS), **rest)
    return study.replaced(dialogue=Dialogue(criteria=(own,)))


def limits_of(study):
    plan = study.plan()
    return plan, study.plan_limits(plan, study.ledger(PACKAGE, PRESETS[0], planned=False))


def test_what_must_be_avoided_is_the_damage_above_the_limit():
    _, limits = limits_of(asked(HALF))
    (own,) = limits.reductions
    assert own.least_eur == pytest.approx(0.5 * (BEFORE - AFTER))
    assert own.by_project_eur.sum() == pytest.approx(BEFORE - AFTER)
    assert own.hard


def test_what_only_goes_along_or_is_lived_with_has_no_latest_year():
    assert limits_of(asked(HALF, "undesirable", None))[1].reductions == ()
    assert limits_of(asked(2 * BEFORE))[1].reductions == ()


def test_the_schedule_keeps_it_and_a_plan_by_hand_that_does_not_is_told():
    budget = {"gemeente_rioolheffing": {str(year): 9e6 for year in range(2027, 2042)}}
    study = asked(HALF, year=2037, budgets=budget)
    plan, limits = limits_of(study)
    found = proposal(plan, limits)
    kept = study.replaced(programme=study.programme.with_starts(found.starts))
    assert [own for own in limits_of(kept)[0].breaches(limits) if own.kind == "reduction"] == []
    late, its = limits_of(asked(HALF, starts=[2036] * len(PROJECTS)))
    (own,) = [breach for breach in late.breaches(its) if breach.kind == "reduction"]
    assert own.over == pytest.approx(0.5 * (BEFORE - AFTER))
    said = breach_text(own, late, asked(HALF))
    assert "wordt in 2032 niet gehaald" in said
    assert "hele stad" in said.lower()


def test_a_limit_that_the_package_does_not_reach_stops_no_schedule():
    plan, limits = limits_of(asked(0.5 * AFTER))
    assert not limits.reductions[0].hard
    assert proposal(plan, limits).n_built == len(PROJECTS)


def test_a_limit_on_something_else_is_left_to_the_verdicts():
    own = Criterion("s", "shade", 30.0, "unacceptable", "", latest_year=2032)
    study = STUDY.replaced(programme=planned([2027] * len(PROJECTS)).programme)
    study = study.replaced(dialogue=dataclasses.replace(Dialogue(), criteria=(own,)))
    assert limits_of(study)[1].reductions == ()
