"""A study that could not be opened, and ids with quotes, in a browser."""

import json
import re

import pytest
from playwright.sync_api import expect

from kans_model.city.city import City
from kans_model.store import study_files
from kans_model.study.study import Study
from scripts.serving import serving
from tests.browser.reader import open_page, wait_until_saved

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
ODD_ID = "x\"y'z]#<b>"


def test_on_a_phone_too_it_stays_on_screen_that_a_study_was_not_opened_until_one_starts_anew(reader, server):
    reader.set_viewport_size(PHONE)
    open_page(reader, f"{server().url}/?s={'0' * 32}")
    banner = reader.get_by_role("alert").filter(has_text="Uw studie is niet geopend")
    expect(banner).to_be_in_viewport()
    slider = reader.get_by_role("slider", name="Wadi, inzet")
    slider.focus()
    slider.press("ArrowRight")
    reader.wait_for_timeout(2_000)
    expect(banner).to_be_in_viewport()
    assert f"s={'0' * 32}" in reader.url
    banner.get_by_role("button", name="Nieuwe studie").click()
    expect(banner).to_have_count(0)
    expect(reader).to_have_url(re.compile(r"[?&]s=(?!0{32})[0-9a-f]{32}"))


def wadi(page, key=""):
    """What the slider of the wadi says, after one key."""
    slider = page.get_by_role("slider", name="Wadi, inzet")
    if key:
        slider.press(key)
    return slider.input_value()


def address_of_study(page):
    expect(page).to_have_url(re.compile(r"[?&]s=[0-9a-f]{32}"))
    return re.search(r"[?&]s=([0-9a-f]{32})", page.url).group(1)


@pytest.fixture
def two_tabs(reader, server):
    """Two tabs of a phone on one study, in which the second saved first: what each of them says."""
    reader.set_viewport_size(PHONE)
    open_page(reader, server().url)
    wadi(reader, "ArrowRight")
    wait_until_saved(reader)
    other = reader.context.new_page()
    other.heard = 0.0
    other.set_viewport_size(PHONE)
    open_page(other, reader.url)
    theirs = wadi(other, "Home")
    wait_until_saved(other)
    own = wadi(reader, "End")
    yield reader, own, theirs
    other.close()


def test_on_a_phone_it_stays_on_screen_that_a_study_changed_elsewhere_until_one_chooses(two_tabs):
    page, own, theirs = two_tabs
    study = address_of_study(page)
    banner = page.get_by_role("alert").filter(has_text="Niet bewaard.")
    expect(banner).to_contain_text("elders gewijzigd")
    expect(banner).to_be_in_viewport()
    own = wadi(page, "ArrowLeft")
    page.wait_for_timeout(2_000)
    page.mouse.wheel(0, 1_500)
    expect(banner).to_be_in_viewport()
    expect(page.locator("[data-slot=saved]").first).not_to_contain_text("Bewaard")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for choice in ("Open de andere versie", "Bewaar als kopie"):
        expect(banner.get_by_role("button", name=choice)).to_be_in_viewport(ratio=1)
    banner.get_by_role("button", name="Bewaar als kopie").click()
    expect(banner).to_have_count(0)
    expect(page).not_to_have_url(re.compile(study))
    open_page(page, page.url)
    assert wadi(page) == own
    open_page(page, re.sub("s=[0-9a-f]{32}", f"s={study}", page.url))
    assert wadi(page) == theirs


def test_on_a_phone_the_version_of_elsewhere_is_opened_and_worked_on(two_tabs):
    page, own, theirs = two_tabs
    study = address_of_study(page)
    banner = page.get_by_role("alert").filter(has_text="Niet bewaard.")
    banner.get_by_role("button", name="Open de andere versie").click()
    expect(banner).to_have_count(0)
    expect(page.get_by_role("slider", name="Wadi, inzet")).to_have_value(theirs)
    further = wadi(page, "ArrowRight")
    assert further not in (own, theirs)
    wait_until_saved(page)
    expect(banner).to_have_count(0)
    assert address_of_study(page) == study
    open_page(page, page.url)
    assert wadi(page) == further


def test_a_study_of_an_earlier_import_and_of_another_model_says_so_and_brings_its_packages(
    reader, monkeypatch, tmp_path
):
    """Of two buurten one is still there; the address keeps the old study until one chooses."""
    monkeypatch.setenv("KANS_STORE", str(tmp_path))
    study = Study.default(City.demo())
    here = study.city.areas.index[5]
    values = study.with_portfolio(study.portfolio("eigen").with_quantity("street_tree", here, 3)).to_dict()
    values["portfolios"][0]["explicit"]["street_tree"]["BU99990000"] = 2.0
    values |= {"city": {**values["city"], "content_hash": "0" * 64}, "model": "0"}
    old = study_files.save(values).id
    reader.set_viewport_size(PHONE)
    with serving() as server:
        open_page(reader, f"{server.url}/?s={old}")
        banner = reader.get_by_role("alert").filter(has_text="Uw studie hoort bij een andere versie")
        expect(banner).to_be_in_viewport()
        banner.get_by_role("button", name="Neem de pakketten mee").click()
        expect(banner).to_have_count(0)
        remark = reader.get_by_role("alert").filter(has_text="Let op.")
        expect(remark).to_be_in_viewport()
        expect(remark).to_contain_text("andere kengetallen")
        expect(remark).to_contain_text("BU99990000")
        expect(reader).not_to_have_url(re.compile(old))
        new = address_of_study(reader)
    assert study_files.load(new).study["portfolios"][0]["explicit"]["street_tree"] == {here: 3}
    assert study_files.load(old).study == values


def test_quotes_in_an_id_harm_no_page(reader, server):
    values = Study.default(City.demo()).to_dict()
    values["portfolios"][0]["id"] = ODD_ID
    open_page(reader, server().url)
    chosen = {"name": "s.json", "mimeType": "application/json", "buffer": json.dumps(values).encode()}
    reader.locator("input[type=file][data-do=file]").set_input_files(chosen)
    wait_until_saved(reader)
    for page in ("Vergelijken", "Financiering"):
        reader.get_by_role("link", name=page).first.click()
        expect(reader.get_by_role("heading", name=page, level=1)).to_be_visible(timeout=60_000)
    assert reader.mistakes == []


def test_an_address_typed_without_the_study_opens_the_one_that_was_open(reader, server):
    open_page(reader, server().url)
    moved = wadi(reader, "ArrowRight")
    wait_until_saved(reader)
    study = address_of_study(reader)
    open_page(reader, f"{server().url}/?page=maatregelen")
    expect(reader).to_have_url(re.compile(f"[?&]s={study}"))
    expect(reader.get_by_role("slider", name="Wadi, inzet")).to_have_value(moved)
    open_page(reader, f"{server().url}/?page=maatregelen&s=")
    expect(reader.get_by_role("slider", name="Wadi, inzet")).not_to_have_value(moved)
