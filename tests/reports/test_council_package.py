"""What a council decides on: the dearest measure first, the packages beside it, and what is not counted."""

import re

import pytest

from kans_model.city.city import City
from kans_model.outlook.scenario import Scenario
from kans_model.reports.council_package import (
    MOST_MEASURES,
    alternatives,
    measure_rows,
    not_counted,
    price_evidence,
    rest_of_measures,
    sources_line,
    why_not,
)
from kans_model.study.study import Study
from kans_model.uncertainty.contrast import Contrast
from kans_model.words.amounts import money_short
from tests.fixtures.cities import areas
from tests.fixtures.packages import demo


def contrast(npv, better=0.64, avoided=2.2, capex=26.7):
    bands = {"avoided": (avoided, 1.3, 3.3), "capex": (capex, 22.1, 33.0), "npv": npv}
    return Contrast("a", "b", bands, {"npv": better}, None)


def test_the_council_reads_what_comes_where():
    study = demo()
    package = study.portfolio("eigen")
    result = study.evaluate(package)
    rows = measure_rows(study, package, result, "nl")
    capex = result["capex_eur"].sum([dim for dim in result["capex_eur"].dims if dim != "measure"])
    assert len(rows) == sum(float(capex.sel(measure=m)) > 0 for m in package.choices)
    assert all(where.split(", ")[0] in set(study.city.areas["name"]) for _, _, where, _ in rows)


def test_measures_there_is_no_room_for_are_counted_with_what_they_cost():
    result = demo().evaluate("alles")
    capex = sorted(result["capex_eur"].values, reverse=True)
    left = [eur for eur in capex[MOST_MEASURES:] if eur > 0]
    told = rest_of_measures(result, "nl")
    assert f"nog {len(left)} maatregelen" in told
    assert money_short(sum(left), "nl") in told
    assert rest_of_measures(demo().evaluate("niets_doen"), "nl") == ""


def test_what_is_unknown_what_stands_apart_and_which_benefits_do_not_count_is_told():
    study = demo()
    result = study.evaluate("eigen").copy()
    said = " ".join(not_counted(study, result, "nl"))
    assert "Staat apart en telt in geen totaal mee: Overstroming" in said
    assert "onbekend voor deze stad" not in said
    result.attrs["hazards_included"] = ["pluvial", "heat"]
    result["ead_after_eur"] = result["ead_after_eur"].where(result.hazard != "drought")
    assert "onbekend voor deze stad: Droogte" in " ".join(not_counted(study, result, "nl"))
    assert "Groter riool" in said
    assert "Hogere woningwaarde" not in said  # another count of the same gain is in
    bare = study.replaced(scenario=Scenario(**study.scenario.to_dict() | {"co_benefits": []}))
    assert "Hogere woningwaarde" in " ".join(not_counted(bare, result, "nl"))


def test_own_packages_stand_before_the_references_and_what_can_do_nothing_here_is_left_out():
    study = demo()
    assert [row.name for row in alternatives(study, "alles", "nl")][:2] == [
        "Voorbeeldpakket",
        "Nulalternatief",
    ]
    unplanned = Study.default(City.from_areas(areas(residents=[900.0] * 6), "Zonder geplande werken"))
    assert float(unplanned.evaluate("meekoppelen")["capex_eur"].sum()) == 0
    assert [row.name for row in alternatives(unplanned, "eigen", "nl")] == [
        "Nulalternatief",
        "Alles wat past",
    ]


@pytest.mark.parametrize(
    ("npv", "better", "first"),
    [
        ((7.0, 1.0, 31.0), 0.97, "Lager saldo: dit voorstel is beter in 97 % van de berekeningen."),
        ((-7.0, -31.0, -1.0), 0.02, "Hoger saldo: dit voorstel is beter in 2 % van de berekeningen."),
        ((7.0, -16.0, 31.0), 0.64, "Welk saldo hoger is staat niet vast: dit voorstel is beter in 64 %"),
    ],
)
def test_an_alternative_says_why_not_also_where_it_scores_better(npv, better, first):
    said = why_not(contrast(npv, better), "nl").replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith(first)
    assert said.endswith("Vermijdt € 2,2 mln per jaar minder en vraagt € 26,7 mln minder.")


def test_what_does_the_same_is_told_so():
    same = Contrast("a", "b", dict.fromkeys(("avoided", "capex", "npv"), (0.0, 0.0, 0.0)), {}, None)
    assert why_not(same, "nl") == "Doet precies hetzelfde."


def test_prices_say_what_they_rest_on_and_sources_are_named():
    result = demo().evaluate("eigen")
    assert price_evidence(demo().evaluate("niets_doen"), "nl") == ""
    shares = [int(share) for share in re.findall(r"\d+", price_evidence(result, "nl"))]
    assert len(shares) == 3
    assert abs(sum(shares) - 100) <= 2
    assert "STOWA" in sources_line(result, "nl")
    assert "KNMI" in sources_line(result, "en")
