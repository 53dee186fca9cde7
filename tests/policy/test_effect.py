"""A set of levers on a package: the gap with the wish, who pays, sets beside each other, the cheapest."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from kans_model.evaluation.evaluate import evaluate
from kans_model.finance.split import FinancingSplit
from kans_model.measures.portfolio import Portfolio
from kans_model.policy.cheapest import cheapest, selections
from kans_model.policy.comparison import compare
from kans_model.policy.effect import SetEffect
from kans_model.policy.levers import Lever, LeverSet
from kans_model.policy.parameters import drawn, middle
from kans_model.policy.policy import Policy
from kans_model.policy.private_ground import PrivateGround
from kans_model.policy.subsidy_rules import paid_by, paid_rules
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo

ROOF = "green_roof_extensive"
HALF = Lever("half", "subsidy", 2027, measures=(ROOF,), subsidy_share=0.5)
FIRST = LeverSet("a", "Helft", (HALF,))
PACKAGE = Portfolio(id="p", title="P").with_uptake(ROOF, 0.4).with_uptake("wadi", 0.2)
YEAR = 2040


@cache
def ground():
    return PrivateGround.of(demo().baseline)


def effect(*levers, parameters=None, policy=None):
    chosen = LeverSet("x", "X", levers)
    own = parameters or middle()
    return SetEffect(demo().baseline, ground(), policy or Policy(), chosen, PACKAGE, own)


def test_the_gap_stands_between_what_is_counted_on_and_what_comes():
    (gap,) = effect(HALF, parameters=drawn(3, 64)).gaps(YEAR)
    assert gap.measure == ROOF
    assert gap.wished == pytest.approx(0.4)
    assert gap.low < gap.mid < gap.high
    assert gap.without < gap.mid


def test_uptake_takes_the_place_of_the_wish_and_public_measures_stay():
    own = effect(HALF)
    package = own.package_at(YEAR)
    uptake = float(own.uptake(ROOF, YEAR)[0])
    assert package.choices[ROOF]["uptake"] == pytest.approx(uptake)
    assert package.choices["wadi"] == PACKAGE.choices["wadi"]
    room = demo().baseline.room
    built = evaluate(demo().baseline, package)["quantity"].to_numpy()[room.place[ROOF]]
    np.testing.assert_allclose(built, uptake * room.potential[room.place[ROOF]])


def test_a_lever_for_one_area_builds_more_there_than_elsewhere():
    code = demo().city.areas.index[2]
    own = effect(replace(HALF, areas=(code,)))
    room = demo().baseline.room
    built = evaluate(demo().baseline, own.package_at(YEAR))["quantity"].to_numpy()[room.place[ROOF]]
    fits = room.potential[room.place[ROOF]]
    part = np.divide(built, fits, out=np.zeros_like(fits), where=fits > 0)
    assert part[2] == pytest.approx(part.max())
    assert part[2] > np.delete(part, 2).max()


def test_what_waits_for_a_number_of_the_city_is_unknown_and_not_zero():
    own = effect(Lever("n", "norm_new_build", 2030, measures=(ROOF,), norm_mm=60))
    assert np.isnan(own.gaps(YEAR)[0].mid)
    assert np.isnan(own.avoided_band_eur(YEAR)).all()


def test_a_set_is_financed_once_however_often_it_is_laid_on():
    paid = np.array([[1e5, 0.0]])
    once = paid_by(FinancingSplit.of("eigenaar"), FIRST, (2027, 2028), paid)
    assert paid_by(once, FIRST, (2027, 2028), paid).to_dict() == once.to_dict()
    none = paid_by(once, LeverSet("b", "B"), (2027, 2028), np.zeros((0, 2)))
    assert not [name for name in none.rules if name.startswith("lever-")]


def test_a_year_in_which_nothing_is_paid_is_no_rule():
    rules = paid_rules(FIRST, (2027, 2028), np.array([[1e5, 0.0]]))
    assert [(rule["from_year"], rule["yearly_ceiling_eur"]) for rule in rules.values()] == [(2027, 1e5)]


def test_of_sets_beside_each_other_the_more_generous_avoids_more_and_costs_more():
    sets = [LeverSet(str(part), "", (replace(HALF, subsidy_share=part),)) for part in (0.2, 0.5, 0.8)]
    beside = compare(demo().baseline, Policy(), PACKAGE, drawn(3, 64), sets, YEAR)
    assert (np.diff(beside.avoided_eur, axis=0) >= 0).all()
    assert (np.diff(beside.paid_eur, axis=0) > 0).all()
    assert beside.chance_best.sum() == pytest.approx(1)
    assert beside.chance_best.argmax() == 2


def left(own):
    return -float(own.avoided_band_eur(YEAR)[1])


def test_the_cheapest_selection_is_that_of_trying_them_all():
    offered = [
        replace(HALF, id=str(part), subsidy_share=part, budget_eur_per_year=2e5 * part) for part in (0.2, 0.5)
    ]
    offered.append(Lever("adv", "adviser", 2027, budget_eur_per_year=30_000.0))
    none, whole = left(effect()), left(effect(*offered))
    limit = none + 0.5 * (whole - none)
    tried = []
    for on in selections(offered):
        own = effect(*(lever for lever, chosen in zip(offered, on, strict=True) if chosen))
        if left(own) <= limit:
            tried.append(float(own.paid_eur(YEAR)[0]))
    found = cheapest(effect(), offered, YEAR, left, limit)
    assert found.paid_eur == pytest.approx(min(tried))
    assert found.value <= limit
    assert found.selections == 8


def test_where_no_selection_reaches_the_limit_that_is_said():
    found = cheapest(effect(), [HALF], YEAR, left, -1e12)
    assert found.levers is None


def test_what_the_law_does_not_allow_together_is_in_no_selection():
    norm, agreed = Lever("n", "norm_new_build", 2030), Lever("a", "agreement_developer", 2030)
    assert not (selections([norm, agreed]).all(axis=1)).any()


def test_more_levers_than_can_be_enumerated_are_refused():
    with pytest.raises(KansError) as error:
        cheapest(effect(), [replace(HALF, id=str(n)) for n in range(13)], YEAR, left, 0.0)
    assert error.value.problems[0].key == "levers_too_many"
