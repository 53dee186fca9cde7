"""Work of pages: in turn, said while it waits, and not done for a page that is gone."""

import os
import sys
import threading
from types import SimpleNamespace

import panel as pn
import pytest
from bokeh.document import Document
from bokeh.server import session
from bokeh.server.session import ServerSession

from dashboards.parts.live import slow_work
from dashboards.parts.live.presence import AWAY_SECONDS, is_away
from dashboards.parts.live.slow_work import SlowWork
from dashboards.parts.live.work_queue import STEP_BACK, WorkQueue
from kans_model.computing.progress import CancelledError, paced


class Page(SimpleNamespace):
    """A document, as far as slow work knows it, with a session of Bokeh's own and one connection."""

    __hash__ = object.__hash__

    def __init__(self):
        session = ServerSession("of-a-test", Document(), io_loop=None)
        super().__init__(session_context=SimpleNamespace(session=session))
        self.connection = object()
        session.subscribe(self.connection)

    def add_next_tick_callback(self, callback):
        callback()

    @property
    def session(self):
        return self.session_context.session

    def close(self):
        """The reader closes the page, or is cut off."""
        self.session.unsubscribe(self.connection)


@pytest.fixture
def later(monkeypatch):
    """Let so many seconds pass for the sessions."""
    clock = [1e6]
    monkeypatch.setattr(session, "current_time", lambda: clock[0])

    def passing(seconds):
        clock[0] += 1000 * seconds

    return passing


def test_a_page_is_away_when_nobody_is_connected_for_a_while(later):
    page = Page()
    later(3600)
    assert not is_away(page)
    page.close()
    later(AWAY_SECONDS - 1)
    assert not is_away(page)
    assert is_away(page, seconds=0)
    later(2)
    assert is_away(page)
    page.session.subscribe(page.connection)
    assert not is_away(page)


def test_work_waits_for_its_turn_and_knows_how_many_are_before_it():
    queue, go, order = WorkQueue(at_a_time=1), threading.Event(), []
    _, none_ahead = queue.submit(lambda: go.wait(10), lambda: False, lambda: order.append("first"))
    second, one_ahead = queue.submit(lambda: 2, lambda: False, lambda: order.append("second"))
    third, two_ahead = queue.submit(lambda: 3, lambda: True, lambda: order.append("third"))
    assert (none_ahead, one_ahead, two_ahead) == (0, 1, 2)
    go.set()
    assert second.result(10) == 2
    with pytest.raises(CancelledError):
        third.result(10)
    assert order == ["first", "second"]
    assert queue.submit(lambda: 4, lambda: False, lambda: None)[1] == 0


def test_work_gives_way_to_the_thread_that_answers_readers():
    def priorities():
        own = [os.getpriority(os.PRIO_PROCESS, threading.get_native_id())]
        helper = threading.Thread(
            target=lambda: own.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        )
        helper.start()
        helper.join()
        return own

    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    own, of_its_helper = WorkQueue().submit(priorities, lambda: False, lambda: None)[0].result(10)
    expected = max(before, STEP_BACK) if sys.platform == "linux" else before
    assert (own, of_its_helper) == (expected, expected)
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


@pytest.fixture
def queue(monkeypatch):
    queue = WorkQueue(at_a_time=1)
    monkeypatch.setattr(slow_work, "queue", queue)
    return queue


def started(monkeypatch, document, work):
    """Slow work of a page that has been started, and what it ended with."""
    ends = []
    control = SlowWork("Reken", "nl", work, ends.append)
    with monkeypatch.context() as patch:
        patch.setattr(type(pn.state), "curdoc", document)
        patch.setattr(type(pn.state), "on_session_destroyed", lambda _state, _callback: None)
        control.start()
    return control, ends


def until_gone(began):
    def work(progress, cancelled):
        began.set()
        while True:
            paced(0.5, progress, cancelled)

    return work


def test_work_ends_with_its_page(queue, monkeypatch, later):
    page, began = Page(), threading.Event()
    control, ends = started(monkeypatch, page, until_gone(began))
    assert began.wait(10)
    page.close()
    later(AWAY_SECONDS + 1)
    with pytest.raises(CancelledError):
        control._future.result(10)
    assert ends == []


def test_work_that_waits_says_so_and_stops_at_once(queue, monkeypatch):
    go = threading.Event()
    queue.submit(lambda: go.wait(10), lambda: False, lambda: None)
    control, ends = started(monkeypatch, Page(), lambda _progress, _cancelled: "answer")
    assert "wacht op rekenwerk van anderen (1 voor u)" in control.live.slots["bar"]
    control.stop()
    assert not control.running
    assert control.live.slots["status"] == "Gestopt; er is niets veranderd."
    go.set()
    again, ends = started(monkeypatch, Page(), lambda _progress, _cancelled: "answer")
    assert again._future.result(10) == "answer"
    assert ends == ["answer"]
