"""`kans policy`: in words and as JSON, with levers and without, and refused when they cannot be."""

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.policy.levers import Lever, LeverSet
from kans_model.policy.policy import Policy
from tests.fixtures.packages import demo

ROOF = "green_roof_extensive"
SUBSIDY = Lever("s", "subsidy", 2027, measures=(ROOF,), subsidy_share=0.5, budget_eur_per_year=500_000.0)
POLICY = Policy().with_set(LeverSet("a", "Half betaald", (SUBSIDY,))).with_set(LeverSet("b", "Niets"))


def run(*arguments):
    return CliRunner().invoke(app, ["policy", *map(str, arguments)])


def told(*arguments):
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "studie.json"
    path.write_text(json.dumps(demo().replaced(policy=POLICY).to_dict()), encoding="utf-8")
    return path


def test_in_words_it_says_what_is_counted_on_what_comes_and_what_was_seen(study):
    text = told("--study", study)
    assert "Groen dak (sedum): u rekent op 10\u00a0%, dit beleid brengt" in text
    assert "Kans dat deze set het meest vermijdt" in text
    assert "tellen niet op" in text
    assert "9 van 9 regelingen" in text


def test_as_json_what_the_municipality_pays_is_what_owners_are_relieved_of(study):
    values = json.loads(told("--study", study, "--json"))
    paid, nothing = values["sets"]
    moved = paid["burdens_eur"]
    assert moved["gemeente_algemeen"] > 0
    assert sum(moved.values()) == pytest.approx(0, abs=1)
    assert set(nothing["burdens_eur"].values()) == {0.0}
    assert paid["avoided_eur"][1] > nothing["avoided_eur"][1]
    assert nothing["paid_eur"] == [0, 0, 0]
    assert set(paid["gaps"]) == {"2035", "2050"}


def test_without_levers_it_says_so():
    assert "nog geen hefbomen" in told()
    assert "No levers" in told("--lang", "en")


def test_a_new_build_norm_without_a_number_of_dwellings_is_unknown_not_zero(tmp_path):
    norm = LeverSet("n", "Norm", (Lever("n", "norm_new_build", 2030, norm_mm=60.0),))
    path = tmp_path / "norm.json"
    path.write_text(json.dumps(demo().replaced(policy=Policy().with_set(norm)).to_dict()), encoding="utf-8")
    (own,) = json.loads(told("--study", path, "--json"))["sets"]
    assert own["gaps"]["2050"][0]["mid"] is None
    assert own["avoided_eur"] == [None, None, None]
    assert "brengt onbekend" in told("--study", path)


def test_a_lever_that_cannot_be_is_refused_in_one_line(tmp_path):
    wrong = replace(POLICY, sets=(LeverSet("a", "A", (replace(SUBSIDY, measures=("street_tree",)),)),))
    path = tmp_path / "fout.json"
    path.write_text(json.dumps(demo().replaced(policy=wrong).to_dict()), encoding="utf-8")
    result = run("--study", path)
    assert result.exit_code == 2
    assert "street_tree" in result.output
    assert "openbare grond" in result.output


def test_the_cheapest_levers_that_avoid_so_much_damage_are_named_or_said_not_to_exist(study):
    found = json.loads(told("--study", study, "--json", "--avoid", "435000"))["cheapest"]
    assert found["levers"] == ["s"]
    assert found["avoided_eur"] >= 435_000
    assert found["selections"] == 2
    assert "Goedkoopst" in told("--study", study, "--avoid", "435000")
    assert "Geen van 2 keuzen" in told("--study", study, "--avoid", "30 mln")
