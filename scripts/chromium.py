"""Where Chromium is, for the browser tests; run as a script it installs it where it may.

CHROMIUM if set, else a browser on PATH, else its usual place on Windows and macOS, else Debian's
package as root or with passwordless sudo, else the one line to type.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
ADVICE = "No Chromium found. {line}   (or set CHROMIUM to the path of Chromium or Google Chrome)"


class NoChromium(RuntimeError):
    """No browser here; the message is the one line to type."""


def find_chromium() -> str | None:
    """Return the path of a Chromium that is already here, or None.

    Raises
    ------
    NoChromium
        CHROMIUM is set to something that is no program.
    """
    if named := os.environ.get("CHROMIUM"):
        if path := shutil.which(named):
            return path
        raise NoChromium(f"CHROMIUM is {named!r}, which is no program; set it to a Chromium or unset it")
    on_path = (shutil.which(command) for command in COMMANDS)
    return next(filter(None, on_path), None) or next((p for p in PLACES if Path(p).is_file()), None)


def install_chromium() -> str:
    """Return the path of Chromium, installed from Debian's package if it was not here yet.

    Raises
    ------
    NoChromium
        It is not here and may not be installed.
    """
    if path := find_chromium():
        return path
    if not shutil.which("apt-get"):
        raise NoChromium(ADVICE.format(line="Install Chromium or Google Chrome"))
    sudo = _sudo()
    line = "Type: sudo apt-get install --yes chromium"
    if sudo is None:
        raise NoChromium(ADVICE.format(line=line))
    print("Installing Chromium for the browser tests (once) ...", flush=True)
    for step in (["update", "-qq"], ["install", "--yes", "-qq", "--no-install-recommends", "chromium"]):
        command = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *step]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode or not (path := find_chromium()):
        raise NoChromium(f"{done.stderr.strip()}\n{ADVICE.format(line=line)}")
    return path


def _sudo() -> list[str] | None:
    """Return what to put before apt-get: nothing for root, sudo if it asks no password, else None."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode:
        return ["sudo", "-n"]
    return None


if __name__ == "__main__":
    try:
        print(f"Chromium: {install_chromium()}")
    except NoChromium as error:
        sys.exit(str(error))
