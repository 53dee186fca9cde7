"""A reader in a browser, for the tests of all pages."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

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


def wait_until_saved(page):
    """Until the draft holds the last change: the bar says it was saved, and 2 s is the most one waits."""
    expect(page.locator("[data-slot=saved]").first).to_contain_text("Bewaard", timeout=5_000)
    page.wait_for_timeout(2_000)


def headline(page, place):
    """What a headline figure says, from the left."""
    return page.locator(".figure .number").nth(place).inner_text().replace("\n", " ").replace("\u00a0", " ")


def barriers(page):
    """What axe-core finds against WCAG 2.1 A and AA."""
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]
