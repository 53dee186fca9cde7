"""What the user reads, by key and language."""

import csv
import string
from functools import cache

from kans_model.data_folder import csv_files

LANGUAGES = ("nl", "en")


class _WordByNumber(string.Formatter):
    """Placeholders as usual, and `{n:buurt|buurten}` for the word that belongs to a number."""

    def format_field(self, value: object, format_spec: str) -> str:
        if "|" not in format_spec:
            return str(format(value, format_spec))
        single, several = format_spec.split("|")
        return single if str(value) == "1" else several


_WORDS_BY_NUMBER = _WordByNumber()


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
    """The text of a key, its placeholders filled with `values`; `{n:buurt|buurten}` is a word for n of them.

    Raises
    ------
    KeyError
        No such key or language, or a placeholder without a value: a mistake in the code, not of the user.

    Examples
    --------
    >>> t("unknown"), t("unknown", "en")
    ('onbekend', 'unknown')
    >>> t("unit.many_tree", n=1), t("unit.many_tree", n=2)
    ('1 boom', '2 bomen')
    """
    text = texts()[lang][key]
    return _WORDS_BY_NUMBER.vformat(text, (), values) if "|" in text else text.format(**values)
