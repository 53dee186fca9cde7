"""Wish and frame, and what bears a worse future: what the views say and do."""

from dashboards.parts.frame.session import Session
from dashboards.uitvoeringsagenda import UitvoeringsagendaPage
from tests.fixtures.programmes import PROJECTS, planned

TIGHT = {"gemeente_rioolheffing": {str(year): 5e6 for year in range(2027, 2042)}}


def opened(view, study, lang="nl"):
    page = UitvoeringsagendaPage(Session(study=study, lang=lang))
    page.ahead.choose(view)
    return page, getattr(page.ahead, view)


def test_a_wish_that_fits_says_so_and_offers_nothing():
    _, wish = opened("wish", planned([2027] * len(PROJECTS)))
    assert "breekt geen grens" in wish.text
    assert "Neem over" not in wish.list.html


def test_what_fits_is_shown_with_every_difference_and_taken_over_in_one_step():
    page, wish = opened("wish", planned([2027] * len(PROJECTS), budgets=TIGHT))
    before = page.session.study
    assert page.agenda.now.breaches
    assert wish.list.html.count("<tr>") == 1 + len(wish.found.differences)
    assert page.session.study is before  # showing touches nothing
    wish.list._handle_msg({"do": "take"})
    assert page.agenda.now.breaches == []
    assert "breekt geen grens" in wish.text
    page.session.undo()
    assert page.session.study.programme == before.programme


def test_the_futures_are_a_table_that_goes_when_the_plan_changes():
    page, robust = opened("robust", planned([2027] * len(PROJECTS), budgets=TIGHT), "en")
    robust.work.start()
    assert "regretted least" in robust.text
    assert robust.table.html.count("<tr>") == 1 + 6
    assert "As it is planned now" in robust.table.html
    page.gantt.view._handle_msg({"do": "move", "name": PROJECTS[0].id, "value": "2031"})
    assert robust.text == ""
    assert not robust.table.visible
