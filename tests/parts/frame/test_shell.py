"""The frame around the pages: menu, languages, the tag of a fictional city."""

import re
from types import SimpleNamespace

import panel as pn
import pytest

from dashboards.maatregelen import MaatregelenPage
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import JOURNEY, PAGES, Shell, template
from dashboards.parts.live.live import LiveHtml
from kans_model.city.city import City
from kans_model.outlook.assumptions import Assumptions
from kans_model.outlook.scenario import Scenario
from kans_model.study.study import Study
from kans_model.words.texts import t


def shell(lang="nl", name="Voorbeeldstad", fictional=True, pages=("maatregelen",), current="maatregelen"):
    city = SimpleNamespace(name=name, fictional=fictional, filled=[1, 2, 3])
    study = SimpleNamespace(city=city, scenario=Scenario(), assumptions=Assumptions(), hash="0" * 64)
    session = Session(study=study, lang=lang, query={"lang": lang})
    return Shell(
        session, {page: lambda _, page=page: LiveHtml(f"<h1>{page}</h1>") for page in pages}, current
    )


def test_the_menu_has_the_journey_and_links_only_what_is_built():
    menu = shell().menu.html
    assert [menu.index(t(f"page.{page}")) for page in JOURNEY] == sorted(
        menu.index(t(f"page.{page}")) for page in JOURNEY
    )
    assert re.findall(r'data-page="([a-z]+)"', menu) == ["maatregelen"]
    built = {path.stem for path in PAGES.glob("*.py")} & {*JOURNEY}
    assert menu.count(t("page.later")) == len(JOURNEY) - len(built)
    # a page that stands alone leads to the addresses of the others
    assert {*re.findall(r'href="([a-z]+)\?lang=nl', menu)} == built - {"maatregelen"}


@pytest.mark.parametrize("page", ["stresstest", "maatregelen"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_page_says_that_the_city_is_fictional(page, lang):
    drawn = shell(lang=lang, pages=("stresstest", "maatregelen"), current=page)
    assert t("page.fictional", lang) in drawn.bar.html


def test_a_real_city_is_not_called_fictional():
    assert t("page.fictional") not in shell(name="Eindhoven", fictional=False).bar.html


def test_a_name_from_a_file_is_escaped():
    drawn = shell(name="<script>alert(1)</script>")
    assert "<script>" not in drawn.bar.html


def test_the_other_language_is_one_link_away_and_keeps_the_page():
    bar = shell(lang="nl").bar.html
    assert 'href="?lang=en&amp;page=maatregelen"' in bar
    assert re.search(r'hreflang="nl"[^>]*aria-current="true"', bar)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_document_says_its_language(lang):
    assert f'document.documentElement.lang = "{lang}"' in template(lang)
    assert t("page.loading", lang) in template(lang)


def test_another_page_is_drawn_once_and_kept():
    drawn = shell(pages=("stresstest", "maatregelen"))
    first = drawn.content[-1]
    drawn.menu._handle_msg({"do": "go", "page": "stresstest"})
    assert drawn.content[-1] is not first
    assert 'data-page="stresstest" aria-current="page"' in drawn.menu.html
    drawn.go("maatregelen")
    drawn.go("financiering")
    assert drawn.content[-1] is first


def test_a_page_leaves_nothing_behind_on_the_servers_busy_state():
    before = len(pn.state.param.watchers.get("busy", {}).get("value", []))
    shell()
    assert len(pn.state.param.watchers.get("busy", {}).get("value", [])) == before


def test_the_menu_says_for_which_climate_and_how_much_was_estimated():
    aside = shell().menu.slots["aside"]
    assert "Hoog, droog (Hd)" in aside
    assert "3 ontbrekende gegevens geschat" in aside


@pytest.mark.parametrize(
    ("lang", "default", "changed"), [("nl", "standaard", "2 gewijzigd"), ("en", "default", "2 changed")]
)
def test_every_page_says_how_many_assumptions_were_changed(lang, default, changed):
    session = Session(study=Study.default(City.demo()), lang=lang)
    frame = Shell(session, {"stresstest": lambda _: LiveHtml()}, "stresstest")
    for part in (frame.menu, frame.bar):
        assert f">{default}</b>" in part.slots["aside"]
    session.assume("voly_eur", 90_000)
    session.look_ahead(heat_value="vsl")
    for part in (frame.menu, frame.bar):
        assert f">{changed}</b>" in part.slots["aside"]


def test_the_link_leads_to_the_assumptions_on_maatregelen():
    session = Session(study=Study.default(City.demo()))
    frame = Shell(session, {"stresstest": lambda _: LiveHtml(), "maatregelen": MaatregelenPage}, "stresstest")
    frame.menu._handle_msg({"do": "assumptions"})
    assert frame.current == "maatregelen"
    assert frame.drawn["maatregelen"].assumptions.view.aim.startswith("assumptions#")
    assert 'data-key="assumptions"' in frame.drawn["maatregelen"].assumptions.view.html


def test_what_is_taken_along_says_of_which_study_it_is_also_after_a_change():
    session = Session(study=Study.default(City.demo()))
    frame = Shell(session, {"stresstest": lambda _: LiveHtml()}, "stresstest")
    before = session.study.hash[:12]
    assert before in frame.alert.slots["source"]
    assert "fictieve stad" in frame.alert.slots["source"]
    session.assume("voly_eur", 90_000)
    assert session.study.hash[:12] != before
    assert session.study.hash[:12] in frame.alert.slots["source"]
