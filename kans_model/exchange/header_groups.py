"""Names that stand in two or three rows: a group over its parts, a year over its figures."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from kans_model.city import columns
from kans_model.exchange.cell_numbers import is_unknown
from kans_model.exchange.header_row import NUMBER, YEAR, is_unit_row, title
from kans_model.exchange.part_words import other_figure
from kans_model.exchange.rate_words import rate_in
from kans_model.exchange.synonyms import TEXT_COLUMNS

Meaning = Callable[[str], str | None]
"""Which column of ours a header means, or None."""

_TOTAL = re.compile(r"(aantal\s+)?(totaal|total|tot\.?|alle|samen|geheel)(\s+aantal)?", re.IGNORECASE)
_PERCENT = re.compile(r"%|perc|pct|procent|aandeel|share", re.IGNORECASE)


def combined(above: list[str], below: list[str], column_of: Meaning) -> list[str]:
    """Two rows of names as one; a group goes on to the right until the next one.

    Examples
    --------
    >>> combined(["Code", "Inwoners", "", "Groep"], ["", "2022", "2023", "naam"], lambda text: None)
    ['Code', 'Inwoners 2022', 'Inwoners 2023', 'naam']
    """
    width = max(len(above), len(below))
    above, below = (names + [""] * (width - len(names)) for names in (above, below))
    names, group = [], ""
    for over, under in zip(above, below, strict=True):
        group = over or group
        names.append(joined(group, under, column_of) if under else over)
    return names


def joined(group: str, part: str, column_of: Meaning) -> str:
    """The name of a column below a group: its own where that says the figure, else both, never the group's.

    Examples
    --------
    >>> known = {"Inwoners": "residents", "65+": "residents_65plus", "WOZ": "woz_eur",
    ...          "koopwoningen": "owner_occupied_share", "buurtnaam": "name"}.get
    >>> [joined("Inwoners", part, known) for part in ("mannen", "totaal", "65+", "buurtnaam", "2024")]
    ['Inwoners mannen', 'Inwoners totaal', '65+', 'buurtnaam', 'Inwoners 2024']
    >>> joined("WOZ", "koopwoningen", known), joined("2024", "Inwoners", known), joined("Bron", "x", known)
    ('WOZ koopwoningen', 'Inwoners 2024', 'x')
    """
    both = f"{group} {part}".strip()
    whole, own = column_of(group), column_of(part)
    if own in TEXT_COLUMNS and own != "land_or_water":
        return part
    if YEAR.fullmatch(group):
        return part if YEAR.fullmatch(part) else f"{part} {group}"
    if YEAR.fullmatch(part) or (group and (other_figure(group) or rate_in(group))):
        return both
    if own is None or _TOTAL.fullmatch(part):
        return both if whole and whole not in TEXT_COLUMNS else part
    return part if whole is None or whole in TEXT_COLUMNS or _stands_alone(part, own, whole) else both


def _stands_alone(part: str, own: str, whole: str) -> bool:
    """Whether a name says its figure also below a group: koopwoningen below a number of homes does not."""
    if columns.unit(own) == columns.unit(whole):
        return True
    return columns.unit(whole) == "count" and (columns.unit(own) != "-" or _PERCENT.search(part) is not None)


def is_second_header(header: list[str], cells: list[Any], column_of: Meaning) -> bool:
    """Whether the row below the header names columns too: years, names we know, or parts of a group."""
    texts = [title(cell) for cell in cells]
    header = header + [""] * (len(texts) - len(header))
    labels = [place for place, name in enumerate(header) if column_of(name) in TEXT_COLUMNS]
    if any(place < len(texts) and texts[place] and not column_of(texts[place]) for place in labels):
        return False
    if texts[0] and not any(column_of(name) == "code" for name in header):
        return False
    said = {place: text for place, text in enumerate(texts) if text and place not in labels}
    if not said or any(NUMBER.fullmatch(text) and not YEAR.fullmatch(text) for text in said.values()):
        return False
    if all(YEAR.fullmatch(text) for text in said.values()):
        return len(said) > 1
    if is_unit_row(cells):
        return any(not header[place] for place in said)
    if any(column_of(text) for text in said.values()):
        return True
    groups = _carried(header)
    known = [place for place in said if column_of(groups[place]) and not is_unknown(texts[place])]
    return bool(known)


def is_group_row(cells: list[Any], header: list[str], column_of: Meaning) -> bool:
    """Whether the row above the header holds the groups of its names, and is no title."""
    texts = [title(cell) for cell in cells]
    said = [place for place, text in enumerate(texts) if text]
    if any(NUMBER.fullmatch(texts[place]) and not YEAR.fullmatch(texts[place]) for place in said):
        return False
    if len(said) == 1 and (said[0] == 0 or not (column_of(texts[said[0]]) or YEAR.fullmatch(texts[said[0]]))):
        return False
    return bool(said) and combined(texts, header, column_of) != [*header, *[""] * (len(texts) - len(header))]


def parts_without_whole(
    groups: Iterable[str], header: list[str], column_of: Meaning
) -> list[tuple[str, list[str]]]:
    """Groups of a figure of which only parts are there, with the names of these."""
    known = {column_of(name) for name in header}
    found = []
    for group in dict.fromkeys(filter(None, groups)):
        ours = column_of(group)
        parts = [name for name in header if name.startswith(f"{group} ") and column_of(name) is None]
        if ours and ours not in TEXT_COLUMNS and ours not in known and parts:
            found.append((group, parts))
    return found


def open_groups(header: list[str], filled: list[bool], column_of: Meaning) -> list[tuple[int, str]]:
    """Columns full of numbers without a name, right of a figure that we know: place, and the name left of it.

    Examples
    --------
    >>> open_groups(["code", "Inwoners", ""], [True, True, True], {"Inwoners": "residents"}.get)
    [(2, 'Inwoners')]
    """
    groups = _carried(header)
    return [
        (place, groups[place])
        for place, name in enumerate(header)
        if not name and filled[place] and (column_of(groups[place]) or "name") not in TEXT_COLUMNS
    ]


def _carried(header: list[str]) -> list[str]:
    group, carried = "", []
    for name in header:
        group = name or group
        carried.append(group)
    return carried
