"""Study files that are none, or hold what cannot be."""

import json

from kans_model.city.city import City
from kans_model.study.study import Study
from tests.bad_inputs.case import Case, as_bytes
from tests.fixtures.full_study import GONE, changed

DEEP = "[" * 100_000 + "]" * 100_000
TEXTS = {
    "empty": "",
    "blank": " \n",
    "brace": "{",
    "list": "[]",
    "null": "null",
    "number": "3",
    "text": '"studie"',
    "deep list": DEEP,
    "deep object": '{"a":' * 100_000,
    "half a file": '{"schema": 1, "city": {"na',
    "two objects": "{}{}",
    "trailing comma": '{"schema": 1,}',
    "single quotes": "{'schema': 1}",
    "no schema": "{}",
    "schema of tomorrow": '{"schema": 99}',
    "schema as text": '{"schema": "1"}',
    "html": "<html><body>404</body></html>",
    "csv": "code;inwoners\nBU1;3\n",
    "utf-16": '{"schema": 1}'.encode("utf-16"),
    "zeros": b"\0" * 100,
    "noise": bytes(range(256)),
    "zip": b"PK\x03\x04" + b"\0" * 50,
}
"""Whole files."""

PACKAGE = ("portfolios", 0)
PLACES = {
    ("city",): [None, [], 3, {}, "Voorbeeldstad"],
    ("city", "content_hash"): [None, "", "x", "0" * 64, 5, ["0" * 64]],
    ("city", "name"): [None, [], GONE],
    ("city", "corrections"): [None, [], {"BU9": {"soil": "peat"}}, {"BU99990001": {"moon": 1}},
                              {"BU99990001": {"residents": -1}}, {"BU99990001": {"residents": "veel"}},
                              {"BU99990001": {"geometry": None}}, {"BU99990001": None}],
    ("scenario",): [None, [], {}, GONE, {"climate": "Hd"}],
    ("scenario", "climate"): [None, "warm", 3],
    ("scenario", "base_year"): [None, 1900, 2027.5, "2027", True, 10**300],
    ("scenario", "period_years"): [0, -1, 10**9],
    ("scenario", "co_benefits"): [None, {}, ["geluk"], [None], "property_single_task",
                                  ["tree_benefit_each", "tree_benefit_the_hague_each"]],
    ("assumptions",): [None, [], {}, {"own": None}, {"own": []}],
    ("assumptions", "own"): [{"maan": {"value": 1, "reason": ""}}, {"wadi:capex_eur": {"value": 80}},
                             {"wadi:capex_eur": {"value": 1e9, "reason": ""}}, {"wadi:capex_eur": 80},
                             {"wadi:capex_eur": {"value": None, "reason": ""}}],
    ("ambition",): [None, [], {"thresholds": None}, {"vulnerable": ["BU9"]}, {"equity_share": 2}],
    ("ambition", "thresholds"): [[{"hazard": "regen", "most_eur_per_year": 1}], [3], [{}],
                                 [{"hazard": "heat", "most_eur_per_year": -1}],
                                 [{"hazard": "heat", "most_eur_per_year": 1, "hard": "ja"}],
                                 [{"hazard": "heat", "most_eur_per_year": 1, "area": "BU9"}],
                                 [{"hazard": "heat", "most_eur_per_year": 1}] * 2],
    ("ambition", "weights"): [{"geluk": 1}, {"avoided": -1}, {"avoided": "1"}],
    ("portfolios",): [None, {}, [], "eigen", [None], [3], [{}], GONE],
    (*PACKAGE, "id"): [None, "", 5, "niets_doen", GONE],
    (*PACKAGE, "title"): [None, 5, GONE, "x" * 5000],
    (*PACKAGE, "budget_eur"): ["veel", -1, True, 1e300],
    (*PACKAGE, "best_first"): ["ja", 1, None],
    (*PACKAGE, "choices"): [None, [], {"maan": {}}, {"wadi": None}, {"wadi": {"uptake": 0.1}}, GONE],
    (*PACKAGE, "choices", "wadi", "uptake"): [None, -0.1, 1.1, "0,3", True],
    (*PACKAGE, "choices", "wadi", "targeting"): [None, "overal", "worked_out", 3],
    (*PACKAGE, "choices", "wadi", "areas"): [None, "BU99990001", ["BU9"], [3], {}],
    (*PACKAGE, "choices", "wadi", "pattern"): [[], {"BU99990001": -1}, {"BU9": 1}],
    (*PACKAGE, "explicit"): [None, [], {"wadi": None}, {"wadi": {"BU99990001": -1}}, GONE,
                             {"wadi": {"BU99990001": "x"}}, {"wadi": {"BU9": 1}}, {"maan": {}}],
    (*PACKAGE, "question"): [None, [], {"goal": 3}, {"thresholds": [{}]}, {"geluk": 1}],
    ("splits",): [None, {}, [None], [{}], [{"id": "a", "title": "A", "preset": "niemand"}],
                  [{"id": "a", "title": "A", "preset": "baten", "own": {"*:*:*": {"gemeente": 3}}}],
                  [{"id": "a", "title": "A", "preset": "baten", "instruments": ["regen"]}],
                  [{"id": "a", "title": "A", "preset": "baten", "loans": {"waterschap": {"years": 0}}}],
                  *([{"id": "a", "title": "A", "preset": "baten", "levy_costs": costs}] for costs in (
                      {"overhead_share": "tien"}, {"remission_share": 0.9}, {"sweeping_eur": -1},
                      {"koffie": 1})),
                  *([{"id": "a", "title": "A", "preset": "baten", "levy_today": today}] for today in (
                      {"whole_costs_eur": 0}, {"whole_yield_eur": -1}, {"whole_costs_eur": "veel"},
                      {"whole_yield_eur": 2e9}, {"koffie": 1})),
                  [{"id": "a", "title": "A", "preset": "baten"}] * 2],
    ("actors",): [None, [], {"names": {"iemand": "x"}}, {"joined": {"waterschap": "maan"}},
                  {"added": {"park": {}}}, {"added": {"park": {"name": "Park", "like": "maan"}}}],
    ("policy",): [None, [], {"sets": None}, {"sets": [{}]}, {"chosen": "geen"}, {"first_year": 2060},
                  {"new_dwellings_per_year": -1}, {"renovation_rate": 2},
                  *({"sets": [{"id": "a", "title": "A", "levers": levers}]} for levers in (
                      [{"id": "s", "kind": "wens", "start": 2030}],
                      [{"id": "s", "kind": "subsidy", "start": 2030, "subsidy_share": 1.5}],
                      [{"id": "s", "kind": "subsidy", "start": 2090}],
                      [{"id": "s", "kind": "subsidy", "start": 2030, "measures": ["street_tree"]}],
                      [{"id": "s", "kind": "subsidy", "start": 2030, "areas": ["BU9"]}],
                      [{"id": "n", "kind": "norm_new_build", "start": 2030, "norm_mm": 0}],
                      [{"id": "n", "kind": "norm_new_build", "start": 2030, "norm_mm": 500}],
                      [{"id": "n", "kind": "norm_new_build", "start": 2030},
                       {"id": "a", "kind": "agreement_developer", "start": 2030}]))],
    ("seed",): [None, "5", -1, 1.5, 10**400, True],
    ("extra",): [1],
}  # fmt: skip
"""Place in the file → what may not stand there."""


def cases():
    """Every bad study, for the commands that open one in turn."""
    values = Study.default(City.demo()).to_dict()
    texts = {f"study: {name}": text for name, text in TEXTS.items()}
    whole = json.dumps(values)
    texts["study: half a character"] = whole.replace("Eigen pakket", "\\ud800")
    texts["study: NaN"] = whole.replace("2027", "NaN", 1)
    texts["study: infinity"] = whole.replace('"budget_eur": null', '"budget_eur": 1e999')
    texts["study: a key twice"] = whole.replace('"seed"', '"seed": 1, "seed"')
    texts["study: deep in a part"] = whole.replace('"explicit": {}', f'"explicit": {DEEP}')
    for path, odds in PLACES.items():
        for number, odd in enumerate(odds):
            texts[f"study: {'.'.join(map(str, path))} {number}"] = json.dumps(changed(values, path, odd))
    commands = (("evaluate",), ("finance",), ("national",), ("optimise", "--budget-eur", "1e6"))
    for turn, (name, text) in enumerate(texts.items()):
        command = commands[turn % len(commands)]
        yield Case(name, (*command, "--study", "{folder}/studie.json"), {"studie.json": as_bytes(text)})
