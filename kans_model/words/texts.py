"""What the user reads, by key and language."""

import csv
from functools import cache

from kans_model.data_folder import csv_files

LANGUAGES = ("nl", "en")


@cache
def texts() -> dict[str, dict[str, str]]:
    """Every text of data/texts: language → key → text, with {placeholders}.

    The file of a text bears the first word of its key; keys of one word stand in `words.csv`.
    """
    by_language: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}
    for path in csv_files("texts"):
        with path.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                for lang in LANGUAGES:
                    by_language[lang][row["key"]] = row[lang]
    return by_language


def has_text(key: str) -> bool:
    """Whether there is a text of this key."""
    return key in texts()[LANGUAGES[0]]


def t(key: str, lang: str = "nl", **values: object) -> str:
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
