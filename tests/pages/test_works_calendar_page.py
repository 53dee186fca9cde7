"""The calendar of works on Uitvoeringsagenda: opened, refused and put back; and two tabs on one agenda."""

import base64

import geopandas as gpd
import pytest

from dashboards.parts.frame.session import Session
from dashboards.uitvoeringsagenda import UitvoeringsagendaPage
from kans_model.store import study_files
from kans_model.study.study import Study
from tests.fixtures.packages import demo
from tests.fixtures.programmes import PROJECTS, planned
from tests.fixtures.small import corner, without_works


def page(study=None):
    return UitvoeringsagendaPage(Session(study=study or demo()))


def use(view, **message):
    """What the browser sends when a control is used."""
    view._handle_msg(message)


CALENDAR = "Naam;Soort werk;Buurtcode;Jaar;Aandeel;Kleur\nRiool A;riool;{code};2030;30%;rood\n"


def test_a_calendar_of_ones_own_takes_the_place_of_the_columns_of_the_city_and_goes_again():
    shown = page(planned([2041] * len(PROJECTS)))
    code = shown.session.study.city.areas.index[0]
    of_city = shown.session.study.works
    use(shown.works.view, do="file", name="werken.csv", text=CALENDAR.format(code=code))
    (work,) = shown.session.study.works
    assert (work.name, dict(work.shares), work.opens) == ("Riool A", {code: 0.3}, ("street",))
    assert "1 werk uit 1 regel" in shown.works.head.slots["deck"]
    assert "Niet herkend en niet gelezen: Kleur." in shown.works.view.html
    use(shown.map.slider, do="year", value="2030")
    assert shown.map.slider.slots["works"] == "Open in 2030: Riool A"
    use(shown.works.view, do="back")
    assert shown.session.study.works == of_city
    assert "uit de kolommen van de stad" in shown.works.head.slots["deck"]
    shown.session.undo()
    assert shown.session.study.works == (work,)
    assert "Kleur" in shown.works.view.html


def test_a_calendar_that_cannot_be_is_refused_whole_with_all_that_is_wrong():
    shown, heard = page(), []
    before = shown.session.study
    shown.works.view.refuse = heard.append
    text = CALENDAR.format(code="Atlantis") + "B;riool;Atlantis;2030-2028;0,2;\n"
    use(shown.works.view, do="file", name="werken.csv", text=text)
    assert shown.session.study is before
    assert "werken.csv: rij 2, kolom Buurtcode: ‘Atlantis’" in heard[0]
    assert "rij 3, kolom Jaar: ‘2030-2028’" in heard[0]


def test_a_geopackage_comes_through_the_browser_and_the_example_goes_out(tmp_path):
    shown, files = page(), []
    area = shown.session.study.city.areas.geometry.iloc[0]
    path = tmp_path / "werken.gpkg"
    gpd.GeoDataFrame({"jaar": [2031]}, geometry=[area.representative_point()], crs=28992).to_file(path)
    sent = base64.b64encode(path.read_bytes()).decode("ascii")
    use(shown.works.view, do="file", name="werken.gpkg", base64=sent)
    assert [work.start for work in shown.session.study.works] == [2031]
    shown.works.view.download = lambda *file: files.append(file)
    use(shown.works.view, do="example")
    use(shown.works.view, do="file", name=files[0][0], text=files[0][1].decode("utf-8-sig"))
    assert len(shown.session.study.works) == 40


def test_a_city_that_is_not_the_demo_has_no_example():
    shown = page(without_works(corner()))
    assert 'data-do="example"' not in shown.works.view.html
    assert shown.works.head.slots["deck"] == "Er is nog geen werkkalender."


# --- two tabs on one agenda ------------------------------------------------------------------


@pytest.fixture
def two_tabs(tmp_path, monkeypatch):
    """Two tabs on one kept agenda: the first moved a project and saved, the second opens a calendar."""
    monkeypatch.setenv("KANS_STORE", str(tmp_path))
    first = page(planned([2027] * len(PROJECTS)))
    first.session.save()
    second = page()
    second.session.open_kept(first.session.kept.id)
    code = first.session.study.city.areas.index[0]
    use(first.gantt.view, do="move", name=PROJECTS[0].id, value="2033")
    first.session.save()
    use(second.works.view, do="file", name="werken.csv", text=CALENDAR.format(code=code))
    second.session.save()
    return first.session, second.session


def agenda_of(study):
    return study.programme.project(PROJECTS[0].id).start, [work.name for work in study.programme.works]


def test_the_second_tab_is_told_sees_both_agendas_and_loses_neither(two_tabs):
    first, second = two_tabs
    assert second.alert.kind == "clash"
    assert agenda_of(second.study) == (2027, ["Riool A"])
    kept = Study.from_dict(study_files.load(first.kept.id).study, first.study.city)
    assert agenda_of(kept) == (2033, [])
    second.open_other()
    assert agenda_of(second.study) == (2033, [])
    second.undo()
    assert agenda_of(second.study) == (2027, ["Riool A"])


def test_the_second_tab_can_keep_its_agenda_beside_that_of_the_first(two_tabs):
    first, second = two_tabs
    second.keep_copy()
    assert second.alert.kind == ""
    own = Study.from_dict(study_files.load(second.kept.id).study, first.study.city)
    theirs = Study.from_dict(study_files.load(first.kept.id).study, first.study.city)
    assert (agenda_of(own), agenda_of(theirs)) == ((2027, ["Riool A"]), (2033, []))
