"""`kans serve`: the pages in a browser."""

import importlib.util
import os
import runpy
import secrets
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from kans_model.commands.app import City, Lang, explained
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

SESSION_LIFETIME_MS, SESSION_CHECK_MS = 30_000, 15_000
"""A page that was closed is let go within a minute: opened again, it comes from its address and the store."""
TOKEN_SECONDS = 86_400
"""How long a page that was loaded may wait before it connects, such as on a laptop that sleeps."""
MESSAGE_BYTES = 8_388_608
"""A study file is the largest thing a page sends."""
SECRET_VARIABLE, ORIGINS_VARIABLE = "BOKEH_SECRET_KEY", "KANS_ORIGINS"
FIRST_VISIT = "server/first_visit.py"
"""What runs before the first visitor, in `dashboards`."""


@explained
def serve(
    city: City = "demo",
    port: Annotated[int, typer.Option(help="Where the pages are served.")] = 5006,
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 for the whole network.")
    ] = "localhost",
    origin: Annotated[
        list[str] | None,
        typer.Option(
            help="Name under which readers reach it, such as that of a proxy; may be given more often."
        ),
    ] = None,
    lang: Lang = "nl",
) -> None:
    """Open the dashboards in a browser."""
    from kans_model.exchange.city_file import open_city
    from kans_model.store.study_files import check_folder

    opened = open_city(city)
    check_folder()
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
    command += ["--session-token-expiration", str(TOKEN_SECONDS), "--session-ids", "signed"]
    # only these travel in the page: what a proxy adds about who signed in stays out of it
    command += ["--include-headers", "Host", "--include-cookies", "none"]
    command += ["--liveness", "--use-xheaders"]
    names = [*(origin or []), *os.environ.get(ORIGINS_VARIABLE, "").split(",")]
    for name in {f"{host}:{port}", f"localhost:{port}", f"127.0.0.1:{port}", *filter(None, names)}:
        command += ["--allow-websocket-origin", name]
    os.environ[ORIGINS_VARIABLE] = ",".join(filter(None, {host, *names}))
    os.environ.setdefault(SECRET_VARIABLE, secrets.token_hex(32))
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
