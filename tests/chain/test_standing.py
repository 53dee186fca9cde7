"""Five steps, what each lacks, advice by hand, departures from the standard, and the seven ambitions."""

from dataclasses import replace

import numpy as np
import pytest

from kans_model.chain.advice import advice
from kans_model.chain.ambitions import ambitions
from kans_model.chain.deviations import deviations
from kans_model.chain.journey import STEPS, standing
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.dialogue import Dialogue
from kans_model.evaluation.indicators import reading
from kans_model.policy.levers import Lever, LeverSet
from kans_model.policy.policy import Policy
from kans_model.reports.standing_in_words import (
    advice_text,
    conclusion,
    deviation_text,
    lack_text,
    next_text,
    obstacles_text,
    step_text,
)
from kans_model.study.study import Study
from tests.fixtures.chained import LIMIT, chained, in_other_climate
from tests.fixtures.packages import demo
from tests.fixtures.small import corner


def stands(study):
    return standing(study, study.portfolios[0])


def states(study):
    return {step.page: step.state for step in stands(study).steps}


def test_a_new_study_has_its_stress_test_and_a_package_that_nothing_holds_to():
    assert states(demo()) == {
        "stresstest": "done",
        "risicodialoog": "open",
        "maatregelen": "begun",
        "uitvoeringsagenda": "open",
        "beleid": "open",
    }
    assert stands(demo()).next.page == "risicodialoog"
    assert stands(demo()).next.lacks[0].key == "limits"


def test_a_city_without_foundations_has_not_all_of_its_stress_test():
    study = chained()
    city = study.city
    for code in city.areas.index:
        city = city.with_values(code, vulnerable_buildings=None)
    step = stands(Study.default(city)).steps[0]
    assert step.state == "begun"
    assert step.lacks[0].key == "hazards"


def test_figures_of_the_steps_are_those_of_the_study():
    study = chained()
    by_page = {step.page: step for step in stands(study).steps}
    result = study.evaluate(study.portfolios[0])
    assert by_page["maatregelen"].figures["capex_eur"] == pytest.approx(float(result["capex_eur"].sum()))
    assert by_page["beleid"].figures["private_eur"] == float(result["capex_private_eur"])
    n = len(study.programme.projects)
    assert by_page["uitvoeringsagenda"].figures == {"n_projects": n, "n_planned": n}
    assert by_page["risicodialoog"].figures == {"n_limits": 1, "n_partners": 0, "n_decisions": 1}


def test_what_goes_stale_opens_its_step_again():
    assert states(chained())["uitvoeringsagenda"] == "done"
    steps = {step.page: step for step in stands(in_other_climate(chained())).steps}
    assert steps["uitvoeringsagenda"].state == "begun"
    assert steps["uitvoeringsagenda"].lacks[0].key == "stale_agenda"
    assert "stale_decisions" in [lack.key for lack in steps["risicodialoog"].lacks]


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("study", [demo(), chained(), in_other_climate(chained()), corner()])
def test_every_step_lack_and_departure_has_its_words(study, lang):
    found = stands(study)
    for step in found.steps:
        assert step_text(step, found, lang)
        assert all(lack_text(lack, lang) for lack in step.lacks)
    assert conclusion(found, lang)
    assert next_text(found, lang)
    assert all(all(deviation_text(own, lang)) for own in deviations(study))


def test_advice_on_one_buurt_by_hand():
    """Its best row closes what the first euro avoids, times what still fits, up to the gap."""
    study = corner()
    code = str(study.city.areas.index[0])
    base, package = study.baseline, study.portfolios[0]
    damage = float(study.evaluate(package)["ead_after_eur"].sel(hazard="pluvial", area=code, horizon="2050"))
    limit = Criterion("x", "damage_pluvial", damage / 2, moment="2050", areas=(code,))
    study = study.replaced(dialogue=Dialogue(criteria=(limit,)))
    rows = advice(study, package)
    first = rows[0]
    place = base.room.place[first.measure]
    slope = float(base.first_euro.avoided_eur_per_unit[0, place, 0])
    price = float(base.costs.unit_price_eur[place])
    assert first.area == code
    assert first.gap == pytest.approx(damage / 2)
    assert first.closes == pytest.approx(first.capex_eur / price * slope)
    assert first.closes <= damage / 2 * (1 + 1e-9)
    worth = [row.closes / row.capex_eur for row in rows]
    assert worth == sorted(worth, reverse=True)
    assert ("room" in first.obstacles) == (first.closes < first.gap)
    assert study.city.areas["name"][code] in advice_text(first, study)
    assert all(obstacles_text(row) for row in rows)


