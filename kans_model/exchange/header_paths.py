"""Names that are paths, as StatLine exports them: `Bevolking/Leeftijd/65 jaar of ouder (aantal)`."""

import re

from kans_model.exchange.header_groups import Meaning, joined

FEWEST = 3
"""So many names with a group before a slash are paths; one alone may be man/vrouw."""
_SLASH = re.compile(r"(?<=[^\d\s])/(?=[^\d\s]|\d+ jaar)(?![^(]*\))")
"""Between words and outside brackets: no m2/ha, 1/10 or (inwoners/km2)."""
_SORT = re.compile(r"\s*\((?:code|naam|omschrijving|tekst)\)$", re.IGNORECASE)


def without_paths(header: list[str], column_of: Meaning) -> list[str]:
    """Names below their groups as one reads them, where several of a header are paths.

    Examples
    --------
    >>> known = {"Bevolking": "residents", "inwoners (aantal)": "residents", "Codering": "code"}.get
    >>> names = ["Regio/Codering (code)", "Bevolking/inwoners (aantal)", "Bevolking/Mannen (aantal)"]
    >>> without_paths(names, known)
    ['Codering', 'inwoners (aantal)', 'Bevolking Mannen (aantal)']
    >>> without_paths(["code", "man/vrouw"], known)
    ['code', 'man/vrouw']
    """
    parts = [_SLASH.split(name) for name in header]
    if sum(len(part) > 1 for part in parts) < FEWEST:
        return header
    return [_read(part, column_of) if len(part) > 1 else part[0] for part in parts]


def _read(parts: list[str], column_of: Meaning) -> str:
    *groups, name = (part.strip() for part in parts)
    name = _SORT.sub("", name)
    for group in reversed(groups):
        name = joined(group, name, column_of)
    return name
