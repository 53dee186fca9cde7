"""`kans serve`: the pages in a browser."""

import errno
import gc
import importlib.util
import os
import re
import runpy
import secrets
import socket
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from kans_model.commands.app import City, Lang, explained
from kans_model.computing.parent_process import end_with_parent
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

SESSION_LIFETIME_MS, SESSION_CHECK_MS = 30_000, 15_000
"""A page that was closed is let go within a minute: opened again, it comes from its address and the store."""
TOKEN_SECONDS = 86_400
"""How long a page that was loaded may wait before it connects, such as on a laptop that sleeps."""
MESSAGE_BYTES = 8_388_608
"""A study file is the largest thing a page sends."""
SECRET_VARIABLE, ORIGINS_VARIABLE = "BOKEH_SECRET_KEY", "KANS_ORIGINS"
NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?")
"""A name as it stands in the address of a page, with or without a port."""
FIRST_VISIT = "server/first_visit.py"
"""What runs before the first visitor, in `dashboards`."""


@explained
def serve(
    city: City = "demo",
    port: Annotated[int, typer.Option(min=1, max=65_535)] = 5006,
    host: str = "localhost",
    origin: list[str] | None = None,
    num_procs: Annotated[int, typer.Option(min=1, max=64)] = 1,
    lang: Lang = "nl",
) -> None:
    """Open the dashboards in a browser."""
    gc.disable()  # what is loaded now stays: looked through again and again it took an eighth of the start
    from kans_model.exchange.city_file import open_city
    from kans_model.store.study_files import check_folder

    opened = open_city(city)
    check_folder()
    _check_place(host, port)
    for name in origin or []:
        _check_name(name)
    source = importlib.util.find_spec("dashboards")
    if source is None or not source.submodule_search_locations:
        raise KansError(Problem("pages_missing"))
    folder = Path(next(iter(source.submodule_search_locations)))
    names = [*(origin or []), *os.environ.get(ORIGINS_VARIABLE, "").split(",")]
    os.environ[ORIGINS_VARIABLE] = ",".join(filter(None, {host, *names}))
    os.environ.setdefault(SECRET_VARIABLE, secrets.token_hex(32))
    typer.echo(t("cli.serving", lang, city=opened.name, url=f"http://localhost:{port}"))
    sys.stdout.flush()
    os.environ["KANS_CITY"] = city if city == "demo" else str(Path(city).resolve())
    os.environ["KANS_LANG"] = lang
    if num_procs > 1:
        end_with_parent()
    sys.path.insert(0, str(folder.parent))  # the pages are namespaces of the folder that holds `dashboards`
    # in this process: what is imported already need not be imported again
    sys.argv = _panel_command(folder, port, host, names, num_procs)
    runpy.run_module("panel", run_name="__main__", alter_sys=True)


def _panel_command(folder: Path, port: int, host: str, names: Iterable[str], num_procs: int) -> list[str]:
    """What `panel serve` is told: the pages in the folder, where they are served and who may ask for them."""
    pages = sorted(str(path) for path in folder.glob("*.py"))
    command = ["panel", "serve", *pages, "--index", "app"]
    command += ["--setup", str(folder / FIRST_VISIT), "--log-level", "error"]
    command += ["--num-procs", str(num_procs)] if num_procs > 1 else []
    command += ["--port", str(port), "--address", host, "--static-dirs", f"assets={folder / 'assets'}"]
    command += ["--unused-session-lifetime", str(SESSION_LIFETIME_MS)]
    command += ["--check-unused-sessions", str(SESSION_CHECK_MS)]
    command += ["--websocket-max-message-size", str(MESSAGE_BYTES)]
    command += ["--session-token-expiration", str(TOKEN_SECONDS), "--session-ids", "signed"]
    # only these travel in the page: what a proxy adds about who signed in stays out of it
    command += ["--include-headers", "Host", "--include-cookies", "none"]
    command += ["--liveness", "--use-xheaders"]
    for name in {f"{host}:{port}", f"localhost:{port}", f"127.0.0.1:{port}", *filter(None, names)}:
        command += ["--allow-websocket-origin", name]
    return command


def _check_place(host: str, port: int) -> None:
    """Refuse a place where nothing can listen, by what is wrong with it: its name, its owner, or the port."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise KansError(Problem("host_unknown", value=host)) from None
    if not host.strip():
        raise KansError(Problem("host_unknown", value=host))
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except PermissionError:
            raise KansError(Problem("port_not_allowed", value=port)) from None
        except OSError as error:
            key = "host_elsewhere" if error.errno == errno.EADDRNOTAVAIL else "port_taken"
            raise KansError(Problem(key, value=host if key == "host_elsewhere" else port)) from None


def _check_name(name: str) -> None:
    """Refuse what cannot stand in a Host header."""
    if not NAME.fullmatch(name):
        raise KansError(Problem("origin_name", value=name))
