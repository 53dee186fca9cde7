"""A checkout that runs: its commands, and its pages as a server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psutil

from scripts.outcomes.record import read

RUN_ALL = """
import gc, importlib, json, os, sys
module, name = sys.argv[1].split(":")
app = getattr(importlib.import_module(module), name)
said = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
for first in ("evaluate", "finance"):  # reads the tables and the demo city once, for all
    app([first], prog_name="kans", standalone_mode=False)
sys.stdout.flush()
os.dup2(said, 1)
gc.freeze()
for case in json.load(sys.stdin):
    child = os.fork()
    if not child:
        for number, path in ((1, case["out"]), (2, case["err"])):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.argv = ["kans", *case["arguments"]]
        code = 1
        try:
            app(prog_name="kans")
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        except BaseException:
            sys.excepthook(*sys.exc_info())
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # at once: taking down what was imported takes a second
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Runs commands one after another, each in a fresh child of a process that has
imported the project and read its tables and the demo city once."""

WHERE = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
for name, module in sys.modules.items():
    if name.split(".")[0] in ("kans_model", "dashboards") and getattr(module, "__file__", None):
        print(module.__file__)
"""
"""Where the modules of the project come from: the command line, the pages, and all that they import."""

SERVE = """
import importlib, sys
module, name = sys.argv.pop(1).split(":")
getattr(importlib.import_module(module), name)(prog_name="kans")
"""


@dataclass(frozen=True)
class Said:
    """What a command said."""

    code: int
    out: str
    err: str


@dataclass
class Checkout:
    """A folder with a commit of the project, and a folder of its own to work in.

    Attributes
    ----------
    folder : Path
    work : Path
        Where commands run, so that what they say holds no path.
    """

    folder: Path
    work: Path

    @cached_property
    def command(self) -> str:
        """What the command `kans` stands for, as `module:name`."""
        project = tomllib.loads((self.folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return project["scripts"]["kans"]

    @property
    def environment(self) -> dict[str, str]:
        """The packages of this checkout first, its folders left as they are, a terminal of one width."""
        known = {key: value for key, value in os.environ.items() if not key.startswith("KANS_")}
        return known | {
            "PYTHONPATH": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
            "KANS_STORE": str(self.work.parent / "studies"),
            "COLUMNS": "120",
            "TERM": "dumb",
            "NO_COLOR": "1",
            "TZ": "UTC",
        }

    def check(self) -> None:
        """Stop when Python would take a module of the project from elsewhere."""
        pages = [f"dashboards.{path.stem}" for path in sorted(self.folder.glob("dashboards/*.py"))]
        done = self._python(WHERE, [self.command.split(":")[0], *pages], "")
        elsewhere = [line for line in done.stdout.splitlines() if not Path(line).is_relative_to(self.folder)]
        if done.returncode or elsewhere or not done.stdout:
            listed = "\n".join(elsewhere)
            sys.exit(f"Python does not take all from {self.folder}:\n{listed}\n{done.stderr}")

    def say(self, commands: Sequence[Sequence[str]]) -> list[Said]:
        """Run commands of `kans` in the work folder, one after another."""
        with tempfile.TemporaryDirectory() as folder:
            paths = [(f"{folder}/{n}.out", f"{folder}/{n}.err") for n in range(len(commands))]
            cases = [
                {"arguments": list(command), "out": out, "err": err}
                for command, (out, err) in zip(commands, paths, strict=True)
            ]
            done = self._python(RUN_ALL, [self.command], json.dumps(cases))
            codes = [int(line) for line in done.stdout.split()]
            if len(codes) != len(commands):
                sys.exit(f"Stopped after {len(codes)} of {len(commands)} commands:\n{done.stderr}")
            return [
                Said(code, read(Path(out)), read(Path(err)))
                for code, (out, err) in zip(codes, paths, strict=True)
            ]

    def _python(self, code: str, arguments: list[str], given: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            input=given,
            cwd=self.work,
            env=self.environment,
            capture_output=True,
            text=True,
        )

    @contextmanager
    def serving(self, city: str) -> Iterator[tuple[str, psutil.Process]]:
        """Serve the pages until the block ends; gives their address and the process."""
        port = free_port()
        url = f"http://localhost:{port}"
        command = [sys.executable, "-c", SERVE, self.command, "serve", "--city", city, "--port", str(port)]
        with tempfile.TemporaryFile(mode="w+") as log:
            process = subprocess.Popen(
                command, cwd=self.work, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
            try:
                if not _answered(url, process):
                    log.seek(0)
                    sys.exit(f"kans serve --city {city} does not answer:\n{log.read()}")
                yield url, psutil.Process(process.pid)
            finally:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def free_port() -> int:
    """A TCP port on this machine that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answered(url: str, process: subprocess.Popen[bytes]) -> bool:
    ends = time.monotonic() + 300
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False
