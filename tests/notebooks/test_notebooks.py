"""Every notebook runs from top to bottom on the city that `KANS_CITY` names, invented or real."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from kans_model.exchange.city_file import write_import
from kans_model.exchange.city_import import import_city
from tests.fixtures.cities import squares

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
FIGURES = Path(__file__).parents[1] / "fixtures" / "kerncijfers.csv"
LONGEST_S = 300


def run(name, city, monkeypatch):
    """What the notebook printed."""
    monkeypatch.setenv("KANS_CITY", str(city))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    NotebookClient(notebook, timeout=LONGEST_S, kernel_name="python3").execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output.get("text", "") for output in outputs)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_runs_on_a_city_as_a_municipality_hands_it_over(name, tmp_path, monkeypatch):
    squares(size_m=900).to_file(tmp_path / "buurten.gpkg")
    city, report = import_city(tmp_path / "buurten.gpkg", [FIGURES], "Verzonnen")
    write_import(city, report, tmp_path / "stad.gpkg", "nl")
    said = run(name, tmp_path / "stad.gpkg", monkeypatch)
    assert "fictief" not in said
    if name == NOTEBOOKS[0]:
        assert said.startswith("Verzonnen  6 buurten")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_runs_on_a_real_city(name, example_city, tmp_path, monkeypatch):
    city, report = import_city(example_city / "buurten.gpkg", [example_city / "kerncijfers.csv"], "Eindhoven")
    write_import(city, report, tmp_path / "stad.gpkg", "nl")
    assert run(name, tmp_path / "stad.gpkg", monkeypatch)
