"""Many readers who drag sliders at once, each over a websocket of its own, as a browser does; loopback only.

A hand touches a slider, drags it for a second and lets go, one slider after the other. While it drags, the
browser paints from the travel that came at the touch and asks nothing: what a reader waits for is that
travel, and after letting go the bands and the server's word that all on screen holds.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import re
import resource
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from benchmarks.measurement import Measurement
from scripts.serving import serving

READERS = (1, 10, 20, 40)
PROCESSES = 2
SECONDS = 15
DRAG_SECONDS, PAUSE_SECONDS = 1.0, 0.5
MOST_SECONDS = 30
"""Beyond it an answer counts as one that did not come. [s]"""
OPENING_AT_ONCE = 4
PLACES = (20, 35, 50, 30, 45)


class Reader:
    """One page that is open, and the hand on its sliders."""

    def __init__(self, connection: WebSocketClientConnection) -> None:
        self.connection = connection
        self.travels_ms: list[float] = []
        self.rests_ms: list[float] = []
        self.n_errors = 0
        self.sliders: dict[str, str] = {}
        self._heard: asyncio.Queue[str | None] = asyncio.Queue()
        self._moves, self._messages = itertools.count(1), itertools.count(1)
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def opened(cls, url: str) -> Reader:
        """Open the page and take its document, as a browser does."""
        page = await AsyncHTTPClient().fetch(f"{url}/app?page=maatregelen", request_timeout=2 * MOST_SECONDS)
        token = re.search(r'"token":"([^"]+)"', page.body.decode())
        if token is None:
            raise RuntimeError("the page holds no token")
        request = HTTPRequest(f"{url.replace('http', 'ws', 1)}/app/ws", headers={"Origin": url})
        reader = cls(await websocket_connect(request, subprotocols=["bokeh", token.group(1)]))
        greeting = await reader._hear('"ACK"')
        await reader._send("PULL-DOC-REQ", {})
        document = await reader._hear('{"doc":')
        if greeting is None or document is None:
            raise RuntimeError("the server sent no page")
        reader.sliders = dict(_sliders(json.loads(document)))
        await reader._say("document_ready", {})
        return reader

    async def drag(self, until: float) -> None:
        """Touch, drag and let go of one slider after the other."""
        places = itertools.cycle(PLACES)
        for measure, model in itertools.cycle(self.sliders.items()):
            if time.perf_counter() >= until:
                return
            await self._timed(self.travels_ms, f'["control","{measure}"]', model, {"do": "touch"})
            await asyncio.sleep(DRAG_SECONDS)
            place = next(places)
            move = {"do": "move", "value": place, "sequence": next(self._moves)}
            await self._timed(self.rests_ms, '"attr":"settled"', model, move, {"do": "rest", "value": place})
            await asyncio.sleep(PAUSE_SECONDS)

    async def close(self) -> None:
        """Leave the page."""
        self._listening.cancel()
        self.connection.close()

    async def _timed(self, times_ms: list[float], answer: str, model: str, *asked: dict[str, Any]) -> None:
        began = time.perf_counter()
        for data in asked:
            await self._say("data_event", {"model": {"id": model}, "data": _map(data)})
        if await self._hear(answer) is None:
            self.n_errors += 1
        else:
            times_ms.append(1000 * (time.perf_counter() - began))

    async def _say(self, name: str, values: dict[str, Any]) -> None:
        event = {"type": "event", "name": name, "values": _map(values)}
        message = {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event}
        await self._send("PATCH-DOC", {"events": [message]})

    async def _send(self, kind: str, content: dict[str, Any]) -> None:
        for part in ({"msgid": str(next(self._messages)), "msgtype": kind}, {}, content):
            await self.connection.write_message(json.dumps(part))

    async def _listen(self) -> None:
        while True:
            part = await self.connection.read_message()
            if part is None or isinstance(part, str):
                self._heard.put_nowait(part)
            if part is None:
                return

    async def _hear(self, answer: str) -> str | None:
        """The first part of a message that holds this text; None when the server says nothing of the kind."""
        try:
            async with asyncio.timeout(MOST_SECONDS):
                while (part := await self._heard.get()) is not None and answer not in part:
                    if '"msgtype": "ERROR"' in part:
                        self.n_errors += 1
        except TimeoutError:
            return None
        return part


def _map(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "map", "entries": [list(pair) for pair in values.items()]}


def _sliders(part: Any) -> Iterator[tuple[str, str]]:
    """Measure and model of every slider in a document."""
    if isinstance(part, dict):
        data = part.get("attributes", {}).get("data") if part.get("type") == "object" else None
        html = data.get("attributes", {}).get("html", "") if isinstance(data, dict) else ""
        if 'type="range"' in html and (measure := re.search(r'data-measure="(\w+)"', html)):
            yield measure[1], part["id"]
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for held in inner:
        yield from _sliders(held)


def _processes(leader: int) -> list[int]:
    """The processes of a server, by the group that its first one leads."""
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return [number for number in numbers if _group(number) == leader]


def _group(number: int) -> int | None:
    try:
        return os.getpgid(number)
    except ProcessLookupError:
        return None


def _processor_s(leader: int) -> float:
    """Processor time that all processes of a server have used. [s]"""
    total = 0
    for number in _processes(leader):
        fields = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def _resident_mb(leader: int) -> float:
    """Memory of all processes of a server, without what they share. [MB]"""
    pages = 0
    for number in _processes(leader):
        _, resident, shared, *_ = Path(f"/proc/{number}/statm").read_text(encoding="utf-8").split()
        pages += int(resident) - int(shared)
    return pages * resource.getpagesize() / 1e6


async def _opened(url: str) -> list[Reader]:
    room = asyncio.Semaphore(OPENING_AT_ONCE)

    async def one() -> Reader:
        async with room:
            return await Reader.opened(url)

    return list(await asyncio.gather(*(one() for _ in range(max(READERS)))))


async def _measured(url: str, leader: int) -> list[Measurement]:
    rows, empty_mb = [], _resident_mb(leader)
    readers = await _opened(url)
    for n in READERS:
        began, used_s = time.perf_counter(), _processor_s(leader)
        for reader in readers:
            reader.travels_ms, reader.rests_ms, reader.n_errors = [], [], 0
        await asyncio.gather(*(reader.drag(began + SECONDS) for reader in readers[:n]))
        used_s = _processor_s(leader) - used_s
        everybody = f"{n} readers drag at once"
        many = n == max(READERS)
        for name, part in (
            ("travel after touch", "travels_ms"),
            ("bands after rest", "rests_ms"),
        ):
            times = sorted(itertools.chain.from_iterable(getattr(reader, part) for reader in readers[:n]))
            most = 300 if many and part == "travels_ms" else None
            rows.append(Measurement(f"{everybody}: {name}, median", statistics.median(times), "ms"))
            rows.append(Measurement(f"{everybody}: {name}, p95", times[int(0.95 * len(times))], "ms", most))
        n_errors = sum(reader.n_errors for reader in readers[:n])
        rows.append(Measurement(f"{everybody}: errors", n_errors, "", 0))
        n_drags = sum(len(reader.rests_ms) for reader in readers[:n])
        rows.append(
            Measurement(f"{everybody}: processor time per drag", 1000 * used_s / max(n_drags, 1), "ms")
        )
    used_mb = (_resident_mb(leader) - empty_mb) / len(readers)
    rows.append(Measurement(f"memory per reader, {len(readers)} open, {PROCESSES} processes", used_mb, "MB"))
    for reader in readers:
        await reader.close()
    return rows


def measurements() -> Iterator[Measurement]:
    """Yield what readers who drag at once wait for, and what that costs the server."""
    if not Path("/proc/self/statm").exists():  # other than Linux
        return
    with serving("--num-procs", str(PROCESSES), city="demo") as server:
        yield from asyncio.run(_measured(server.url, server.pid))
