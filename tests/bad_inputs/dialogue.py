"""Tables of partners and limits that are none, or hold what cannot be."""

from tests.bad_inputs.case import Case, as_bytes

PARTNERS = {
    "empty": "",
    "head only": "Partner;Hitte",
    "a partner twice": "Partner;Hitte\nGGD;1\nggd;2",
    "a column twice": "Partner;Hitte;heat\nGGD;1;2",
    "an unknown subject": "Partner;Lawaai\nGGD;1",
    "no name": "Partner;Hitte\n;2",
    "all weights zero": "Partner;Hitte;Wateroverlast\nGGD;0;0",
    "no weights": "Partner;Hitte\nGGD;",
    "a negative weight": "Partner;Hitte\nGGD;-2",
    "a weight in words": "Partner;Hitte\nGGD;veel",
    "an unknown party": "Partner;Partijen van de bekostiging;Hitte\nGGD;koning;2",
    "too many cells": "Partner;Hitte\nGGD;2;3",
    "noise": bytes(range(256)),
    "half a workbook": b"PK\x03\x04" + b"\0" * 60,
    "html": "<html></html>",
}
HEAD = "Indicator;Grens;Eenheid;Klasse;Wanneer;Plek;Uiterlijk;Norm"
LIMITS = {
    "empty": "",
    "head only": HEAD,
    "no unit column": "Indicator;Grens\nGroen;5",
    "without unit": f"{HEAD}\nGroen;5;;;;;;",
    "another unit": f"{HEAD}\nGroen;5;mm;;;;;",
    "an unknown indicator": f"{HEAD}\nLawaai;5;dB;;;;;",
    "no number": f"{HEAD}\nGroen;veel;%;;;;;",
    "more than all": f"{HEAD}\nGroen;130;%;;;;;",
    "an unknown place": f"{HEAD}\nGroen;5;%;;;Atlantis;;",
    "an unknown class": f"{HEAD}\nGroen;5;%;erg;;;;",
    "a year of long ago": f"{HEAD}\nGroen;5;%;onaanvaardbaar;;;1850;",
    "unacceptable without a year": f"{HEAD}\nGroen;5;%;onaanvaardbaar;;;;",
    "another moment": f"{HEAD}\nGroen;5;%;;2050;;;",
    "an unknown norm": f"{HEAD}\nGroen;5;%;;;;;Onzin",
    "a norm for new build": f"{HEAD}\nWaterdiepte bij een overstroming;0,5;m;;100;;;zh_building_depth",
    "a norm nobody read": f"{HEAD}\nGroen;5;%;;;;;maatlat_green_share",
    "the same twice": f"{HEAD}\nGroen;5;%;;;;;\nGroen;6;%;;;;;",
    "two that contradict": f"{HEAD}\ndeaths;3;1/yr;onaanvaardbaar;2050;;2040;\ndeaths;4;1/yr;;2050;;;",
    "zeros": b"\0" * 64,
}


def cases():
    """Every bad table."""
    for option, texts in (("partners", PARTNERS), ("limits", LIMITS)):
        for name, text in texts.items():
            arguments = ("dialogue", f"--{option}", "{folder}/tabel.csv")
            yield Case(f"{option}: {name}", arguments, {"tabel.csv": as_bytes(text)})
    for place in ("flood_depth=1", "deaths@Atlantis=3", "lawaai=3", "deaths:1850=3", "green=120"):
        yield Case(f"limit {place}", ("optimise", "--budget", "3e7", "--threshold", place))
