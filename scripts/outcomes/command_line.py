"""What the command line says."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.outcomes.cases import HORIZONS, LANGUAGES, PACKAGES, SPLITS
from scripts.outcomes.checkout import Checkout
from scripts.outcomes.record import Outcomes, told


@dataclass
class Cases:
    """Commands by the name that their outcome gets."""

    commands: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, name: str, *arguments: object) -> None:
        """Add a command; its arguments become text."""
        assert name not in self.commands, name
        self.commands[name] = tuple(map(str, arguments))

    def write(self, checkout: Checkout, outcomes: Outcomes, folder: str) -> None:
        """Run them and write what each said."""
        for (name, command), said in zip(
            self.commands.items(), checkout.say(list(self.commands.values())), strict=True
        ):
            asked = f"$ kans {' '.join(command)}\nexit code {said.code}"
            outcomes.write(f"{folder}/{name}.txt", f"{asked}\n--- out\n{said.out}--- err\n{said.err}")


def write_command_line(checkout: Checkout, outcomes: Outcomes, cities: Sequence[str], fast: bool) -> None:
    """Everything the command line says and writes."""
    outcomes.clear("cli")
    for make, folder in ((help_cases, "help"), (error_cases, "errors"), (tiny_cases, "tiny")):
        told(f"cli {folder}")
        make(checkout, fast).write(checkout, outcomes, f"cli/{folder}")
    for city in cities:
        told(f"cli {city}")
        file = city_file(checkout, outcomes, city, f"cli/{city}")
        city_cases(checkout, city, file, fast).write(checkout, outcomes, f"cli/{city}")
        saved_study_cases(checkout, city, file, fast).write(checkout, outcomes, f"cli/{city}")
    for path in sorted(checkout.work.iterdir()):
        outcomes.keep(f"cli/files/{path.name}", path)


def help_cases(_checkout: Checkout, _fast: bool) -> Cases:
    """What each command does."""
    cases = Cases()
    cases.add("kans", "--help")
    cases.add("nothing")
    for name in ("city", "check", "evaluate", "ensemble", "finance", "optimise", "serve"):
        cases.add(name, name, "--help")
    cases.add("city_import", "city", "import", "--help")
    return cases


TINY_WRONG = {
    "no_study.json": "[]",
    "half_study.json": '{"schema": 1, "city": 3}',
    "no_map.gpkg.bin": "this is no map",
    "other_codes.csv": "buurtcode;aantal inwoners\nQ1;100\nQ2;200\n",
    "wrong_numbers.csv": "buurtcode;aantal inwoners\nB0;-5\nB1;veel\nB2;300\n",
    "no_code.csv": "wat;aantal inwoners\nx;100\n",
    "no_rules.csv": "a,b\n1,2\n",
}
RULES = """funding,payer,name_nl,name_en,measures,themes,share,from_year,to_year,yearly_ceiling_eur
green,provincie,Groenregeling,Green scheme,wadi;street_tree,,0.3,2027,2040,500000
water,waterschap,Waterregeling,Water scheme,,pluvial,0.1,,,
"""
TINY_FIGURES = """buurtcode;aantal inwoners;aantal huishoudens;percentage 65 jaar en ouder;onbekende kolom
B0;1200;600;18,5;x
B1;800;350;.;x
B2;300;140;25,0;x
B3;-;700;12,0;x
B4;2100;1000;15,5;x
Z9;10;5;1,0;x
"""


def write_tiny_city(folder: Path) -> None:
    """A map of six squares and files that go with it, right and wrong ones."""
    squares = []
    for n in range(6):
        x, y = 160_000 + 700 * (n % 3), 383_000 + 700 * (n // 3)
        ring = [[x, y], [x + 700, y], [x + 700, y + 700], [x, y + 700], [x, y]]
        squares.append(
            {
                "type": "Feature",
                "properties": {"buurtcode": f"B{n}", "buurtnaam": f"Buurt {n}"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    tiny = {"type": "FeatureCollection", "crs": crs, "features": squares}
    (folder / "tiny.geojson").write_text(json.dumps(tiny), encoding="utf-8")
    double = {**tiny, "features": [*squares, squares[0]]}
    (folder / "double.geojson").write_text(json.dumps(double), encoding="utf-8")
    (folder / "tiny.csv").write_text(TINY_FIGURES, encoding="utf-8")
    for name, text in {**TINY_WRONG, "rules.csv": RULES}.items():
        (folder / name).write_text(text, encoding="utf-8")


WRONG: dict[str, tuple[str, ...]] = {
    "command": ("toverij",),
    "option": ("evaluate", "--toverij"),
    "value": ("ensemble", "--draws", "veel"),
    "horizon": ("evaluate", "--horizon", "2075"),
    "package": ("evaluate", "--portfolio", "mooi"),
    "city": ("evaluate", "--city", "nergens.gpkg"),
    "city_text": ("evaluate", "--city", "no_map.gpkg.bin"),
    "study": ("evaluate", "--study", "nergens.json"),
    "study_list": ("evaluate", "--study", "no_study.json"),
    "study_half": ("evaluate", "--study", "half_study.json"),
    "check": ("check", "nergens.gpkg"),
    "check_text": ("check", "no_map.gpkg.bin"),
    "check_map": ("check", "tiny.geojson"),
    "draws": ("ensemble", "--draws", "0"),
    "seed": ("ensemble", "--seed", "-1"),
    "workers": ("ensemble", "--workers", "0"),
    "split": ("finance", "--split", "niemand"),
    "finance_package": ("finance", "--portfolio", "mooi"),
    "rules": ("finance", "--rules", "nergens.csv"),
    "rules_columns": ("finance", "--rules", "no_rules.csv"),
    "workbook": ("finance", "--xlsx", "nergens/boek.xlsx"),
    "budget": ("optimise",),
    "budget_zero": ("optimise", "--budget-eur", "0"),
    "budget_below": ("optimise", "--budget-eur", "-3"),
    "pair": ("optimise", "--budget-eur", "1e6", "--pin", "wadi=veel"),
    "pin_unknown": ("optimise", "--budget-eur", "1e6", "--pin", "toverij=0.1"),
    "pin_much": ("optimise", "--budget-eur", "1e6", "--pin", "wadi=0.9"),
    "pin_ban": ("optimise", "--budget-eur", "1e6", "--pin", "wadi=0.1", "--ban", "wadi"),
    "threshold": ("optimise", "--budget-eur", "1e6", "--threshold", "heat=1000"),
    "threshold_theme": ("optimise", "--budget-eur", "1e6", "--threshold", "storm=1000"),
    "threshold_area": ("optimise", "--budget-eur", "1e6", "--threshold", "heat@Q9=1000"),
    "optimise_split": ("optimise", "--budget-eur", "1e6", "--split", "niemand"),
    "front": ("optimise", "--budget-eur", "1e6", "--front", "1"),
    "goal": ("optimise", "--budget-eur", "1e6", "--goal", "geluk"),
    "slack": ("optimise", "--budget-eur", "1e6", "--alternatives", "7"),
    "save": ("optimise", "--budget-eur", "1e6", "--save", "nergens/studie.json"),
    "serve": ("serve", "--city", "nergens.gpkg"),
    "import_nothing": ("city", "import"),
}
"""Commands that cannot be done, by what is wrong with them."""


def error_cases(checkout: Checkout, fast: bool) -> Cases:
    """What cannot be done and why, in every language that is asked for."""
    write_tiny_city(checkout.work)
    wrong = dict(WRONG)
    tables = ("nergens.csv", "other_codes.csv", "wrong_numbers.csv", "no_code.csv")
    imports: dict[str, tuple[str, ...]] = {
        "map": ("nergens.gpkg",),
        "text": ("no_map.gpkg.bin",),
        "double": ("double.geojson",),
        "soil": ("tiny.geojson", "--soil", "goud"),
        "mapping": ("tiny.geojson", "--mapping", "nergens.csv"),
        **{Path(table).stem: ("tiny.geojson", table) for table in tables},
    }
    named = ("--name", "X", "-o", "wrong.gpkg")
    wrong |= {f"import_{name}": ("city", "import", *files, *named) for name, files in imports.items()}
    cases = Cases()
    cases.add("language", "evaluate", "--lang", "fr")
    for name, command in wrong.items():
        takes_language = name not in ("command", "option", "value", "import_nothing")
        for lang in LANGUAGES[: 1 if fast or not takes_language else None]:
            cases.add(f"{name}.{lang}", *command, *(("--lang", lang) if takes_language else ()))
    return cases


def tiny_cases(_checkout: Checkout, fast: bool) -> Cases:
    """A city of six squares, of which little is known."""
    cases = Cases()
    kinds = {"map": (), "table": ("tiny.csv",)}
    for kind, tables in kinds.items():
        for lang in LANGUAGES[: 1 if fast else None]:
            file = f"tiny_{kind}_{lang}.gpkg"
            cases.add(
                f"import_{kind}.{lang}",
                *("city", "import", "tiny.geojson", *tables, "--name", "Klein", "-o", file),
                *(("--soil", "clay") if kind == "table" else ()),
                *("--lang", lang),
            )
            cases.add(f"check_{kind}.{lang}", "check", file, "--lang", lang)
            cases.add(f"evaluate_{kind}.{lang}", "evaluate", "--city", file, "--json", "--lang", lang)
    cases.add("finance", "finance", "--city", "tiny_table_nl.gpkg", "--portfolio", "alles", "--json")
    search = ("optimise", "--city", "tiny_table_nl.gpkg", "--budget-eur", "1e6")
    cases.add("optimise", *search, "--json")
    # whole numbers here only: in a larger city the search stops after some seconds, wherever it is then
    cases.add("optimise_whole", *search, "--whole-projects", "--json")
    return cases


def city_file(checkout: Checkout, outcomes: Outcomes, city: str, report_in: str) -> str:
    """What --city takes for this city; the example city is imported, once, by the checkout itself."""
    if city == "demo":
        return "demo"
    file = "example.gpkg"
    if not (checkout.work / file).exists():
        given = Path(os.environ["KANS_EXAMPLE_CITY"])
        cases = Cases()
        sources = (given / "buurten.gpkg", given / "kerncijfers.csv")
        cases.add("import.nl", "city", "import", *sources, "--name", "Eindhoven", "-o", file)
        english = ("--lang", "en", "--soil", "sand")
        cases.add("import.en", "city", "import", *sources, "--name", "E", "-o", "example_en.gpkg", *english)
        cases.write(checkout, outcomes, report_in)
    return file


def city_cases(checkout: Checkout, city: str, file: str, fast: bool) -> Cases:
    """The numbers of one city, as every command gives them."""
    cases, at = Cases(), ("--city", file)
    for lang in LANGUAGES:
        cases.add(f"check.{lang}", "check", file, "--lang", lang)
    for horizon in HORIZONS:
        for lang in LANGUAGES:
            for form in ("json", "csv"):
                how = (f"--{form}", "--lang", lang)
                cases.add(f"evaluate.{horizon}.{lang}.{form}", "evaluate", *at, "--horizon", horizon, *how)
    for package in PACKAGES:
        cases.add(f"evaluate.{package}", "evaluate", *at, "--portfolio", package, "--json")
    cases.add("evaluate.plain", "evaluate", *at)
    add_ensembles(cases, at, fast)
    add_finances(cases, at, city, fast)
    add_searches(cases, at, city, fast)
    return cases


def add_ensembles(cases: Cases, at: Sequence[str], fast: bool) -> None:
    """How sure packages are."""
    cases.add("ensemble.nl", "ensemble", *at, "--draws", 2000, "--json")
    if not fast:
        cases.add("ensemble.en", "ensemble", *at, "--draws", 2000, "--lang", "en")
        cases.add("ensemble.seed", "ensemble", *at, "--draws", 1000, "--seed", 5, "--portfolio", "alles")


def add_finances(cases: Cases, at: Sequence[str], city: str, fast: bool) -> None:
    """Who pays, for every package under every split; workbooks of some."""
    pairs = [(package, split) for package in PACKAGES for split in SPLITS]
    if fast:
        pairs = [("meekoppelen", "eigenaar"), ("alles", "baten"), ("eigen", "gelijk")]
    for package, split in pairs:
        chosen = ("--portfolio", package, "--split", split)
        cases.add(f"finance.{package}.{split}", "finance", *at, *chosen, "--json")
    cases.add("finance.en", "finance", *at, "--portfolio", "alles", "--lang", "en")
    cases.add("finance.rules", "finance", *at, "--portfolio", "alles", "--rules", "rules.csv", "--json")
    books = [("meekoppelen", "eigenaar", "nl"), ("alles", "baten", "en"), ("eigen", "gelijk", "nl")]
    for package, split, lang in books[: 1 if fast else None]:
        book = f"{city}_{package}_{split}_{lang}.xlsx"
        which = ("--portfolio", package, "--split", split, "--lang", lang, "--xlsx", book)
        cases.add(f"workbook.{package}.{split}.{lang}", "finance", *at, *which)


def add_searches(cases: Cases, at: Sequence[str], city: str, fast: bool) -> None:
    """The best packages: every goal and demand once."""
    money = ("--budget-eur", "2e7")
    forms: dict[str, tuple[str, ...]] = {
        "avoided": (*money, "--json"),
        "text.nl": money,
        "text.en": (*money, "--lang", "en"),
        "npv": ("--goal", "npv", "--json"),
        "cheapest": ("--goal", "cheapest", "--threshold", "pluvial=2e6", "--json"),
        "save.nl": (*money, "--save", f"{city}_optimum_nl.json"),
        "demands": (
            *money,
            "--pin",
            "wadi=0.05",
            "--cap",
            "street_tree=0.5",
            "--ban",
            "heat_plan",
            "--private-most",
            "0.3",
            "--horizon",
            "2100",
            "--json",
        ),
        "soft": (*money, "--threshold", "heat=1e5", "--soft", "--json"),
    }
    slow: dict[str, tuple[str, ...]] = {
        "save.en": (*money, "--save", f"{city}_optimum_en.json", "--lang", "en"),
        "weighted": ("--goal", "weighted", *money, "--json"),
        "split": (*money, "--split", "eigenaar", "--json"),
        "front": (*money, "--front", "6", "--json"),
        "alternatives": (*money, "--alternatives", "0.05", "--json"),
        "threshold_en": (*money, "--threshold", "pluvial=2e6", "--lang", "en"),
    }
    for name, form in (forms if fast else forms | slow).items():
        cases.add(f"optimise.{name}", "optimise", *at, *form)


def saved_study_cases(checkout: Checkout, city: str, file: str, fast: bool) -> Cases:
    """The study that a search saved, and that study with other choices for each switch of its scenario."""
    cases = Cases()
    saved = checkout.work / f"{city}_optimum_nl.json"
    if not saved.exists():
        return cases
    study = json.loads(saved.read_text(encoding="utf-8"))
    study["portfolios"][-1]["id"] = "optimum"  # a package gets a random id, which the study's hash is made of
    scenarios = {"saved": study["scenario"]}
    for key, values in () if fast else OTHER_CHOICES.items():
        scenarios |= {f"{key}.{value}": {**study["scenario"], key: value} for value in values}
    for name, scenario in scenarios.items():
        path = checkout.work / f"{city}_{name}.json"
        path.write_text(json.dumps({**study, "scenario": scenario}), encoding="utf-8")
        given = ("--city", file, "--study", path.name)
        cases.add(f"study.{name}", "evaluate", *given, "--portfolio", "optimum", "--json")
        cases.add(f"study.{name}.finance", "finance", *given, "--portfolio", "optimum", "--json")
    return cases


OTHER_CHOICES: dict[str, tuple[object, ...]] = {
    "climate": ("M", "Ln", "nu"),
    "rain_regime": ("low",),
    "duration_min": (120,),
    "heat_value": ("vsl",),
    "discount": ("physical_2016",),
    "period_years": (30,),
    "co_benefits": ([],),
}
"""Choices of a scenario other than those a study starts with."""
