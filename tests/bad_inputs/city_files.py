"""City files that are none, or that say what cannot be."""

import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from kans_model.city.city import City
from kans_model.exchange.city_file import write_city
from tests.bad_inputs.case import Case
from tests.fixtures.cities import areas

STATEMENTS = {
    "residents below zero": "UPDATE areas SET residents = -5 WHERE code = '011'",
    "residents infinite": "UPDATE areas SET residents = 9e999 WHERE code = '011'",
    "residents unknown": "UPDATE areas SET residents = NULL WHERE code = '011'",
    "soil of the moon": "UPDATE areas SET soil = 'maan' WHERE code = '011'",
    "soil unknown": "UPDATE areas SET soil = NULL WHERE code = '011'",
    "code unknown": "UPDATE areas SET code = NULL WHERE code = '011'",
    "code twice": "UPDATE areas SET code = '011' WHERE code = '012'",
    "no rows": "DELETE FROM areas",
    "shape unknown": "UPDATE areas SET geom = NULL WHERE code = '011'",
    "shape of noise": "UPDATE areas SET geom = x'0102' WHERE code = '011'",
    "no metadata": "DELETE FROM metadata",
    "no name": "DELETE FROM metadata WHERE key = 'name'",
    "a filling that is no number": "UPDATE filled SET value = 'abc' WHERE \"column\" = 'residents'",
    "residents a text": "UPDATE areas SET residents = 'veel' WHERE code = '011'",
    "residents a blob": "UPDATE areas SET residents = x'00ff' WHERE code = '011'",
    "no table of areas": "DROP TABLE areas",
    "no table of fillings": "DROP TABLE filled",
    "name unknown": "UPDATE metadata SET value = NULL WHERE key = 'name'",
    "schema of tomorrow": "UPDATE metadata SET value = '99' WHERE key = 'schema'",
    "another hash": "UPDATE metadata SET value = 'x' WHERE key = 'content_hash'",
    "a filling by no rule": "UPDATE filled SET rule = 'zzz'",
    "a filling of no code": "UPDATE filled SET code = 'BU9'",
    "no fillings": "DELETE FROM filled",
    "another system": "UPDATE gpkg_geometry_columns SET srs_id = 4326",
    "a filling of no column": "UPDATE filled SET \"column\" = 'maan'",
}


@cache
def sound():
    """The bytes of a sound city file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "stad.gpkg")
        write_city(City.from_areas(areas(dwellings=[400.0] * 6), "Proefstad"), path)
        return path.read_bytes()


def _changed(statement):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "stad.gpkg")
        path.write_bytes(sound())
        with closing(sqlite3.connect(path)) as database:
            for (trigger,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                database.execute(f'DROP TRIGGER "{trigger}"')  # they call functions that only GDAL has
            database.execute(statement)
            database.commit()
        return path.read_bytes()


def cases():
    """Every bad city file, for two commands in turn."""
    contents = {name: _changed(statement) for name, statement in STATEMENTS.items()}
    contents |= {"empty": b"", "half a file": sound()[: len(sound()) // 2], "text": b"stad"}
    contents |= {"noise inside": sound()[:5000] + bytes(range(256)) * 30 + sound()[12680:]}
    for turn, (name, content) in enumerate(contents.items()):
        command = ("evaluate", "--city") if turn % 2 else ("check",)
        yield Case(f"city file: {name}", (*command, "{folder}/stad.gpkg"), {"stad.gpkg": content})
