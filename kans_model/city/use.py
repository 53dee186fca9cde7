"""What thinly peopled land is used for, where anything says so; unknown where nothing does."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from kans_model.tables.vocabulary import BUSINESS_PARK, OPEN_LAND, UNKNOWN_USE

THIN_RESIDENTS_PER_HA, THIN_DWELLINGS_PER_HA = 5.0, 1.0
"""Below both, land is no residential neighbourhood: the thinnest of those has 36 and 15 per hectare."""
FIRST_WORDS = "airport_or_rail"
"""What a name says for certain, whatever else is known: an airport has jobs and is no business park."""


def is_thin(residents_per_ha: pd.Series, dwellings_per_ha: pd.Series) -> pd.Series:
    """Where too few people live for a residential type; unknown counts as few. [-]

    Examples
    --------
    >>> is_thin(pd.Series([0.2, 4.0, 30.0, np.nan]), pd.Series([np.nan, 1.2, 14.0, np.nan])).tolist()
    [True, False, False, True]
    """
    few = residents_per_ha.fillna(0.0) < THIN_RESIDENTS_PER_HA
    return few & (dwellings_per_ha.fillna(0.0) < THIN_DWELLINGS_PER_HA)


def use_in_words(text: object, words: pd.DataFrame) -> str:
    """The type that a name or a stated use speaks of; '' for none. The first word of the table wins.

    Parameters
    ----------
    text : str
    words : DataFrame
        The table `use_words`: word → typology, and whether the word stands alone or is part of one.

    Examples
    --------
    >>> words = pd.DataFrame({"typology": ["business_park", "park_or_nature"], "match": ["part", "whole"]},
    ...                      index=["industrie", "bos"])
    >>> [use_in_words(name, words) for name in ("Industrieterrein Zuid", "Verspreide huizen Bos", "Boslaan")]
    ['business_park', 'park_or_nature', '']
    """
    said = str(text).casefold() if isinstance(text, str) else ""
    alone = set(re.findall(r"\w+", said))
    for word, typology, match in words[["typology", "match"]].itertuples():
        if word in (said if match == "part" else alone):
            return str(typology)
    return ""


def signs_per_ha(known: pd.DataFrame) -> dict[str, pd.Series]:
    """What can say business, per hectare of buurt: sign of the table `use_signs` → NaN where unknown."""
    area_ha = known["area_m2"] / 1e4
    roofs = known["flat_roof_m2"] + known["pitched_roof_m2"]
    of = {"roofs_m2": roofs} | {name: known[name] for name in SIGNS}
    return {sign: values.astype(float) / area_ha for sign, values in of.items()}


SIGNS = ("jobs", "establishments", "nonresidential_woz_eur")
"""Columns of a city that can say business; roofs are a fourth sign."""


def use_of_land(known: pd.DataFrame, words: pd.DataFrame, signs: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Type of land where few people live, and the rule that gave it.

    A stated use stands first, then an airport by name; then jobs, businesses, property value and roofs:
    enough of one makes a business park. Then the name. Where what is known is next to nothing it is rural
    land; where nothing is known the use is unknown, never a guess.

    Parameters
    ----------
    known : DataFrame, one row per buurt
        Columns of a city with NaN where unknown.
    words, signs : DataFrame
        The tables `use_words` and `use_signs`.

    Returns
    -------
    typology, rule : Series of str, for every row
    """
    in_name = known["name"].map(lambda name: use_in_words(name, words))
    stated = known["land_use"].map(lambda use: use_in_words(use, words))
    values = signs_per_ha(known)
    business, open_land = (pd.Series(False, known.index) for _ in range(2))
    for sign, row in signs.iterrows():
        business |= values[sign] >= row["business_from"]  # unknown is no sign
        open_land |= values[sign] < row["open_below"]
    cases = [
        (stated != "", stated, "use_word"),
        (in_name == FIRST_WORDS, in_name, "use_word"),
        (business, BUSINESS_PARK, "use_business"),
        (in_name != "", in_name, "use_word"),
        (open_land, OPEN_LAND, "use_open"),
    ]
    typology = np.select([case[0] for case in cases], [case[1] for case in cases], UNKNOWN_USE)
    rule = np.select([case[0] for case in cases], [case[2] for case in cases], "use_unknown")
    return pd.Series(typology, known.index), pd.Series(rule, known.index)
