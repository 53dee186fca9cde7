"""The tables of data/*.csv."""

import hashlib
from functools import cache

import pandas as pd

from kans_model.texts import csv_files, data_path

INDEX = {
    "synergies": ["measure", "opgave"],
    "foundations": ["typology", "soil"],
    "climate_scenarios": ["scenario", "horizon"],
    "price_index": ["index", "year"],
    "damage_functions": ["function", "x"],
    "rainfall_statistics": ["publication", "horizon", "scenario", "duration_min", "return_period_yr"],
}


@cache
def table(name: str) -> pd.DataFrame:
    """One table, indexed by its key columns; read it, do not change it."""
    frame = pd.read_csv(data_path() / f"{name}.csv", dtype=str, keep_default_na=False)
    for column in frame:
        number = pd.to_numeric(frame[column].replace("", None), errors="coerce")
        if column != "horizon" and number.notna().sum() == (frame[column] != "").sum() > 0:
            frame[column] = number.astype(float)
    return frame.set_index(INDEX.get(name, frame.columns[0]))


@cache
def content_hash() -> str:
    """SHA-256 over all tables except texts."""
    digest = hashlib.sha256()
    for path in csv_files():
        if not path.name.startswith("texts"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
