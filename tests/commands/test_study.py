"""`kans study`: the versions that were kept, and what differs between two studies."""

import json

import pytest
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.store import study_files, versions
from tests.fixtures.packages import demo


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KANS_STORE", str(tmp_path / "studies"))


def kans(*arguments):
    return CliRunner().invoke(app, list(arguments))


def test_versions_are_listed_and_held_against_what_stands_and_against_a_file(tmp_path):
    first = demo()
    then = first.with_portfolio(first.portfolio("eigen").with_uptake("wadi", 0.9))
    kept = study_files.save(then.to_dict())
    versions.keep(kept.id, first.to_dict(), first.hash, "voor de raad", "Noor")
    listed = kans("study", "versions", kept.id)
    assert "voor de raad" in listed.stdout
    assert first.hash[:8] in listed.stdout
    assert json.loads(kans("study", "versions", kept.id, "--json").stdout)[0]["author"] == "Noor"
    told = kans("study", "diff", f"{kept.id}:1", kept.id)
    assert "Eigen pakket: Wadi: 40\u00a0%" in told.stdout
    file = tmp_path / "studie.json"
    file.write_text(json.dumps(then.to_dict()), encoding="utf-8")
    assert kans("study", "diff", kept.id, str(file)).stdout.strip() == "Geen verschil."
    rows = json.loads(kans("study", "diff", f"{kept.id}:1", str(file), "--json", "--lang", "en").stdout)
    assert {"part", "name", "before", "now"} == set(rows[0])


def test_a_study_without_versions_says_so_and_an_unknown_one_is_refused():
    kept = study_files.save(demo().to_dict())
    assert "nog geen versie" in kans("study", "versions", kept.id).stdout
    for line in (
        ("versions", "0" * 32),
        ("diff", f"{kept.id}:7", kept.id),
        ("diff", "nergens.json", kept.id),
    ):
        result = kans("study", *line)
        assert result.exit_code == 2
        assert result.stderr.strip()
        assert "Traceback" not in result.stderr
