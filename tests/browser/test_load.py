"""Whoever asks too much of the server, or asks it what is not his, takes nothing from the others."""

import asyncio
import base64
import json
import re
import socket
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClosedError, websocket_connect

from kans_model.commands.serve import MESSAGE_BYTES
from scripts.serving import serving

pytestmark = pytest.mark.browser
IMPATIENT = """
import os
os.environ["BOKEH_SECRET_KEY"] = "for this test only, 32 bytes long"
from dashboards.server import load
load.WAIT_SECONDS = 3
from kans_model.cli import app
app()
"""
"""The server, which waits seconds for a request in place of half a minute."""


def alive(url):
    with urllib.request.urlopen(f"{url}/liveness", timeout=30) as reply:
        return reply.status == 200


def true_token(url):
    with urllib.request.urlopen(f"{url}/app", timeout=60) as reply:
        return re.search(r'"token":"([^"]+)"', reply.read().decode()).group(1)


def own_token(session_id):
    """As a visitor might make one himself, without the server's key."""
    told = json.dumps({"session_id": session_id, "session_expiry": int(time.time()) + 3600})
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


async def first_message(url, token, sent=None):
    """What comes back after joining, or after sending something; None where the server hangs up."""
    request = HTTPRequest(f"{url.replace('http', 'ws', 1)}/app/ws", headers={"Origin": url})
    connection = await websocket_connect(request, subprotocols=["bokeh", token])
    message = await asyncio.wait_for(connection.read_message(), 60)
    if sent is not None and message is not None:
        with suppress(WebSocketClosedError):  # it may hang up before all is sent
            await connection.write_message(sent)
        for _ in range(3):  # the greeting has three parts, of which one is read
            message = await asyncio.wait_for(connection.read_message(), 60)
    connection.close()
    return message


def answer(*asked):
    """The same in a thread of its own: the browser of other tests has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, first_message(*asked)).result()


@pytest.mark.parametrize(
    "change", [lambda token: own_token("KNOWN123"), lambda token: token[:-4] + "AAAA", lambda token: "x"]
)
def test_a_token_the_server_did_not_sign_opens_nothing(server, change):
    url = server().url
    assert answer(url, change(true_token(url))) is None
    assert alive(url)


def test_a_message_larger_than_a_study_ends_its_own_connection_only(server):
    url = server().url
    token = true_token(url)
    assert answer(url, token) is not None
    assert answer(url, token, "x" * (MESSAGE_BYTES + 1)) is None
    assert alive(url)


def test_half_requests_are_let_go_and_keep_nobody_waiting():
    with serving(program=[sys.executable, "-c", IMPATIENT]) as patient:
        place = urlsplit(patient.url)
        halves = [socket.create_connection((place.hostname, place.port), timeout=60) for _ in range(50)]
        for half in halves:
            half.sendall(b"GET /app HTTP/1.1\r\nHost: loc")
        assert alive(patient.url)
        assert [half.recv(1) for half in halves] == [b""] * 50  # the server closed them
        assert alive(patient.url)
