"""Fields and remarks that pages share: what they are called by, and that no value becomes a tag."""

import re
from pathlib import Path

from dashboards.parts.live import fields
from dashboards.parts.live.live import LiveHtml
from kans_model.words.markup import template

MACROS = template(fields.__file__, "fields.html").module


def test_a_choice_calls_back_by_its_id_and_follows_the_slot_of_that_name():
    text = MACROS.choice("theme", "Thema & meer", [("heat", "Hitte"), ("all", "<Alle>")], chosen="all")
    assert text == (
        '<div class="field"><label for="theme">Thema &amp; meer</label>\n'
        '<select id="theme" data-do="theme" data-from="theme"><option value="heat">Hitte</option>'
        '<option value="all" selected>&lt;Alle&gt;</option></select></div>'
    )


def test_a_choice_of_nothing_stands_first_and_an_entry_without_source_is_the_readers_own():
    text = MACROS.choice("rule", "Regel", [], do="add", source=None, empty="Kies")
    assert '<select id="rule" data-do="add"><option value="">Kies</option></select>' in text
    number = MACROS.number_field("years", "Jaren", do="loan", name="bng:years")
    typed = 'type="text" inputmode="decimal" autocomplete="off" data-when="change"'
    attributes = f'{typed} data-do="loan" data-name="bng:years"'
    assert f'<input id="years" {attributes} data-from="years">' in number


def test_no_page_leaves_reading_a_number_to_the_browser():
    """A browser in English makes 25 of 2,5 without a word."""
    shown = [path for path in Path(fields.__file__).parents[2].rglob("*") if path.suffix in (".html", ".js")]
    assert len(shown) > 50
    assert [path.name for path in shown if re.search(r"type=\W?number", path.read_text())] == []


def test_a_notice_is_there_only_with_a_text_and_its_text_is_no_tag():
    assert fields.notice("") == ""
    assert fields.notice("<b>", problem=True) == '<p class="notice problem">&lt;b&gt;</p>'
    assert LiveHtml(fields.notice("nu")).html == '<p class="notice">nu</p>'


def test_a_button_is_found_again_by_what_it_does():
    assert (
        fields.button("Weg", "drop") == '<button class="button" data-do="drop" data-key="drop">Weg</button>'
    )
    link = fields.link_button("Wadi", "add", attributes={"data-measure": "wadi"})
    assert link == '<button class="link" data-do="add" data-measure="wadi">Wadi</button>'
