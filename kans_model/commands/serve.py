"""`kans serve`: the pages in a browser."""

import importlib.util
import os
import runpy
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from kans_model.commands.app import City, Lang, explained
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

SESSION_LIFETIME_MS, SESSION_CHECK_MS = 1_800_000, 60_000
MESSAGE_BYTES = 104_857_600
FIRST_VISIT = "parts/frame/first_visit.py"
"""What runs before the first visitor, in `dashboards`."""


@explained
def serve(
    city: City = "demo",
    port: Annotated[int, typer.Option(help="Where the pages are served.")] = 5006,
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 for the whole network.")
    ] = "localhost",
    lang: Lang = "nl",
) -> None:
    """Open the dashboards in a browser."""
    from kans_model.exchange.city_file import open_city

    opened = open_city(city)
    if not _is_free(host, port):
        raise KansError(Problem("port_taken", value=port))
    source = importlib.util.find_spec("dashboards")
    if source is None or not source.submodule_search_locations:
        raise KansError(Problem("pages_missing"))
    folder = Path(next(iter(source.submodule_search_locations)))
    pages = sorted(str(path) for path in folder.glob("*.py"))
    command = [
        "panel",
        "serve",
        *pages,
        "--index",
        "app",
        "--setup",
        str(folder / FIRST_VISIT),
        "--log-level",
        "error",
    ]
    command += ["--port", str(port), "--address", host, "--static-dirs", f"assets={folder / 'assets'}"]
    command += ["--unused-session-lifetime", str(SESSION_LIFETIME_MS)]
    command += ["--check-unused-sessions", str(SESSION_CHECK_MS)]
    command += ["--websocket-max-message-size", str(MESSAGE_BYTES)]
    for name in {host, "localhost", "127.0.0.1"}:
        command += ["--allow-websocket-origin", f"{name}:{port}"]
    typer.echo(t("cli.serving", lang, city=opened.name, url=f"http://localhost:{port}"))
    sys.stdout.flush()
    os.environ["KANS_CITY"] = city if city == "demo" else str(Path(city).resolve())
    os.environ["KANS_LANG"] = lang
    sys.path.insert(0, str(folder.parent))  # the pages are namespaces of the folder that holds `dashboards`
    # in this process: what is imported already need not be imported again
    sys.argv = command
    runpy.run_module("panel", run_name="__main__", alter_sys=True)


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
