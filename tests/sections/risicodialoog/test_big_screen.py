"""The big screen of a room: what it switches it shows, and when it is left nothing has changed."""

import numpy as np
import pytest

from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import Shell
from dashboards.risicodialoog import RisicodialoogPage
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.dialogue import Dialogue
from kans_model.words.amounts import money_short
from tests.fixtures.packages import demo

LIMITS = (
    Criterion("h", "damage_heat", 4e6),
    Criterion("w", "buildings_entered", 1e6, moment="100"),
)


@pytest.fixture
def page():
    study = demo().replaced(dialogue=Dialogue(criteria=LIMITS))
    return RisicodialoogPage(Session(study=study))


def use(view, **message):
    """What the browser sends when a control is used."""
    view._handle_msg(message)


def test_a_measure_that_is_switched_off_is_gone_from_sentence_and_map(page):
    use(page.head.view, do="room")
    session, room = page.session, page.room
    first, *others = session.portfolio.choices
    use(room.switches, do="switch", name=first)
    result = session.study.evaluate(session.portfolio.without(first))
    at = {"hazard": result.attrs["hazards_included"], "horizon": "2050"}
    left = result["ead_after_eur"].sel(at).sum("hazard", min_count=1).values
    sentence = room.head.slots["sentence"]
    assert money_short(float(np.nansum(left))) in sentence
    assert f"Met {len(others)} van {len(others) + 1} maatregelen" in sentence
    per_ha = left / 1e3 / (session.city.areas["area_m2"].to_numpy() / 1e4)
    np.testing.assert_allclose(room.map.source.data["value"], per_ha, rtol=1e-5)


def test_a_limit_that_is_switched_off_no_longer_counts(page):
    use(page.head.view, do="room")
    assert "1 van 2 grenzen gehaald" in page.room.head.slots["sentence"]
    use(page.room.switches, do="switch", name="h")
    assert "1 van 1 grens gehaald" in page.room.head.slots["sentence"]
    use(page.room.switches, do="switch", name="h")
    assert "1 van 2 grenzen gehaald" in page.room.head.slots["sentence"]


def test_leaving_changes_nothing(page):
    session = page.session
    before = session.study, session.study.hash, session.package, session.area, session.can_undo
    use(page.head.view, do="room")
    for measure in session.portfolio.choices:
        use(page.room.switches, do="switch", name=measure)
    use(page.room.switches, do="switch", name="w")
    use(page.room.head, do="leave")
    assert (session.study, session.study.hash, session.package, session.area, session.can_undo) == before
    assert "away" not in page.layout.css_classes
    assert "away" in page.room.column.css_classes
    use(page.head.view, do="room")
    assert page.room.off == set()


def test_the_address_opens_it_and_bar_and_menu_make_way():
    session = Session(study=demo(), query={"screen": "room"})
    shell = Shell(session, {"risicodialoog": RisicodialoogPage}, "risicodialoog")
    page = shell.drawn["risicodialoog"]
    assert page.room.is_open
    assert "away" in shell.bar.css_classes
    assert "away" in shell.menu.css_classes
    use(page.room.head, do="leave")
    assert "screen" not in session.query
    assert shell.bar.css_classes == ["bar"]
    assert shell.menu.css_classes == ["menu"]


def test_without_measures_and_limits_it_says_so_in_both_languages():
    for lang, says in (("nl", "Zonder maatregelen"), ("en", "Without measures")):
        page = RisicodialoogPage(Session(study=demo(), lang=lang))
        use(page.head.view, do="room")
        for measure in page.session.portfolio.choices:
            use(page.room.switches, do="switch", name=measure)
        assert says in page.room.head.slots["sentence"]
        assert "NaN" not in page.room.switches.html
