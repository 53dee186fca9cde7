"""From a lever to its text: a number says where it comes from and leads there, and files go along."""

import re

from playwright.sync_api import expect

from tests.browser.reader import nobody_is_shut_out, open_page


def test_a_lever_that_is_laid_on_has_a_text_whose_numbers_lead_back(reader, server):
    open_page(reader, f"{server().url}/?page=beleid")
    expect(reader.get_by_text("Kies eerst een hefboom")).to_be_visible()
    reader.get_by_label("Maatregel", exact=True).select_option("green_roof_extensive")
    reader.get_by_role("button", name="Voeg toe").click()
    text = reader.get_by_role("region", name="Subsidieverordening voor maatregelen op eigen terrein")
    expect(text).to_contain_text("Artikel 4 Hoogte van de subsidie")
    expect(reader.get_by_text("Concept: laat toetsen door de juridische afdeling.")).to_be_visible()
    reader.get_by_label("Document", exact=True).select_option("programme")
    damage = reader.get_by_role("button", name=re.compile("^€.*mln$")).last
    damage.focus()
    origin = reader.get_by_role("tooltip").filter(has_text="Schade door wateroverlast, met pakket")
    expect(origin).to_be_visible()
    nobody_is_shut_out(reader, 1440)
    nobody_is_shut_out(reader, 390)
    reader.set_viewport_size({"width": 1440, "height": 900})
    with reader.expect_download() as taken:
        reader.get_by_role("button", name="Gebied (GML)").click()
    assert taken.value.suggested_filename.endswith(".gml")
    reader.get_by_label("Wetgeving op").fill("2023-05-01")
    reader.get_by_label("Wetgeving op").press("Tab")
    expect(reader.get_by_text("artikel 3.4 Omgevingswet geldt pas vanaf 2024-01-01")).to_be_visible()
    reader.get_by_label("Wetgeving op").fill("2026-11-29")
    reader.get_by_label("Wetgeving op").press("Tab")
    reader.get_by_role("button", name=re.compile("^€.*mln$")).last.click()
    expect(reader.get_by_role("heading", name="Maatregelen", level=1)).to_be_visible()