def test_a_budget_that_is_spent_and_ground_of_others_stand_in_the_way():
    study, package = chained(), chained().portfolios[0].with_budget(1.0)
    rows = advice(study, package, most=60)
    assert all("budget" in row.obstacles for row in rows)
    private = [row for row in rows if "owner" in row.obstacles]
    assert private
    assert all("rule" in row.obstacles for row in private)
    lever = Lever("l", "subsidy", 2028, measures=(private[0].measure,))
    moved = study.replaced(policy=Policy(sets=(LeverSet("s", "S", (lever,)),), chosen="s"))
    again = [row for row in advice(moved, package, most=60) if row.measure == private[0].measure]
    assert again
    assert all("rule" not in row.obstacles for row in again)


@pytest.mark.parametrize(
    ("indicator", "limit", "each"),
    [("green", 90.0, True), ("shade", 60.0, False), ("dwellings_wet", 0.0, False), ("deaths", 0.0, False)],
)
def test_advice_on_other_limits_is_what_one_more_measure_wins(indicator, limit, each):
    """Building what a row advises, and nothing else, wins what it says."""
    study, package = corner(), corner().portfolios[0]
    moment = {"green": "", "shade": "", "dwellings_wet": "100", "deaths": "2050"}[indicator]
    criterion = Criterion("x", indicator, limit, moment=moment, each=each)
    study = study.replaced(dialogue=Dialogue(criteria=(criterion,)))
    rows = advice(study, package, most=20)
    assert rows
    first = rows[0]
    assert first.closes <= first.gap * (1 + 1e-9)
    base, room = study.baseline, study.baseline.room
    place, area = room.place[first.measure], list(room.areas).index(first.area)
    now = study.evaluate(package)["quantity"].to_numpy()[place, area]
    more = first.capex_eur / float(base.costs.unit_price_eur[place])
    built = package.with_quantity(first.measure, first.area, float(now + more))
    before, after = (
        reading(base, study.evaluate(own), indicator).at(moment)[area] for own in (package, built)
    )
    assert abs(after - before) > 0
    assert first.area in set(study.city.areas.index)
    assert advice_text(first, study)
    assert advice_text(first, study, "en")


def test_limits_take_turns_in_the_advice():
    study = corner()
    limits = (
        Criterion("g", "green", 90.0, moment="", each=True),
        Criterion("p", "damage_pluvial", 1.0, moment="2050"),
    )
    study = study.replaced(dialogue=Dialogue(criteria=limits))
    assert [row.criterion for row in advice(study, study.portfolios[0], most=4)][:2] == ["g", "p"]


def test_no_limit_no_advice():
    assert advice(demo(), demo().portfolios[0]) == []
    kept = replace(LIMIT, limit=1e12)
    study = chained().replaced(dialogue=Dialogue(criteria=(kept,)))
    assert advice(study, study.portfolios[0]) == []


def test_departures_follow_the_study():
    def keys(study):
        return [own.key for own in deviations(study)]

    assert "climate" not in keys(demo())
    assert keys(in_other_climate(demo()))[0] == "climate"
    assert [own.value for own in deviations(demo()) if own.key == "apart"] == ["flood"]
    assert "own_values" not in keys(demo())
    own = demo().replaced(assumptions=demo().assumptions.with_value("wadi:capex_eur", 80, "offerte 2026"))
    found = next(row for row in deviations(own) if row.key == "own_values")
    assert (found.n, found.reasons) == (1, ("offerte 2026",))
    assert deviation_text(found)[1] == "offerte 2026"


def test_seven_ambitions_fill_themselves_in():
    found = {own.key: own.state for own in ambitions(stands(chained()))}
    assert list(found) == [
        "vulnerability",
        "dialogue",
        "agenda",
        "synergy",
        "stimulate",
        "regulate",
        "calamities",
    ]
    assert found["agenda"] == "done"
    assert found["dialogue"] == "begun"
    assert (found["stimulate"], found["regulate"]) == ("open", "open")
    levers = (Lever("a", "subsidy", 2028), Lever("b", "norm_new_build", 2028, norm_mm=60.0))
    policy = Policy(sets=(LeverSet("s", "S", levers),), chosen="s")
    moved = {own.key: own.state for own in ambitions(stands(chained().replaced(policy=policy)))}
    assert (moved["stimulate"], moved["regulate"]) == ("done", "done")
    heat_plan = chained().evaluate("eigen")["quantity"].sel(measure="heat_plan").to_numpy()
    assert found["calamities"] == ("begun" if np.any(heat_plan > 0) else "open")


def test_the_steps_are_the_pages_of_the_journey():
    assert tuple(step.page for step in stands(demo()).steps) == STEPS
