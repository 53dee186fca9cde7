"""Whatever bytes a file holds, its reader reads them or says in words why not."""

import json
import tempfile
from functools import cache
from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.city.city import City
from kans_model.exchange.city_file import check_city
from kans_model.exchange.city_import import import_city
from kans_model.exchange.figures_table import read_figures
from kans_model.exchange.grant_rules import read_rules
from kans_model.exchange.study_file import read_study
from kans_model.exchange.synonyms import read_mapping
from kans_model.finance.actors import Actors
from kans_model.words.problems import KansError
from tests.bad_inputs import rules, tables
from tests.bad_inputs.city_files import sound
from tests.fixtures.cities import squares


@cache
def sound_map():
    return gpd.GeoDataFrame(squares(aantal_inwoners=[800] * 6)).to_crs(4326).to_json().encode()


READERS = {
    "studie.json": (lambda path: read_study(path, City.demo()), b'{"schema": 1, "city": {"name": "x"}}'),
    "regels.csv": (lambda path: read_rules(path, Actors().ids), f"{rules.HEAD}\n{rules.ROW}\n".encode()),
    "kolommen.json": (read_mapping, b'[{"column": "residents", "source column": "a", "factor": 2}]'),
    "kolommen.csv": (read_mapping, b"column,source column,factor\nresidents,a,2\n"),
    "cijfers.csv": (read_figures, "\n".join([tables.HEAD, *tables.ROWS]).encode()),
    "kaart.geojson": (lambda path: import_city(path, (), "Stad"), sound_map()),
}
"""File → its reader and what it reads without a word."""


def read(reader, name, content):
    """Read this content; a problem is said in both languages."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        try:
            return reader(path)
        except KansError as error:
            said = [error.text(lang) for lang in ("nl", "en")]
    assert all(text.strip() for text in said)
    return said


@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
def test_any_bytes_are_read_or_refused_in_words(name, data):
    reader, whole = READERS[name]
    place = data.draw(st.integers(0, len(whole)))
    put = data.draw(st.binary(max_size=8) | st.text(max_size=5).map(str.encode))
    lost = data.draw(st.integers(0, 12))
    read(reader, name, whole[:place] + put + whole[place + lost :])


@given(cells=st.dictionaries(st.sampled_from(rules.HEAD.split(",")), st.text(max_size=8), max_size=4))
def test_any_cells_of_a_rule_are_read_or_refused_in_words(cells):
    quoted = {name: '"' + text.replace('"', '""') + '"' for name, text in cells.items()}
    reader, _ = READERS["regels.csv"]
    read(reader, "regels.csv", f"{rules.HEAD}\n{rules.row(**quoted)}".encode("utf-8", "replace"))


PARTS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
JSON = st.recursive(
    PARTS, lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=3), part, max_size=2)
)


@given(where=st.sampled_from(["type", "geometry", "properties", "buurtcode", "aantal_inwoners"]), odd=JSON)
def test_any_part_of_a_feature_is_read_or_refused_in_words(where, odd):
    collection = json.loads(sound_map())
    feature = collection["features"][1]
    (feature if where in feature else feature["properties"])[where] = odd
    reader, _ = READERS["kaart.geojson"]
    read(reader, "kaart.geojson", json.dumps(collection).encode())


@given(place=st.integers(0, 2000), put=st.binary(min_size=1, max_size=40))
def test_any_change_of_a_city_file_is_read_or_refused_in_words(place, put):
    at = place * len(sound()) // 2000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "stad.gpkg")
        path.write_bytes(sound()[:at] + put + sound()[at + len(put) :])
        assert check_city(path).text().strip()
