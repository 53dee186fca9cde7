"""What `kans_model` offers to a notebook, and that nothing heavy is loaded before it is asked for."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kans_model

HEAVY = ("numpy", "pandas", "scipy", "xarray", "geopandas", "param", "panel")


@pytest.mark.parametrize("name", kans_model.__all__)
def test_a_public_name_is_what_it_is_called_in_its_room(name):
    thing = getattr(kans_model, name)
    assert name in dir(kans_model)
    assert thing.__module__.startswith("kans_model.")
    assert thing.__name__ == {"best_package": "optimum"}.get(name, name)


def test_editors_are_told_the_same_names_as_are_given():
    (told,) = (
        node
        for node in ast.parse(Path(kans_model.__file__).read_text(encoding="utf-8")).body
        if isinstance(node, ast.If)
    )
    names = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in told.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    given = {name: getattr(kans_model, name) for name in kans_model.__all__}
    assert names == {name: f"{thing.__module__}.{thing.__name__}" for name, thing in given.items()}


def test_a_name_that_is_not_there_is_said_so():
    with pytest.raises(AttributeError, match="no attribute 'cellar'"):
        _ = kans_model.cellar


@pytest.mark.parametrize("module", ["kans_model", "kans_model.cli"])
def test_help_and_version_wait_for_no_library(module):
    """Whoever types `kans --help` waits for what is imported here."""
    code = f"import sys, {module}; print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(HEAVY).isdisjoint(shown.stdout.split())
