"""A city held against the country, worked by hand."""

import math

import pytest

from kans_model.city.city import City
from kans_model.comparison.plausibility import Plausibility, outside, plausibility
from kans_model.reports.plausibility_in_words import sentence, sentences
from kans_model.study.study import Study
from tests.fixtures.cities import areas
from tests.fixtures.packages import demo


def town(**columns):
    """Three buurten of 2,000 residents and one without any."""
    known = areas(["a", "b", "c", "open"], residents=[2e3, 2e3, 2e3, 0.0], households=[9e2, 9e2, 9e2, 0.0])
    for name, values in columns.items():
        known[name] = values
    return Study.default(City.from_areas(known, "x"))


def figure(study, indicator):
    return next(held for held in plausibility(study) if held.indicator == indicator)


def test_damage_per_resident_is_the_citys_damage_over_its_residents():
    study = demo()
    before = study.evaluate("niets_doen")["ead_before_eur"].sel(horizon="now")
    by_hand = float(before.sel(hazard="pluvial").sum()) / study.city.areas["residents"].sum()
    assert figure(study, "damage_pluvial").value == pytest.approx(by_hand)


def test_jobs_that_a_city_gives_are_counted_and_named_as_the_cause():
    """9,000 jobs in all for 6,000 residents: 1.5 a resident, above 0.9."""
    study = town(jobs=[3e3, 3e3, 3e3, 0.0])
    held = figure(study, "jobs")
    assert (held.value, held.side) == (pytest.approx(1.5), "above")
    assert [cause.key for cause in held.causes] == ["plausible.given_jobs"]


def test_land_of_unknown_use_is_named_where_too_little_is_counted():
    """A quarter of the land says nothing: damage that lies too low is laid to it first."""
    study = town()
    below = [held for held in outside(study) if held.side == "below"]
    assert below
    assert {held.causes[0].key for held in below} == {"plausible.unknown_use"}
    assert below[0].causes[0].values == {"n": 1, "share": 25}


def test_drought_that_cannot_count_is_named_beside_land_of_unknown_use():
    total = figure(town(), "damage_total")
    assert [cause.key for cause in total.causes] == ["plausible.unknown_use", "plausible.without_drought"]


def test_a_city_that_knows_all_names_its_hazard_furthest_from_the_mean_and_the_input_behind_it():
    """Pluvial 9, heat 14 and drought 16 euro a resident against means of 20, 32 and 26: heat lacks most."""
    study = demo()
    total, pluvial = figure(study, "damage_total"), figure(study, "damage_pluvial")
    assert [cause.key for cause in total.causes] == ["plausible.mostly", "plausible.work"]
    assert "hitte" in total.causes[0].text("nl")
    assert [cause.key for cause in pluvial.causes] == ["plausible.stress_test"]


def test_what_is_unknown_is_not_called_usual():
    assert figure(town(), "damage_drought").side == "unknown"
    assert math.isnan(figure(town(), "damage_drought").value)


def test_a_sentence_names_the_figure_its_range_and_its_cause():
    said = sentence(figure(town(jobs=[3e3, 3e3, 3e3, 0.0]), "jobs"))
    assert said.startswith("Banen per inwoner: 1,50, boven het landelijk gebruikelijke (0,30–0,90). Oorzaak:")


def test_a_city_within_every_range_is_told_so(monkeypatch):
    monkeypatch.setattr("kans_model.reports.plausibility_in_words.outside", lambda study: [])
    assert sentences(demo()) == [
        "Schade, banen, verharding en getroffen gebouwen liggen binnen wat landelijk gebruikelijk is."
    ]


@pytest.mark.parametrize(
    ("value", "side"), [(0.1, "below"), (0.3, "within"), (0.9, "within"), (1.0, "above")]
)
def test_the_ends_belong_to_the_range(value, side):
    assert Plausibility("jobs", value, 0.3, 0.9).side == side
