"""Uitvoeringsagenda: projects, years, payers and opportunities move together, and refuse in words."""

import pytest

from dashboards.financiering import FinancieringPage
from dashboards.parts.frame.session import Session
from dashboards.uitvoeringsagenda import UitvoeringsagendaPage
from kans_model.finance.split_terms import PRESETS
from tests.fixtures.packages import demo
from tests.fixtures.programmes import PROJECTS, planned
from tests.fixtures.small import corner, without_works


def page(study=None, lang="nl"):
    return UitvoeringsagendaPage(Session(study=study or demo(), lang=lang))


def use(view, **message):
    """What the browser sends when a control is used."""
    view._handle_msg(message)


def test_without_projects_it_says_what_to_do_first_and_one_step_makes_them():
    shown = page()
    assert "nog geen projecten" in shown.head.view.slots["conclusion"]
    assert "maak projecten" in shown.decision.view.slots["text"]
    assert [shown.head.figures.view.slots[name] for name in ("planned", "avoided", "missed")] == ["–"] * 3
    assert not shown.chances.column.visible
    use(shown.gantt.view, do="make")
    assert len(shown.session.study.programme.projects) == len(PROJECTS)
    assert f"{len(PROJECTS)} projecten staan klaar" in shown.head.view.slots["conclusion"]
    shown.session.undo()
    assert shown.session.study.programme.projects == ()


def test_a_bar_that_is_moved_moves_its_euros_to_that_year():
    shown = page(planned([2027] * len(PROJECTS)))
    mine = PROJECTS[0]
    use(shown.gantt.view, do="move", name=mine.id, value="2033")
    moved = shown.session.study.programme.project(mine.id)
    assert moved.start == 2033
    assert "2033" in shown.gantt.view.slots[f"{mine.id}:note"]
    before = planned([2027] * len(PROJECTS)).plan().spend_eur.sum(axis=0)
    after = shown.agenda.now.plan.spend_eur.sum(axis=0)
    assert after[0] < before[0]
    assert after[6] > before[6]


def test_a_move_that_breaks_a_budget_says_whose_and_by_how_much():
    shown = page(planned([2027] * len(PROJECTS)))
    use(shown.money.fields, do="budget", name="gemeente_rioolheffing", value="5")
    assert "Gemeente (rioolheffing) komt in 2027 " in shown.gantt.view.slots["breaks"]
    assert "los op wat de planning breekt" in shown.decision.view.slots["text"]
    shown.gantt.work.start()
    assert shown.agenda.now.breaches == []
    assert "De beste jaren" in shown.gantt.view.slots["said"]


def test_a_pinned_project_stays_where_it_is_when_the_best_years_are_sought():
    shown = page(planned([2031] * len(PROJECTS)))
    use(shown.gantt.view, do="pin", name=PROJECTS[2].id, value=True)
    shown.gantt.work.start()
    programme = shown.session.study.programme
    assert programme.project(PROJECTS[2].id).start == 2031
    assert programme.project(PROJECTS[1].id).start == 2027


def test_planned_along_the_opportunities_fall():
    shown = page(planned([2041] * len(PROJECTS)))
    before = shown.agenda.now.missed
    use(shown.chances.view, do="join", name=before[0].work.id)
    after = shown.agenda.now.missed
    assert len(after) < len(before)
    assert before[0].work.id not in {own.work.id for own in after}


def test_the_euros_per_year_are_those_of_financing():
    shown = page(planned([2029] * len(PROJECTS)))
    study = shown.session.study
    ledger = study.ledger(study.portfolios[0], PRESETS[0])
    of_financing = ledger.burden_eur[:, 0].sum(axis=0) + ledger.vat_by_kind[:, 0].sum(axis=(0, 1))
    assert shown.agenda.now.spent_eur.sum(axis=0) == pytest.approx(of_financing[:15], abs=0.01)


