"""Names of buurten in a table, held against those of the map: a code and its name must be of one place."""

import unicodedata
from collections.abc import Mapping
from difflib import SequenceMatcher

import pandas as pd

from kans_model.exchange.synonyms import normal
from kans_model.words.problems import KansError, Phrase, Problem

LIKENESS = 0.7
"""From here on two spellings are one name. [-]"""
FEW = 0.05
"""So small a part of the names may stand beside another's code without refusal. [-]"""
LISTED = 3


def name_notes(file: str, theirs: pd.Series, ours: Mapping[str, str | None], sure: bool) -> list[Phrase]:
    """What to say of names that do not fit their codes.

    Parameters
    ----------
    theirs : Series of str or None
        Names in the table by our code.
    ours : Mapping
        Names on the map by code.
    sure : bool
        The codes themselves say that they are of this place, so that names may be others altogether.

    Raises
    ------
    KansError
        Names of other buurten of the map stand beside the codes, as after sorting one column by itself; or,
        where codes are not sure, most names are other ones.

    Examples
    --------
    >>> theirs = pd.Series(["Oost", "Dorp (kern)", "Sint Jan"], ["1", "2", "3"])
    >>> name_notes("t.csv", theirs, {"1": "Oost", "2": "Dorp", "3": "St. Jan"}, True)
    []
    """
    named = {code: name for code, name in ours.items() if _is_named(name, code)}
    pairs = {code: (named[code], name) for code, name in theirs.dropna().items() if code in named}
    taken = {plain_name(name) for name in ours.values() if name}
    differ = {code: pair for code, pair in pairs.items() if plain_name(pair[0]) != plain_name(pair[1])}
    moved = [code for code, (_, name) in differ.items() if plain_name(name) in taken]
    other = [code for code, pair in differ.items() if code in moved or not _alike(*pair)]
    strange = not sure and len(pairs) > 1 and len(other) * 2 > len(pairs)
    if strange or (len(moved) > 1 and len(moved) > FEW * len(pairs)):
        wrong = other if strange else moved
        raise KansError(Problem("city_other_names", file=file, n=len(wrong), rows=_rows(wrong, pairs)))
    return [
        Phrase("report.other_names", {"file": file, "n": len(other), "rows": _rows(other, pairs)})
    ] * bool(other)


def _rows(codes: list[str], pairs: Mapping[str, tuple[str | None, str]]) -> str:
    shown = ", ".join(f"{code}: {pairs[code][0]} ≠ {pairs[code][1]}" for code in codes[:LISTED])
    return f"{shown}, … (+{len(codes) - LISTED})" if len(codes) > LISTED else shown


def _is_named(name: str | None, code: str) -> bool:
    """Whether an area has a name of its own: Buurt 011 is only the code of 011."""
    return bool(name) and plain_name(code) not in plain_name(name)


def _alike(first: str | None, second: str) -> bool:
    """Whether two names are one place: one holds the other, or they differ in spelling."""
    one, other = plain_name(first), plain_name(second)
    if not one or not other or other.isdigit():
        return True  # a number is no name
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() >= LIKENESS


def plain_name(name: object) -> str:
    """A name in lower case without accents, spaces and signs."""
    letters = unicodedata.normalize("NFKD", str(name))
    return normal("".join(letter for letter in letters if not unicodedata.combining(letter)))
