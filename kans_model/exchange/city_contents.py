"""What must hold inside a city file before it is read as a city: tables, types of cells, schema, fillings.

GDAL reads a text in a column of numbers as 0, so types are asked of SQLite itself.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd

from kans_model.city import columns
from kans_model.city.checks import CRS
from kans_model.words.problems import KansError, Phrase, Problem
from kans_model.words.texts import texts

LAYERS = ("areas", "filled", "metadata")
SCHEMA = "2"
"""Raised whenever what counts for the content hash changes: hashes of other schemas are not comparable."""
SCHEMAS = ("1", SCHEMA)


def cell_problems(path: Path) -> list[Problem]:
    """Tables that are not there, and cells of areas that hold text or bytes where a number must be."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        try:
            # plain tables only: a view or a virtual table could run anything
            plain = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            tables = {name for (name,) in database.execute(plain)}
            if not set(LAYERS) <= tables:
                return [Problem("city_not_a_city", file=path.name)]
            stored = [row[1] for row in database.execute("PRAGMA table_info(areas)")]
            if "code" not in stored:
                return [Problem("city_not_a_city", file=path.name)]
            return [
                Problem(
                    "cell",
                    file=path.name,
                    row=code,
                    column=column,
                    value=_shown(value),
                    must=Phrase("must.number"),
                )
                for column in sorted(set(stored) & set(columns.number_columns(stored)))
                for code, value in database.execute(
                    f'SELECT code, "{column}" FROM areas'
                    f" WHERE typeof(\"{column}\") NOT IN ('integer', 'real', 'null')"
                )
            ]
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # a name or text of other bytes
            raise KansError([Problem("city_file_broken", file=path.name, value=str(error))]) from error


def _shown(value: object) -> str:
    return f"0x{value.hex()}" if isinstance(value, bytes) else str(value)


def layer_problems(
    areas: pd.DataFrame, filled: pd.DataFrame, metadata: pd.DataFrame, file: str
) -> list[Problem]:
    """What the three layers say that cannot be: schema, name, coordinate system, fillings."""
    about = dict(zip(metadata["key"], metadata["value"], strict=True))
    problems = []
    if (schema := about.get("schema")) not in SCHEMAS:
        must = ", ".join(SCHEMAS)
        problems.append(Problem("city_schema", file=file, value=_shown(schema), must=must))
    if not isinstance(about.get("name"), str) or not about["name"].strip():
        problems.append(Problem("city_nameless", file=file))
    if isinstance(areas, gpd.GeoDataFrame) and areas.crs is not None and areas.crs != CRS:
        problems.append(Problem("city_wrong_crs", file=file, value=areas.crs.to_string(), must=CRS))
    codes, rules = set(areas["code"].astype(str)), texts()["nl"]
    for cell in filled.itertuples():
        if str(cell.code) not in codes:
            problems.append(Problem("city_filled_code", file=file, value=_shown(cell.code)))
        if f"fill.{cell.rule}" not in rules:
            problems.append(
                Problem("city_filled_rule", file=file, row=cell.code, column=cell.column, value=cell.rule)
            )
    return problems
