"""Columns of one file that make a whole together: owners and tenants, men and women."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from kans_model.exchange.cell_numbers import numbers
from kans_model.exchange.column_sense import examples
from kans_model.exchange.synonyms import meaning, normal
from kans_model.tables.reading import table
from kans_model.words.problems import Phrase, Problem

ROUNDED_PERCENT, UNSAID_PERCENT = 3.0, 15.0
"""Three shares in whole percents are off by so much; as much may have no known owner. [%]"""

ROUNDED_COUNT, ROUNDED_PART = 15.0, 0.02
"""CBS rounds counts to fives. [count], [-]"""


@dataclass(frozen=True)
class Complements:
    """Whether the parts in a file make their wholes: what is said, and what is asked."""

    notes: list[Phrase] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@cache
def _part_names() -> dict[str, list[tuple[str, str, str, bool]]]:
    """Normal name, or our column → its places: group, part, whole, and whether the whole needs it."""
    found: dict[str, list[tuple[str, str, str, bool]]] = {}
    for (group, name), row in table("shares_of_a_whole").iterrows():
        place = (str(group), str(row["part"]), str(row["whole"]), bool(row["required"]))
        found.setdefault(normal(name), []).append(place)
    return found


def complements(frame: pd.DataFrame, sources: Iterable[str], residents: str | None, file: str) -> Complements:
    """Hold the parts of each whole against it, in the numbers as they stand.

    Parameters
    ----------
    frame : DataFrame, index code
        Cells of the file.
    sources : iterable of str
        Its columns.
    residents : str or None
        The column of residents among them.

    Examples
    --------
    >>> cells = pd.DataFrame({"koopwoningen (%)": ["60", "55"], "huurwoningen (%)": ["40", "65"]})
    >>> found = complements(cells, list(cells), None, "c.csv")
    >>> [str(note.values["rows"]) for note in found.notes]
    ['1: 120']
    """
    parts: dict[str, dict[str, str]] = {}
    wholes, needed = dict[str, str](), dict[str, set[str]]()
    for places in _part_names().values():
        for group, part, whole, required in places:
            wholes[group] = whole
            needed.setdefault(group, set()).update({part} if required else set())
    for source in sources:
        understood = meaning(source)
        names = [normal(understood[0].column)] if understood else [normal(source)]
        for group, part, _, _ in _part_names().get(names[0], []):
            parts.setdefault(group, {}).setdefault(part, source)
    found = Complements()
    for group, columns in parts.items():
        if needed[group] <= set(columns) and (wholes[group] == "all" or residents is not None):
            _hold(frame, columns, residents if wholes[group] == "residents" else None, file, found)
    return found


def _hold(
    frame: pd.DataFrame, columns: dict[str, str], whole: str | None, file: str, found: Complements
) -> None:
    total = pd.DataFrame({part: numbers(frame[source]).values for part, source in columns.items()}).sum(
        axis=1, skipna=False
    )
    if whole is None:
        total = total * 100 if total.max() <= 1 + ROUNDED_PERCENT / 100 else total
        least = 100 - (ROUNDED_PERCENT if "unknown" in columns else UNSAID_PERCENT)
        wrong = (total > 0) & ~total.between(least, 100 + ROUNDED_PERCENT) & total.notna()
        must: object = "100 %"
    else:
        people = numbers(frame[whole]).values
        wrong = (total - people).abs() > ROUNDED_COUNT + ROUNDED_PART * people
        must = whole
    if not wrong.any():
        return
    rows = examples(total[wrong])
    said: dict[str, Any] = {"columns": " + ".join(columns.values()), "must": must, "rows": rows}
    if wrong.sum() > 1 and 2 * wrong.sum() > total.notna().sum():
        found.problems.append(Problem("city_complement", file=file, **said))
    else:
        found.notes.append(Phrase("report.complement", {"file": file, **said}))
