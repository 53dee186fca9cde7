"""Maatregelen in a browser: it opens, a slider moves by keyboard, the number on screen is the model's."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from kans_model.city import City
from kans_model.numbers import money_short
from kans_model.study import Study
from scripts.serving import serving

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
OPEN_MS = 60_000


@pytest.fixture
def reader(browser):
    """A reader at his desk; requests to any other host are refused and noted."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="nl-NL")
    page = context.new_page()
    page.elsewhere, page.mistakes = [], []

    def route(request):
        if urlsplit(request.request.url).hostname in ("localhost", "127.0.0.1"):
            request.continue_()
        else:
            page.elsewhere.append(request.request.url)
            request.abort()

    page.route(re.compile(r"^https?://"), route)
    page.on("pageerror", lambda error: page.mistakes.append(str(error)))
    yield page
    context.close()


def open_page(page, address):
    page.goto(address, timeout=OPEN_MS)
    expect(page.locator("#loader")).to_be_hidden(timeout=OPEN_MS)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def headline(page, place):
    return page.locator(".figure .number").nth(place).inner_text().replace("\n", " ").replace("\u00a0", " ")


def test_the_app_opens_without_asking_any_other_host(reader, server):
    open_page(reader, server().url)
    expect(reader.get_by_role("heading", name="Maatregelen", level=1)).to_be_visible()
    expect(reader.get_by_text("fictieve stad")).to_be_visible()
    assert reader.locator("html").get_attribute("lang") == "nl"
    assert reader.elsewhere == []
    assert reader.mistakes == []


def test_a_slider_moved_by_keyboard_shows_the_models_number(reader, server):
    open_page(reader, server().url)
    slider = reader.get_by_role("slider", name="Wadi, inzet")
    before = int(slider.input_value())
    slider.focus()
    for _ in range(7):
        slider.press("ArrowRight")
    study = Study.default(City.demo())
    package = study.portfolio("eigen").with_uptake("wadi", (before + 7) / 100)
    capex = float(study.evaluate(package)["capex_eur"].sum())
    expected = money_short(capex).replace("\u00a0", " ")
    expect(reader.locator(".figure .number").nth(1)).to_contain_text(
        expected.removesuffix(" mln").split()[-1]
    )
    assert headline(reader, 1).split() == expected.split()
    assert slider.get_attribute("aria-valuetext").startswith(f"{before + 7}\u00a0%")


def test_the_other_language_is_a_link_away(reader, server):
    open_page(reader, server().url)
    reader.get_by_role("link", name="EN", exact=True).click()
    expect(reader.get_by_role("heading", name="Measures", level=1)).to_be_visible(timeout=OPEN_MS)
    assert reader.locator("html").get_attribute("lang") == "en"
    expect(reader.locator(".figure .number").nth(1)).to_contain_text(re.compile(r"€\d+\.\d"))


def test_a_measure_is_found_added_and_moved(reader, server):
    open_page(reader, server().url)
    reader.get_by_role("searchbox").fill("regenton")
    reader.get_by_role("button", name="Voeg toe: Regenton").click()
    slider = reader.get_by_role("slider", name="Regenton, deelname")
    expect(slider).to_be_visible()
    slider.focus()
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^100"))
    reader.get_by_role("button", name="Ongedaan maken").click()
    reader.get_by_role("button", name="Ongedaan maken").click()
    expect(slider).to_have_count(0)


def test_the_table_behind_a_chart_opens_and_is_taken_along(reader, server):
    open_page(reader, server().url)
    reader.get_by_role("button", name="Tabel").nth(2).click()
    expect(reader.get_by_role("table").first).to_be_visible()
    with reader.expect_download() as download:
        reader.get_by_role("button", name=re.compile("^CSV")).first.click()
    assert download.value.suggested_filename.endswith(".csv")


def test_a_buurt_is_chosen_on_the_map(reader, server):
    open_page(reader, server().url)
    box = reader.locator(".bk-Figure").first.bounding_box()
    reader.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.4)
    expect(reader.get_by_text(re.compile("Het pakket vermijdt hier"))).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_has_no_known_barriers(reader, server, lang, width):
    reader.set_viewport_size({"width": width, "height": 900})
    open_page(reader, f"{server().url}/?lang={lang}")
    reader.wait_for_timeout(500)
    found = Axe().run(reader, options={"runOnly": WCAG}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_a_phone_needs_no_sideways_scrolling(reader, server):
    reader.set_viewport_size({"width": 390, "height": 844})
    open_page(reader, server().url)
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390
    reader.get_by_label("Stappen").first.click()
    expect(reader.get_by_text("Stresstest").first).to_be_visible()


def test_a_lost_connection_is_said_in_the_readers_language(reader):
    with serving() as server:
        open_page(reader, server.url)
        expect(reader.locator("#connection")).to_be_hidden()
    expect(reader.get_by_role("alert")).to_contain_text("De verbinding met de server is weg", timeout=15_000)
