"""The app opens on where the study stands, on one screen, and leads from there and back."""

from playwright.sync_api import expect

from tests.browser.reader import DESK, OPEN_MS, nobody_is_shut_out


def test_it_is_the_first_page_and_one_screen(reader, server):
    reader.set_viewport_size(DESK)
    reader.goto(server().url, timeout=OPEN_MS)
    expect(reader.get_by_role("heading", level=1, name="Waar staan we?")).to_be_visible(timeout=OPEN_MS)
    assert reader.evaluate("document.documentElement.scrollHeight") <= DESK["height"]
    nobody_is_shut_out(reader, DESK["width"])
    reader.get_by_role("button", name="Ga erheen").click()
    expect(reader.get_by_role("heading", level=1, name="Risicodialoog")).to_be_visible()
    reader.get_by_role("link", name="Maatregelen").first.click()
    ask = reader.get_by_role("button", name="Waar komt dit vandaan")
    ask.click()
    expect(reader.get_by_text("Er hangt nog niets aan.")).to_be_visible()
    nobody_is_shut_out(reader, DESK["width"])
