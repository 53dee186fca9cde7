"""The page for residents, opened from disk: a buurt is found by name, nothing is asked of anyone."""

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
