"""Calendars of works that are none, or hold what cannot be."""

import json

from tests.bad_inputs.case import Case, as_bytes

HEAD = "Naam;Soort werk;Buurt;Begin;Einde;Vroegste begin;Laatste begin;Aandeel;Budget"
SOUND = "Riool;riool;BU99990001;2028;2029;;;0,2;1000"
TEXTS = {
    "empty": "",
    "head only": HEAD,
    "no column of years": "Naam;Buurt;Aandeel\nRiool;BU99990001;0,2",
    "no column that is known": "a;b;c\n1;2;3",
    "a column twice": "Buurt;Begin;Begin;Aandeel\nBU99990001;2028;2029;0,2",
    "html": "<html><table><tr><td>2028</td></tr></table></html>",
    "pdf": b"%PDF-1.4\n" + b"\0" * 30,
    "noise": bytes(range(1, 256)) * 4,
    "zeros": b"\0" * 500,
    "zip cut off": b"PK\x03\x04" + b"\0" * 60,
    "excel 97": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "sqlite": b"SQLite format 3\0" + b"\0" * 2000,
    "a quote that stays open": f'{HEAD}\n"Riool;riool',
    "too many cells": f"{HEAD}\n{SOUND};9;9",
    "json": '{"jaar": 2028}',
    "no features": '{"type": "FeatureCollection", "features": []}',
    "half a map": '{"type": "FeatureCollection", "features": [{"type": "Fea',
    "topojson": '{"type": "Topology", "objects": {}, "arcs": []}',
}
ROWS = {
    "ends before it starts": "Riool;riool;BU99990001;2030;2028;;;0,2;",
    "an unknown area": "Riool;riool;Atlantis;2028;2029;;;0,2;",
    "a code of elsewhere": "Riool;riool;BU07720001;2028;2029;;;0,2;",
    "no area": "Riool;riool;;2028;2029;;;0,2;",
    "no year": "Riool;riool;BU99990001;;;;;0,2;",
    "a year in words": "Riool;riool;BU99990001;ooit;;;;0,2;",
    "a day that is none": "Riool;riool;BU99990001;31-02-2028;;;;0,2;",
    "a year of long ago": "Riool;riool;BU99990001;1912;;;;0,2;",
    "three years": "Riool;riool;BU99990001;2028, 2029, 2031;;;;0,2;",
    "an unknown kind": "Riool;brug;BU99990001;2028;2029;;;0,2;",
    "a share in percent": "Riool;riool;BU99990001;2028;2029;;;25;",
    "a share of none": "Riool;riool;BU99990001;2028;2029;;;0;",
    "a share below none": "Riool;riool;BU99990001;2028;2029;;;-0,2;",
    "a share in words": "Riool;riool;BU99990001;2028;2029;;;veel;",
    "a share of 1e400": "Riool;riool;BU99990001;2028;2029;;;1e400;",
    "no share": "Riool;riool;BU99990001;2028;2029;;;;",
    "a window reversed": "Riool;riool;BU99990001;2028;2029;2030;2027;0,2;",
    "outside its window": "Riool;riool;BU99990001;2028;2029;2029;2031;0,2;",
    "a budget in words": "Riool;riool;BU99990001;2028;2029;;;0,2;veel",
    "a budget below nought": "Riool;riool;BU99990001;2028;2029;;;0,2;-5",
    "control signs": "Ri\x1b[2Jool;riool;Atl\x1b[2J;2028;2029;;;0,2;",
}
MAPS = {
    "on the moon": [5e8, 52e8],
    "in Brussels": [4.35, 50.85],
    "in Ghana": [0.1, 0.1],
    "elsewhere in the country": [5.48, 51.44],
    "infinite": [1e999, 52],
    "texts": ["a", "b"],
}


def _map(*places, **properties):
    features = [
        {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": place}}
        for place in places
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _case(name, file, content, *more):
    arguments = ("agenda", "--make", "eigen", "--works", "{folder}/" + file, *more)
    return Case(f"works: {name}", arguments, {file: as_bytes(content)})


def cases():
    """Every bad calendar."""
    for name, text in TEXTS.items():
        yield _case(name, "werken.csv", text)
    for name, row in ROWS.items():
        kept = [] if name == "no share" else [SOUND]
        yield _case(name, "werken.csv", "\n".join([HEAD, *kept, row]))
    for name, place in MAPS.items():
        yield _case(name, "werken.geojson", _map(place, jaar=2028))
    yield _case("a map without years", "werken.geojson", _map([5.1, 52.5], naam="Riool"))
    mixed = _map([146_000, 507_000], [146_100, 507_000], [5.2, 52.5], jaar=2028)
    yield _case("two coordinate systems", "werken.geojson", mixed)
    yield Case(
        "works: a mapping alone",
        ("agenda", "--make", "eigen", "--mapping", "{folder}/koppel.csv"),
        {"koppel.csv": b"column;source column;factor\nshare;deel;1\n"},
    )
    for name, text in {
        "a mapping of a city": "residents;deel;1",
        "a mapping to nothing": "share;weg;1",
    }.items():
        head = "column;source column;factor\n"
        yield Case(
            f"works: {name}",
            (
                "agenda",
                "--make",
                "eigen",
                "--works",
                "{folder}/werken.csv",
                "--mapping",
                "{folder}/koppel.csv",
            ),
            {"werken.csv": as_bytes(f"{HEAD}\n{SOUND}"), "koppel.csv": as_bytes(head + text)},
        )
