"""What slipping comes to, on the page."""

from dashboards.parts.frame.session import Session
from dashboards.uitvoeringsagenda import UitvoeringsagendaPage
from kans_model.programme.record import RecordYear
from tests.fixtures.packages import demo
from tests.fixtures.programmes import PROJECTS, planned


def page(study=None, lang="nl"):
    return UitvoeringsagendaPage(Session(study=study or demo(), lang=lang))


def test_it_says_how_much_is_spent_what_stands_when_and_what_must_not_slip():
    shown = page(planned([2027 + place % 4 for place in range(len(PROJECTS))]))
    shown.ahead.choose("slip")
    view = shown.ahead.slipping
    assert "wordt in 2027–2030" in view.text
    assert "meer op de agenda" in view.text
    assert "mogen niet uitlopen" in view.lists.html
    assert any(project.name in view.lists.html for project in PROJECTS)
    table = view.chart.frame()
    low, mid, high, by_plan = (table.iloc[:, place] for place in range(1, 5))
    assert (low <= mid).all()
    assert (mid <= high).all()
    assert by_plan.iloc[0] > mid.iloc[0]  # in the first year nobody can catch up yet


def test_own_years_take_the_place_of_the_prior_and_can_be_forgotten():
    shown = page(planned([2027] * len(PROJECTS)))
    shown.ahead.choose("slip")
    view = shown.ahead.slipping
    assert "drie steden" in view.record.html
    view.record._handle_msg(
        {"do": "record", "name": "j.csv", "text": "jaar;gepland;uitgegeven\n2024;10;9\n2025;10;8\n"}
    )
    assert shown.session.study.programme.record == (RecordYear(2024, 10, 9), RecordYear(2025, 10, 8))
    assert "2 eigen jaren (2024–2025)" in view.record.html
    view.record._handle_msg({"do": "record", "name": "j.csv", "text": "jaar;gepland\n2024;10\n"})
    assert len(shown.session.study.programme.record) == 2
    view.record._handle_msg({"do": "forget"})
    assert shown.session.study.programme.record == ()


def test_without_years_it_says_what_to_do_first():
    shown = page(planned([None] * len(PROJECTS)))
    shown.ahead.choose("slip")
    assert shown.ahead.slipping.text == "Zet eerst projecten op een jaar."
