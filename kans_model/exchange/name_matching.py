"""Buurten of two files, matched where a cell holds their name, or their code and their name."""

from collections import Counter
from collections.abc import Iterable, Mapping

from kans_model.exchange.area_names import plain_name
from kans_model.exchange.code_matching import Matching, matching


def matching_names(cells: Iterable[object], names: Mapping[str, str | None]) -> Matching:
    """The code of each cell: by the name in it (`name`), the code before the name (`first_word`) or the code.

    Case, accents and signs do not count. A name that two buurten of the map share is of neither. Where less
    than half of the rows and of the buurten is found nothing is: a few names are in every city.

    Parameters
    ----------
    names : Mapping
        Names on the map by code.

    Examples
    --------
    >>> ours = {"01": "Oost", "02": "St. Jan", "03": "Café"}
    >>> matching_names(["CAFE", "St Jan", "Elders"], ours).codes
    ['03', '02', None]
    >>> matching_names(["01 Oost", "02 Sint Jan"], ours).codes
    ['01', '02']
    >>> matching_names(["Oost", "Elders", "Noord", "Zuid"], {"01": "Oost", "02": "West"}).n
    0
    """
    said = [str(cell) for cell in cells]
    words = [cell.split() or [""] for cell in said]
    coded = matching([some[0] for some in words], names)
    if coded.rule == "same" and coded.n * 2 > len(said):
        return Matching(coded.codes, "first_word") if max(map(len, words)) > 1 else coded
    plain = {code: plain_name(name) for code, name in names.items() if name}
    shared = Counter(plain.values())
    ours = {name: code for code, name in plain.items() if shared[name] == 1}
    found = Matching([ours.get(plain_name(cell)) for cell in said], "name")
    many = found.n * 2 > min(len(said), len(names))
    return found if many else Matching([None] * len(said), "name")
