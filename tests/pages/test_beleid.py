"""Beleid: levers, what they bring, sets side by side and what was seen move together, and refuse in words."""

import pytest

from dashboards.beleid import BeleidPage
from dashboards.parts.frame.session import Session
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.dialogue import Dialogue
from kans_model.policy.levers import Lever, LeverSet
from kans_model.policy.policy import Policy
from kans_model.words.amounts import money_short
from tests.fixtures.packages import demo

ROOF = "green_roof_extensive"
SET = LeverSet("a", "Half betaald", (Lever("s", "subsidy", 2027, measures=(ROOF,), subsidy_share=0.5),))
DEMANDING = demo().portfolio("eigen").with_uptake(ROOF, 0.9)


def page(policy=None, lang="nl"):
    study = demo().with_portfolio(DEMANDING).replaced(policy=policy or Policy())
    return BeleidPage(Session(study=study, lang=lang))


def use(view, **message):
    """What the browser sends when a control is used."""
    view._handle_msg(message)


def test_without_levers_it_says_what_comes_by_itself_and_how_far_that_falls_short():
    shown = page()
    said = shown.head.view.slots["conclusion"]
    assert "‘Zonder hefbomen’ brengt in 2050 bij 1 van 1 maatregel minder" in said
    assert "u rekent op 90\u00a0%" in said


def test_what_to_decide_next_is_a_lever_and_then_its_text():
    shown = page()
    assert "welke hefboom" in shown.decision.view.slots["text"]
    use(shown.decision.view, do="go")
    assert shown.list.form.aim.startswith("lever-kind#")
    shown = page(Policy(sets=(SET,), chosen="a"))
    assert "in een regel" in shown.decision.view.slots["text"]
    use(shown.decision.view, do="go")
    assert shown.text.view.aim.startswith("rule_lever#")


def test_a_lever_that_is_added_moves_the_figures_and_stands_in_the_list():
    shown = page()
    before = shown.head.figures.view.slots["brings"]
    use(shown.list.form, do="entry", name="measure", value=ROOF)
    use(shown.list.form, do="entry", name="subsidy_pct", value="60")
    use(shown.list.form, do="add")
    (own,) = shown.session.study.policy.sets
    assert own.levers[0].subsidy_share == pytest.approx(0.6)
    assert "Groen dak (sedum)" in shown.list.list.html
    assert shown.head.figures.view.slots["brings"] != before
    shown.session.undo()
    assert not shown.session.study.policy.started


def test_the_form_asks_what_its_kind_needs():
    shown = page()
    assert 'id="lever-subsidy_pct"' in shown.list.form.html
    use(shown.list.form, do="entry", name="kind", value="norm_new_build")
    assert 'id="lever-norm_mm"' in shown.list.form.html
    assert 'id="lever-subsidy_pct"' not in shown.list.form.html
    assert "omgevingsplan" in shown.list.form.html


def test_a_norm_that_cannot_be_is_refused_beside_the_form_and_nothing_changes(monkeypatch):
    shown, said = page(), []
    monkeypatch.setattr(shown.list.form, "refuse", said.append)
    use(shown.list.form, do="entry", name="kind", value="norm_renovation")
    use(shown.list.form, do="entry", name="norm_mm", value="500")
    use(shown.list.form, do="add")
    assert "500 mm moet van 1 tot en met 200 mm" in said[0]
    assert not shown.session.study.policy.started


def test_a_new_build_rule_is_unknown_until_the_city_says_how_much_it_builds():
    shown = page(
        Policy().with_set(LeverSet("n", "Norm", (Lever("n", "norm_new_build", 2030, norm_mm=60.0),)))
    )
    assert "vul in hoeveel woningen" in shown.head.view.slots["conclusion"]
    use(shown.list.list, do="dwellings", value="400")
    assert shown.session.study.policy.new_dwellings_per_year == 400
    assert "vul in" not in shown.head.view.slots["conclusion"]


def test_sets_stand_side_by_side_and_one_of_them_counts():
    shown = page(Policy().with_set(SET))
    use(shown.list.list, do="new")
    policy = shown.session.study.policy
    assert [own.levers for own in policy.sets] == [SET.levers, SET.levers]
    assert policy.chosen == policy.sets[1].id
    use(shown.list.list, do="title", value="Ruimer")
    use(shown.list.list, do="remove", name="s")
    assert "Ruimer" in shown.beside.view.html
    assert "Half betaald" in shown.beside.view.html
    use(shown.list.list, do="choose", value="a")
    assert shown.session.study.policy.chosen == "a"
    use(shown.list.list, do="drop")
    assert [own.title for own in shown.session.study.policy.sets] == ["Ruimer"]


