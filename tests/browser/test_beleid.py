"""Beleid in a browser: a lever that is laid on stands in its set, sets side by side, and all is kept."""

import re

from playwright.sync_api import expect

from tests.browser.reader import nobody_is_shut_out, open_page, wait_until_saved


def test_a_lever_is_laid_on_and_kept(reader, server):
    open_page(reader, f"{server().url}/?page=beleid")
    expect(reader.get_by_role("heading", name="Beleid", level=1)).to_be_visible()
    expect(reader.get_by_text("Zonder hefbomen").first).to_be_visible()
    reader.get_by_label("Maatregel", exact=True).select_option("green_roof_extensive")
    reader.get_by_role("button", name="Voeg toe").click()
    expect(reader.get_by_role("button", name=re.compile("^Verwijder: Subsidie"))).to_be_visible()
    expect(reader.get_by_text(re.compile("‘Set 1’ brengt in 2050")).first).to_be_visible()
    reader.get_by_role("button", name="Nieuwe set, als kopie").click()
    expect(reader.get_by_role("rowheader", name="Set 2")).to_be_visible()
    reader.get_by_text("Bekijk alle regelingen").click()
    expect(reader.get_by_role("rowheader", name="Woerden")).to_be_visible()
    nobody_is_shut_out(reader, 1440)
    nobody_is_shut_out(reader, 390)
    reader.set_viewport_size({"width": 1440, "height": 900})
    wait_until_saved(reader)
    reader.reload()
    expect(reader.get_by_role("rowheader", name="Set 2")).to_be_visible(timeout=60_000)
