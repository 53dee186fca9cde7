"""A study that could not be opened, and ids with quotes, in a browser."""

import json
import re

import pytest
from playwright.sync_api import expect

from kans_model.city.city import City
from kans_model.study.study import Study
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
