"""`kans agenda`: in words, as JSON and CSV, and as workbook, map and calendar."""

import io
import json

import geopandas as gpd
import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from typer.testing import CliRunner

from kans_model.cli import app
from tests.fixtures.programmes import PACKAGE, PROJECTS, planned


def run(*arguments):
    return CliRunner().invoke(app, ["agenda", *map(str, arguments)])


def told(*arguments):
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    path = tmp_path_factory.mktemp("agenda") / "study.json"
    years = [2027 + place for place in range(len(PROJECTS))]
    path.write_text(json.dumps(planned(years, last_year=2045).to_dict()), encoding="utf-8")
    return path


def test_without_projects_it_says_how_to_make_them_and_makes_them_when_asked():
    result = run()
    assert result.exit_code == 2
    assert "--make" in result.output
    assert f"{len(PROJECTS)} projecten staan klaar" in told("--make", PACKAGE.id)


def test_asked_for_the_best_years_every_project_has_one():
    values = json.loads(told("--make", PACKAGE.id, "--schedule", "--json"))
    assert all(row["start"] for row in values["projects"])
    assert values["breaches"] == []


def test_budgets_from_a_table_hold(tmp_path):
    table = tmp_path / "budget.csv"
    rows = [f"Gemeente (rioolheffing);{year};9.000.000" for year in range(2027, 2042)]
    table.write_text("\n".join(["betaler;jaar;euro", *rows]), encoding="utf-8")
    values = json.loads(told("--make", PACKAGE.id, "--schedule", "--budget", table, "--json"))
    assert values["breaches"] == []
    assert max(values["payers_eur"]["gemeente_rioolheffing"].values()) <= 9e6


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("niemand;2028;5", "betaler 'niemand' bestaat niet"),
        ("waterschap;1028;5", "jaar '1028'"),
        ("waterschap;2028;veel", "bedrag 'veel'"),
        ("waterschap;2028;-5", "bedrag '-5'"),
    ],
)
def test_a_wrong_budget_is_refused_by_row_and_column(tmp_path, row, says):
    table = tmp_path / "budget.csv"
    table.write_text(f"payer;year;eur\n{row}\n", encoding="utf-8")
    result = run("--make", PACKAGE.id, "--budget", table)
    assert result.exit_code == 2
    assert "budget.csv" in result.output
    assert says in " ".join(result.output.split())


def test_the_workbook_has_a_sheet_per_year_and_payer_that_add_up(study, tmp_path):
    out = tmp_path / "agenda.xlsx"
    told("--study", study, "-o", out)
    book = load_workbook(io.BytesIO(out.read_bytes()), data_only=True)
    years = [name for name in book.sheetnames if name.isdecimal()]
    assert years[0] == "2027"
    payer = book["Gemeente (rioolheffing)"]
    head = [cell.value for cell in payer[1]]
    for year in years[:3]:
        sheet = book[year]
        column = [cell.value for cell in sheet[1]].index("Gemeente (rioolheffing)") + 1
        of_year = sheet.cell(sheet.max_row, column).value
        of_payer = payer.cell(payer.max_row, head.index(year) + 1).value
        assert of_year == pytest.approx(of_payer, abs=0.01)
    formulas = load_workbook(io.BytesIO(out.read_bytes()))
    assert formulas[years[0]].cell(formulas[years[0]].max_row, 2).value.startswith("=SUM(")


def test_the_calendar_holds_every_start_and_its_preparation(study, tmp_path):
    out = tmp_path / "agenda.ics"
    told("--study", study, "-o", out)
    events = list(Calendar.from_ical(out.read_bytes()).walk("VEVENT"))
    assert len(events) == 2 * len(PROJECTS)
    starts = {str(event["summary"]): event.decoded("dtstart").year for event in events}
    name = PROJECTS[0].name
    assert starts[f"Begin: {name}"] == 2027
    assert starts[f"Begin voorbereiding: {name}"] == 2025


def test_the_map_holds_every_project_on_its_ground(study, tmp_path):
    out = tmp_path / "agenda.gpkg"
    told("--study", study, "-o", out)
    shapes = gpd.read_file(out, layer="projects")
    assert len(shapes) == len(PROJECTS)
    assert shapes.crs.to_epsg() == 28992
    assert (shapes.area > 0).all()


def test_another_ending_is_refused(study, tmp_path):
    result = run("--study", study, "-o", tmp_path / "agenda.docx")
    assert result.exit_code == 2
    assert ".xlsx" in result.output


def test_a_calendar_of_works_takes_the_place_of_the_works_of_the_city(tmp_path):
    table = tmp_path / "werken.csv"
    code = planned([2027] * len(PROJECTS)).city.areas.index[0]
    table.write_text(f"naam;soort;plek;jaar;aandeel\nRiool A;riool;{code};2030;100%\n", encoding="utf-8")
    mapping = tmp_path / "koppel.csv"
    mapping.write_text("column;source column;factor\ncode;plek;\n", encoding="utf-8")
    result = run("--make", PACKAGE.id, "--works", table, "--mapping", mapping, "--json")
    assert result.exit_code == 0, result.output
    assert "werken.csv: 1 werk uit 1 regel" in result.stderr
    assert [row["work"] for row in json.loads(result.stdout)["missed"]] == ["Riool A"]


def test_years_of_the_city_itself_say_what_will_be_spent(tmp_path):
    """A city that spent half of every year's money: the middle of what is spent lies below the plan."""
    table = tmp_path / "jaren.csv"
    table.write_text(
        "year,planned_eur,realised_eur\n2023,10000000,5000000\n2024,10000000,5000000\n2025,10000000,5000000\n"
    )
    values = json.loads(told("--make", PACKAGE.id, "--schedule", "--record", table, "--json"))
    ends = values["forecast_spending_eur"]["2027"]
    planned = sum(own["2027"] for own in values["payers_eur"].values())
    assert ends["p10"] <= ends["p50"] <= ends["p90"]
    assert ends["p50"] < planned
    assert values["forecast"] in told("--make", PACKAGE.id, "--schedule", "--record", table)
    assert "forecast" not in json.loads(told("--make", PACKAGE.id, "--schedule", "--json"))


def test_a_wrong_year_of_the_city_is_refused_by_row(tmp_path):
    table = tmp_path / "jaren.csv"
    table.write_text("year,planned_eur,realised_eur\n2023,0,5000000\n")
    result = run("--make", PACKAGE.id, "--record", table)
    assert result.exit_code != 0
    assert "jaren.csv" in result.output
