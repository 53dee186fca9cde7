"""Files a command reads and writes: what stood there is lost only to what is whole, and never an input."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.exchange import files
from kans_model.exchange.files import write_bytes
from kans_model.measures.portfolio import Portfolio
from tests.fixtures.cities import squares
from tests.fixtures.packages import demo

ROOT = Path(__file__).parents[2]


def kans(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "studie.json"
    path.write_text(json.dumps(demo().to_dict()), encoding="utf-8")
    return path


@pytest.fixture
def areas(tmp_path):
    squares(aantal_inwoners=[800] * 6).to_file(tmp_path / "kaart.gpkg", driver="GPKG")
    return tmp_path / "kaart.gpkg"


def refused(result, path, before):
    assert result.exit_code == 2
    assert "is een van de invoerbestanden" in result.stderr
    assert path.read_bytes() == before


def test_a_city_is_never_written_over_the_map_or_the_figures(areas, tmp_path):
    figures = tmp_path / "stad.import.txt"  # where the report would stand
    figures.write_text("buurtcode;aantal_woningen\n011;400", encoding="utf-8")
    link = tmp_path / "zelfde.gpkg"
    link.symlink_to(areas)
    for output, path in ((areas, areas), (link, areas), (tmp_path / "stad.gpkg", figures)):
        before = path.read_bytes()
        refused(kans("city", "import", areas, figures, "--name", "Stad", "-o", output), path, before)


def test_a_study_or_a_file_of_rules_is_never_written_over(study, tmp_path):
    before = study.read_bytes()
    refused(kans("optimise", "--study", study, "--budget-eur", "1e6", "--save", study), study, before)
    refused(kans("finance", "--study", study, "--xlsx", tmp_path / "." / "studie.json"), study, before)
    refused(kans("finance", "--rules", study, "--xlsx", study), study, before)


@pytest.mark.parametrize(
    "command", [("finance", "--xlsx"), ("optimise", "--budget-eur", "1e6", "--ban", "heat_plan", "--save")]
)
def test_on_a_full_disk_the_old_file_stays_and_nothing_else(command, tmp_path, monkeypatch):
    old = tmp_path / "oud"
    old.write_bytes(b"eerder werk")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    result = kans(*command, old)
    assert result.exit_code == 2
    assert "de schijf is vol" in result.stderr
    assert "No space" not in result.stderr
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("oud", b"eerder werk")]


def test_a_file_that_is_replaced_keeps_its_rights_and_its_link(tmp_path):
    target, link = tmp_path / "doel.json", tmp_path / "koppeling.json"
    target.write_bytes(b"oud")
    target.chmod(0o640)
    link.symlink_to(target)
    write_bytes(link, b"nieuw")
    assert (link.is_symlink(), target.read_bytes(), target.stat().st_mode & 0o777) == (True, b"nieuw", 0o640)


def test_output_that_is_refused_ends_in_a_sentence():
    with open("/dev/full", "w", encoding="utf-8") as full:
        command = [sys.executable, "-c", "from kans_model.cli import app; app()", "national"]
        said = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    assert said.returncode == 2
    assert (
        said.stderr.strip() == "lezen of schrijven lukte niet: de schijf is vol of het bestand wordt te groot"
    )


def test_the_table_on_the_terminal_runs_no_formula(tmp_path):
    study = demo().with_portfolio(Portfolio(id="=1+1", title="@SUM(A1)").with_uptake("wadi", 0.1))
    path = tmp_path / "studie.json"
    path.write_text(json.dumps(study.to_dict()), encoding="utf-8")
    *_, last = csv.DictReader(io.StringIO(kans("evaluate", "--study", path, "--csv").stdout))
    assert (last["portfolio"], last["name"]) == ("'=1+1", "'@SUM(A1)")


def test_what_no_boundary_knows_is_said_by_kind_and_place_only(monkeypatch):
    def stuck(*_arguments):
        raise KeyError(os.getcwd())

    monkeypatch.setattr("kans_model.exchange.city_file.open_city", stuck)
    result = kans("evaluate")
    assert result.exit_code == 2
    assert "hier liep KANS zelf vast (KeyError, test_files:" in result.stderr
    assert os.getcwd() not in result.stderr
    monkeypatch.setenv("KANS_TRACEBACK", "1")
    assert isinstance(kans("evaluate").exception, KeyError)


def test_a_balance_from_a_file_gives_the_ratios_by_hand(tmp_path):
    # net debt 300 + 20 + 10 − 1 − 20 − 1 − 8 = 300 of revenue 400; equity 200 of 600
    posts = {
        "long_debt_eur": 300,
        "short_debt_eur": 20,
        "accrued_liabilities_eur": 10,
        "long_placements_eur": 1,
        "short_placements_eur": 20,
        "cash_eur": 1,
        "accrued_assets_eur": 8,
        "equity_eur": 200,
        "total_eur": 600,
        "revenue_eur": 400,
    }
    path = tmp_path / "balans.csv"
    rows = "".join(f"{post};{eur}.000.000\n" for post, eur in posts.items())
    path.write_text(f"post;eur\n{rows}", encoding="utf-8-sig")
    done = kans("finance", "--portfolio", "eigen", "--balance", path, "--json")
    assert done.exit_code == 0, done.output
    ratios = json.loads(done.stdout)["budget_ratios"]
    assert ratios["net_debt"]["before"] == pytest.approx(0.75)
    assert ratios["solvency"]["before"] == pytest.approx(1 / 3)
    assert ratios["building_land"]["before"] is None  # not in the file: unknown
    path.write_text("post;eur\nspaarpot;3\n", encoding="utf-8")
    told = kans("finance", "--portfolio", "eigen", "--balance", path)
    assert told.exit_code != 0
    assert "spaarpot" in told.stderr
