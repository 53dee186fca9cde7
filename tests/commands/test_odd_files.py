"""A folder, pipe, device or empty file where a command asks a file: a sentence at once, never a wait."""

import os

import pytest
from typer.testing import CliRunner

from kans_model.cli import app
from tests.fixtures.cities import squares

READING = (
    "evaluate --city FILE",
    "evaluate --study FILE",
    "check FILE",
    "finance --rules FILE",
    "serve --city FILE",
    "city import FILE --name Stad -o stad.gpkg",
    "city import kaart.gpkg FILE --name Stad -o stad.gpkg",
    "city import kaart.gpkg cijfers.csv --mapping FILE --name Stad -o stad.gpkg",
    "city import --explain FILE",
    "city import --explain cijfers.csv --mapping FILE",
)
SAID = {
    "map": "is geen bestand",
    "pijp": "is geen bestand",
    "/dev/zero": "is geen bestand",
    "leeg": "is leeg",
    "lus": "verwijst naar zichzelf",
    "weg": "bestaat niet",
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A sound map and table, and what is no file to read."""
    monkeypatch.chdir(tmp_path)
    squares(aantal_inwoners=[800] * 6).to_file("kaart.gpkg", driver="GPKG")
    (tmp_path / "cijfers.csv").write_text("buurtcode;aantal_woningen\n011;400", encoding="utf-8")
    (tmp_path / "map").mkdir()
    os.mkfifo(tmp_path / "pijp")
    (tmp_path / "leeg").touch()
    (tmp_path / "lus").symlink_to("lus")
    (tmp_path / "weg").symlink_to("nergens")


def refused(line, odd):
    result = CliRunner().invoke(app, line.replace("FILE", odd).split())
    assert result.exit_code == 2, result.output
    assert len(result.stderr.splitlines()) == 1
    return result.stderr


@pytest.mark.parametrize("line", READING)
def test_what_is_no_file_to_read_is_said_at_once(line):
    for odd, said in SAID.items():
        sentence = refused(line, odd)
        assert said in sentence
        assert odd.rpartition("/")[2] in sentence


def test_nothing_is_written_into_a_folder_a_pipe_or_a_loop():
    line = "city import kaart.gpkg cijfers.csv --name Stad -o FILE"
    assert "dat is een map" in refused(line, "map")
    assert "een pijp" in refused(line, "pijp")
    assert "verwijst naar zichzelf" in refused(line, "lus")
