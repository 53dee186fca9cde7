"""Getting about: Back and Forward, the window's title, the keyboard, sorted tables, the address copied."""

import re

from playwright.sync_api import expect

from tests.browser.reader import barriers, open_page


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


def test_a_version_is_kept_held_against_now_and_gone_back_to(reader, server):
    open_page(reader, server().url)
    versions = reader.get_by_role("button", name="Versies", exact=True)
    versions.click()
    expect(versions).to_have_attribute("aria-expanded", "true")
    expect(reader.get_by_role("heading", name="Versies")).to_be_focused()
    panel = reader.get_by_role("region", name="Versies")
    reader.keyboard.press("Tab")
    reader.keyboard.press("Tab")
    reader.keyboard.type("voor de raad")
    reader.keyboard.press("Tab")
    reader.keyboard.type("Noor")
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    expect(panel.get_by_text("Versie 1 is bewaard.")).to_be_visible()
    expect(panel.get_by_text("voor de raad")).to_be_visible()
    expect(panel.get_by_text("door Noor")).to_be_visible()
    slider = reader.get_by_role("slider", name="Wadi, inzet")
    before = int(slider.input_value())
    slider.focus()
    for _ in range(5):
        slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(rf"^{before + 5}\D"))
    panel.get_by_role("button", name="Verschil met nu: versie 1").click()
    wadi = panel.get_by_role("row", name=re.compile("Wadi"))
    expect(wadi).to_contain_text(f"{before}\u00a0%, slechtste buurten eerst")
    expect(wadi).to_contain_text(f"{before + 5}\u00a0%, slechtste buurten eerst")
    reader.set_viewport_size({"width": 390, "height": 844})
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390
    panel.get_by_role("button", name="Terug naar deze versie: versie 1").click()
    expect(panel.get_by_text("Wat er stond is versie 2.")).to_be_visible()
    expect(slider).to_have_value(str(before))
    panel.get_by_role("button", name="Ongedaan maken").click()
    expect(slider).to_have_value(str(before + 5))
    panel.get_by_role("button", name="Verschil met nu: versie 2").click()
    expect(panel.get_by_text("Nu staat alles zoals in versie 2.")).to_be_visible()
    assert barriers(reader) == []
    panel.get_by_role("button", name="Sluit").click()
    expect(panel).to_have_count(0)
    expect(versions).to_be_focused()
    assert reader.mistakes == []
