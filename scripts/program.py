"""A program that the browser tests need: where it is, and how it gets there where it may be installed.

What its variable names if that is set, else what stands on PATH, else its usual places on Windows and macOS,
else Debian's package as root or with passwordless sudo, else the one line to type.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


class NoProgram(RuntimeError):
    """It is not here; the message is the one line to type."""


@dataclass(frozen=True)
class Program:
    """A program of another maker.

    Attributes
    ----------
    name : str
        What people call it.
    variable : str
        Of the environment; holds its path where somebody chose one.
    commands, places : tuple of str
        What it is called on PATH, and where else it may stand.
    package : str
        Debian's.
    """

    name: str
    variable: str
    commands: tuple[str, ...]
    places: tuple[str, ...]
    package: str

    def find(self) -> str | None:
        """Return its path if it is already here, or None.

        Raises
        ------
        NoProgram
            Its variable is set to something that is no program.
        """
        if named := os.environ.get(self.variable):
            if path := shutil.which(named):
                return path
            raise NoProgram(
                f"{self.variable} is {named!r}, which is no program; set it to {self.name} or unset it"
            )
        on_path = (shutil.which(command) for command in self.commands)
        return next(filter(None, on_path), None) or next((p for p in self.places if Path(p).is_file()), None)

    def install(self) -> str:
        """Return its path, installed from Debian's package if it was not here yet.

        Raises
        ------
        NoProgram
            It is not here and may not be installed.
        """
        if path := self.find():
            return path
        if not shutil.which("apt-get"):
            raise NoProgram(self._advice(f"Install {self.name}"))
        sudo = _sudo()
        line = f"Type: sudo apt-get install --yes --no-install-recommends {self.package}"
        if sudo is None:
            raise NoProgram(self._advice(line))
        print(f"Installing {self.name} for the browser tests (once) ...", flush=True)
        for step in (["update", "-qq"], ["install", "--yes", "-qq", "--no-install-recommends", self.package]):
            command = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *step]
            done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode or not (path := self.find()):
            raise NoProgram(f"{done.stderr.strip()}\n{self._advice(line)}")
        return path

    def _advice(self, line: str) -> str:
        return f"No {self.name} found. {line}   (or set {self.variable} to its path)"


def _sudo() -> list[str] | None:
    """Return what to put before apt-get: nothing for root, sudo if it asks no password, else None."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode:
        return ["sudo", "-n"]
    return None
