"""The page for residents, opened from disk: a buurt is found by name, nothing is asked of anyone."""

import dataclasses

import pandas as pd
from playwright.sync_api import expect

from kans_model.reports.public_page import public_page
from tests.browser.reader import barriers
from tests.fixtures.packages import demo


def test_it_opens_from_disk_and_finds_a_buurt(reader, tmp_path):
    path = tmp_path / "stresstest.html"
    path.write_text(public_page(demo()), encoding="utf-8")
    name = str(demo().city.areas["name"].iloc[3])
    for width in (1280, 390):
        reader.set_viewport_size({"width": width, "height": 800})
        reader.goto(path.as_uri())
        assert barriers(reader) == []
        reader.get_by_label("Naam van uw buurt").fill(name)
        expect(reader.get_by_role("status")).to_have_text("1 gevonden")
        expect(reader.get_by_role("rowheader", name="Schaduw van bomen")).to_be_visible()
        assert reader.evaluate("document.documentElement.scrollWidth") <= width
    reader.goto(f"{path.as_uri()}#b5")
    expect(reader.locator("#b5")).to_have_attribute("open", "")
    assert reader.elsewhere == []
    assert reader.mistakes == []


def test_a_resident_finds_his_buurt_by_postcode_however_he_types_it(reader, tmp_path):
    study = demo()
    places = study.city.areas.index.astype(str)
    posts = pd.DataFrame({"code": [places[2], places[5]], "postcode": ["5611 AB", "5612 AC"]})
    path = tmp_path / "stresstest.html"
    path.write_text(
        public_page(study.replaced(city=dataclasses.replace(study.city, postcodes=posts))), encoding="utf-8"
    )
    reader.goto(path.as_uri())
    field = reader.get_by_label("of uw postcode")
    for typed in ("5611ab", "5611 AB"):
        field.fill(typed)
        expect(reader.get_by_role("status")).to_have_text("1 gevonden")
        expect(reader.locator("#b2")).to_be_visible()
        expect(reader.locator("#b5")).to_be_hidden()
    field.fill("9999 ZZ")
    expect(reader.locator("#b2")).to_be_hidden()
    assert reader.mistakes == []
