"""Places inside a city that its files bring: objects such as schools, and the postcodes of buurten."""

import re

import geopandas as gpd
import pandas as pd

from kans_model.city.checks import CRS

POSTCODE = re.compile(r"([1-9][0-9]{3})\s?([A-Za-z]{2})?")
"""Dutch ones: four digits, and two letters or none."""


def no_objects() -> gpd.GeoDataFrame:
    """The objects of a city whose file brings none."""
    return gpd.GeoDataFrame({"kind": [], "name": []}, geometry=[], crs=CRS)


def no_postcodes() -> pd.DataFrame:
    """The postcodes of a city whose file brings none."""
    return pd.DataFrame({"code": [], "postcode": []}, dtype=str)


def postcode(text: object) -> str:
    """A postcode as everybody writes it, '' for what is none.

    Examples
    --------
    >>> postcode(" 5611ab "), postcode("5611"), postcode("561"), postcode(5611)
    ('5611 AB', '5611', '', '5611')
    """
    found = POSTCODE.fullmatch(str(text).strip())
    return " ".join(filter(None, found.groups())).upper() if found else ""


def codes_at(text: str, postcodes: pd.DataFrame) -> list[str]:
    """Codes of the buurten in which a postcode, or what one begins with, lies.

    Examples
    --------
    >>> at = pd.DataFrame({"code": ["A", "B"], "postcode": ["5611 AB", "5612 CD"]})
    >>> codes_at("5611ab", at), codes_at("5612", at), codes_at("9999 ZZ", at)
    (['A'], ['B'], [])
    """
    asked = postcode(text)
    if not asked:
        return []
    known = postcodes["postcode"].astype(str)
    meets = known.str.startswith(asked) | known.map(asked.startswith).astype(bool)
    return list(dict.fromkeys(postcodes.loc[meets, "code"].astype(str)))