def test_the_table_behind_the_rows_holds_what_they_show():
    shown = page(Policy().with_set(SET))
    frame = shown.gaps.chart.frame()
    assert frame.iloc[0, 0] == "Groen dak (sedum)"
    assert frame["u rekent op, %"][0] == pytest.approx(90)
    assert frame["komt, laag, %"][0] < frame["komt, midden, %"][0] <= frame["komt, hoog, %"][0]


def test_what_was_seen_elsewhere_stands_beside_the_band_in_both_languages():
    assert "Woerden" in page().hindcast.column[1].html
    assert "9 of 9 schemes" in page(lang="en").hindcast.column[1].html


def test_who_pays_stands_per_payer_and_leads_to_financing_by_the_levers():
    shown, led = page(Policy().with_set(SET)), []
    html = shown.payers.view.html
    assert "betaalt" in html
    assert "2050" in html
    shown.session.param.watch(lambda event: led.append(event.new), "place")
    use(shown.payers.view, do="go")
    assert led[0] == ("financiering", "levers")
    assert not page().payers.column.visible


def test_the_cheapest_levers_for_a_limit_become_a_set():
    limit = Criterion("l", "damage_heat", 1e12, moment="2050")
    wide = LeverSet("b", "Ruim", (Lever("t", "subsidy", 2027, measures=(ROOF,), subsidy_share=0.9),))
    study = demo().with_portfolio(DEMANDING).replaced(dialogue=Dialogue(criteria=(limit,)))
    study = study.replaced(policy=Policy().with_set(SET).with_set(wide))
    shown = BeleidPage(Session(study=study, lang="nl"))
    shown.cheapest.work.start()
    assert "geen enkele hefboom" in shown.cheapest.said.html  # a limit that is kept anyway
    strict = Criterion("l", "damage_heat", 1.0, moment="2050")
    shown.session.replace(study.replaced(dialogue=Dialogue(criteria=(strict,))))
    assert shown.cheapest.said.html.count("<p>") == 0  # of another study
    shown.cheapest.work.start()
    assert "blijft er 1 over" in shown.cheapest.said.html


def test_the_answer_is_a_set_by_one_press():
    base = page(Policy().with_set(SET))
    effect = base.levers.effect
    reached = effect.result(2050)["ead_after_eur"].sel(hazard="pluvial", horizon="2050")
    without = base.levers.together.effects[0].result(2050)["ead_after_eur"]
    least = float(without.sel(hazard="pluvial", horizon="2050").sum())
    limit = Criterion("l", "damage_pluvial", (float(reached.sum()) + least) / 2, moment="2050")
    base.session.replace(base.session.study.replaced(dialogue=Dialogue(criteria=(limit,))))
    base.cheapest.work.start()
    assert "Subsidie" in base.cheapest.said.html
    paid = money_short(float(base.levers.effect.paid_band_eur(2050)[1]))
    assert paid in base.cheapest.said.html.replace("&nbsp;", "\u00a0")
    use(base.cheapest.said, do="keep")
    policy = base.session.study.policy
    assert policy.chosen_set.title == "Goedkoopste"
    assert policy.chosen_set.levers == SET.levers


def test_a_lever_takes_several_measures_and_buurten():
    shown = page()
    codes = [str(code) for code in shown.session.city.areas.index[:2]]
    for name, value in [
        ("measure", ROOF),
        ("measure", "rain_barrel"),
        ("area", codes[0]),
        ("area", codes[1]),
    ]:
        use(shown.list.form, do="entry", name=name, value=value)
    assert "Regenton" in shown.list.form.html
    use(shown.list.form, do="leave", kind="area", name=codes[1])
    use(shown.list.form, do="add")
    (own,) = shown.session.study.policy.chosen_set.levers
    assert (own.measures, own.areas) == ((ROOF, "rain_barrel"), (codes[0],))
    assert "in 1 buurt" in shown.list.list.html


def test_a_norm_has_a_lower_limit_and_the_city_says_how_much_it_renovates():
    shown = page()
    use(shown.list.form, do="entry", name="kind", value="norm_renovation")
    use(shown.list.form, do="entry", name="from_m2", value="50")
    use(shown.list.form, do="add")
    (own,) = shown.session.study.policy.chosen_set.levers
    assert (own.norm_mm, own.from_m2) == (60, 50)
    before = shown.head.figures.view.slots["brings"]
    use(shown.list.list, do="renovation", value="4")
    assert shown.session.study.policy.renovation_rate == pytest.approx(0.04)
    assert shown.head.figures.view.slots["brings"] != before
    use(shown.list.list, do="renovation", value="")
    assert shown.session.study.policy.renovation_rate is None
