"""Waar staan we?: the five steps, what changed since, and what only an adviser opens."""

import pytest

from dashboards.overzicht import OverzichtPage
from dashboards.parts.frame.origin import Origin
from dashboards.parts.frame.session import Session
from kans_model.outlook.scenario import Scenario
from kans_model.words.texts import t
from tests.fixtures.chained import chained, in_other_climate
from tests.fixtures.packages import demo


def page(study=None, lang="nl"):
    return OverzichtPage(Session(study=study or demo(), lang=lang))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_it_says_how_far_each_step_is_and_what_comes_next(lang):
    shown = page(lang=lang)
    for name in ("stresstest", "risicodialoog", "maatregelen", "uitvoeringsagenda", "beleid"):
        assert t(f"page.{name}", lang) in shown.steps.html
    assert shown.decision.view.slots["text"] == t("chain.lacks_limits", lang)
    assert t("overzicht.nothing_changed", lang) in shown.changes.view.html


def test_what_changes_is_told_and_what_went_stale_is_marked():
    shown = page(chained())
    assert t("chain.fresh") in shown.changes.view.html
    shown.session.replace(in_other_climate(chained()))
    assert t("page.climate") in shown.changes.view.html or "Klimaat" in shown.changes.view.html
    assert "rusten op oudere cijfers" in shown.changes.view.html


def test_the_next_step_leads_to_its_page():
    shown, places = page(), []
    shown.session.param.watch(lambda event: places.append(event.new), "place")
    shown.decision.view._handle_msg({"do": "go"})
    assert places[0] == ("risicodialoog", "")


def test_nothing_is_worked_out_while_another_page_is_looked_at():
    shown = page(chained())
    before = shown.steps.html
    shown.session.page = "maatregelen"
    shown.session.look_ahead(climate="Ln")
    assert shown.steps.html == before
    shown.session.page = "overzicht"
    assert shown.steps.html != before


@pytest.mark.parametrize(
    ("fold", "says"),
    [("advice", "niets staat in de weg"), ("deviations", "48 uur"), ("ambitions", "Meekoppelkansen")],
)
def test_the_folds_open_on_lists(fold, says):
    shown = page(chained())
    assert shown.accounts.views[fold].html == ""
    shown.accounts.folds[fold].toggle()
    assert says in shown.accounts.views[fold].html


# --- the line above every other page ----------------------------------------------------------


def origin(study, on="uitvoeringsagenda", area=""):
    session = Session(study=study, lang="nl", area=area)
    line = Origin(session, lambda page: (page, f"?page={page}"))
    line.show(on)
    line.update()
    return line


def test_the_line_counts_the_way_from_risk_to_project():
    line = origin(chained())
    text = line.line.html
    assert "60 risico&#39;s" in text or "60 risico's" in text
    for part in ("1 grens", "10 projecten", t("chain.whole_city")):
        assert part in text
    assert "oudere cijfers" not in text


def test_the_line_follows_the_buurt_and_the_list_names_where_it_comes_from():
    code = str(chained().city.areas.index[0])
    line = origin(chained(), "stresstest", code)
    assert str(chained().city.areas["name"][code]) in line.line.html
    assert "1 risico" in line.line.html
    line.toggle()
    assert t("chain.from_none") in line.list.html
    assert "Centrum · Gemeente" in line.list.html


def test_one_button_works_it_out_again_and_one_step_takes_it_back():
    study = in_other_climate(chained())
    line = origin(study)
    line.toggle()
    assert line.work.live.visible
    assert "Jaren van de projecten" in line.list.html
    line.work.start()
    assert line.session.study is not study
    assert not line.work.live.visible
    assert "Jaren van de projecten" not in line.list.html
    assert "Besluit" in line.list.html
    line.session.undo()
    assert line.session.study is study


def test_a_page_that_is_in_no_chain_has_no_line():
    line = origin(demo(), "bronnen")
    assert not line.column.visible
    assert line.line.html == ""


def test_no_scenario_is_needed_to_say_that_all_is_fresh():
    study = demo().replaced(scenario=Scenario(climate="nu"))
    assert "oudere cijfers" not in origin(study, "maatregelen").line.html


def test_what_another_page_changed_before_this_one_was_opened_is_told():
    session = Session(study=demo(), lang="nl")
    session.look_ahead(climate="Ln")
    assert "Klimaat" in OverzichtPage(session).changes.view.html
