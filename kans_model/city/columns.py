"""The schema of a city's areas: one row per buurt, one column per property, units in the names."""

import re
from collections.abc import Iterable

import pandera.pandas as pa

from kans_model.tables.vocabulary import WORK_KINDS
from kans_model.words.problems import Listing

SURFACES = (
    "flat_roof_m2",
    "pitched_roof_m2",
    "public_paved_m2",
    "private_paved_m2",
    "public_green_m2",
    "private_garden_m2",
    "water_m2",
)
FLOOD_DEPTHS = ("flood_depth_m_t10", "flood_depth_m_t100", "flood_depth_m_t1000")
LATER = ("cool_distance_m",)
"""Columns that older city files do not have: without any value they do not count in what a city says."""
WORKS_KINDS = WORK_KINDS[:3]
STRESS_TEST = re.compile(r"buildings_(?P<effect>entered|wet)_(?P<mm>\d+)mm_(?P<min>\d+)min")
TEXT_COLUMNS = ("name", "wijk", "soil", "typology", "works_kind", "land_use")


def _number(lower: float, upper: float, unit: str) -> pa.Column:
    return pa.Column(float, pa.Check.in_range(lower, upper), nullable=True, metadata={"unit": unit})


_SHARE = (0, 1, "-")
_COUNT = (0, 5e6, "count")
_SURFACE = (0, 5e9, "m²")

AREAS = pa.DataFrameSchema(
    {
        "residents": _number(*_COUNT),
        "share_65plus": _number(*_SHARE),
        "share_75plus": _number(*_SHARE),
        "dwellings": _number(*_COUNT),
        "households": _number(*_COUNT),
        "woz_eur": _number(5_000, 20_000_000, "EUR"),
        "income_eur": _number(1_000, 2_000_000, "EUR/yr"),
        "owner_occupied_share": _number(*_SHARE),
        "corporation_share": _number(*_SHARE),
        **{surface: _number(*_SURFACE) for surface in SURFACES},
        "tree_canopy_share": _number(*_SHARE),
        "groundwater_depth_m": _number(-1, 60, "m"),
        "sewer_storage_mm": _number(0, 100, "mm"),
        "sewer_discharge_mm_h": _number(0, 200, "mm/h"),
        "vulnerable_buildings": _number(*_COUNT),
        **{depth: _number(0, 30, "m") for depth in FLOOD_DEPTHS},
        "works_year": _number(2000, 2100, "year"),
        "works_share": _number(*_SHARE),
        "pet_degc": _number(0, 70, "°C PET"),
        "cool_distance_m": _number(0, 20_000, "m"),
        "jobs": _number(*_COUNT),
        "establishments": _number(*_COUNT),
        "nonresidential_woz_eur": _number(0, 1e12, "EUR"),
    }
)
"""What a number may be. The model reads these columns; a city may leave any of them unknown."""

INPUT_ONLY = {
    "area_m2": _number(0, 5e9, "m²"),
    "land_m2": _number(0, 5e9, "m²"),
    "water_share": _number(*_SHARE),
    "residents_65plus": _number(*_COUNT),
    "residents_75plus": _number(*_COUNT),
}
"""Columns an import may bring that end up in another one (land in water, counts in shares)."""


def schema(columns: Iterable[str]) -> pa.DataFrameSchema:
    """The schema for these columns, stress-test results included. Texts are checked by `city`."""
    known = {**AREAS.columns, **INPUT_ONLY}
    known |= {column: _number(*_COUNT) for column in columns if STRESS_TEST.fullmatch(column)}
    return pa.DataFrameSchema({column: known[column] for column in columns if column in known})


def number_columns(columns: Iterable[str] = ()) -> list[str]:
    """Every column that holds a number, with the stress-test columns among `columns`."""
    return [*AREAS.columns, *(column for column in columns if STRESS_TEST.fullmatch(column))]


def bounds(column: str) -> tuple[float, float]:
    """The lowest and highest number this column may hold."""
    limits = schema([column]).columns[column].checks[0].statistics
    return limits["min_value"], limits["max_value"]


def unit(column: str) -> str:
    """The unit of the column."""
    return schema([column]).columns[column].metadata["unit"]


def must_be(column: str) -> Listing:
    """What a number in this column must be, as a range with its unit."""
    low, high = bounds(column)
    return Listing((float(low), "–", float(high), f" {unit(column)}"), "")
