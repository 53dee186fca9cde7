"""The rooms of the house and who may import whom, as data: imports point down, never up."""

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import kans_model

ROOT = Path(__file__).parents[1]

GROUND = ("data_folder", "words", "tables", "computing", "solver")
PLACE = ("hazards", "city", "outlook", "measures", "evaluation")
CHOICES = ("dialogue", "policy", "finance", "programme")
QUESTIONS = ("comparison", "uncertainty", "optimum", "chain")
# Each room of kans_model with the rooms it may import; a new room stands here before it can land.
MODEL = {
    "": (),
    "data_folder": (),
    "words": ("data_folder",),
    "tables": ("data_folder", "words"),
    "computing": ("words",),
    "solver": (),
    "hazards": (),
    "city": GROUND,
    "outlook": GROUND,
    "measures": (*GROUND, "hazards"),
    "evaluation": (*GROUND, "hazards", "measures", "outlook"),
    "dialogue": GROUND,
    "finance": (*GROUND, "outlook", "measures", "evaluation"),
    "policy": (*GROUND, "outlook", "measures", "evaluation", "dialogue", "finance"),
    "programme": (*GROUND, "outlook", "measures", "evaluation", "dialogue", "finance"),
    "study": (*GROUND, *PLACE, *CHOICES),
    "comparison": (*GROUND, *PLACE, *CHOICES, "study"),
    "uncertainty": (*GROUND, *PLACE, *CHOICES, "study", "comparison"),
    "optimum": (*GROUND, *PLACE, *CHOICES, "study", "comparison", "uncertainty"),
    "chain": (*GROUND, *PLACE, *CHOICES, "study", "comparison"),
    "exchange": (*GROUND, *PLACE, *CHOICES, "study"),
    "store": (*GROUND, *PLACE, *CHOICES, "study", "exchange"),
    "reports": (*GROUND, *PLACE, *CHOICES, "study", *QUESTIONS),
    "network": (*GROUND, *PLACE, *CHOICES, "study", *QUESTIONS, "store", "exchange"),
    "commands": (*GROUND, *PLACE, *CHOICES, "study", *QUESTIONS, "store", "exchange", "reports", "network"),
    "cli": ("commands",),
}
PAGES = (
    "overzicht",
    "stresstest",
    "risicodialoog",
    "maatregelen",
    "vergelijken",
    "financiering",
    "uitvoeringsagenda",
    "beleid",
    "netwerk",
    "gegevens",
    "bronnen",
)
PARTS = ("parts.look", "parts.live", "parts.charts", "parts.frame", "parts.packages")
# The same for dashboards; kans_model is open to all of it. Sections of a page are that page's own.
SCREENS = {
    "parts.look": (),
    "parts.live": ("parts.look",),
    "parts.charts": ("parts.look", "parts.live"),
    "parts.frame": ("parts.look", "parts.live"),
    "parts.packages": ("parts.look", "parts.live", "parts.charts", "parts.frame"),
    "server": (),
    **{f"sections.{page}": PARTS for page in PAGES},
    **{page: (*PARTS, f"sections.{page}") for page in PAGES},
    "app": (*PARTS, "server", *PAGES),
}
# What `kans_model` offers to who is outside, from every room.
FACE = {f"kans_model.{name}" for name in kans_model.__all__}
MODEL[""] = tuple(room for room in MODEL if room)
HOUSES = {"kans_model": MODEL, "dashboards": SCREENS}
SCREEN_LIBRARIES = {"panel", "panel_material_ui", "bokeh", "holoviews", "hvplot", "geoviews", "dashboards"}


