"""What the server lets itself be asked, and what a page does when it was gone."""

import base64
import os
import re
import signal
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from kans_model.words.texts import t
from scripts.serving import free_port, serving
from tests.browser.reader import headline, open_page, wait_until_saved

pytestmark = pytest.mark.browser


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


def test_a_page_comes_back_to_its_study_by_itself_after_a_restart(reader, monkeypatch, tmp_path):
    """Same address, same values, the message gone; and the next move is one of the same study."""
    monkeypatch.setenv("KANS_STORE", str(tmp_path))
    port = free_port()
    with serving(port=port) as server:
        open_page(reader, server.url)
        slider = reader.get_by_role("slider", name="Wadi, inzet")
        slider.focus()
        for _ in range(5):
            slider.press("ArrowRight")
        wait_until_saved(reader)
        moved, euro, query = slider.input_value(), headline(reader, 1), urlsplit(reader.url).query
        os.killpg(server.pid, signal.SIGKILL)
        expect(reader.locator("#connection")).to_contain_text(
            "De verbinding met de server is weg", timeout=15_000
        )
    with serving(port=port):
        expect(reader.get_by_role("slider", name="Wadi, inzet")).to_have_value(moved, timeout=60_000)
        expect(reader.locator("#connection")).to_be_hidden()
        assert headline(reader, 1) == euro
        study = re.search("s=[0-9a-f]{32}", query).group()
        reader.get_by_role("slider", name="Wadi, inzet").press("ArrowRight")
        wait_until_saved(reader)
        assert study in reader.url
    assert len(list(tmp_path.glob("*.json"))) == 1
