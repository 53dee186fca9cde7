"""Everything a checkout says, as files: the proof that a refactoring changes no number, text or file.

    python -m scripts.outcomes CHECKOUT OUTDIR

writes what the command line and the pages of the project in CHECKOUT say into OUTDIR. Run it on the folders
of two commits; `diff -r` of the two OUTDIRs is the comparison. Only public surfaces are used, so it works on
any commit: the `kans` command that pyproject.toml names, and the served pages in Chromium, where parts are
found by their role and the name that a reader sees.

Run it with a Python that has the project's dependencies with the extra `test`, of whichever checkout: the
packages of CHECKOUT go before those installed, which is checked first. Nothing is written in CHECKOUT.
KANS_EXAMPLE_CITY names a folder with buurten.gpkg and kerncijfers.csv; without it only the demo city is used.
Needs fork, so Linux or macOS.

What no two runs have in common is replaced, in `CHANGING`, `RANDOM_HASH` and `sql_dump`, and nothing else.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

from scripts.outcomes.cases import CITIES, LANGUAGES
from scripts.outcomes.checkout import Checkout
from scripts.outcomes.command_line import write_command_line
from scripts.outcomes.pages import DONE, READ, write_pages
from scripts.outcomes.record import Outcomes, told


def main() -> None:
    """Write what a checkout says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("checkout", type=Path, help="folder of the project, at any commit")
    parser.add_argument("outdir", type=Path, help="where to write; parts that are run replace earlier ones")
    parser.add_argument("--only", choices=("cli", "pages"), help="the command line or the pages")
    parser.add_argument("--city", choices=CITIES, help="one city")
    parser.add_argument("--lang", choices=LANGUAGES, help="one language of the pages")
    parser.add_argument(
        "--part", default=[], choices=[*READ, *DONE], action="append", help="one part of the pages; repeat"
    )
    parser.add_argument("--fast", action="store_true", help="part of the command line, for the demo city")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that what was started is ended too
    sides = ("cli",) if given.fast else (given.only,) if given.only else ("cli", "pages")
    cities = [given.city] if given.city else list(CITIES)
    if given.fast:
        cities = ["demo"]
    if "KANS_EXAMPLE_CITY" not in os.environ:
        cities = [city for city in cities if city != "example"]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve() / "work"
        work.mkdir()
        checkout = Checkout(given.checkout.resolve(), work)
        checkout.check()
        outcomes = Outcomes(given.outdir, {str(checkout.folder): "CHECKOUT", str(work): "WORK"})
        if example := os.environ.get("KANS_EXAMPLE_CITY"):
            outcomes.hidden[example] = "EXAMPLE"
        if "cli" in sides:
            write_command_line(checkout, outcomes, cities, given.fast)
        if "pages" in sides:
            languages = [given.lang] if given.lang else LANGUAGES
            write_pages(checkout, outcomes, cities, languages, given.part)
        outcomes.write_hashes()
    told("done")


if __name__ == "__main__":
    main()
