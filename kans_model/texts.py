"""What the user reads, by key and language."""

import csv
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

LANGUAGES = ("nl", "en")


def data_path() -> Path | Traversable:
    """Folder of the CSV files: inside the installed package, else beside it in a checkout."""
    inside = files("kans_model") / "data"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[1] / "data"


def csv_files() -> list[Path | Traversable]:
    """Every CSV file of the data folder, by name."""
    found = [path for path in data_path().iterdir() if path.name.endswith(".csv")]
    return sorted(found, key=lambda path: path.name)


@cache
def texts() -> dict[str, dict[str, str]]:
    """Every text of data/texts*.csv: language → key → text, with {placeholders}."""
    by_language: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}
    for path in csv_files():
        if path.name.startswith("texts"):
            with path.open(encoding="utf-8") as lines:
                for row in csv.DictReader(lines):
                    for lang in LANGUAGES:
                        by_language[lang][row["key"]] = row[lang]
    return by_language


def has_text(key: str) -> bool:
    """Whether there is a text of this key."""
    return key in texts()[LANGUAGES[0]]


def t(key: str, lang: str = "nl", **values) -> str:
    """The text of a key, its placeholders filled with `values`.

    Raises
    ------
    KeyError
        No such key or language, or a placeholder without a value: a mistake in the code, not of the user.

    Examples
    --------
    >>> t("unknown"), t("unknown", "en")
    ('onbekend', 'unknown')
    """
    return texts()[lang][key].format(**values)
