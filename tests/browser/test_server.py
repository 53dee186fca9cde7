"""What the server lets itself be asked, and what a page does when it was gone."""

import base64
import os
import re
import signal
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from kans_model.words.texts import t
from scripts.serving import free_port, serving
from tests.browser.reader import DESK, MUTED, headline, open_page, wait_until_saved

pytestmark = pytest.mark.browser
SOON_FORGOTTEN = """
from kans_model.commands import serve
serve.SESSION_LIFETIME_MS, serve.SESSION_CHECK_MS, serve.TOKEN_SECONDS = 10_000, 500, 12
from kans_model.cli import app
app()
"""
"""The server, which forgets a page that is away within seconds in place of a minute and a day."""
ASLEEP_S = 16


def answer(url, **headers):
    """Status, headers and text of an address."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            return reply.status, reply.headers, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


@pytest.mark.parametrize(
    "module", ["lib2to3.__main__", "unittest.__main__", "idlelib.idle", "antigravity", "panel.x"]
)
def test_an_address_imports_no_module(server, module):
    url = server().url
    assert answer(f"{url}/components/{module}/x/_css/y")[0] == 404
    time.sleep(0.5)
    assert answer(f"{url}/liveness")[0] == 200


def test_every_answer_tells_the_browser_what_it_may(server):
    status, headers, _ = answer(f"{server().url}/?page=stresstest")
    assert status == 200
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "object-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Server"] is None


def test_it_answers_to_no_name_but_its_own(server):
    status, _, text = answer(server().url, Host="evil.example:5140")
    assert status == 421
    assert "--origin" in text
    assert answer(server().url + "/liveness", Host="127.0.0.1")[0] == 200


def test_nobody_brings_a_session_of_his_own_nor_headers_into_the_page(server):
    """A token is base64 of JSON: its middle part holds what the page knows of the request."""
    _, _, text = answer(f"{server().url}/?bokeh-session-id=KNOWN123", **{"X-Forwarded-User": "alderman"})
    assert "KNOWN123" not in text
    assert "alderman" not in text
    token = re.search(r'"token":"([^"]+)"', text).group(1)
    plain = base64.urlsafe_b64decode(token.split(".")[0] + "==").decode()
    assert "KNOWN123" not in plain
    assert "X-Forwarded-User" not in plain


def test_a_page_more_than_there_is_room_for_is_told_to_wait(monkeypatch):
    """The first page is the visit by which `serving` sees that the server answers."""
    monkeypatch.setenv("KANS_MOST_SESSIONS", "2")
    with serving() as full:
        assert answer(f"{full.url}/app")[0] == 200
        status, headers, text = answer(f"{full.url}/app?lang=nl")
        assert (status, headers["Retry-After"]) == (503, "30")
        assert text == t("page.busy", "nl") + "\n"
        assert answer(f"{full.url}/app/autoload.js?bokeh-autoload-element=x")[0] == 404
        assert answer(f"{full.url}/liveness")[0] == 200  # a health check makes no page


def work(page, *keys):
    """Move a slider by keyboard until the study is saved; how the study is then known."""
    slider = page.get_by_role("slider", name="Wadi, inzet")
    slider.focus()
    for key in keys:
        slider.press(key)
    wait_until_saved(page)
    study = re.search("s=[0-9a-f]{32}", urlsplit(page.url).query).group()
    return study, slider.input_value(), headline(page, 1)


def comes_back(page, study, moved, euro):
    """By itself: same address, same values, the message gone; and the next move is one of the same study."""
    expect(page.get_by_role("slider", name="Wadi, inzet")).to_have_value(moved, timeout=60_000)
    expect(page.locator("#connection")).to_be_hidden()
    assert study in page.url
    assert headline(page, 1) == euro
    again, further, other_euro = work(page, "ArrowRight")
    assert (again, float(further) > float(moved), other_euro != euro) == (study, True, True)
    open_page(page, page.url)
    assert page.get_by_role("slider", name="Wadi, inzet").input_value() == further


def only_study(store):
    (path,) = store.glob("*.json")
    return path


@pytest.fixture
def traveller(browser):
    """A reader in a browser of his own, whose connection comes and goes."""
    context = browser.new_context(locale="nl-NL", viewport=DESK)
    page = context.new_page()
    page.heard, page.wires = 0.0, []

    def join(wire):
        page.wires.append(wire)
        wire.connect_to_server()

    page.route_web_socket("**/ws**", join)
    yield page
    context.close()


def test_a_page_comes_back_to_its_study_by_itself_after_a_restart(reader, monkeypatch, tmp_path):
    monkeypatch.setenv("KANS_STORE", str(tmp_path))
    port = free_port()
    with serving(port=port) as server:
        open_page(reader, server.url)
        stood = work(reader, *["ArrowRight"] * 5)
        os.killpg(server.pid, signal.SIGKILL)
        expect(reader.locator("#connection")).to_contain_text(
            "De verbinding met de server is weg", timeout=15_000
        )
    with serving(port=port):
        comes_back(reader, *stood)
    assert only_study(tmp_path).stem in stood[0]


def cut(page):
    """End the connection of a page, as a network does that drops."""
    for wire in page.wires:
        wire.close()
    page.wires.clear()


def joins_again(page):
    """Until the page has another connection: what stands on it before that proves nothing."""
    while not page.wires:
        page.wait_for_timeout(200)
    expect(page.locator("#loader")).to_be_hidden(timeout=60_000)


def test_a_page_comes_back_after_its_connection_dropped_while_the_server_ran_on(
    traveller, monkeypatch, tmp_path
):
    """Twice, the second time without any network for a while: the message stands until it is back."""
    monkeypatch.setenv("KANS_STORE", str(tmp_path))
    with serving() as server:
        open_page(traveller, server.url)
        stood = work(traveller, *["ArrowRight"] * 5)
        cut(traveller)
        joins_again(traveller)
        comes_back(traveller, *stood)
        stood = work(traveller, "ArrowRight")
        traveller.context.set_offline(True)
        cut(traveller)
        expect(traveller.locator("#connection")).to_be_visible()
        traveller.wait_for_timeout(5_000)
        expect(traveller.locator("#connection")).to_be_visible()
        traveller.context.set_offline(False)
        joins_again(traveller)
        comes_back(traveller, *stood)
    assert only_study(tmp_path).stem in stood[0]


def test_a_slider_that_moves_while_the_connection_is_lost_comes_back_to_its_place(
    traveller, monkeypatch, tmp_path
):
    """What it shows meanwhile is marked as not confirmed; nothing of it is lost."""
    monkeypatch.setenv("KANS_STORE", str(tmp_path))
    with serving() as server:
        open_page(traveller, server.url)
        slider = traveller.get_by_role("slider", name="Wadi, inzet")
        work(traveller, "ArrowRight")
        slider.focus()
        traveller.wait_for_function("() => globalThis.kansTravel?.covers('wadi')")
        traveller.context.set_offline(True)
        cut(traveller)
        for _ in range(5):
            traveller.keyboard.press("ArrowRight")
        moved = slider.input_value()
        expect(traveller.locator("#connection")).to_be_visible()
        assert traveller.evaluate(MUTED)
        traveller.context.set_offline(False)
        joins_again(traveller)
        expect(slider).to_have_value(moved, timeout=60_000)
        traveller.wait_for_function(f"() => !({MUTED})()")
        wait_until_saved(traveller)
        open_page(traveller, traveller.url)
        expect(slider).to_have_value(moved)


def test_a_page_comes_back_after_a_sleep_longer_than_the_server_remembers_it(
    traveller, monkeypatch, tmp_path
):
    """Its session is gone and its token has expired, as after a day on a laptop that was closed."""
    monkeypatch.setenv("KANS_STORE", str(tmp_path))
    with serving(program=[sys.executable, "-c", SOON_FORGOTTEN]) as server:
        open_page(traveller, server.url)
        stood = work(traveller, *["ArrowRight"] * 5)
        traveller.context.set_offline(True)
        cut(traveller)
        traveller.wait_for_timeout(1000 * ASLEEP_S)
        traveller.context.set_offline(False)
        joins_again(traveller)
        comes_back(traveller, *stood)
    assert only_study(tmp_path).stem in stood[0]
