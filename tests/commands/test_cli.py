"""The command line: the same numbers and hash as the study, and errors without a traceback."""

import csv
import io
import json
import subprocess
import sys

import numpy as np
import pytest
from typer.testing import CliRunner

from kans_model.city.city import City
from kans_model.cli import app
from kans_model.computing import workers
from kans_model.exchange.city_file import write_city
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum import region
from kans_model.study.study import Study
from kans_model.uncertainty import draws
from kans_model.uncertainty.city_totals import TOTALS
from tests.fixtures.cities import areas
from tests.fixtures.packages import demo

TOP = {"study_hash", "scenario", "horizon", "price_year", "areas", "hazards_included", "portfolios"}
FIGURES = {"name", "capex_eur", "present_value_eur", "avoided_eur_per_year", "npv_eur", "bcr", "synergy"}


FIGURES |= {"ead_eur_per_year", "npv_avoided_only_eur", "bcr_avoided_only", "benefits_eur"}
FIGURES |= {"possible_co_benefits_eur", "break_even"}
FIGURES |= {"capex_public_eur", "capex_private_eur"}


def kans(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def printed(*arguments):
    result = kans("evaluate", *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_json_holds_every_key_and_the_reference_packages():
    answer = printed("--city", "demo")
    assert set(answer) >= TOP
    assert list(answer["portfolios"]) == ["niets_doen", "meekoppelen", "alles", "eigen"]
    for figures in answer["portfolios"].values():
        assert set(figures) == FIGURES
        assert list(figures["ead_eur_per_year"]) == ["pluvial", "heat", "drought", "flood"]
        balance = sum(figures["benefits_eur"].values()) - figures["present_value_eur"]
        assert figures["npv_eur"] == pytest.approx(balance)
        assert all(set(damage) == {"before", "after"} for damage in figures["ead_eur_per_year"].values())
    assert (answer["areas"], answer["horizon"], answer["price_year"]) == (60, "2050", 2025)


def test_the_numbers_and_the_hash_are_those_of_the_study():
    answer, study = printed("--city", "demo", "--horizon", "2100"), demo()
    assert answer["study_hash"] == study.hash
    for package in ("alles", "eigen"):
        result, figures = study.evaluate(package), answer["portfolios"][package]
        assert figures["capex_eur"] == float(result["capex_eur"].sum())
        assert figures["npv_eur"] == float(result["npv_eur"])
        assert figures["avoided_eur_per_year"] == float(result["avoided_total_eur"].sel(horizon="2100"))
        heat = figures["ead_eur_per_year"]["heat"]
        assert heat["after"] == float(result["ead_after_eur"].sel(hazard="heat", horizon="2100").sum())


def test_doing_nothing_costs_nothing_and_has_no_ratio():
    nothing = printed("--city", "demo")["portfolios"]["niets_doen"]
    assert (nothing["capex_eur"], nothing["npv_eur"], nothing["bcr"]) == (0, 0, None)


def test_what_is_unknown_is_null(tmp_path):
    write_city(City.from_areas(areas(residents=[800.0] * 6), "Kaal"), tmp_path / "kaal.gpkg")
    answer = printed("--city", tmp_path / "kaal.gpkg")
    assert answer["hazards_included"] == ["pluvial", "heat"]
    assert answer["indicative"] is True
    damage = answer["portfolios"]["alles"]["ead_eur_per_year"]
    assert damage["flood"] == damage["drought"] == {"before": None, "after": None}


def test_the_table_holds_the_same_numbers():
    answer = printed("--city", "demo")
    rows = list(csv.DictReader(io.StringIO(kans("evaluate", "--csv").stdout)))
    assert [row["portfolio"] for row in rows] == list(answer["portfolios"])
    for row in rows:
        assert float(row["capex_eur"]) == answer["portfolios"][row["portfolio"]]["capex_eur"]
        assert row["study_hash"] == answer["study_hash"]
        assert row["indicative"] == str(answer["indicative"])


def test_a_saved_study_is_evaluated_with_its_own_packages(tmp_path):
    study = Study.default(City.demo()).with_portfolio(
        Portfolio(id="raad", title="Voorstel aan de raad").with_uptake("wadi", 0.7)
    )
    path = tmp_path / "studie.json"
    path.write_text(json.dumps(study.to_dict()), encoding="utf-8")
    answer = printed("--city", "demo", "--study", path, "--portfolio", "raad")
    assert answer["study_hash"] == study.hash
    assert answer["portfolios"]["raad"]["name"] == "Voorstel aan de raad"
    assert answer["portfolios"]["raad"]["npv_eur"] == float(study.evaluate("raad")["npv_eur"])


def test_english_on_request():
    dutch, english = (printed("--lang", lang)["portfolios"]["niets_doen"]["name"] for lang in ("nl", "en"))
    assert (dutch, english) == ("Nulalternatief", "Do nothing extra")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["evaluate", "--portfolio", "mooi"], ["'mooi'", "niets_doen"]),
        (["evaluate", "--horizon", "2075"], ["'2075'", "2050"]),
        (["evaluate", "--lang", "fr"], ["'fr'", "nl, en"]),
        (["evaluate", "--city", "nergens.gpkg"], ["nergens.gpkg"]),
        (["evaluate", "--study", "nergens.json"], ["nergens.json"]),
        (["check", "nergens.gpkg"], ["nergens.gpkg"]),
    ],
)
def test_a_wrong_argument_is_named_in_one_line_and_nothing_is_written(
    arguments, words, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    result = kans(*arguments)
    assert result.exit_code != 0
    assert "Traceback" not in result.output
    assert all(word in result.output for word in words)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_study_is_refused(tmp_path):
    for content in ("[]", "{", '{"schema": 99}', '{"schema": 1, "city": 3}'):
        path = tmp_path / "studie.json"
        path.write_text(content, encoding="utf-8")
        result = kans("evaluate", "--study", path)
        assert result.exit_code == 2
        assert "Traceback" not in result.output


def test_checking_the_demo_city_finds_nothing_wrong():
    result = kans("check", "demo")
    assert result.exit_code == 0
    assert "Voorbeeldstad" in result.stdout


def test_eindhoven_is_imported_and_evaluated(example_city, tmp_path):
    city = tmp_path / "eindhoven.gpkg"
    done = kans(
        "city",
        "import",
        example_city / "buurten.gpkg",
        example_city / "kerncijfers.csv",
        "--name",
        "Eindhoven",
        "-o",
        city,
    )
    assert done.exit_code == 0, done.output
    answer = printed("--city", city)
    assert (answer["areas"], answer["indicative"]) == (116, True)
    assert answer["hazards_included"] == ["pluvial", "heat"]


def test_the_ensemble_gives_a_range_for_every_headline_of_every_package():
    result = kans("ensemble", "--draws", 64, "--seed", 5, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    study = demo().replaced(seed=5)
    assert (answer["draws"], answer["seed"], answer["study_hash"]) == (64, 5, study.hash)
    assert list(answer["portfolios"]) == ["niets_doen", "meekoppelen", "alles", "eigen"]
    npv = draws.draws(study, 64).evaluate(study.baseline, study.portfolio("eigen"))["npv_eur"].values
    said = answer["portfolios"]["eigen"]["npv_eur"]
    low, middle, high = np.quantile(npv, [0.05, 0.5, 0.95])
    expected = {"mean": npv.mean(), "p05": low, "p50": middle, "p95": high}
    assert said == pytest.approx(expected, rel=1e-5, abs=100)  # EUR, of sums of a hundred million
    for name in TOTALS:
        figures = answer["portfolios"]["alles"][name]
        assert figures["p05"] <= figures["p50"] <= figures["p95"]
    assert answer["portfolios"]["niets_doen"]["bcr"]["mean"] is None
    chance = answer["chance_npv_higher"]
    assert chance["alles"]["eigen"] + chance["eigen"]["alles"] == 1


def test_the_ensemble_says_the_same_twice_but_for_its_time():
    one, two = (json.loads(kans("ensemble", "--draws", 64, "--portfolio", "eigen").stdout) for _ in range(2))
    assert one.pop("seconds") >= 0
    assert two.pop("seconds") >= 0
    assert one == two


@pytest.mark.parametrize(
    "wrong",
    [
        ("--draws", 0),
        ("--draws", 10**9),
        ("--seed", -1),
        ("--workers", 0),
        ("--scheduler", "tcp://127.0.0.1:1"),
        ("--portfolio", "none"),
        ("--study", "none.json"),
        ("--city", "none.gpkg"),
    ],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_wrong_input_of_the_ensemble_is_told_in_one_line(wrong, lang, monkeypatch):
    monkeypatch.setattr(workers, "CONNECT_SECONDS", 1)
    result = kans("ensemble", *wrong, "--lang", lang)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert str(wrong[1]) in result.stderr


def test_the_optimum_has_every_key_and_keeps_its_budget():
    result = kans("optimise", "--city", "demo", "--budget-eur", "2e7", "--front", 3, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    keys = {"capex_eur", "avoided_eur_per_year", "gap", "linearisation_error", "seconds", "front"}
    assert keys <= set(answer)
    assert answer["capex_eur"] <= 2e7 * (1 + 1e-9)
    assert 0 <= answer["gap"] < 0.01
    assert answer["study_hash"] == demo().hash
    assert [sorted(point)[:2] for point in answer["front"]] == [
        ["avoided_eur_per_year", "bound_eur_per_year"]
    ] * 3
    portfolio = Portfolio.from_dict(answer["portfolio"])
    again = demo().evaluate(portfolio)["avoided_total_eur"].sel(horizon="2050")
    assert answer["avoided_eur_per_year"] == pytest.approx(float(again))


def test_whole_projects_are_wholly_built_or_not():
    options = ("--budget-eur", "2e6", "--whole-projects", "--ban", "heat_plan", "--json")
    answer = json.loads(kans("optimise", *options).stdout)
    room = demo().baseline.room
    quantity = demo().evaluate(Portfolio.from_dict(answer["portfolio"]))["quantity"].values
    share = quantity[quantity > 0] / room.potential[quantity > 0]
    np.testing.assert_allclose(share, 1, rtol=1e-6)
    assert answer["whole_projects"] is True


def test_the_optimum_is_saved_with_the_study_and_told_in_words(tmp_path):
    path = tmp_path / "optimum.json"
    result = kans("optimise", "--budget-eur", "2e7", "--save", path, "--lang", "en")
    assert "No package can be more than" in result.stdout
    saved = Study.from_dict(json.loads(path.read_text(encoding="utf-8")), City.demo())
    assert [one.title for one in saved.portfolios] == ["Eigen pakket", "Optimum"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--budget-eur", "0"), "0"),
        (("--budget-eur", "-3"), "-3"),
        ((), "budget"),
        (("--budget-eur", "1e6", "--pin", "wadi=0.1", "--ban", "wadi"), "wadi"),
        (("--budget-eur", "1e6", "--pin", "wadi=veel"), "wadi=veel"),
        (("--budget-eur", "1e6", "--pin", "wadi=0.9"), "wadi"),
        (("--budget-eur", "1e6", "--threshold", "heat=1000"), "1.000"),
        (("--budget-eur", "1e6", "--threshold", "flood=1000"), "overstroming"),
        (("--budget-eur", "1e6", "--split", "niemand"), "niemand"),
        (("--budget-eur", "1e6", "--front", "1"), "1"),
        (("--budget-eur", "1e6", "--goal", "geluk"), "geluk"),
    ],
)
def test_a_question_that_cannot_be_is_told_without_a_traceback(wrong, said):
    result = kans("optimise", *wrong, "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_nothing_but_json_reaches_standard_output():
    """The solver greets on the terminal itself: only a process of its own shows that it is kept quiet."""
    command = [
        sys.executable,
        "-c",
        "from kans_model.cli import app; app()",
        "optimise",
        "--budget-eur",
        "1e6",
    ]
    result = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    assert json.loads(result.stdout)["budget_eur"] == 1e6


def test_the_national_check_is_on_the_citys_own_numbers():
    answer = json.loads(kans("national", "--city", "demo", "--json").stdout)
    damage = demo().evaluate("niets_doen")["ead_before_eur"].sel(horizon="2050", hazard="heat")
    per_resident = float(damage.sum()) / demo().city.areas["residents"].sum()
    assert answer["eur_per_resident_per_year"]["heat"]["2050"] == pytest.approx(per_resident)
    assert answer["study_hash"] == demo().hash
    told = kans("national", "--city", "demo").stdout
    assert "kan oplopen tot meer dan een miljard" in told
    assert "bewijst overeenkomst met een landelijk cijfer niets" in told
    english = kans("national", "--city", "demo", "--lang", "en").stdout
    assert "can rise to" in english
    assert "inwoner" not in english


@pytest.fixture
def region_of_sixty(monkeypatch):
    """The demo city goes in groups, as thousands of buurten do."""
    for name, value in {"MOST_AT_ONCE": 20, "GROUP": 20, "SAMPLE": 30}.items():
        monkeypatch.setattr(region, name, value)


def test_a_region_goes_in_groups_by_itself_and_shows_how_far_it_is(region_of_sixty, tmp_path):
    path = tmp_path / "optimum.json"
    result = kans("optimise", "--budget-eur", "5e7", "--front", 2, "--save", path, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["in_groups"] is True
    assert answer["capex_eur"] <= 5e7 * (1 + 1e-9)
    assert 0 <= answer["gap"] < 0.01
    assert [point["avoided_eur_per_year"] <= point["bound_eur_per_year"] for point in answer["front"]] == [
        True
    ] * 2
    saved = Study.from_dict(json.loads(path.read_text(encoding="utf-8")), City.demo())
    again = saved.evaluate(saved.portfolios[-1])["avoided_total_eur"].sel(horizon="2050")
    assert answer["avoided_eur_per_year"] == pytest.approx(float(again))
    assert result.stderr.startswith("Beste pakket zoeken: ")
    told = kans("optimise", "--budget-eur", "5e7", "--lang", "en")
    assert "No package can be more than" in told.stdout
    assert "of what fits" in told.stdout


def test_a_region_with_other_demands_says_that_it_takes_long_and_alternatives_are_refused(region_of_sixty):
    result = kans("optimise", "--budget-eur", "5e7", "--pin", "wadi=0.1", "--json")
    assert result.exit_code == 0
    assert "60 buurten met deze eisen gaan in één keer" in result.stderr
    assert "in_groups" not in json.loads(result.stdout)
    refused = kans("optimise", "--budget-eur", "5e7", "--alternatives", "0.05")
    assert refused.exit_code == 2
    assert "--alternatives" in refused.stderr
