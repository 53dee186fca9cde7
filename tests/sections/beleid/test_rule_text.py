"""Text to start from on the page: each number with its origin, files to take along, law in force."""

import base64
import io
import re

import pytest
from docx import Document

from dashboards.parts.frame.session import Session
from dashboards.sections.beleid.rule_text import RuleText
from tests.fixtures.policies import NORM, SUBSIDY, with_levers
from tests.fixtures.small import corner


@pytest.fixture
def section():
    return shown(with_levers(SUBSIDY, NORM))


def shown(study, lang="nl"):
    made = RuleText(Session(study=study, lang=lang))
    made.update()
    return made


def use(view, **message):
    view._handle_msg(message)


def sent(view, monkeypatch):
    """Messages to the browser."""
    messages = []
    monkeypatch.setattr(view, "_send_msg", messages.append)
    return messages


def test_it_opens_with_the_document_that_is_the_levers_own(section):
    assert section.chosen_document == "subsidy_ordinance"
    assert "Concept: laat toetsen door de juridische afdeling." in section.text.html
    assert "Subsidieplafond en verdeling" in section.text.html
    use(section.view, do="rule_lever", value="norm")
    assert section.chosen_document == "plan_rule"
    assert "62,5" in section.text.html
    use(section.view, do="rule_document", value="note")
    assert "Waarom" in section.text.html


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_number_says_and_leads_to_where_it_comes_from(lang):
    section = shown(with_levers(SUBSIDY), lang)
    use(section.view, do="rule_document", value="programme")
    block = section.block()
    for figure in block.figures:
        assert f'data-name="{figure.origin.key}"' in section.text.html
    ids = re.findall(r'aria-describedby="([^"]+)"', section.text.html)
    assert len(ids) == len(set(ids)) >= len(block.figures)
    assert all(f'id="{own}"' in section.text.html for own in ids)
    assert block.hash[:12] in section.text.html


def test_a_number_leads_to_the_page_where_it_is_made(section):
    places = []
    section.session.param.watch(lambda event: places.append(event.new), "place")
    use(section.text, do="origin", name="result/eigen/damage_pluvial/2050/before/a/roofs")
    use(section.text, do="origin", name="criterion/rain-limit")
    assert [page for page, _ in places if page] == ["maatregelen", "risicodialoog"]


def test_what_is_chosen_goes_along_when_the_study_changes(section):
    use(section.view, do="rule_lever", value="norm")
    section.session.study = with_levers(SUBSIDY)
    section.update()
    assert section.chosen_lever.id == "roofs"


def test_law_that_is_not_in_force_shows_why_and_no_text(section):
    use(section.view, do="rule_lever", value="norm")
    use(section.view, do="rule_day", value="2023-06-30")
    assert "artikel 2.4 Omgevingswet geldt pas vanaf 2024-01-01" in section.text.html
    assert "Regen bergen" not in section.text.html
    use(section.view, do="rule_day", value="2026-11-29")
    assert "Regen bergen" in section.text.html


def test_a_day_that_is_none_is_refused_and_the_text_stays(section, monkeypatch):
    messages, before = sent(section.view, monkeypatch), section.text.html
    use(section.view, do="rule_day", value="30 februari")
    assert "jaar-maand-dag" in messages[0]["refused"]
    assert section.text.html == before


def test_files_say_what_the_page_says(section, monkeypatch):
    messages = sent(section.text, monkeypatch)
    for kind in ("docx", "plain", "gml"):
        use(section.text, do=kind)
    assert [own["file"] for own in messages] == [
        f"tekst-roofs-subsidieverordening.{ending}" for ending in ("docx", "txt", "gml")
    ]
    word, plain, gml = (base64.b64decode(own["base64"]) for own in messages)
    texts = [own.text for own in Document(io.BytesIO(word)).paragraphs]
    assert section.block().title in texts
    assert section.block().title in plain.decode()
    assert b"MultiSurface" in gml


def test_without_levers_it_says_what_to_do_first():
    section = shown(corner())
    assert "Kies eerst een hefboom" in section.view.html
    assert "button" not in section.text.html