def imported(source):
    """Dotted names of all modules and names that the source imports, with the line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute here"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def room_of(name, house):
    """The room of a dotted name within a package: the longest one it starts with, '' for the package."""
    parts = name.split(".")[1:]
    for n in (2, 1):
        if ".".join(parts[:n]) in HOUSES[house]:
            return ".".join(parts[:n])
    return ".".join(parts) if parts and parts[0] != "__version__" and house == "dashboards" else ""


def breaches(path, source):
    """One sentence per import of a file, named from the root, that its room may not have."""
    house, *rest = Path(path).with_suffix("").parts
    room = room_of(".".join([house, *(part for part in rest if part != "__init__")]), house)
    if room not in HOUSES[house] or (room == "" and rest != ["__init__"]):
        return [f"{path} stands in no room: give it one here"]
    found = []
    for line, name in imported(source):
        top = name.split(".")[0]
        if house == "kans_model" and top in SCREEN_LIBRARIES:
            found.append(f"{path}:{line} imports {name}: the model knows no screens")
        elif top == house:
            other = room_of(name, house)
            if name in FACE:
                found.append(f"{path}:{line} imports {name}: inside the house things come from their room")
            elif other not in (room, "", *HOUSES[house][room]):
                found.append(f"{path}:{line} imports {name}: {room} may not import {other or name}")
    return found


def python_files(house):
    return sorted((ROOT / house).rglob("*.py"))


@pytest.mark.parametrize("house", HOUSES)
def test_every_room_imports_only_what_it_may(house):
    found = []
    for path in python_files(house):
        found += breaches(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("house", HOUSES)
def test_the_rooms_stand_above_each_other(house):
    try:
        list(TopologicalSorter(HOUSES[house]).static_order())
    except CycleError as error:
        pytest.fail(f"rooms import each other in a circle: {error.args[1]}")


@pytest.mark.parametrize("house", HOUSES)
def test_no_modules_import_each_other_in_a_circle(house):
    known = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in python_files(house)}
    graph = {}
    for module, path in known.items():
        names = [name for _, name in imported(path.read_text(encoding="utf-8"))]
        graph[module] = {
            name if name in known else name.rpartition(".")[0]
            for name in names
            if name in known or name.rpartition(".")[0] in known
        } - {module}
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"modules import each other in a circle: {error.args[1]}")


def test_no_two_modules_have_the_same_name_in_one_package():
    names = [path.stem for path in python_files("kans_model") if path.stem != "__init__"]
    rooms = {path.parent.name for path in python_files("kans_model")}
    twice = {name for name in names if names.count(name) > 1}
    assert twice - rooms - NAMESAKES == set()


# A command, a report or an equation of a thing bears the thing's name, in another room than the thing.
NAMESAKES = {"agenda", "evaluate", "ensemble", "optimum", "heat", "financing", "evaluation", "works"}


def test_the_table_in_contributing_lists_the_rooms_as_they_are():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w.]+)` \|[^|]*\| ([^|]*) \|$", text, flags=re.MULTILINE)
    groups = {"*ground*": GROUND, "*place*": PLACE, "*choices*": CHOICES, "*questions*": QUESTIONS}
    listed, so_far = {}, {"data_folder"}
    for room, may in rows:
        named = set(re.findall(r"`([\w.]+)`", may))
        named |= {name for group, names in groups.items() if group in may for name in names}
        listed[room] = so_far.copy() if may == "everything above" else named
        so_far.add(room)
    rooms = {path.parent.name for path in (ROOT / "kans_model").glob("*/__init__.py")}
    assert set(listed) == rooms
    built = rooms | {"data_folder"}
    assert {room: may & built for room, may in listed.items()} == {
        room: set(MODEL[room]) & built for room in rooms
    }


def test_words_of_the_field_lead_to_files_that_are_there():
    """The table of words in CONTRIBUTING: every path is a module of the model, or a file from the root."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = text.split("| word | file |")[1].split("\n\n")[0]
    paths = [path for path in re.findall(r"`([\w./]+)`", rows) if "/" in path]
    assert len(paths) > 20
    missing = {
        path
        for path in paths
        if not (ROOT / path).is_file() and not (ROOT / "kans_model" / f"{path}.py").is_file()
    }
    assert missing == set()


@pytest.mark.parametrize(
    ("path", "source", "n_breaches"),
    [
        ("kans_model/hazards/annual_damage.py", "from kans_model.study.study import Study", 1),
        ("kans_model/hazards/annual_damage.py", "def f():\n    from kans_model.tables import table", 1),
        ("kans_model/evaluation/heat.py", "from kans_model.hazards import heat", 0),
        ("kans_model/evaluation/heat.py", "from kans_model.city.city import City", 1),
        ("kans_model/exchange/cbs.py", "import kans_model.reports.workbook", 1),
        ("kans_model/study/study.py", "import panel as pn", 1),
        ("kans_model/study/study.py", "from dashboards.parts.look import theme", 1),
        ("kans_model/study/study.py", "from kans_model import __version__", 0),
        ("kans_model/study/study.py", "from kans_model import City", 1),
        ("kans_model/loose.py", "", 1),
        ("kans_model/cellar/wine.py", "", 1),
        ("dashboards/app.py", "from dashboards import maatregelen", 0),
        ("dashboards/maatregelen.py", "from dashboards.parts.charts import area_map", 0),
        ("dashboards/maatregelen.py", "from dashboards import stresstest", 1),
        ("dashboards/maatregelen.py", "from dashboards.sections.stresstest import ranking", 1),
        ("dashboards/sections/maatregelen/buurt.py", "from dashboards.maatregelen import page", 1),
        ("dashboards/parts/charts/area_map.py", "from dashboards.parts.frame.shell import Shell", 1),
        ("dashboards/charts.py", "", 1),
    ],
)
def test_an_import_that_points_up_is_found_and_one_that_points_down_is_not(path, source, n_breaches):
    assert len(breaches(path, source)) == n_breaches
