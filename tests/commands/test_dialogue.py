"""`kans dialogue`: in words, as JSON and as CSV."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.dialogue import Dialogue
from kans_model.dialogue.partners import Partner
from tests.fixtures.packages import demo

AGREED = Dialogue(
    criteria=(
        Criterion("h", "damage_heat", 4e6),
        Criterion("s", "shade", 30, moment="", each=True, norm="konijnendijk_canopy"),
    ),
    partners=(
        Partner("g", "Gemeente", weights={"pluvial": 3, "heat": 2}),
        Partner("b", "Bewoners", weights={"heat": 4, "biodiversiteit": 1}),
    ),
)


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "study.json"
    path.write_text(json.dumps(demo().replaced(dialogue=AGREED).to_dict()), encoding="utf-8")
    return path


def told(*arguments):
    result = CliRunner().invoke(app, ["dialogue", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_in_words(study):
    text = told("--study", study)
    assert "hele stad: Schade door hitte in 2050 ten hoogste € 4.000.000" in text.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    for word in ("onwenselijk", "niet gehaald", "kans"):
        assert word in text
    assert "2 partners aan tafel" in text


def test_as_json_with_what_they_can_agree_on(study):
    values = json.loads(told("--study", study, "--budget-eur", 5e6, "--json"))
    before = values["criteria"][0]["before"]
    assert (before["now"]["verdict"], before["2050"]["verdict"]) == ("met", "not_met")
    assert 0 < before["2050"]["chance_met"] < 1
    assert set(values["satisfaction"]) == {
        "eigen",
        "best_for_g",
        "best_for_b",
        "maximin",
        "mean",
        "equal_shares",
    }
    assert values["satisfaction"]["best_for_g"]["g"] == pytest.approx(1)
    for rule in ("maximin", "mean"):
        row = values["consensus"][rule]
        assert row["value"] <= row["bound"] + 1e-6
        assert row["capex_eur"] <= 5e6 * (1 + 1e-9)


def test_as_csv(study):
    rows = list(csv.DictReader(io.StringIO(told("--study", study, "--csv"))))
    assert [(row["id"], row["moment"], row["when"]) for row in rows] == [
        *(("h", moment, when) for when in ("before", "after") for moment in ("now", "2050", "2100")),
        *(("s", "", when) for when in ("before", "after")),
    ]
    assert rows[0]["unit"] == "EUR/yr"


def test_partners_from_a_table(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("Partner;Hitte\nGGD;1\n", encoding="utf-8")
    values = json.loads(told("--partners", path, "--json"))
    assert [partner["name"] for partner in values["partners"]] == ["GGD"]


def test_tables_go_out_and_come_in_again(study, tmp_path):
    limits, partners = tmp_path / "limits.xlsx", tmp_path / "partners.csv"
    told("--study", study, "--save-limits", limits, "--save-partners", partners)
    values = json.loads(told("--limits", limits, "--partners", partners, "--json"))
    assert [(row["indicator"], row["limit"]) for row in values["criteria"]] == [
        ("damage_heat", 4e6),
        ("shade", 30.0),
    ]
    assert [partner["name"] for partner in values["partners"]] == ["Gemeente", "Bewoners"]


@pytest.mark.parametrize("name", ["log.csv", "log.xlsx", "log.html"])
def test_the_log_goes_out(study, tmp_path, name):
    told("--study", study, "--save-log", tmp_path / name)
    assert (tmp_path / name).stat().st_size > 50


def test_a_public_study_has_no_names_of_persons(tmp_path):
    partner = Partner("g", "Gemeente", person="J. Jansen", weights={"heat": 1})
    path, out = tmp_path / "s.json", tmp_path / "public.json"
    values = demo().replaced(dialogue=Dialogue(partners=(partner,))).to_dict()
    path.write_text(json.dumps(values), encoding="utf-8")
    result = CliRunner().invoke(app, ["study", "public", str(path), "-o", str(out)])
    assert result.exit_code == 0, result.output
    written = out.read_text(encoding="utf-8")
    assert "Gemeente" in written
    assert "Jansen" not in written
