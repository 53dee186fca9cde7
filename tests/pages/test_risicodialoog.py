"""The page Risicodialoog: limits, partners, agreement and log move together, and refuse in words."""

import base64
import dataclasses
import re

import numpy as np
import pytest

from dashboards.parts.frame.session import Session
from dashboards.risicodialoog import RisicodialoogPage
from kans_model.comparison.verdicts import Verdict
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.decisions import Decision, Quote
from kans_model.dialogue.dialogue import Dialogue
from kans_model.dialogue.partners import Partner
from kans_model.dialogue.preferences import preference
from kans_model.exchange.limits_table import limits_workbook
from kans_model.optimum.agreement import agreement
from kans_model.reports.dialogue_in_words import verdict_text
from kans_model.store import study_files
from tests.fixtures.packages import demo
from tests.fixtures.small import corner

PARTNERS = (
    Partner("g", "Gemeente", weights={"pluvial": 1.0}),
    Partner("b", "Bewoners", weights={"heat": 3.0, "biodiversiteit": 1.0}),
)
LIMIT = Criterion("h", "damage_heat", 4e6)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Where a decision keeps the study it was taken on."""
    monkeypatch.setenv("KANS_STORE", str(tmp_path))


def page(dialogue=None, study=None, lang="nl"):
    study = study or demo()
    return RisicodialoogPage(Session(study=study.replaced(dialogue=dialogue or Dialogue()), lang=lang))


def use(view, **message):
    """What the browser sends when a control is used."""
    view._handle_msg(message)


def test_an_empty_table_says_what_to_do_first():
    shown = page()
    assert "nog geen grens afgesproken" in shown.head.view.slots["conclusion"]
    assert "eerste grens" in shown.decision.view.slots["text"]
    assert "nog niemand" in shown.partners.view.html
    assert shown.map.column.visible is False


def test_a_limit_that_is_added_is_judged_at_once():
    shown = page()
    form = shown.criteria.form
    use(form, do="entry", name="indicator", value="damage_heat")
    use(form, do="entry", name="limit", value="4.000.000")
    use(form, do="add")
    (criterion,) = shown.session.study.dialogue.criteria
    assert (criterion.indicator, criterion.limit, criterion.moment) == ("damage_heat", 4e6, "2050")
    assert "0 van 1 grens gehaald" in shown.head.view.slots["conclusion"]
    assert "niet gehaald" in shown.criteria.rows.html
    shown.session.undo()
    assert shown.session.study.dialogue.criteria == ()


def test_a_link_opens_a_tab_or_the_form_of_a_limit_in_the_chosen_buurt():
    shown = page(Dialogue(criteria=(LIMIT,)))
    shown.session.area = code = str(demo().city.areas.index[4])
    shown.aim("agree")
    assert "waiting" in shown.tabs.parts["limits"][0].css_classes
    shown.aim("damage_drought:2100")
    assert "waiting" not in shown.tabs.parts["limits"][0].css_classes
    entry = shown.criteria.entry
    assert (entry.indicator, entry.place, entry.moment) == ("damage_drought", f"buurt:{code}", "2100")
    assert '<details class="form" open>' in shown.criteria.form.html
    assert shown.criteria.form.aim.startswith("c-limit#")
    shown.aim("no_indicator:2050")
    assert shown.criteria.entry is entry


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ({}, "vul een getal in als grens"),
        ({"limit": "120", "indicator": "green"}, "ten hoogste 100"),
        ({"acceptance": "unacceptable", "limit": "5", "year": ""}, "een jaar nodig"),
    ],
)
def test_a_limit_that_cannot_be_is_refused_and_nothing_changes(entries, says, monkeypatch):
    shown = page(Dialogue(criteria=(LIMIT,)))
    form, heard = shown.criteria.form, []
    monkeypatch.setattr(form, "_send_msg", lambda message: heard.append(message["refused"]))
    for name in ("indicator", "acceptance", "limit", "year"):
        if name in entries:
            use(form, do="entry", name=name, value=entries[name])
    use(form, do="add")
    assert says in heard[-1]
    assert shown.session.study.dialogue.criteria == (LIMIT,)


def test_two_limits_of_one_class_about_one_thing_are_refused(monkeypatch):
    shown = page(Dialogue(criteria=(LIMIT,)))
    form, heard = shown.criteria.form, []
    monkeypatch.setattr(form, "_send_msg", lambda message: heard.append(message["refused"]))
    use(form, do="entry", name="indicator", value="damage_heat")
    use(form, do="entry", name="limit", value="5000000")
    use(form, do="add")
    assert "houd er één" in heard[-1]


def test_only_norms_that_hold_are_offered_and_examples_are_called_so():
    shown = page()
    use(shown.criteria.form, do="entry", name="indicator", value="shade")
    assert "3-30-300" in shown.criteria.form.html
    assert "Voorbeelden elders, geen norm" in shown.criteria.form.html
    use(shown.criteria.form, do="entry", name="norm", value="konijnendijk_canopy")
    assert shown.criteria.entry.limit == 30.0
    use(shown.criteria.form, do="entry", name="indicator", value="green")
    assert 'id="c-norm"' not in shown.criteria.form.html


def test_where_limits_are_not_met_stands_on_the_map():
    shown = page(Dialogue(criteria=(Criterion("s", "shade", 30, moment="", each=True),)))
    share = 100 * demo().evaluate("eigen")["shade_after"].to_numpy()
    assert shown.map.column.visible
    assert f"In {(share < 30).sum()} van de 60 buurten" in shown.map.head.slots["title"]


def test_a_partner_and_his_weights():
    shown = page()
    view = shown.partners.view
    use(view, do="add")
    (partner,) = shown.session.study.dialogue.partners
    use(view, do="put", name=f"{partner.id}:organisation", value="Waterschap")
    use(view, do="weight", name=f"{partner.id}:heat", value="2,5")
    use(view, do="weight", name=f"{partner.id}:pluvial", value="")
    kept = shown.session.study.dialogue.partner(partner.id)
    assert kept.name == "Waterschap"
    assert kept.weights["heat"] == 2.5
    assert "pluvial" not in kept.weights


def test_the_table_of_partners_comes_in_and_keeps_who_was_there(monkeypatch):
    shown = page(Dialogue(partners=PARTNERS))
    view, heard = shown.partners.view, []
    monkeypatch.setattr(view, "_send_msg", lambda message: heard.append(message["refused"]))
    use(view, do="file", name="p.csv", size=10, text="Partner;Hitte\nGGD;1\ngemeente;2\n")
    partners = {partner.name: partner for partner in shown.session.study.dialogue.partners}
    assert set(partners) == {"gemeente", "Bewoners", "GGD"}
    assert partners["gemeente"].id == "g"
    use(view, do="file", name="p.csv", size=10, text="Partner;Geluid\nGGD;1\n")
    assert "p.csv" in heard[-1]
    assert "Geluid" in heard[-1]
    assert len(shown.session.study.dialogue.partners) == 3


def test_what_they_have_in_common():
    shown = page(Dialogue(partners=PARTNERS))
    assert "0" in shown.head.figures.view.slots["common"]  # they share no subject
    alike = (PARTNERS[0], dataclasses.replace(PARTNERS[0], id="x", name="Ander"))
    assert "100" in page(Dialogue(partners=alike)).head.figures.view.slots["common"]


def test_the_search_gives_packages_that_open_and_says_when_it_is_out_of_date():
    shown = page(Dialogue(partners=PARTNERS), corner(3))
    use(shown.agreement.form, do="budget", value="1")
    use(shown.agreement.work.live, do="start")
    found = shown.agreement.found
    assert found is not None
    assert found.budget_eur == 1e6
    least = round(100 * float(found.satisfaction["maximin"].min()))
    assert f">{least}<" in shown.agreement.view.html.replace("</td>", "<")
    assert "elk van de 2 partners" in shown.head.view.slots["conclusion"]
    use(shown.agreement.view, do="open", name="maximin")
    assert shown.session.portfolio.title == "Minst tevredene zo hoog mogelijk"
    assert not shown.agreement.stale  # a package more changes nothing of what they want
    use(shown.partners.view, do="weight", name="g:heat", value="1")
    assert shown.agreement.stale
    assert "zoek opnieuw" in shown.agreement.view.html


def test_without_partners_or_budget_it_says_what_is_missing():
    shown = page(study=corner(2))
    use(shown.agreement.work.live, do="start")
    assert "nog niemand aan tafel" in shown.agreement.work.live.slots["problem"]
    shown = page(Dialogue(partners=PARTNERS), corner(2))
    use(shown.agreement.form, do="budget", value="")
    use(shown.agreement.work.live, do="start")
    assert "noem een budget" in shown.agreement.work.live.slots["problem"]


def test_a_decision_keeps_its_figures_and_is_marked_when_these_move():
    shown = page(Dialogue(criteria=(LIMIT,), partners=PARTNERS))
    form = shown.log.form
    use(form, do="entry", name="what", value="Hitte eerst")
    use(form, do="who", name="b", value=True)
    use(form, do="add")
    (decision,) = shown.session.study.dialogue.decisions
    assert (decision.what, decision.partners, decision.package) == ("Hitte eerst", ("b",), "eigen")
    after = demo().evaluate("eigen")["ead_after_eur"].sel(hazard="heat", horizon="2050")
    assert decision.quotes[0].value == pytest.approx(float(after.sum()))
    assert "verouderd" not in shown.log.view.html
    shown.session.look_ahead(climate="M")
    assert "verouderd" in shown.log.view.html
    assert "toen" in shown.log.view.html


def test_a_correction_is_a_new_entry_that_names_the_old_one():
    shown = page(Dialogue(criteria=(LIMIT,)))
    for what in ("Hitte eerst", "Water eerst"):
        use(shown.log.form, do="entry", name="what", value=what)
        if shown.session.study.dialogue.decisions:
            first = shown.session.study.dialogue.decisions[0].id
            use(shown.log.form, do="entry", name="corrects", value=first)
        use(shown.log.form, do="add")
    first, second = shown.session.study.dialogue.decisions
    assert (first.what, second.corrects) == ("Hitte eerst", first.id)
    assert list(shown.log.frame().iloc[:, 0]) == [1, 2]


def test_a_decision_opens_the_study_of_then_beside_this_one(monkeypatch):
    shown = page(Dialogue(criteria=(LIMIT,)), corner(2))
    heard = []
    monkeypatch.setattr(shown.log.view, "_send_msg", lambda message: heard.append(message["refused"]))
    use(shown.log.form, do="entry", name="what", value="Hitte eerst")
    use(shown.log.form, do="add")
    (decision,) = shown.session.study.dialogue.decisions
    use(shown.log.view, do="then", name=decision.id)
    link = re.search(r"risicodialoog\?s=(\w+)", str(shown.log.view.slots[f"then_{decision.id}"]))
    then = study_files.load(link[1])
    assert then.study["dialogue"]["decisions"] == []
    assert link[1] != shown.session.kept.id
    gone = dataclasses.replace(decision, id="other", study="f" * 64)
    shown.session.replace(shown.session.study.replaced(dialogue=Dialogue(decisions=(gone,))))
    use(shown.log.view, do="then", name="other")
    assert "niet bewaard" in heard[-1]


def test_a_limit_in_a_group_chosen_by_hand():
    shown = page()
    form, (first, second) = shown.criteria.form, demo().city.areas.index[:2]
    use(form, do="entry", name="indicator", value="deaths")
    use(form, do="entry", name="place", value="group")
    for code in (first, second, first):
        use(form, do="entry", name="member", value=code)
    use(form, do="entry", name="limit", value="0,5")
    use(form, do="add")
    (criterion,) = shown.session.study.dialogue.criteria
    assert (criterion.areas, criterion.each) == ((first, second), False)
    assert "2 buurten samen" in shown.criteria.rows.html


def test_another_value_than_that_of_a_norm_is_no_longer_its():
    shown = page()
    form = shown.criteria.form
    use(form, do="entry", name="indicator", value="shade")
    use(form, do="entry", name="norm", value="konijnendijk_canopy")
    use(form, do="entry", name="limit", value="25")
    assert shown.criteria.entry.norm == ""
    study = demo().replaced(
        dialogue=Dialogue(criteria=(Criterion("s", "shade", 25.0, moment="", norm="konijnendijk_canopy"),))
    )
    assert "andere waarde dan" in page(study.dialogue).criteria.rows.html


def test_limits_come_in_as_a_workbook_and_say_what_is_wrong(monkeypatch):
    shown = page(Dialogue(criteria=(LIMIT,)))
    heard, sent = [], {"do": "file", "name": "grenzen.xlsx", "size": 9}
    monkeypatch.setattr(shown.criteria.rows, "_send_msg", lambda message: heard.append(message["refused"]))
    again = dataclasses.replace(LIMIT, limit=3e6)
    content = limits_workbook((again, Criterion("n", "deaths", 4.5)), demo().city.areas, ())
    use(shown.criteria.rows, **sent, base64=base64.b64encode(content).decode())
    kept = shown.session.study.dialogue.criteria
    assert (kept[0].id, kept[0].limit) == ("h", 3e6)
    assert kept[1].indicator == "deaths"
    use(shown.criteria.rows, do="file", name="g.csv", text="Indicator;Grens;Eenheid\nGroen;5;mm\n")
    assert "g.csv" in heard[-1]
    assert "'%'" in heard[-1]
    assert shown.session.study.dialogue.criteria == kept


def test_what_was_found_is_stale_after_another_budget_or_package():
    study = corner(2).replaced(dialogue=Dialogue(partners=PARTNERS))
    shown = page(study.dialogue, study)
    agreements = shown.agreement
    agreements.found = agreement(study, 1e6)
    agreements.budget_eur = 1e6
    assert not agreements.stale
    shown.session.replace(study.with_portfolio(study.portfolio("eigen").with_uptake("wadi", 0.9)))
    assert "eigen pakket" in agreements.view.html
    agreements.budget_eur = 2e6
    assert agreements.stale
    assert agreements.sought() == {}


def test_the_next_step_leads_to_its_control():
    shown = page()
    use(shown.decision.view, do="go")
    assert shown.criteria.form.aim.startswith("add#")
    shown = page(Dialogue(criteria=(LIMIT,), partners=PARTNERS))
    use(shown.decision.view, do="go")
    assert shown.agreement.work.live.aim.startswith("start#")


def test_a_limit_that_every_buurt_keeps_says_so():
    shown = page(Dialogue(criteria=(Criterion("p", "pet", 60, moment="", each=True),)))
    assert "gehaald in alle 60 buurten" in shown.criteria.rows.html


def test_who_left_the_table_is_no_id_in_the_log():
    shown = page(Dialogue(criteria=(LIMIT,), partners=PARTNERS))
    use(shown.log.form, do="entry", name="what", value="Hitte eerst")
    use(shown.log.form, do="who", name="b", value=True)
    use(shown.log.form, do="add")
    assert "· Bewoners" in shown.log.view.html
    use(shown.partners.view, do="remove", name="b")
    assert "een partner die niet meer aan tafel zit" in shown.log.view.html


def test_a_figure_read_with_a_package_that_is_gone_says_so():
    quote = Quote("damage_heat", "2050", 4e6, package="weg")
    shown = page(Dialogue(decisions=(Decision("d", "2026-11-02", "Hitte eerst", quotes=(quote,)),)))
    assert "per jaar; het pakket van toen is er niet meer" in shown.log.view.html
    assert "nu onbekend" not in shown.log.view.html


def test_after_a_row_is_removed_the_keyboard_is_at_the_next_one():
    other = Criterion("p", "damage_pluvial", 1e6)
    shown = page(Dialogue(criteria=(LIMIT, other), partners=PARTNERS))
    use(shown.criteria.rows, do="remove", name="h")
    assert shown.criteria.rows.aim.startswith("remove-p#")
    use(shown.criteria.rows, do="remove", name="p")
    assert shown.criteria.form.aim.startswith("add#")
    use(shown.partners.view, do="remove", name="g")
    assert shown.partners.view.aim.startswith("add#")


def test_a_flood_is_no_shower():
    shown = page()
    use(shown.criteria.form, do="entry", name="indicator", value="flood_depth")
    assert "overstroming van eens per 100 jaar" in shown.criteria.form.html
    assert "bui van" not in shown.criteria.form.html


def test_limits_are_unknown_only_where_some_are():
    assert "onbekend" not in page(Dialogue(criteria=(LIMIT,))).head.figures.view.slots["limits_note"]


def test_a_partner_alone_and_what_cannot_count_here():
    flood = Partner("f", "Waterschap", weights={"flood": 1.0})
    shown = page(Dialogue(partners=(flood,)), corner(2))
    use(shown.agreement.form, do="budget", value="1")
    use(shown.agreement.work.live, do="start")
    assert "Met één partner aan tafel" in shown.head.view.slots["conclusion"]
    assert "Waterschap: niet mee telt" in shown.agreement.view.html


def test_who_objects_is_a_point_below_what_everyone_can_have():
    shown = page(Dialogue(partners=PARTNERS), corner(3))
    use(shown.agreement.form, do="budget", value="1")
    use(shown.agreement.work.live, do="start")
    agreed = shown.agreement.found.agreed
    below = agreed.maximin.value - agreed.mean.satisfaction
    named = [objection.partner.id for objection in agreed.objections]
    assert named == [own.id for own, less in zip(PARTNERS, below, strict=True) if less >= 0.01]


def test_no_refusal_names_an_id(monkeypatch):
    shown = page(Dialogue(partners=PARTNERS))
    view, heard = shown.partners.view, []
    monkeypatch.setattr(view, "_send_msg", lambda message: heard.append(message["refused"]))
    use(view, do="put", name="b:organisation", value="Gemeente")
    assert "'Gemeente'" in heard[-1]
    assert shown.session.study.dialogue.partners == PARTNERS


def test_a_limit_can_be_added_after_who_asked_for_it_left():
    shown = page(Dialogue(partners=PARTNERS))
    form = shown.criteria.form
    use(form, do="entry", name="partner", value="g")
    use(shown.partners.view, do="remove", name="g")
    use(form, do="entry", name="limit", value="5")
    use(form, do="add")
    assert shown.session.study.dialogue.criteria[0].partners == ()


def test_a_sum_without_some_buurten_says_so():
    per_area = np.array([3.0, np.nan])
    verdict = Verdict(
        Criterion("b", "buildings_entered", 1.0), "100", "after", "not_met", 3.0, per_area, 2, 1, 1
    )
    assert verdict_text(verdict) == "niet gehaald: 3 gebouwen, waarin 1 van de 2 buurten ontbreekt"


def test_places_stand_by_name():
    html = page().criteria.form.html
    names = sorted(demo().city.areas["name"])
    places = [html.index(f">{name}</option>") for name in names]
    assert places == sorted(places)


def test_a_decision_is_about_the_package_that_was_sought_unless_another_is_chosen():
    limit = Criterion("h", "damage_heat", 1e9)
    shown = page(Dialogue(criteria=(limit,), partners=PARTNERS), corner(3))
    use(shown.agreement.form, do="budget", value="1")
    use(shown.agreement.work.live, do="start")
    use(shown.log.form, do="entry", name="what", value="Naar de raad")
    use(shown.log.form, do="add")
    (decision,) = shown.session.study.dialogue.decisions
    package = shown.session.study.portfolio(decision.package)
    assert package.title == "Minst tevredene zo hoog mogelijk"
    after = shown.session.study.evaluate(package)["ead_after_eur"].sel(hazard="heat", horizon="2050")
    assert decision.quotes[0].value == pytest.approx(float(after.sum()))
    use(shown.log.form, do="entry", name="what", value="Toch niet")
    use(shown.log.form, do="entry", name="package", value="eigen")
    use(shown.log.form, do="add")
    assert shown.session.study.dialogue.decisions[-1].package == "eigen"


def test_a_search_says_which_limits_its_packages_meet():
    limits = (Criterion("h", "damage_heat", 1e9), Criterion("p", "pet", 1.0, moment=""))
    shown = page(Dialogue(criteria=limits, partners=PARTNERS), corner(3))
    use(shown.agreement.form, do="budget", value="1")
    use(shown.agreement.work.live, do="start")
    assert set(shown.agreement.found.limits_met.values()) == {(1, 2)}
    assert "1 van 2" in shown.agreement.view.html


def test_choices_between_packages_give_weights_that_can_be_used():
    shown = page(Dialogue(partners=PARTNERS), corner(2))
    shown.agreement.budget_eur = 1e6
    choosing = shown.choosing
    use(choosing.form, do="who", value="b")
    use(choosing.work.live, do="start")
    assert "Vraag 1 van 10" in choosing.view.html
    assert "Gebruik deze gewichten" not in choosing.view.html
    for n in range(8):
        use(choosing.view, do="choose", name="first" if n % 2 else "second")
    partner = shown.session.study.dialogue.partner("b")
    assert len(partner.answers) == 8
    assert "Vraag 9 van 10" in choosing.view.html
    assert "bij deze gewichten" in choosing.view.html
    use(choosing.view, do="use")
    after = shown.session.study.dialogue.partner("b")
    known = preference(after, choosing.menus["b"].reach.silent)
    assert known.typed(after) == pytest.approx(known.mean)
    assert sum(after.weights.values()) == pytest.approx(4.0)  # only ratios changed
    use(choosing.view, do="again")
    assert shown.session.study.dialogue.partner("b").answers == ()


def test_questions_of_another_budget_are_made_again():
    shown = page(Dialogue(partners=PARTNERS), corner(2))
    use(shown.agreement.form, do="budget", value="1")
    use(shown.choosing.work.live, do="start")
    use(shown.agreement.form, do="budget", value="2")
    shown.choosing.update()
    assert "maak ze opnieuw" in shown.choosing.view.html


def test_who_stands_near_whom_and_who_stands_behind_a_limit():
    shown = page(Dialogue(criteria=(LIMIT,), partners=PARTNERS))
    assert "Bewoners: weegt Hitte zwaarder dan de rest (75" in shown.nearness.view.html
    assert "Over 0 van de 1 grens" in shown.nearness.view.html
    for partner in ("g", "b"):
        use(shown.nearness.view, do="stand", name=f"h:{partner}", value=True)
    assert shown.session.study.dialogue.criteria[0].partners == ("g", "b")
    assert "Over 1 van de 1 grens" in shown.nearness.view.html
    use(shown.nearness.view, do="stand", name="h:g", value=False)
    assert shown.session.study.dialogue.criteria[0].partners == ("b",)


def test_a_search_says_how_often_a_package_stays_and_who_could_push_it():
    shown = page(Dialogue(partners=PARTNERS), corner(2))
    use(shown.agreement.form, do="budget", value="1")
    use(shown.agreement.work.live, do="start")
    assert shown.agreement.view.html.count("van de trekkingen") == 3
    use(shown.agreement.push.live, do="start")
    assert "Gemeente: weegt één onderwerp" in shown.agreement.lines.html
    assert "Bewoners: " in shown.agreement.lines.html
