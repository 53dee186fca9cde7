"""Maatregelen in a browser: it opens, a slider moves by keyboard, the number on screen is the model's."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from kans_model.city.city import City
from kans_model.study.study import Study
from kans_model.words.amounts import money_short
from kans_model.words.texts import t
from tests.browser.reader import MUTED, OPEN_MS, headline, open_page, wait_until_saved


def test_the_app_opens_without_asking_any_other_host_and_the_other_language_is_a_link_away(reader, server):
    open_page(reader, server().url)
    expect(reader.get_by_role("heading", name="Maatregelen", level=1)).to_be_visible()
    expect(reader.get_by_text("fictieve stad", exact=True)).to_be_visible()
    assert reader.locator("html").get_attribute("lang") == "nl"
    reader.get_by_role("link", name="EN", exact=True).click()
    expect(reader.get_by_role("heading", name="Measures", level=1)).to_be_visible(timeout=OPEN_MS)
    assert reader.locator("html").get_attribute("lang") == "en"
    expect(reader.locator(".figure .number").nth(1)).to_contain_text(re.compile(r"€\d+\.\d"))
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


def test_a_measure_is_found_added_and_moved_and_undo_puts_all_back_on_screen(reader, server):
    open_page(reader, server().url)
    reader.get_by_role("searchbox").fill("regenton")
    reader.get_by_role("button", name="Voeg toe: Regenton").click()
    slider = reader.get_by_role("slider", name="Regenton, deelname")
    expect(slider).to_be_visible()
    slider.focus()
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^(9\d|100)\D"))
    reader.get_by_role("button", name="Ongedaan maken").click()
    reader.get_by_role("button", name="Ongedaan maken").click()
    expect(slider).to_have_count(0)
    where = reader.get_by_role("combobox", name="Waar: Wadi")
    expect(where).to_have_value("worst_first")
    where.select_option("everywhere")
    undo = reader.get_by_role("button", name="Ongedaan maken")
    expect(undo).to_be_enabled()
    undo.click()
    expect(where).to_have_value("worst_first")


def test_the_table_behind_a_chart_opens_and_is_taken_along(reader, server):
    open_page(reader, server().url)
    reader.get_by_role("button", name="Tabel").nth(2).click()
    expect(reader.get_by_role("table").first).to_be_visible()
    with reader.expect_download() as download:
        reader.get_by_role("button", name=re.compile("^CSV")).first.click()
    assert download.value.suggested_filename.endswith(".csv")


def test_a_phone_needs_no_sideways_scrolling(reader, server):
    reader.set_viewport_size({"width": 390, "height": 844})
    open_page(reader, server().url)
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390
    reader.get_by_label("Stappen").first.click()
    expect(reader.get_by_text("Stresstest").first).to_be_visible()


def test_a_reload_opens_the_same_study(reader, server):
    open_page(reader, server().url)
    slider = reader.get_by_role("slider", name="Wadi, inzet")
    slider.focus()
    for _ in range(5):
        slider.press("ArrowRight")
    wait_until_saved(reader)
    expect(reader).to_have_url(re.compile("[?&]s=[0-9a-f]{32}"))
    moved, euro = slider.input_value(), headline(reader, 1)
    open_page(reader, reader.url)
    expect(reader.get_by_role("slider", name="Wadi, inzet")).to_have_value(moved)
    assert headline(reader, 1) == euro


def test_an_assumption_moves_the_investment(reader, server):
    open_page(reader, server().url)
    before = headline(reader, 1)
    reader.get_by_role("button", name="Aannames verschuiven").click()
    reader.get_by_text(re.compile("^Van de gekozen maatregelen")).click()
    price = reader.get_by_role("slider", name=re.compile("^Wadi: bouwkosten"))
    price.focus()
    price.press("End")
    expect(reader.get_by_text("eigen waarde", exact=True).first).to_be_visible()
    assert headline(reader, 1) != before


def test_a_background_map_is_fetched_only_after_it_is_asked_for_and_softly_absent(reader, server):
    open_page(reader, server().url)
    reader.get_by_label("Kaartondergrond tonen").first.check()
    said = [re.escape(text) for text in ("BRT Achtergrondkaart", t("map.no_tiles"))]  # once refused
    expect(reader.get_by_text(re.compile("|".join(said))).first).to_be_visible()
    reader.wait_for_timeout(1500)
    assert reader.elsewhere
    assert {urlsplit(address).hostname for address in reader.elsewhere} == {"service.pdok.nl"}
    slider = reader.get_by_role("slider", name="Wadi, inzet")
    before = headline(reader, 1)
    slider.focus()
    for _ in range(7):
        slider.press("ArrowRight")
    expect(reader.locator(".figure .number").nth(1)).not_to_have_text(before)
    assert reader.mistakes == []


def test_a_buurt_chosen_on_the_map_comes_into_view(reader, server):
    open_page(reader, server().url)
    figure = reader.locator(".bk-Figure").first
    figure.scroll_into_view_if_needed()
    box = figure.bounding_box()
    reader.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.4)
    told = reader.get_by_text(re.compile("Het pakket vermijdt hier"))
    expect(told).to_be_in_viewport()


def test_adding_a_measure_leaves_its_button_under_the_pointer(reader, server):
    open_page(reader, server().url)
    reader.get_by_role("button", name=re.compile("^Alle .* maatregelen$")).click()
    button = reader.get_by_role("button", name="Voeg toe: Regenton")
    button.hover()
    before = button.bounding_box()
    button.click()
    after = reader.get_by_role("button", name="Haal weg: Regenton")
    expect(after).to_be_visible(timeout=OPEN_MS)
    expect(reader.get_by_role("slider", name="Regenton, deelname")).to_have_count(1)
    reader.wait_for_timeout(1000)
    assert after.bounding_box()["y"] == pytest.approx(before["y"], abs=2)


def test_a_total_is_in_sight_wherever_one_scrolls(reader, server):
    open_page(reader, server().url)
    number, line = reader.locator(".figure .number").first, reader.locator(".compact b").first
    for width in (1440, 390):
        reader.set_viewport_size({"width": width, "height": 800})
        for top in range(0, 900, 30):
            reader.evaluate(f"window.scrollTo(0, {top})")
            reader.wait_for_timeout(60)
            box = number.bounding_box()
            assert line.is_visible() or box["y"] + box["height"] / 2 > 56


MOVING = """() => [...kansRoots].filter((root) => root.isConnected).flatMap((root) => [
  ...[...root.querySelectorAll("[data-value]:not([data-waits])")].map((number) => number.textContent),
  ...[...root.querySelectorAll("[data-chart] [data-mark]:not([hidden])")].map(
    (mark) => mark.dataset.mark + Math.round(mark.style.getPropertyValue("--mid"))),
])"""
TWO = {"wadi": "Wadi, inzet", "street_tree": "Straatboom, inzet"}
"""Sliders that take each other's room, or at least the package's money."""


def test_what_a_slider_shows_while_it_moves_is_what_the_server_confirms(reader, server):
    open_page(reader, server().url)
    slider = reader.get_by_role("slider", name="Wadi, inzet")
    slider.focus()
    reader.wait_for_function("() => globalThis.kansTravel?.covers('wadi')")
    before = reader.evaluate(MOVING)
    slider.evaluate("""async (slider) => {
      slider.value = Number(slider.value) + 21
      slider.dispatchEvent(new Event("input", { bubbles: true, composed: true }))
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    }""")
    shown, muted = reader.evaluate(MOVING), reader.evaluate(MUTED)
    assert muted
    assert shown != before
    reader.wait_for_function(f"() => !({MUTED})()")
    assert reader.evaluate(MOVING) == shown
    assert reader.mistakes == []


def test_a_reload_right_after_quick_keys_loses_none(reader, server):
    open_page(reader, server().url)
    slider = reader.get_by_role("slider", name="Wadi, inzet")
    slider.focus()
    reader.wait_for_function("() => globalThis.kansTravel?.covers('wadi')")
    for waits_ms in (0, 400, 0):
        slider = reader.get_by_role("slider", name="Wadi, inzet")
        before = int(slider.input_value())
        slider.focus()
        for _ in range(6):
            reader.keyboard.press("ArrowRight")
        reader.wait_for_timeout(waits_ms)
        assert int(slider.input_value()) == before + 6
        open_page(reader, reader.url)
        expect(reader.get_by_role("slider", name="Wadi, inzet")).to_have_value(str(before + 6))
        reader.wait_for_function(f"() => !({MUTED})()")
    wait_until_saved(reader)
    open_page(reader, reader.url)
    expect(reader.get_by_role("slider", name="Wadi, inzet")).to_have_value(str(before + 6))
    assert reader.mistakes == []


def test_two_sliders_moved_right_after_each_other_both_hold(reader, server):
    open_page(reader, server().url)
    sliders = {name: reader.get_by_role("slider", name=label) for name, label in TWO.items()}
    for name in ("wadi", "street_tree", "wadi"):
        sliders[name].focus()
        for _ in range(4):
            reader.keyboard.press("ArrowRight")
    shown = {name: slider.input_value() for name, slider in sliders.items()}
    reader.wait_for_function(f"() => !({MUTED})()")
    study = Study.default(City.demo())
    package = study.portfolio("eigen")
    for name, place in shown.items():
        expect(sliders[name]).to_have_value(place)
        package = package.with_uptake(name, int(place) / 100)
    expected = money_short(float(study.evaluate(package)["capex_eur"].sum()))
    expect(reader.locator(".figure .number").nth(1)).to_contain_text(
        expected.removesuffix("\u00a0mln").split("\u00a0")[-1]
    )
    wait_until_saved(reader)
    open_page(reader, reader.url)
    for name, place in shown.items():
        expect(sliders[name]).to_have_value(place)
    assert reader.mistakes == []


def test_what_was_taken_back_stays_so_after_a_reload(reader, server):
    open_page(reader, server().url)
    slider = reader.get_by_role("slider", name="Wadi, inzet")
    before = slider.input_value()
    slider.focus()
    reader.wait_for_function("() => globalThis.kansTravel?.covers('wadi')")
    for _ in range(6):
        reader.keyboard.press("ArrowRight")
    reader.get_by_role("button", name="Ongedaan maken").click()
    expect(slider).to_have_value(before)
    wait_until_saved(reader)
    open_page(reader, reader.url)
    expect(reader.get_by_role("slider", name="Wadi, inzet")).to_have_value(before)


def test_the_number_beside_a_slider_is_typed(reader, server):
    open_page(reader, server().url)
    slider = reader.get_by_role("slider", name="Wadi, inzet")
    number = reader.get_by_role("textbox", name="Wadi, inzet in procenten")
    expect(number).to_have_value(slider.input_value())
    number.fill("12")
    number.press("Tab")
    expect(slider).to_have_value("12")
    number.fill("veel")
    number.press("Tab")
    expect(number).to_have_value("12")
    slider.focus()
    slider.press("ArrowRight")
    expect(number).to_have_value("13")


def test_measures_whose_price_has_no_source_are_one_click_away(reader, server):
    open_page(reader, server().url)
    reader.get_by_role("button", name="Toon alleen die").click()
    expect(reader.get_by_label("Bron van de prijs")).to_have_value("expert")
    expect(reader.locator(".library .kind").first).to_have_text("inschatting")
    expect(reader.get_by_text("Prijs zonder bron (inschatting): Lokaal hitteplan")).to_be_visible()
    reader.get_by_role("button", name="Toon weer alles").click()
    expect(reader.get_by_label("Bron van de prijs")).to_have_value("")


def test_a_slider_on_private_ground_goes_past_its_soft_stop_by_a_second_press(reader, server):
    open_page(reader, server().url)
    slider = reader.get_by_role("slider", name="Groen dak (sedum), deelname")
    row = reader.locator("[data-measure=green_roof_extensive]").first
    slider.focus()
    slider.press("End")
    expect(row).to_contain_text("Dat is haalbare deelname, naar: Subsidie voor groene daken in Breda")
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    expect(row).to_contain_text("Dat is meer dan de haalbare 25")
    expect(row).to_contain_text("bij deelname van 30")
    assert reader.mistakes == []
