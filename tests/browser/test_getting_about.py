"""Getting about: Back and Forward, the window's title, the keyboard, sorted tables, the address copied."""

import re

from playwright.sync_api import expect

from tests.browser.reader import open_page


def test_a_reader_gets_about_as_in_any_site(reader, server):
    open_page(reader, f"{server().url}/?page=stresstest")
    expect(reader).to_have_title(re.compile("^Stresstest"))
    reader.get_by_role("link", name=re.compile("Bronnen")).first.click()
    expect(reader).to_have_title(re.compile("^Bronnen"))
    heading = reader.get_by_role("heading", level=1)
    expect(heading).to_be_focused()
    reader.go_back()
    expect(reader).to_have_title(re.compile("^Stresstest"))
    reader.go_forward()
    expect(reader).to_have_title(re.compile("^Bronnen"))
    expect(reader).to_have_url(re.compile("page=bronnen"))
    reader.locator('button[data-opens="table"]:visible').first.click()
    sorter = reader.locator("button[data-sort]:visible").first
    sorter.click()
    head = reader.locator("th[aria-sort=ascending]")
    expect(head).to_have_count(1)
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.get_by_role("button", name="Deel", exact=True).click()
    expect(reader.get_by_text("Adres gekopieerd.")).to_be_visible()
    assert reader.evaluate("navigator.clipboard.readText()") == reader.url
