"""A reader in a browser, for the tests of all pages."""

import time
from urllib.parse import urlsplit, urlunsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from dashboards.parts.look import theme
from dashboards.parts.look.css import dark

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
HERE = ("localhost", "127.0.0.1")
OPEN_MS = 60_000
MUTED = "() => [...kansRoots].some((root) => root.isConnected && root.hasAttribute('data-moving'))"
"""Whether something on the page is marked as not confirmed yet."""
DESK = {"width": 1440, "height": 900}

# Two tests share the cores, so a page may take a while.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def desk(browser):
    """One tab for all tests: what the browser has fetched and compiled once serves every page."""
    page = browser.new_context(locale="nl-NL").new_page()
    page.elsewhere, page.mistakes, page.heard = [], [], 0.0

    def heard(_frame):
        page.heard = time.monotonic()

    def asked(request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.hostname not in HERE:
            page.elsewhere.append(request.url)

    page.on("request", asked)
    page.on("websocket", lambda socket: socket.on("framereceived", heard))
    page.on("pageerror", lambda error: page.mistakes.append(str(error)))
    yield page
    page.context.close()


@pytest.fixture
def reader(desk):
    """A reader at his desk, by day, whose browser remembers nothing; requests to other hosts are noted."""
    desk.set_viewport_size(DESK)
    desk.emulate_media(color_scheme="light", media="screen")
    desk.elsewhere.clear()
    desk.mistakes.clear()
    yield desk
    here = urlsplit(desk.url)
    if here.hostname in HERE:
        # An open page still hears of its study, and a tab keeps what it leaves: the page goes first,
        # to an empty one of the same place, which a server that has been ended could not send.
        desk.route("**/empty", lambda route: route.fulfill(body="", content_type="text/html"))
        desk.goto(urlunsplit((here.scheme, here.netloc, "/empty", "", "")))
        desk.evaluate("localStorage.clear(), sessionStorage.clear()")
        desk.unroute("**/empty")
    desk.context.clear_cookies()


def open_page(page, address):
    """Open an address; one that asks for no page opens Maatregelen, as the app itself opens on Overzicht."""
    place = urlsplit(address)
    if place.path in ("", "/", "/app") and "page=" not in place.query:
        address = urlunsplit(place._replace(query="&".join(filter(None, ("page=maatregelen", place.query)))))
    page.goto(address, timeout=OPEN_MS)
    expect(page.locator("#loader")).to_be_hidden(timeout=OPEN_MS)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def wait_until_saved(page):
    """Until the draft holds the last change: the bar says it was saved and the app is silent for 2 s."""
    expect(page.locator("[data-slot=saved]").first).to_contain_text("Bewaard")
    page.wait_for_timeout(2_000)
    while time.monotonic() - page.heard < 2:
        page.wait_for_timeout(200)


def headline(page, place):
    """What a headline figure says, from the left."""
    return page.locator(".figure .number").nth(place).inner_text().replace("\n", " ").replace("\u00a0", " ")


def paper(page):
    """The colour the page stands on, as #RRGGBB."""
    shown = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return "#" + "".join(f"{int(part):02X}" for part in shown.removeprefix("rgb(").rstrip(")").split(","))


def barriers(page):
    """What axe-core finds against WCAG 2.1 A and AA; no more of what it found in order than it must tell."""
    asked = {"runOnly": WCAG, "resultTypes": ["violations"], "selectors": False}
    found = Axe().run(page, options=asked).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


def nobody_is_shut_out(page, width, scheme="light"):
    """At this width and in these colours there is no barrier and nothing to scroll sideways."""
    page.set_viewport_size({"width": width, "height": DESK["height"]})
    page.emulate_media(color_scheme=scheme)
    page.wait_for_timeout(500)
    assert paper(page) == (theme.PAPER if scheme == "light" else dark("paper"))
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.elsewhere == []
    assert page.mistakes == []