@pytest.mark.parametrize(
    ("view", "message", "says"),
    [
        ("money.fields", {"do": "budget", "name": "gemeente_rioolheffing", "value": "veel"}, "veel"),
        ("gantt.view", {"do": "move", "name": "weg", "value": "2030"}, "bestaat niet"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(view, message, says):
    shown = page(planned([2027] * len(PROJECTS)))
    before = shown.session.study
    section, part = view.split(".")
    live, heard = getattr(getattr(shown, section), part), []
    live.refuse = heard.append
    use(live, **message)
    assert says in heard[0]
    assert shown.session.study is before


def test_a_city_without_works_leaves_going_along_unknown():
    shown = page(without_works(corner()))
    use(shown.gantt.view, do="make")
    assert shown.head.figures.view.slots["missed"] == "–"
    assert "onbekend" in shown.chances.head.slots["title"]


def test_in_english_no_dutch_is_left():
    shown = page(planned([2041] * len(PROJECTS)), "en")
    words = shown.gantt.view.html + shown.chances.view.html + shown.head.view.slots["conclusion"]
    assert "Plan along" in words
    assert not {"jaar", "straat", "meegaat"} & set(words.lower().split())


@pytest.mark.parametrize(
    ("ending", "begins"), [("xlsx", b"PK"), ("ics", b"BEGIN:VCALENDAR"), ("gpkg", b"SQLite")]
)
def test_the_programme_is_handed_out_as_a_file(ending, begins):
    shown, handed = page(planned([2029] * len(PROJECTS))), []
    shown.files.view.download = lambda name, content, mime: handed.append((name, content))
    use(shown.files.view, do=ending)
    assert handed[0][0] == f"uitvoeringsagenda.{ending}"
    assert handed[0][1].startswith(begins)


def test_the_owner_of_works_gets_a_request():
    shown, handed = page(planned([2041] * len(PROJECTS))), []
    shown.chances.view.download = lambda name, content, mime: handed.append(content.decode())
    work = shown.agenda.now.missed[0].work
    use(shown.chances.view, do="request", name=work.id)
    assert work.name in handed[0]
    assert "Samen bouwen bespaart" in handed[0]


def test_under_its_bar_a_project_says_why_and_takes_what_one_changes():
    shown, key = page(planned([2031] * len(PROJECTS))), PROJECTS[0].id
    view = shown.gantt.view
    use(view, do="sheet", name=key)
    assert "Bouwt: " in view.slots[f"{key}:facts"]
    assert "Betaalt: " in view.slots[f"{key}:facts"]
    use(view, **{"do": "set-latest", "name": key, "value": "2029"})
    assert shown.session.study.programme.project(key).latest == 2029
    assert "mag niet beginnen in 2031" in view.slots["breaks"]
    use(view, **{"do": "set-after", "name": key, "value": PROJECTS[1].id})
    assert shown.session.study.programme.project(key).after == (PROJECTS[1].id,)
    shown.session.undo()
    assert shown.session.study.programme.project(key).after == ()
    use(view, do="split", name=key, by="measure")
    assert len(shown.session.study.programme.projects) > len(PROJECTS)
    use(view, do="sheet", name=key)
    assert view.slots[f"{key}:sheet"] == ""


def test_a_bar_that_is_picked_up_says_what_each_year_brings_and_breaks():
    shown = page(planned([2027] * len(PROJECTS)))
    use(shown.money.fields, do="budget", name="gemeente_rioolheffing", value="0,1")
    view, study = shown.gantt.view, shown.session.study
    use(view, do="foresee", name=PROJECTS[0].id)
    said = {name: text for name, text in view.slots.items() if name.startswith(f"{PROJECTS[0].id}:if:")}
    assert f"{PROJECTS[0].id}:if:2027" not in said
    assert said[f"{PROJECTS[0].id}:if:2031"].startswith("2031: ")
    assert "Breekt: Gemeente (rioolheffing) komt in 2031 " in said[f"{PROJECTS[0].id}:if:2031"]
    assert shown.session.study is study
    use(view, do="foresee", name=PROJECTS[1].id)
    assert view.slots[f"{PROJECTS[0].id}:if:2031"] == ""


def test_a_project_waits_for_several_and_lets_go_of_one():
    shown, key = page(planned([2031] * len(PROJECTS))), PROJECTS[0].id
    view, others = shown.gantt.view, [own.id for own in PROJECTS[1:3]]
    use(view, do="sheet", name=key)
    for other in others:
        use(view, **{"do": "set-after", "name": key, "value": other})
    assert shown.session.study.programme.project(key).after == tuple(others)
    assert PROJECTS[1].name in view.slots[f"{key}:after-list"]
    use(view, do="drop", name=key, relation="after", other=others[0])
    assert shown.session.study.programme.project(key).after == (others[1],)
    assert PROJECTS[1].name not in view.slots[f"{key}:after-list"]


def test_an_impossible_change_of_a_project_is_refused():
    shown, key, heard = page(planned([2031] * len(PROJECTS))), PROJECTS[0].id, []
    before = shown.session.study
    shown.gantt.view.refuse = heard.append
    for name, value in (("duration_years", "2,5"), ("duration_years", "99"), ("earliest", "gauw")):
        use(shown.gantt.view, **{"do": f"set-{name}", "name": key, "value": value})
    assert len(heard) == 3
    assert shown.session.study is before


def test_a_moved_bar_draws_no_row_anew():
    shown = page(planned([2027] * len(PROJECTS)))
    before = shown.gantt.view.html
    use(shown.gantt.view, do="move", name=PROJECTS[0].id, value="2033")
    assert shown.gantt.view.html == before
    assert shown.gantt.view.slots[f"{PROJECTS[0].id}:start"] == "2033"
    assert shown.gantt.view.slots[f"{PROJECTS[0].id}:spoken"].startswith("2033")


def test_what_an_owner_can_build_is_a_limit_that_comes_and_goes():
    shown = page(planned([2027] * len(PROJECTS)))
    use(shown.money.fields, **{"do": "capacity-projects", "name": "gemeente", "value": "2"})
    use(shown.money.fields, **{"do": "capacity-eur", "name": "gemeente", "value": "3,5"})
    programme = shown.session.study.programme
    assert (programme.capacity_projects, programme.capacity_eur) == ({"gemeente": 2.0}, {"gemeente": 3.5e6})
    kinds = {breach.kind for breach in shown.agenda.now.breaches}
    assert kinds == {"capacity_eur", "capacity_projects"}
    assert "Gemeente kan in 2027" in shown.gantt.view.slots["breaks"]
    use(shown.money.fields, **{"do": "capacity-projects", "name": "gemeente", "value": ""})
    assert shown.session.study.programme.capacity_projects == {}
    assert shown.session.study.programme.capacity_eur == {"gemeente": 3.5e6}


def test_financing_shows_the_same_euros_by_year_and_payer():
    study = planned([2029] * len(PROJECTS))
    agenda = page(study).money.chart.frame()
    flow = FinancieringPage(Session(study=study, lang="nl")).flow
    assert flow.planned.visible
    there = flow.investment()
    assert [name.split(",")[0] for name in there] == [name.split(",")[0] for name in agenda]
    assert there.to_numpy()[:, 1:].astype(float) == pytest.approx(agenda.to_numpy()[:, 1:].astype(float))
