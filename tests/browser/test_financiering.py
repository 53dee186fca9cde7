"""Financiering in a browser: a slider set by keyboard, the euro read from the screen."""

import re

from playwright.sync_api import expect

from kans_model.city.city import City
from kans_model.finance.cost_part import cell
from kans_model.finance.split import FinancingSplit
from kans_model.study.study import Study
from kans_model.words.amounts import money_short
from tests.browser.reader import open_page, wait_until_saved


def test_a_share_set_by_keyboard_shows_the_models_euro(reader, server):
    open_page(reader, f"{server().url}/app?page=financiering")
    expect(reader.get_by_role("heading", name="Financiering", level=1)).to_be_visible()
    slider = reader.get_by_role("slider", name="Waterschap")
    slider.focus()
    for _ in range(10):
        slider.press("ArrowRight")
    expect(reader.locator("#split")).not_to_have_value("eigenaar")
    output = reader.locator(".linked", has=slider).locator("output")
    expect(output).to_contain_text(re.compile(r"€\s\d"))
    assert slider.input_value() == "10"
    wait_until_saved(reader)
    euro = output.inner_text()
    open_page(reader, reader.url)
    slider = reader.get_by_role("slider", name="Waterschap")
    expect(slider).to_have_value("10")
    assert reader.locator(".linked", has=slider).locator("output").inner_text() == euro


def test_what_stands_beside_a_thumb_is_where_it_stands(reader, server):
    """General funds are asked nothing and bear what the sewer levy may not: the two are told apart."""
    open_page(reader, f"{server().url}/app?page=financiering")
    expect(reader.locator("#share-gemeente_rioolheffing")).not_to_have_value("0")
    places = [row for row in reader.locator(".linked").all() if row.locator("input[id^=share-]").count()]
    assert len(places) > 5
    for row in places:
        beside = row.locator("output input").input_value()
        assert (
            abs(
                float(row.locator("input[id^=share-]").input_value())
                - float(beside.rstrip("%\u00a0 ").replace(",", "."))
            )
            <= 0.5
        )
    expect(reader.locator("#share-gemeente_algemeen")).to_have_value("0")
    expect(reader.locator("#why-gemeente_algemeen")).to_contain_text("Draagt")


def test_all_to_one_party_reads_the_whole_cost_of_the_model(reader, server):
    open_page(reader, f"{server().url}/app?page=financiering")
    slider = reader.get_by_role("slider", name="Waterschap")
    slider.focus()
    slider.press("End")
    study = Study.default(City.demo())
    whole = study.ledger("eigen", FinancingSplit(title="x", own={cell(): {"waterschap": 10_000}}))
    expected = money_short(whole.total_eur).replace("\u00a0", " ")
    output = reader.locator(".linked", has=slider).locator("output")
    expect(output).to_contain_text(re.compile(re.escape(expected).replace(r"\ ", r"\s")))


def test_a_tab_opens_and_the_workbook_comes_along(reader, server):
    open_page(reader, f"{server().url}/app?page=financiering")
    reader.get_by_role("tab", name="Lasten en baten").click()
    expect(reader.get_by_role("heading", name="Wat merkt een huishouden?")).to_be_visible()
    reader.get_by_role("button", name="Als tabel en per buurt").click()
    expect(reader.get_by_text("betaalt zonder te genieten").first).to_be_visible()
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Excel met formules").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Raadsinformatie").click()
    assert download.value.suggested_filename.endswith(".html")


def test_a_refusal_stands_in_the_open_fold_beside_its_field(reader, server):
    """A term that cannot be, and letters in a field of euros that has a value."""
    open_page(reader, f"{server().url}/app?page=financiering&tab=financiering")
    reader.get_by_text("Afschrijvingstermijnen").click()
    term = reader.locator("[id^=n-term-]").first
    before = term.input_value()
    term.fill("999")
    term.press("Enter")
    expect(reader.get_by_role("alert").filter(has_text="999")).to_be_visible()
    expect(term).to_have_value(before)
    expect(term).to_be_visible()
    inflation = reader.locator("#n-rate-inflation")
    inflation.focus()
    inflation.press("ControlOrMeta+a")
    inflation.press_sequentially("e")
    inflation.press("Enter")
    expect(reader.get_by_role("alert").filter(has_text="geen getal")).to_be_visible()
    expect(inflation).to_have_value("2")
