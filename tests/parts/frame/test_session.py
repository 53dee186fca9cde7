"""Sessions: one study each, and nothing left behind when a reader has gone."""

import asyncio
import gc
import logging
import threading
import time
from pathlib import Path

import pytest
from bokeh.client import pull_session
from bokeh.document import Document
from panel.io.server import get_server

from dashboards.parts.frame.session import Session
from kans_model.city.city import City
from kans_model.study.study import Study
from kans_model.words.problems import KansError
from scripts.serving import free_port

ROOT = Path(__file__).parents[3]
LIFETIME_MS, CHECK_MS = 100, 50


@pytest.fixture(scope="module")
def address():
    """The app in this process, forgetting a session a moment after its reader left."""
    port, started, loops = free_port(), threading.Event(), []

    def run():
        server = get_server(
            {"app": str(ROOT / "dashboards" / "app.py")},
            port=port,
            show=False,
            start=False,
            unused_session_lifetime_milliseconds=LIFETIME_MS,
            check_unused_sessions_milliseconds=CHECK_MS,
        )
        server.start()
        loops.append(server.io_loop)
        server.io_loop.add_callback(started.set)
        server.io_loop.start()
        server.stop()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(30)
    yield f"http://localhost:{port}/app"
    loops[0].add_callback(loops[0].stop)
    thread.join(10)


def live_documents():
    gc.collect()
    return sum(isinstance(one, Document) for one in gc.get_objects())


def visit(address):
    """Open the app and leave, on a thread with a loop of its own: a browser test may hold this one."""

    def come_and_go():
        asyncio.set_event_loop(asyncio.new_event_loop())
        pull_session(url=address).close()
        asyncio.get_event_loop().close()

    thread = threading.Thread(target=come_and_go)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()


@pytest.fixture
def no_records():
    """No log records: pytest would keep them, and with them the documents they are about."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("no_records")
def test_documents_do_not_outlive_their_readers(address):
    visit(address)
    time.sleep(1)
    before = live_documents()
    for _ in range(4):
        visit(address)
    deadline = time.monotonic() + 20
    while live_documents() > before and time.monotonic() < deadline:
        time.sleep(0.3)
    assert live_documents() <= before


def test_readers_do_not_share_their_studies():
    city = City.demo()
    first, second = (Session(study=Study.default(city)) for _ in range(2))
    first.change(first.portfolio.without("wadi"))
    assert "wadi" not in first.portfolio.choices
    assert "wadi" in second.portfolio.choices


def test_what_could_not_be_opened_again_is_not_put_in_place():
    session = Session(study=Study.default(City.demo()))
    before = session.study
    with pytest.raises(KansError):
        session.change(session.portfolio.named("x" * 5000))
    assert session.study is before
