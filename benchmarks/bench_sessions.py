"""What a page leaves in the server's memory after it was closed, over many pages opened and closed."""

import asyncio
import os
import re
import resource
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from benchmarks.measurement import Measurement
from scripts.serving import Server, serving

SESSIONS = int(os.environ.get("KANS_BENCH_SESSIONS", "2000"))
MOST_MINUTES = float(os.environ.get("KANS_BENCH_MINUTES", "30"))
"""After so long no more pages are opened; on a slow machine fewer than asked are. [min]"""
BATCHES, LEAST_BATCHES = 10, 4
RELEASE_SECONDS = 60
"""Within which a page that was closed must be let go. [s]"""


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return pages * resource.getpagesize() / 1e6


async def _visit(url: str) -> None:
    """Open a page as a browser does, up to the server's greeting on the websocket, and close it."""
    page = await AsyncHTTPClient().fetch(f"{url}/app", request_timeout=60)
    token = re.search(r'"token":"([^"]+)"', page.body.decode())
    if token is None:
        raise RuntimeError("the page holds no token")
    request = HTTPRequest(f"{url.replace('http', 'ws', 1)}/app/ws", headers={"Origin": url})
    connection = await websocket_connect(request, subprotocols=["bokeh", token.group(1)])
    greeting = await connection.read_message()
    connection.close()
    if greeting is None:
        raise RuntimeError("the server refused the page")


async def _sizes_mb(server: Server) -> list[tuple[int, float]]:
    """Pages opened so far, and memory once all of them can have been let go, after each batch. [count], [MB]

    When the minutes are over no further batch is begun.
    """
    started, sizes = time.perf_counter(), list[tuple[int, float]]()
    for batch in range(BATCHES):
        if len(sizes) >= LEAST_BATCHES and time.perf_counter() - started > 60 * MOST_MINUTES:
            break
        for _ in range(SESSIONS // BATCHES):
            await _visit(server.url)
        await asyncio.sleep(RELEASE_SECONDS)
        sizes.append(((batch + 1) * (SESSIONS // BATCHES), _resident_mb(server.pid)))
    return sizes


def slope_mb(sizes_mb: list[tuple[int, float]]) -> float:
    """Growth per page by least squares, the first part left out: it fills what is kept on purpose. [MB]

    Examples
    --------
    >>> slope_mb([(100, 100), (200, 300), (300, 310), (400, 320), (500, 330)])
    0.1
    """
    settled = sizes_mb[max(1, len(sizes_mb) // 5) :]
    return round(statistics.linear_regression(*zip(*settled, strict=True)).slope, 6)


def measurements() -> Iterator[Measurement]:
    """Yield the growth per page that was opened and closed."""
    if not Path("/proc/self/statm").exists():  # other than Linux
        return
    os.environ["KANS_MOST_SESSIONS"] = str(SESSIONS + 100)  # the bound on pages is not what is measured
    with serving() as server:
        started = time.perf_counter()
        sizes = asyncio.run(_sizes_mb(server))
        minutes = (time.perf_counter() - started) / 60
    yield Measurement(
        f"memory kept per page of {sizes[-1][0]} opened and closed in {minutes:.0f} min",
        slope_mb(sizes),
        "MB",
        0.02,
    )
