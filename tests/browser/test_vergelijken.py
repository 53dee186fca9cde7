"""Vergelijken in a browser: it opens, a weight turns the order, and nobody is shut out."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import barriers, open_page


def test_a_weight_by_keyboard_turns_the_order(reader, server):
    open_page(reader, f"{server().url}/?page=vergelijken")
    for name in (
        "Vermeden schade",
        "Maatschappelijk saldo",
        "Mensen (hitte, water in huis)",
        "Andere opgaven",
    ):
        slider = reader.get_by_role("slider", name=name)
        slider.focus()
        slider.press("Home")
    expect(reader.get_by_text("Met deze gewichten staat Nulalternatief bovenaan")).to_be_visible()
    assert reader.elsewhere == []
    assert reader.mistakes == []


def test_a_package_is_picked(reader, server):
    open_page(reader, f"{server().url}/?page=vergelijken")
    reader.get_by_role("checkbox", name="Alles wat past").uncheck()
    expect(reader.get_by_role("columnheader", name="Alles wat past")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_has_no_known_barriers(reader, server, lang, width):
    reader.set_viewport_size({"width": width, "height": 900})
    open_page(reader, f"{server().url}/?page=vergelijken&lang={lang}")
    reader.wait_for_timeout(500)
    assert barriers(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= width
