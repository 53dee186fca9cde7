"""DESIGN's layout as data: imports point up the list, never down."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

EDGES = [
    *("store", "exchange.buurten", "exchange.geopackage", "exchange.excel", "exchange.kbs", "exchange.pdok"),
    *("exchange.bundle", "reports.workbook", "reports.document"),
]
# Row of every module of kans_model. A module imports from its own row and from rows above (lower numbers).
# A new module stands here before it can land.
ROWS = {
    "": 0,  # kans_model/__init__.py: the version, nothing else
    **dict.fromkeys(["problems", "texts", "numbers", "schemas", "tables"], 1),
    **dict.fromkeys(["rainfall", "effects", "risk", "synergy", "economics", "shares", "capital"], 2),
    **dict.fromkeys(["hazards", "hazards.pluvial", "hazards.heat", "hazards.drought", "hazards.flood"], 2),
    **dict.fromkeys(["areas", "filling", "city", "scenario", "assumptions", "ambition"], 3),
    **dict.fromkeys(["room", "portfolio", "actors", "instruments", "financing", "policy", "programme"], 3),
    **dict.fromkeys(["baseline", "evaluation", "costlines", "incidence", "ledger", "study"], 4),
    **dict.fromkeys(["financeranges", "financesummary", "splitsearch"], 5),
    **dict.fromkeys(["draws", "citytotals", "cluster", "ensemble", "lookup", "ranges"], 5),
    **dict.fromkeys(["national", "optimiser", "ranking", "summary"], 5),
    **dict.fromkeys(
        ["headline", "sampling", "robustness", "sensitivity", "tornado", "information", "discovery"], 5
    ),
    **dict.fromkeys(["benefit", "question", "columns", "rows", "tangents", "program"], 5),
    **dict.fromkeys(["statement", "proof", "conflicts", "financelimits"], 5),
    **dict.fromkeys(["front", "alternatives", "robust", "reasons", "optimumsummary", "decomposition"], 5),
    **dict.fromkeys(["samemoney", "variants"], 5),
    # what edges share stands above them
    **dict.fromkeys(["exchange.vectorfile", "exchange.figures", "exchange.synonyms"], 5),
    "exchange.importreport": 5,
    **dict.fromkeys(["exchange", "reports", "cli"], 6),
    **dict.fromkeys(EDGES, 6),
}
# Modules that do not import each other, although they share a row.
STRANGERS = [
    {"hazards.pluvial", "hazards.heat", "hazards.drought", "hazards.flood"},
    set(EDGES),
]
COMMAND_LINE = "cli"  # the one edge that may import other edges and start the screens
PAGES = {
    *("app", "stresstest", "risicodialoog", "maatregelen", "vergelijken"),
    *("financiering", "uitvoeringsagenda", "beleid", "netwerk"),
}
SCREENS = {"panel", "panel_material_ui", "bokeh", "holoviews", "hvplot", "geoviews"}


def imported(source, package):
    """Names of all modules (or of names in them) that the source imports, relative ones made absolute."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")
            base = parents[: len(parents) - node.level + 1] if node.level else []
            base = ".".join([*base, *([node.module] if node.module else [])])
            names.update(f"{base}.{alias.name}" for alias in node.names)
    return names


def module_in(name, package, known):
    """The known module of the package that an imported name means, or None when it is of another package."""
    parts = name.split(".")
    if parts[0] != package:
        return None
    parts = parts[1:]
    while parts and ".".join(parts) not in known:
        parts = parts[:-1]
    return ".".join(parts)


def model_breaches(module, source, is_package=False):
    """One sentence per import of a kans_model module that points the wrong way."""
    if module not in ROWS:
        return [f"kans_model.{module} is not placed: give it a row in ROWS"]
    package = "kans_model" + (f".{module}" if module else "")
    names = imported(source, package if is_package else package.rpartition(".")[0])
    breaches = []
    for name in sorted(names):
        top = name.split(".")[0]
        if top in SCREENS or (top == "dashboards" and module != COMMAND_LINE):
            breaches.append(f"{module} imports {top}: the model knows no screens")
        other = module_in(name, "kans_model", ROWS)
        if not other or other == module:
            continue
        if ROWS[other] > ROWS[module]:
            breaches.append(f"{module} (row {ROWS[module]}) imports {other} (row {ROWS[other]}) below it")
        if any(module in group and other in group for group in STRANGERS):
            breaches.append(f"{module} imports {other}: they share a row and stay strangers")
    return breaches


def page_breaches(path, source):
    """One sentence per import of a file that points the wrong way; the path is within dashboards."""
    module = ".".join(Path(path).with_suffix("").parts)
    if "." not in module and module not in PAGES:
        return [f"dashboards.{module} is no page: give it a place in PAGES, or put it in parts"]
    if module == "app":
        return []
    names = imported(source, ".".join(["dashboards", *Path(path).parent.parts]))
    pages = {module_in(name, "dashboards", PAGES) for name in names} | {name.split(".")[0] for name in names}
    pages = pages & PAGES - {module}
    return [f"{module} imports the page {page}: only app may" for page in sorted(pages)]


def test_imports_of_the_model_point_up():
    breaches = []
    for path in sorted((ROOT / "kans_model").rglob("*.py")):
        parts = path.relative_to(ROOT / "kans_model").with_suffix("").parts
        is_package = parts[-1] == "__init__"
        module = ".".join(parts[:-1] if is_package else parts)
        breaches += model_breaches(module, path.read_text(encoding="utf-8"), is_package)
    assert not breaches, "\n".join(breaches)


def test_pages_do_not_import_pages():
    breaches = []
    for path in sorted((ROOT / "dashboards").rglob("*.py")):
        breaches += page_breaches(path.relative_to(ROOT / "dashboards"), path.read_text(encoding="utf-8"))
    assert not breaches, "\n".join(breaches)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("risk", "from kans_model.study import Study"),
        ("risk", "def f():\n    from kans_model import study"),
        ("hazards.heat", "from .pluvial import curve"),
        ("hazards.heat", "from kans_model.hazards import flood"),
        ("exchange.buurten", "from kans_model.exchange.geopackage import write_city"),
        ("store", "import kans_model.reports.document"),
        ("city", "from .exchange import geopackage"),
        ("study", "import panel as pn"),
        ("study", "from dashboards.parts import theme"),
        ("unplaced", ""),
    ],
)
def test_an_import_that_points_down_is_found(module, source):
    assert len(model_breaches(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        (
            "study",
            "from kans_model import __version__\nfrom kans_model.hazards import heat\nfrom . import city",
        ),
        ("hazards.heat", "from ..risk import expected_annual_damage_eur"),
        ("cli", "from dashboards.parts import server\nfrom kans_model.exchange import buurten, geopackage"),
    ],
)
def test_an_import_that_points_up_is_allowed(module, source):
    assert model_breaches(module, source) == []


@pytest.mark.parametrize(
    ("path", "source", "n_breaches"),
    [
        ("app.py", "from dashboards import maatregelen", 0),
        ("maatregelen.py", "from dashboards.parts import charts", 0),
        ("maatregelen.py", "from dashboards import stresstest", 1),
        ("maatregelen.py", "from stresstest import page", 1),
        ("parts/charts.py", "from ..maatregelen import page", 1),
        ("charts.py", "", 1),
    ],
)
def test_a_page_that_imports_a_page_is_found(path, source, n_breaches):
    assert len(page_breaches(path, source)) == n_breaches
