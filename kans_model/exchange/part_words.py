"""Words above a column that make its figure another one: of some of the people, of a change, of an order."""

import re

_CHANGED = re.compile(
    r"\w*(?:groei|verander|mutatie|toename|afname|verschil|growth|change)\w*", re.IGNORECASE
)
_FORETOLD = re.compile(r"prognos|raming|index|forecast|ontwikkeling", re.IGNORECASE)
_PARTIAL = re.compile(
    r"\b(mannen|vrouwen|jongens|meisjes|men|women|males?|females?|leegstand|leegstaande?|vacant|nieuwbouw\w*|"
    r"sloop|gepland\w*|bijstand|uitkering\w*|werklo\w+|allochto\w+|migratie\w*|herkomst(?:groep\w*|land)|studenten|"
    r"huur(?:sector|woningen)?|koop(?:sector|woningen)?|corporatie\w*|sociale|kinderen|jongeren|ouderen|"
    r"\d\d\s*(?:jaar|\+|plus)\w*|laagste|hoogste|mediaan|rang(?:nummer)?s?|deciel\w*|kwintiel\w*|"
    r"standaardafwijking|(?:wijk|gemeente|stads?)gemiddelde)(?!\w)",
    re.IGNORECASE,
)


def other_figure(group: str) -> bool:
    """Whether below such a group stands another figure than its name says.

    Examples
    --------
    >>> [other_figure(group) for group in ("Vrouwen", "Groei 2020-2024", "Bevolking", "Wonen")]
    [True, True, False, False]
    """
    return any(words.search(group) for words in (_CHANGED, _FORETOLD, _PARTIAL))


def part_in_title(title: str, names: str) -> str | None:
    """What a title says that its figures are of; None where it lists several parts, or a column has it.

    Examples
    --------
    >>> part_in_title("Vrouwen naar buurt", "buurtcode inwoners"), part_in_title("Toename", "inwoners")
    ('Vrouwen', 'Toename')
    >>> part_in_title("Mannen en vrouwen", "inwoners"), part_in_title("Ouderen 65 jaar en ouder", "65 jaar")
    (None, None)
    """
    changed = _CHANGED.search(title)
    parts = {match[0].casefold(): match[0] for match in _PARTIAL.finditer(title)}
    if changed and changed[0].casefold() not in names.casefold():
        return changed[0]
    if len(parts) != 1:
        return None
    (part,) = parts.values()
    return None if part[:5].casefold() in names.casefold() else part
