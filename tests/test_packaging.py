"""The dependencies are listed once, pinned once, and the wheel stands on its own."""

import ast
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import kans_model

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEPENDENCIES = [Requirement(line) for line in PROJECT["dependencies"]]
EXTRAS = {
    extra: [Requirement(line) for line in lines] for extra, lines in PROJECT["optional-dependencies"].items()
}
DECLARED = [*DEPENDENCIES, *(one for extra in EXTRAS.values() for one in extra)]
PINS = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(), re.M)
}
# The environment the pins are made for, whatever this one is.
CI = default_environment() | {
    "sys_platform": "linux",
    "platform_system": "Linux",
    "os_name": "posix",
    "python_version": "3.11",
    "python_full_version": "3.11.2",
}


@pytest.mark.parametrize("requirement", DECLARED, ids=lambda requirement: requirement.name)
def test_a_dependency_has_a_lower_and_an_upper_bound_and_a_pin_between_them(requirement):
    operators = {specifier.operator for specifier in requirement.specifier}
    assert operators == {">=", "<"}
    assert requirement.specifier.contains(PINS[canonicalize_name(requirement.name)])


def test_constraints_hold_only_names_and_versions():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    odd = [line for line in lines if not re.fullmatch(r"#.*|[\w.-]+==[\w.]+", line)]
    assert odd == []
    assert not re.search(r"://|@|/", "\n".join(line for line in lines if not line.startswith("#")))


def test_every_package_the_tests_bring_in_is_pinned():
    """Walk from our own requirements through those of every installed package."""
    to_visit = [*DEPENDENCIES, *EXTRAS["test"]]
    visited, missing = set(), set()
    while to_visit:
        requirement = to_visit.pop()
        name = canonicalize_name(requirement.name)
        if (name, extras := frozenset(requirement.extras)) in visited:
            continue
        visited.add((name, extras))
        if name not in PINS:
            missing.add(name)
            continue
        for line in metadata.requires(name) or []:
            needed = Requirement(line)
            environments = [CI | {"extra": extra} for extra in (extras or {""})]
            if needed.marker is None or any(needed.marker.evaluate(one) for one in environments):
                to_visit.append(needed)
    assert missing == set()


def test_the_conda_environment_lists_nothing_of_its_own():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    python, pip, by_pip = environment["dependencies"]
    version = python.removeprefix("python=")
    assert f">={version}" == PROJECT["requires-python"]
    assert pip == "pip"
    assert by_pip == {"pip": ["--constraint constraints.txt", "--editable .[test,notebook]"]}
    assert set(EXTRAS) == {"test", "discovery", "bench", "notebook"}


@pytest.mark.parametrize(
    ("folders", "allowed"),
    [
        (["kans_model", "dashboards"], DEPENDENCIES + EXTRAS["discovery"]),
        (["tests", "scripts"], DEPENDENCIES + EXTRAS["test"]),
        (["benchmarks"], DEPENDENCIES + EXTRAS["test"] + EXTRAS["bench"]),
    ],
    ids=["product", "tests", "benchmarks"],
)
def test_every_import_is_declared(folders, allowed):
    own = {"kans_model", "dashboards", "scripts", "benchmarks", "tests"}
    known = {canonicalize_name(requirement.name) for requirement in allowed}
    distributions = metadata.packages_distributions()
    undeclared = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for module in top_level_imports(path) - own - sys.stdlib_module_names:
            packages = {canonicalize_name(name) for name in distributions.get(module, [module])}
            if not packages & known:
                undeclared.add(f"{path.relative_to(ROOT)}: {module}")
    assert sorted(undeclared) == []


def test_every_dependency_is_imported_by_the_product():
    distributions = metadata.packages_distributions()
    imported = set()
    for path in (path for folder in ("kans_model", "dashboards") for path in (ROOT / folder).rglob("*.py")):
        for module in top_level_imports(path):
            imported.update(canonicalize_name(name) for name in distributions.get(module, [module]))
    idle = [needed.name for needed in DEPENDENCIES if canonicalize_name(needed.name) not in imported]
    assert idle == []


def top_level_imports(path):
    """First part of the name of every module that a file imports, wherever in the file."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_the_version_is_the_same_everywhere():
    version = PROJECT["version"]
    publiccode = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    released = re.findall(r"^## \[(\d[^]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert kans_model.__version__ == version
    assert publiccode["softwareVersion"] == version
    assert released[0] == version


def test_publiccode_has_what_the_standard_asks():
    publiccode = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert publiccode["legal"]["license"] == PROJECT["license"] == "EUPL-1.2"
    assert (
        set(publiccode["localisation"]["availableLanguages"])
        == set(publiccode["description"])
        == {"nl", "en"}
    )
    for words in publiccode["description"].values():
        assert len(words["shortDescription"].strip()) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]


@pytest.mark.slow
def test_the_wheel_works_from_an_empty_folder(tmp_path):
    """Build, install into a fresh environment, run.

    The dependencies are borrowed from the running environment through a .pth file: that spares minutes of
    installing, and that their list is complete is what test_every_import_is_declared is for. Their editable
    kans-model is not borrowed with them, since .pth files in a borrowed folder are not read.
    """
    wheel = build_wheel(tmp_path / "wheel")
    python = fresh_environment(tmp_path / "venv")
    run("-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    empty = tmp_path / "empty"
    empty.mkdir()
    kans = python.with_name("kans" + python.suffix)
    done = subprocess.run(
        [kans, "evaluate", "--city", "demo", "--json"], capture_output=True, text=True, cwd=empty, env=bare()
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert re.fullmatch(r"[0-9a-f]{64}", result["study_hash"])
    assert not list(empty.iterdir())
    shown = subprocess.run(
        [python, "-c", "import kans_model, dashboards; print(kans_model.__file__, *dashboards.__path__)"],
        capture_output=True,
        text=True,
        cwd=empty,
        env=bare(),
        check=True,
    )
    assert str(ROOT) not in shown.stdout


def test_the_wheel_carries_tables_pages_and_fonts(tmp_path):
    with zipfile.ZipFile(build_wheel(tmp_path)) as wheel:
        carried = set(wheel.namelist())
    inside = {
        ("kans_model/data" if folder == "data" else folder): ROOT / folder
        for folder in ("data", "dashboards", "kans_model")
    }
    for place, folder in inside.items():
        files = subprocess.run(
            ["git", "ls-files", "."], cwd=folder, capture_output=True, text=True, check=True
        )
        missing = {f"{place}/{name}" for name in files.stdout.splitlines()} - carried
        assert missing == set()
    assert not any(name.startswith(("tests/", "data/", "benchmarks/")) for name in carried)
    assert "dashboards/__init__.py" not in carried


def build_wheel(folder):
    """Path of the wheel of this project, built in the folder without asking a registry."""
    run("-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


def fresh_environment(folder):
    """Path of the Python of a new environment that finds, after its own, the packages of the running one."""
    run("-m", "venv", "--without-pip", folder)
    scripts, suffix = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    python = folder / scripts / f"python{suffix}"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(
        subprocess.run([python, "-c", where], capture_output=True, text=True, check=True).stdout.strip()
    )
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "borrowed.pth").write_text("\n".join(sorted(borrowed)))
    return python


def run(*arguments):
    """Run this Python with the arguments; show what it said when it fails."""
    done = subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True, env=bare())
    assert done.returncode == 0, done.stdout + done.stderr


def bare():
    """The environment of a process that must not find this checkout by accident."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
