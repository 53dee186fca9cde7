"""Buurten by what people type: a name, part of one, a code."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd


def areas_called(text: str, areas: pd.DataFrame) -> list[str]:
    """Codes of the buurten that are called so, whatever the case, accents and signs.

    The whole name or code counts before the start of a name, that before the start of a word in it, and that
    before any part; the first of these that some buurt meets decides.

    Parameters
    ----------
    text : str
    areas : DataFrame
        Indexed by code, with `name`.

    Examples
    --------
    >>> areas = pd.DataFrame({"name": ["Bokt", "Oud Bokt", "'t Hofke", "Café Bokterend"]},
    ...                      index=["546", "547", "211", "900"])
    >>> areas_called("bokt", areas), areas_called("t hof", areas), areas_called("cafe", areas)
    (['546'], ['211'], ['900'])
    >>> areas_called("okt", areas), areas_called("900", areas), areas_called(" ", areas)
    (['546', '547', '900'], ['900'], [])
    """
    asked = _plain(text)
    if not asked:
        return []
    names = areas["name"].astype(str).map(_plain)
    codes = areas.index.to_series().astype(str).map(_plain)
    for meets in (
        (names == asked) | (codes == asked),
        names.str.startswith(asked),
        (" " + names).str.contains(" " + asked, regex=False),
        names.str.contains(asked, regex=False),
    ):
        if meets.any():
            return [str(code) for code in areas.index[meets.to_numpy()]]
    return []


def _plain(text: str) -> str:
    """Small letters and figures, without accents and signs."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(sign for sign in bare if not unicodedata.combining(sign))))
