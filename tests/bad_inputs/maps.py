"""Maps that are none, or whose areas, codes or values cannot be."""

import json
from copy import deepcopy

import geopandas as gpd

from tests.bad_inputs.case import Case, as_bytes
from tests.fixtures.cities import squares

COMMAND = ("city", "import", "{folder}/kaart.geojson", "--name", "Stad", "-o", "{folder}/stad.gpkg")
TEXTS = {
    "empty": "",
    "blank": "   ",
    "brace": "{",
    "an empty object": "{}",
    "null": "null",
    "a list": "[]",
    "half a file": '{"type": "FeatureCollection", "features": [{"type": "Fea',
    "no features": '{"type": "FeatureCollection", "features": []}',
    "features null": '{"type": "FeatureCollection", "features": null}',
    "features a text": '{"type": "FeatureCollection", "features": "x"}',
    "a feature a number": '{"type": "FeatureCollection", "features": [3]}',
    "a feature null": '{"type": "FeatureCollection", "features": [null]}',
    "a feature empty": '{"type": "FeatureCollection", "features": [{}]}',
    "only a geometry": '{"type": "Point", "coordinates": [5, 52]}',
    "topojson": '{"type": "Topology", "objects": {}, "arcs": []}',
    "esri json": '{"geometryType": "esriGeometryPolygon", "features": []}',
    "a table in JSON": '[{"code": "BU1", "inwoners": 3}]',
    "a study": '{"schema": 1, "city": {}}',
    "deep": '{"type": "FeatureCollection", "features": ' + "[" * 100_000,
    "kml": '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"></kml>',
    "gml": '<?xml version="1.0"?><gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"/>',
    "html": "<!DOCTYPE html><html><body>Niet gevonden</body></html>",
    "vrt": "<OGRVRTDataSource><OGRVRTLayer name='a'></OGRVRTLayer></OGRVRTDataSource>",
    "pdf": b"%PDF-1.7\n" + b"\0" * 40,
    "png": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    "tiff": b"II*\0" + b"\0" * 40,
    "csv": "code;inwoners\nBU1;100\n",
    "zeros": b"\0" * 2000,
    "sqlite": b"SQLite format 3\0" + b"\0" * 2000,
    "shapefile without parts": b"\x00\x00\x27\x0a" + b"\0" * 200,
    "zip cut off": b"PK\x03\x04" + b"\0" * 60,
    "gzip": b"\x1f\x8b\x08" + b"\0" * 40,
    "utf-16": '{"type": "FeatureCollection"}'.encode("utf-16"),
}


def _changes():
    """What may be wrong with one feature of a sound map: name → a change of its features."""
    ring = [[5.0, 52.0], [5.01, 52.0], [5.01, 52.01], [5.0, 52.0]]

    def geometry(shape):
        return lambda features: features[1].update(geometry=shape)

    def value(column, odd):
        return lambda features: features[1]["properties"].update({column: odd})

    yield "no type", lambda features: features[1].pop("geometry")
    for name, shape in {
        "a point": {"type": "Point", "coordinates": [5, 52]},
        "a line": {"type": "LineString", "coordinates": ring},
        "an unknown kind": {"type": "Bol", "coordinates": ring},
        "no coordinates": {"type": "Polygon"},
        "coordinates null": {"type": "Polygon", "coordinates": None},
        "coordinates flat": {"type": "Polygon", "coordinates": [5, 52, 5, 53]},
        "coordinates texts": {"type": "Polygon", "coordinates": [[["a", "b"]] * 4]},
        "two corners": {"type": "Polygon", "coordinates": [ring[:2]]},
        "an infinite corner": {"type": "Polygon", "coordinates": [[*ring[:2], [1e999, 52], ring[0]]]},
        "a geometry as text": "POLYGON((5 52, 5 53, 6 53, 5 52))",
        "a geometry as list": ring,
        "in Brussels": {"type": "Polygon", "coordinates": [[[x - 0.65, y - 1.15] for x, y in ring]]},
        "on the moon": {"type": "Polygon", "coordinates": [[[x * 1e8, y * 1e8] for x, y in ring]]},
        "in Ghana": {"type": "Polygon", "coordinates": [[[x - 5, y - 52] for x, y in ring]]},
    }.items():
        yield f"geometry: {name}", geometry(shape)
    for odd in (None, "", " ", "-"):
        yield f"code {str(odd)[:10]!r}", value("buurtcode", odd)
    yield "a code twice", value("buurtcode", "011")
    for odd in ([3], {"a": 1}, 11.5, True, "half \ud800", "a\x1b[2J", "a\nb", "a\0b", "x" * 100_000):
        yield f"code {str(odd)[:10]!r}", value("buurtcode", odd)
    for odd in ([3], {"a": 1}, 11.5, True, "half \ud800", "a\x1b[2J", "a\0b", "x" * 100_000):
        yield f"name {str(odd)[:10]!r}", value("buurtnaam", odd)
    for odd in ("veel", -3, 10**400, "9" * 400, [3], {"a": 1}, 1e999, "half \ud800", "1.2.3", 1e15):
        yield f"residents {str(odd)[:10]!r}", value("aantal_inwoners", odd)


def cases():
    """Every bad map."""
    texts = dict(TEXTS)
    sound = json.loads(gpd.GeoDataFrame(squares(aantal_inwoners=[800] * 6)).to_crs(4326).to_json())
    for name, change in _changes():
        features = deepcopy(sound)
        change(features["features"])
        texts[name] = json.dumps(features)
    for name, crs in {"unknown": "EPSG:1", "a number": 3, "far": "EPSG:31370"}.items():
        texts[f"crs {name}"] = json.dumps({**sound, "crs": {"type": "name", "properties": {"name": crs}}})
    behind = (*COMMAND, "--background", "{folder}/achter.geojson")
    kaart = {"kaart.geojson": as_bytes(json.dumps(sound))}
    for name in ("empty", "half a file", "no features", "pdf", "csv"):
        yield Case(f"background: {name}", behind, kaart | {"achter.geojson": as_bytes(TEXTS[name])})
    for option, ending in (("objects", "geojson"), ("postcodes", "csv")):
        beside = (*COMMAND, f"--{option}", f"{{folder}}/plekken.{ending}")
        for name in ("empty", "half a file", "pdf"):
            yield Case(f"{option}: {name}", beside, kaart | {f"plekken.{ending}": as_bytes(TEXTS[name])})
    nameless = (*COMMAND, "--objects", "{folder}/plekken.geojson")
    yield Case("objects: no kind", nameless, kaart | {"plekken.geojson": as_bytes(json.dumps(sound))})
    yield Case("background: of no kind", behind, kaart | {"achter.geojson": as_bytes(json.dumps(sound))})
    for name, text in texts.items():
        yield Case(f"map: {name}", COMMAND, {"kaart.geojson": as_bytes(text)})
