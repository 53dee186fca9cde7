"""Where Chromium is, for the browser tests; run as a script it installs it where it may (see `program`)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it also runs as a script

from scripts.program import NoProgram, Program

CHROMIUM = Program(
    name="Chromium or Google Chrome",
    variable="CHROMIUM",
    commands=("chromium", "google-chrome", "chromium-browser", "google-chrome-stable"),
    places=(
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ),
    package="chromium",
)

find_chromium = CHROMIUM.find

if __name__ == "__main__":
    try:
        print(f"Chromium: {CHROMIUM.install()}")
    except NoProgram as error:
        sys.exit(str(error))
