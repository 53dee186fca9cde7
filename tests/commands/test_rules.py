"""`kans rules`: texts of the levers of a study, as text, document, values and map."""

import io
import json

import geopandas as gpd
import pytest
from docx import Document
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.exchange.city_file import write_city
from tests.fixtures.policies import NORM, SET, SUBSIDY, with_levers


def run(*arguments):
    return CliRunner().invoke(app, ["rules", *map(str, arguments)])


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    study = with_levers(NORM, SUBSIDY)
    write_city(study.city, folder / "city.gpkg")
    (folder / "study.json").write_text(json.dumps(study.to_dict()), encoding="utf-8")
    return "--city", folder / "city.gpkg", "--study", folder / "study.json"


def test_without_more_it_prints_every_text_of_the_chosen_set(files):
    result = run(*files)
    assert result.exit_code == 0, result.output
    assert (
        result.stdout.count("Concept: laat toetsen door de juridische afdeling.") == 8
    )  # two levers, four each


def test_values_are_those_of_the_study(files):
    result = run(*files, "--lever", "norm", "--document", "plan_rule", "--json")
    (block,) = json.loads(result.stdout)["blocks"]
    parts = [part for own in block["paragraphs"] for part in own["parts"] if isinstance(part, dict)]
    assert {part["origin"]: part["value"] for part in parts}[f"lever/{SET}/norm/norm_mm"] == 62.5


def test_files_are_written_and_say_the_same(files, tmp_path):
    asked = ("--lever", "norm", "--document", "plan_rule")
    made = {name: tmp_path / f"regel.{name}" for name in ("docx", "text", "gml")}
    result = run(*files, *asked, *(part for name, path in made.items() for part in (f"--{name}", path)))
    assert result.exit_code == 0, result.output
    text = made["text"].read_text(encoding="utf-8")
    assert "62,5" in text
    document = Document(io.BytesIO(made["docx"].read_bytes()))
    assert all(own.text in text for own in document.paragraphs if own.style.name == "Heading 1")
    assert gpd.read_file(made["gml"]).area.sum() == pytest.approx(with_levers().city.areas.area.sum(), abs=1)


def test_policy_hands_its_texts_out_as_well(files, tmp_path):
    path = tmp_path / "beleid.docx"
    result = CliRunner().invoke(app, ["policy", *map(str, files), "--docx", str(path)])
    assert result.exit_code == 0, result.output
    headings = [
        own.text
        for own in Document(io.BytesIO(path.read_bytes())).paragraphs
        if own.style.name == "Heading 1"
    ]
    assert len(headings) == 8
    assert json.loads(run(*files, "--json").stdout)["blocks"][0]["title"] in headings


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--law-on", "2023-06-01", "--lever", "norm"), "Omgevingswet geldt pas vanaf 2024-01-01"),
        (("--law-on", "morgen"), "jaar-maand-dag"),
        (("--document", "wens"), "kies uit vision"),
        (("--lever", "wens"), "kies uit norm, roofs"),
        (("--set", "wens"), "'wens' bestaat niet"),
        (("--package", "wens"), "wens"),
        (("--gml", "gebied.gml"), "kies met --lever uit norm, roofs"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(files, options, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(*files, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_study_without_levers_says_where_to_make_them():
    result = run()
    assert result.exit_code == 2
    assert "geen hefbomen" in result.stderr
