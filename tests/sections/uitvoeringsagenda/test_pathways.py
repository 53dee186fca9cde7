"""Pathways on the page: a map, sentences and a table of the same transfers."""

from dashboards.parts.frame.session import Session
from dashboards.uitvoeringsagenda import UitvoeringsagendaPage
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.dialogue import Dialogue
from tests.fixtures.programmes import PROJECTS, planned

LIMITS = (Criterion("p", "damage_pluvial", 1.2e6), Criterion("d", "deaths", 1e6))


def opened(criteria=LIMITS):
    study = planned([2027] * len(PROJECTS)).replaced(dialogue=Dialogue(criteria=criteria))
    page = UitvoeringsagendaPage(Session(study=study, lang="nl"))
    page.ahead.choose("paths")
    return page.ahead.paths


def test_the_map_has_a_mark_for_every_transfer_of_the_table():
    view = opened()
    assert view.found is not None
    steps = list(view.found.transfers())
    assert steps
    assert view.map.slots["plot"].count("paths-transfer") == len(steps) == len(view.frame())
    assert "komt" in view.text


def test_another_limit_is_another_map():
    view = opened()
    view.choice._handle_msg({"do": "criterion", "value": "d"})
    assert "Ook zonder projecten" in view.text
    assert view.map.slots["plot"].count("paths-transfer") == 0


def test_without_limits_it_says_where_to_give_them():
    assert "risicodialoog heeft nog geen grenzen" in opened(()).text
