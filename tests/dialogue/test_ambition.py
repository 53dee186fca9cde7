"""What a city finds acceptable: kept with the study, refused when it cannot be, and where questions start."""

import json

import pytest
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.dialogue.ambition import Ambition, Threshold
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.study.study import Study
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo

CODE = demo().city.areas.index[7]
SET = Ambition(
    thresholds=(Threshold("heat", 7e6, hard=False), Threshold("pluvial", 5e4, CODE)),
    equity_share=0.02,
    weights={"avoided": 3.0, "synergy": 1.0, "co_benefit": 0.0},
)


def test_it_comes_back_with_its_study():
    study = demo().replaced(ambition=SET)
    again = Study.from_dict(json.loads(json.dumps(study.to_dict())), study.city)
    assert again.ambition == SET
    assert again.hash == study.hash


def test_another_ambition_is_another_study_with_the_same_results():
    study = demo().replaced(ambition=SET)
    assert study.hash != demo().hash
    assert study.outlook_key == demo().outlook_key


def test_a_study_from_before_it_opens():
    values = demo().to_dict()
    del values["ambition"]
    assert Study.from_dict(values, demo().city).ambition == Ambition()


@pytest.mark.parametrize(
    ("ambition", "said"),
    [
        (Ambition(thresholds=(Threshold("storm", 1.0),)), "thema 'storm' bestaat niet"),
        (Ambition(thresholds=(Threshold("heat", -1.0),)), "grens -1"),
        (Ambition(thresholds=(Threshold("heat", float("nan")),)), "grens onbekend"),
        (Ambition(thresholds=(Threshold("heat", 1.0, "nergens"),)), "buurt 'nergens' bestaat niet"),
        (Ambition(thresholds=(Threshold("heat", 1.0), Threshold("heat", 2.0, hard=False))), "twee grenzen"),
        (Ambition(equity_share=1.5), "1,5"),
        (Ambition(vulnerable=("nergens",)), "buurt 'nergens' bestaat niet"),
        (Ambition(weights={"avoided": -1.0}), "gewichten"),
    ],
)
def test_what_cannot_be_is_refused_in_a_study_file_and_in_a_question(ambition, said):
    with pytest.raises(KansError, match=r"ambition|thema|grenzen|buurt"):
        Study.from_dict(demo().replaced(ambition=ambition).to_dict(), demo().city)
    with pytest.raises(KansError) as caught:
        optimum(demo(), Question.of(ambition, budget_eur=1e6))
    assert said in caught.value.text("nl")


def test_a_question_starts_from_it_and_may_ask_otherwise():
    question = Question.of(SET, budget_eur=1e7, equity_share=0.1)
    assert question.thresholds == SET.thresholds
    assert question.equity_share == 0.1
    assert question.but(equity_share=0.02).ambition == SET


def test_the_command_line_keeps_to_the_ambition_of_the_study(tmp_path):
    study = demo()
    now = float(study.evaluate("niets_doen")["ead_before_eur"].sel(hazard="heat", horizon="2050").sum())
    most = 0.95 * now
    path = tmp_path / "study.json"
    ambition = Ambition(thresholds=(Threshold("heat", most),))
    path.write_text(json.dumps(study.replaced(ambition=ambition).to_dict()), encoding="utf-8")
    run = CliRunner().invoke
    options = ["optimise", "--goal", "cheapest", "--json"]
    told = run(app, [*options, "--study", str(path)])
    assert told.exit_code == 0
    looser = run(app, [*options, "--study", str(path), "--threshold", f"heat={0.99 * now}"])
    assert json.loads(looser.stdout)["capex_eur"] < json.loads(told.stdout)["capex_eur"]
    nowhere = run(app, [*options, "--threshold", "heat@nergens=5"])
    assert nowhere.exit_code == 2
    assert "buurt 'nergens' bestaat niet" in nowhere.stderr


def test_a_threshold_in_one_buurt_holds_there_or_is_told_as_missed():
    study = demo()
    before = study.evaluate("niets_doen")["ead_before_eur"].sel(hazard="pluvial", horizon="2050")
    most = 0.5 * float(before.sel(area=CODE))
    hard = optimum(study, Question(budget_eur=2e7, thresholds=(Threshold("pluvial", most, CODE),)))
    after = study.evaluate(hard.portfolio)["ead_after_eur"].sel(hazard="pluvial", horizon="2050", area=CODE)
    assert float(after) <= most * (1 + 1e-3)
    soft = optimum(study, Question(budget_eur=1e5, thresholds=(Threshold("pluvial", 0.0, CODE, hard=False),)))
    assert soft.shortfall_eur["threshold", "pluvial", CODE] > 0
