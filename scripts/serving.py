"""`kans serve` as another process, for the tests and benchmarks that need a running app."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """A running app.

    Attributes
    ----------
    url : str
        Its address, without a slash at the end.
    seconds_to_answer : float
        From start to the first page that answered. [s]
    pid : int
        The process that leads its group.
    """

    url: str
    seconds_to_answer: float
    pid: int


@contextmanager
def serving(
    *options: str,
    city: str | Path = "demo",
    timeout_s: float = 90,
    port: int | None = None,
    program: Sequence[str] = (),
) -> Iterator[Server]:
    """Run `kans serve` on a free port, or this one, until the block ends, then end it with all its children.

    A `program` is what to run in place of the `kans` command.

    Raises
    ------
    RuntimeError
        It stopped or did not answer in time; the message holds what it printed.
    """
    port = port or free_port()
    url = f"http://localhost:{port}"
    command = [*(program or [kans_command()]), "serve", "--city", str(city), "--port", str(port), *options]
    started = time.perf_counter()
    with ExitStack() as around, tempfile.TemporaryFile(mode="w+") as log:
        studies = around.enter_context(tempfile.TemporaryDirectory())
        environment = {"KANS_STORE": studies, **os.environ}
        process = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True, env=environment
        )
        try:
            while not _answers(url):
                if process.poll() is not None or time.perf_counter() - started > timeout_s:
                    log.seek(0)
                    raise RuntimeError(f"{' '.join(command)}: no answer in {timeout_s:.0f} s\n{log.read()}")
                time.sleep(0.1)
            yield Server(url, time.perf_counter() - started, process.pid)
        finally:
            _end(process)


def kans_command() -> str:
    """Return the path of the `kans` command that belongs to the running Python."""
    command = shutil.which("kans", path=str(Path(sys.executable).parent))
    if command is None:
        raise RuntimeError(f"no kans command beside {sys.executable}; install this folder with pip first")
    return command


def free_port() -> int:
    """Return a TCP port on this machine that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _end(process: subprocess.Popen) -> None:
    """End the process and its group; Windows has no groups, so there the process alone."""
    for number in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
        try:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, number)
            else:
                process.send_signal(number)
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:  # nothing is left of the group
            break
    process.wait()
