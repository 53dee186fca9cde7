"""Run every bench_*.py here: python benchmarks/run.py [NAME ...] [--check]

Each has a function `measurements` that yields Measurement objects. The table goes to the screen, the same
rows to benchmarks/results.json. With --check the exit status is 1 when a target is missed; names pick the
modules that contain them (`machine`, `start`, ...).
"""

import argparse
import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measurement import Measurement

# One thread for small products: starting more costs more than they bring. Must be set before NumPy loads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"


def modules(names: list[str]) -> list[str]:
    """Return the names of the modules to run: the machine first, all of them when no names are given."""
    found = sorted(
        (path.stem for path in HERE.glob("bench_*.py")), key=lambda name: (name != "bench_machine", name)
    )
    return [module for module in found if not names or any(name in module for name in names)]


def measure(names: list[str]) -> Iterator[Measurement]:
    """Yield the measurements of the chosen modules, one by one as they are ready."""
    for name in modules(names):
        yield from importlib.import_module(f"benchmarks.{name}").measurements()


def line(row: Measurement) -> str:
    """Return a row of the table on screen."""
    target = "" if row.target is None else f"{'≥' if row.at_least else '≤'} {row.target:g} {row.unit}"
    verdict = "" if row.target is None else ("ok" if row.ok else "MISSED")
    return f"{row.name:<64} {row.value:>10.4g} {row.unit:<5} {target:>14}  {verdict}".rstrip()


def main() -> int:
    """Measure, print, write; return the exit status."""
    parser = argparse.ArgumentParser(description="Speed and scale of KANS against its targets.")
    parser.add_argument("names", nargs="*", help="only the modules that contain one of these")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    arguments = parser.parse_args()
    rows = []
    for row in measure(arguments.names):
        rows.append(row)
        print(line(row), flush=True)
    RESULTS.write_text(json.dumps([row.as_row() for row in rows], indent=2) + "\n", encoding="utf-8")
    return int(arguments.check and not all(row.ok for row in rows))


if __name__ == "__main__":
    sys.exit(main())
