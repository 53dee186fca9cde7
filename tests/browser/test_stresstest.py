"""Stresstest in a browser: it opens, the switches work, and nobody is shut out."""

import pytest
from playwright.sync_api import expect

from kans_model.city.city import City
from kans_model.study.study import Study
from kans_model.words.amounts import number
from tests.browser.reader import barriers, open_page


def test_the_switches_move_the_page(reader, server):
    open_page(reader, f"{server().url}/?page=stresstest")
    reader.get_by_label("Thema", exact=True).select_option("heat")
    reader.get_by_label("Jaar", exact=True).select_option("2100")
    expect(reader.get_by_text("Maatschappelijke schade per jaar, Hitte, 2100")).to_be_visible()
    damage = Study.default(City.demo()).evaluate("niets_doen")["ead_before_eur"]
    millions = float(damage.sel(hazard="heat", horizon="2100").sum()) / 1e6
    expect(reader.locator(".figure .number").first).to_contain_text(number(millions, digits=1))
    assert reader.elsewhere == []
    assert reader.mistakes == []


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_has_no_known_barriers(reader, server, lang, width):
    reader.set_viewport_size({"width": width, "height": 900})
    open_page(reader, f"{server().url}/?page=stresstest&lang={lang}")
    reader.wait_for_timeout(500)
    assert barriers(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= width
