"""The paper for the council: its map, its chart, who pays in which year, and what stands on every sheet."""

import re
from datetime import date

import numpy as np
import pytest

from kans_model.comparison.answers import HORIZON
from kans_model.reports.council import PRINTED_CHANGES, council_page
from kans_model.reports.council_damage import damage_chart
from kans_model.reports.council_map import PLACES, WIDTH, council_map
from kans_model.reports.council_years import payer_years
from kans_model.uncertainty.bands import drawn
from kans_model.uncertainty.ledger_ranges import ranges
from kans_model.words.amounts import money_short, number
from tests.fixtures.packages import demo


@pytest.fixture(scope="module")
def study():
    return demo()


@pytest.fixture(scope="module")
def paid(study):
    ledger = study.ledger("eigen", "eigenaar")
    return ledger, ranges(drawn(study), study, study.portfolio("eigen"), ledger)


def page(study, paid, lang="nl", **more):
    return council_page(study, "eigen", "eigenaar", *paid, lang, printed=date(2027, 3, 1), **more)


def test_the_map_has_every_buurt_once_and_numbers_those_that_get_most(study):
    result = study.evaluate("eigen")
    drawing = council_map(study.city, result, "nl")
    assert len(drawing.areas) == len(study.city.areas)
    most = result["capex_area_eur"].to_series().nlargest(PLACES)
    assert [name for _, name, _ in drawing.places] == list(study.city.areas["name"][most.index])
    assert drawing.places[0][2] == money_short(most.iloc[0], "nl")
    assert all(0 <= x <= WIDTH and 0 <= y <= drawing.height for _, x, y in drawing.marks)
    numbers = [float(one) for _, path in drawing.areas for one in re.findall(r"-?[\d.]+", path)]
    assert min(numbers) >= -1
    assert max(numbers) <= max(WIDTH, drawing.height) + 1


def test_the_map_of_a_package_that_builds_nothing_is_bare(study):
    drawing = council_map(study.city, study.evaluate("niets_doen"), "nl")
    assert {kind for kind, _ in drawing.areas} == {"none"}
    assert drawing.legend == drawing.places == []


def test_the_chart_places_damage_along_its_axis_and_leaves_out_what_stands_apart(study):
    result, draws = study.evaluate("eigen"), study.evaluate("eigen", drawn(study))
    chart = damage_chart(result, draws, "nl")
    assert [row.hazard for row in chart.rows] == ["pluvial", "heat", "drought"]
    left, last = chart.axis[-1]
    assert left == 100
    end = float(last.replace(",", ".")) * 1e6
    before = float(result["ead_before_eur"].sel(hazard="heat", horizon=HORIZON).sum())
    low, high = np.quantile(draws["ead_before_eur"].sel(hazard="heat", horizon=HORIZON), (0.05, 0.95))
    for place, amount in zip(chart.rows[1].without, (low, before, high), strict=True):
        assert place == pytest.approx(100 * amount / end, abs=0.01)
    unknown = result.copy()
    unknown["ead_after_eur"] = unknown["ead_after_eur"].where(unknown.hazard != "drought")
    assert damage_chart(unknown, draws, "nl").rows[2].words == ("onbekend", "", "")


def test_who_pays_per_year_adds_up_and_the_dearest_year_stands_beside_the_first(study, paid):
    ledger, bands = paid
    table = payer_years(ledger, bands, "nl")
    cash = ledger.cash_real_eur.sum(axis=0)
    peak = int(ledger.inputs.lines.years[int(cash.argmax())])
    assert table.heads == ["2027", "2028", "2029", "2030", f"{peak}, piek"]
    assert table.total == [number(cash[place] / 1e6, "nl", 2) for place in (0, 1, 2, 3, peak - 2027)]
    assert table.levy[1] == number(ledger.levy_eur[1], "nl", 2)
    assert "Geniet zonder te betalen" in table.lines[0]
    assert str(ledger.levy["peak_year"]) in table.lines[1]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_both_sheets_say_where_when_and_from_what_study(study, paid, lang):
    text = page(study, paid, lang)
    day = {"nl": "1 maart 2027", "en": "1 March 2027"}[lang]
    feet = re.findall(r"<footer>(.*?)</footer>", text)
    assert len(feet) == 2
    for foot in feet:
        assert study.hash[:12] in foot
        assert day in foot
        assert study.city.name in foot
    assert text.index({"nl": "Gevraagd besluit", "en": "Decision asked"}[lang]) < text.index("<table")
    assert "http" not in re.sub(r"<!doctype.*?</head>", "", text, flags=re.S)


def test_what_there_is_no_room_for_is_counted_on_paper_and_stands_on_a_screen(study, paid):
    own = study.assumptions
    for key in (
        "voly_eur",
        "wadi:capex_eur",
        "street_tree:capex_eur",
        "wadi:lifetime_years",
        "wadi:storage_m3_per_unit",
    ):
        own = own.with_value(key, own.default(key)[0] * 1.05, "eigen onderzoek")
    text = page(study.replaced(assumptions=own), paid)
    items = re.findall(r"<li( class=\"beyond\")?>[^<]*eigen onderzoek", text)
    assert len(items) == 5
    assert sum(bool(one) for one in items) == 5 - PRINTED_CHANGES
    assert "En nog 1 keuze" in text
