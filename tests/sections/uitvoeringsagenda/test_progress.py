"""Progress on the page: what one fills in of a project, and a realised price taken over."""

from dashboards.parts.frame.session import Session
from dashboards.uitvoeringsagenda import UitvoeringsagendaPage
from tests.fixtures.programmes import PROJECTS, planned

MINE = PROJECTS[0]


def opened():
    page = UitvoeringsagendaPage(Session(study=planned([2027] * len(PROJECTS)), lang="nl"))
    page.ahead.choose("progress")
    return page, page.ahead.progress


def give(view, name, value):
    view.form._handle_msg({"do": name, "value": value})


def test_what_is_filled_in_of_a_project_stays_and_counts():
    page, view = opened()
    give(view, "over", "2028")
    assert "Eind 2028" in view.text
    assert "gebouwd is €\xa00" in view.text
    give(view, "status", "running")
    assert "onbekend hoeveel er is gebouwd" in view.lines.html
    give(view, "built", "50")
    give(view, "cost", "2,5")
    give(view, "reason", "vergunning")
    own = page.session.study.programme.project(MINE.id)
    assert (own.status, own.realised_eur, own.reason) == ("running", 2.5e6, "vergunning")
    measure, amounts = next(iter(MINE.quantities.items()))
    assert own.realised[measure] == sum(amounts.values()) / 2
    assert view.form.slots["built"] == "50"
    assert "onbekend hoeveel" not in view.lines.html
    assert "Tot nu toe uitgegeven: €\xa02,5\xa0mln" in view.lines.html


def test_a_cost_below_zero_is_refused_and_nothing_changes():
    page, view = opened()
    give(view, "cost", "-2")
    assert page.session.study.programme.project(MINE.id).realised_eur is None


def test_a_realised_price_is_offered_with_its_projects_and_taken_over():
    page, view = opened()
    assert "Neem over" not in view.prices.html
    eur = page.agenda.now.plan.values.capex_eur[0]
    give(view, "status", "done")
    give(view, "cost", f"{1.02 * eur / 1e6:.6f}".replace(".", ","))
    assert "uit 1 project" in view.prices.html
    key = next(iter(MINE.quantities)) + ":capex_eur"
    before = page.session.study.assumptions.value(key)
    view.prices._handle_msg({"do": "take", "name": key})
    assert page.session.study.assumptions.value(key) > before
    assert "eigen prijs uit 1 project dat gereed is" in page.session.study.assumptions.reason(key)
