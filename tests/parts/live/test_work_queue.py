"""Work of pages: in turn, said while it waits, and not done for a page that is gone."""

import threading
from types import SimpleNamespace

import panel as pn
import pytest

from dashboards.parts.live import slow_work
from dashboards.parts.live.slow_work import SlowWork
from dashboards.parts.live.work_queue import AWAY_SECONDS, WorkQueue, is_away
from kans_model.computing.progress import CancelledError, paced


class Page(SimpleNamespace):
    """A document, as far as slow work knows it."""

    __hash__ = object.__hash__


def page(n_connections=1, away_s=0.0, destroyed=False):
    """A document of a page with so many connections, the last of which ended so long ago."""
    session = SimpleNamespace(
        connection_count=n_connections, seconds_since_last_unsubscribe=away_s, destroyed=destroyed
    )
    return Page(
        session_context=SimpleNamespace(session=session),
        add_next_tick_callback=lambda callback: callback(),
    )


@pytest.mark.parametrize(
    ("document", "away"),
    [
        (page(), False),
        (page(1, 3600.0), False),
        (page(0, AWAY_SECONDS / 2), False),
        (page(0, AWAY_SECONDS + 1), True),
        (page(destroyed=True), True),
    ],
)
def test_a_page_is_away_when_nobody_is_connected_for_a_while(document, away):
    assert is_away(document) is away


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


def test_work_ends_with_its_page(queue, monkeypatch):
    document, began = page(), threading.Event()
    control, ends = started(monkeypatch, document, until_gone(began))
    assert began.wait(10)
    document.session_context.session.connection_count = 0
    document.session_context.session.seconds_since_last_unsubscribe = AWAY_SECONDS + 1
    with pytest.raises(CancelledError):
        control._future.result(10)
    assert ends == []


def test_work_that_waits_says_so_and_stops_at_once(queue, monkeypatch):
    go = threading.Event()
    queue.submit(lambda: go.wait(10), lambda: False, lambda: None)
    control, ends = started(monkeypatch, page(), lambda _progress, _cancelled: "answer")
    assert "wacht op rekenwerk van anderen (1 voor u)" in control.live.slots["bar"]
    control.stop()
    assert not control.running
    assert control.live.slots["status"] == "Gestopt; er is niets veranderd."
    go.set()
    again, ends = started(monkeypatch, page(), lambda _progress, _cancelled: "answer")
    assert again._future.result(10) == "answer"
    assert ends == ["answer"]
