"""The tabs of Financiering shut nobody out, on a desk and on a phone, and their tables are not cut."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import nobody_is_shut_out, open_page


@pytest.mark.parametrize("width", [1440, 390])
def test_what_if_stands_whole_on_every_screen(reader, server, width):
    open_page(reader, f"{server().url}/app?page=financiering&tab=lasten")
    expect(reader.get_by_role("heading", name="Wat als het anders loopt?")).to_be_visible()
    table = reader.locator("table.apart").first
    expect(table).to_contain_text("doet niet mee")
    nobody_is_shut_out(reader, width)
    box = table.locator("xpath=..").element_handle()
    reader.wait_for_function("box => box.scrollWidth <= box.clientWidth + 1", arg=box)


def test_what_the_levy_bears_beside_the_works_is_filled_in_and_read_back(reader, server):
    open_page(reader, f"{server().url}/app?page=financiering&tab=financiering")
    reader.get_by_role("button", name="Begroting en kostendekkingsplan").click()
    reader.get_by_text("Wat de heffing nog meer draagt").click()
    expect(reader.get_by_text("Niet ingevuld, en dus niet meegeteld: overhead")).to_be_visible()
    share = reader.get_by_label("Overhead, % van de overige lasten")
    share.fill("10")
    share.press("Enter")
    expect(reader.get_by_text("bevat overhead")).to_be_visible()
    expect(reader.get_by_text("Niet ingevuld, en dus niet meegeteld: straatvegen")).to_be_visible()
    expect(reader.get_by_label("Overhead, % van de overige lasten")).to_have_value("10")
    nobody_is_shut_out(reader, 1440)


def test_the_whole_levy_of_today_is_filled_in_and_its_cover_told(reader, server):
    open_page(reader, f"{server().url}/app?page=financiering&tab=financiering")
    reader.get_by_role("button", name="Begroting en kostendekkingsplan").click()
    expect(reader.get_by_text("De dekking is alleen die van wat dit pakket toevoegt")).to_be_visible()
    for label, typed, told in (
        ("Lasten van de hele heffing vandaag", "4", "nog niet ingevuld: de opbrengst van vandaag."),
        ("Opbrengst van de hele heffing vandaag", "4,2", "boven de opbrengstlimiet"),
        ("Opbrengst van de hele heffing vandaag", "3,8", "blijft zo binnen de opbrengstlimiet"),
    ):
        field = reader.get_by_label(label)
        field.fill(typed)
        field.press("Enter")
        expect(reader.get_by_text(told)).to_be_visible()
    expect(reader.get_by_role("columnheader", name="Dekking van de hele heffing, %")).to_be_attached()
    nobody_is_shut_out(reader, 1440)
