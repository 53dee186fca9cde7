"""The page Stresstest: its numbers are the model's, and it stands for any city."""

import numpy as np
import pytest

from dashboards.parts.frame.session import Session
from dashboards.stresstest import StresstestPage
from kans_model.city.city import City
from kans_model.evaluation.damage_lines import COMPONENTS
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.amounts import money_short, number, percent
from kans_model.words.texts import t
from tests.fixtures.cities import areas


def opened(city=None, lang="nl"):
    return StresstestPage(Session(study=Study.default(city or City.demo()), lang=lang))


@pytest.fixture(scope="module")
def page():
    return opened()


@pytest.fixture(autouse=True)
def from_the_start(page):
    page.look(theme="total", horizon="2050")
    page.session.area = ""


def damage(page, horizon, hazards=("pluvial", "heat", "drought")):
    return page.session.study.evaluate("niets_doen")["ead_before_eur"].sel(
        hazard=list(hazards), horizon=horizon
    )


@pytest.mark.parametrize("horizon", ["now", "2050", "2100"])
def test_the_headline_is_the_damage_of_all_themes_in_totals(page, horizon):
    page.look(horizon=horizon)
    total = float(damage(page, horizon).sum())
    assert money_short(total).removesuffix("\u00a0mln") in page.headlines.figures.view.slots["damage"]
    per_head = number(total / page.session.city.areas["residents"].sum(), digits=0)
    assert f"€ {per_head} per inwoner" in page.headlines.figures.view.slots["damage_note"]


@pytest.mark.parametrize("theme", ["pluvial", "heat", "drought", "flood"])
def test_a_theme_moves_the_map_the_ranking_and_the_headline(page, theme):
    page.look(theme=theme, horizon="2100")
    per_ha = (
        damage(page, "2100", [theme]).values[0] / 1e3 / (page.session.city.areas["area_m2"].to_numpy() / 1e4)
    )
    np.testing.assert_allclose(page.map.maps[theme].source.data["value"], per_ha, rtol=1e-5)
    worst = np.argsort(-per_ha, kind="stable")[:10]
    worst = worst[per_ha[worst] > 0]
    assert page.ranking.chart.labels == page.session.city.areas["name"].iloc[worst].tolist()
    np.testing.assert_allclose(page.ranking.chart.columns["mid"], per_ha[worst])


def test_the_bearers_share_the_whole_damage(page):
    borne = page.test.borne_eur()
    assert sum(borne.values()) == pytest.approx(float(damage(page, "2050").sum()))
    lines = page.session.study.evaluate("niets_doen")["damage_before_eur"].sel(horizon="2050").sum("area")
    health = [name for name, (_, who) in COMPONENTS.items() if who == "gezondheid"]
    assert borne["gezondheid"] == pytest.approx(float(lines.sel(component=health).sum()))


def test_the_path_shows_every_theme_in_every_year_with_its_range(page):
    middle = page.path.chart.columns["mid"].reshape(4, 3)
    np.testing.assert_allclose(middle[1, 2] * 1e6, float(damage(page, "2100", ["heat"]).sum()))
    assert (page.path.chart.columns["low"] <= page.path.chart.columns["high"]).all()


def test_a_buurt_shows_its_damage_per_theme_and_year(page):
    code = page.session.city.areas.index[7]
    page.session.area = code
    facts = page.buurt.view.slots["facts"]
    here = money_short(float(damage(page, "2050", ["heat"]).sel(area=code).sum()))
    assert page.session.city.areas["name"][code] in facts
    assert here in facts


def test_among_equals_neither_title_nor_rank_names_a_winner():
    """Six squares alike: each shares ranks 1 to 6, and no name stands in the title."""
    page = opened(City.from_areas(areas(residents=[900.0] * 6, households=[420.0] * 6), "Gelijk"))
    title = page.map.section.head.slots["title"]
    assert title == "De meeste schade per hectare valt in 6 buurten, overal even veel"
    assert not any(name in title for name in page.session.city.areas["name"])
    assert page.ranking.chart.view.html.count(f"rang 1–6, {percent(1)}") == 6


def test_a_rank_shows_in_how_many_calculations_it_is_among_the_worst(page):
    drawn = page.test.chance_among_worst()[page.test.worst()]
    assert 0 < drawn.min() < 1
    for place, chance in enumerate(drawn):
        assert f"rang {place + 1}, {percent(chance)}" in page.ranking.chart.view.html
    assert set(page.ranking.frame()["Hoogste rang"]) == set(range(1, 61))


def test_what_was_filled_in_is_counted_by_column_and_rule(page):
    frame = page.filled.frame()
    assert int(frame[t("stresstest.cells")].sum()) == len(page.session.city.filled)


def test_a_city_of_polygons_only_says_what_is_unknown_and_what_to_bring():
    page = opened(City.from_areas(areas(), "Leeg"))
    page.look(theme="flood")
    assert page.headlines.figures.view.slots["damage"] == "onbekend"
    assert "niets bekend" in page.map.section.head.slots["title"]
    assert "aanlevert" in page.filled.view.slots["sure"]


def test_one_buurt_is_a_city_too():
    page = opened(City.from_areas(areas(["011"], residents=[1200.0], households=[600.0]), "Eén"))
    assert len(page.ranking.chart.labels) == 1


def test_in_english():
    page = opened(lang="en")
    assert "per resident" in page.headlines.figures.view.slots["damage_note"]
    assert page.path.chart.labels[0] == "Pluvial flooding, now"


def test_of_a_city_of_estimates_people_are_not_counted_in_euro():
    bare = City.from_areas(areas(residents=[900.0] * 6, households=[420.0] * 6), "Kaal")
    slots = StresstestPage(Session(study=Study.default(bare))).headlines.figures.view.slots
    assert "€" in slots["damage"]
    assert "€" not in slots["deaths"]
    assert "–" in slots["deaths"]


def test_an_estimated_type_is_marked_on_the_map_in_the_ranking_and_in_the_table():
    page = opened(City.from_areas(areas(residents=[900.0] * 6, households=[420.0] * 6), "Kaal"))
    assert page.map.maps["total"].source.data["guess"] == ["geschat"] * 6
    assert len(page.map.maps["total"].estimated.data["xs"]) == 6
    assert page.ranking.chart.view.html.count("· geschat</small>") == 6
    assert "van 6 het buurttype geschat" in page.ranking.whole.slots["estimated"]
    assert set(page.ranking.frame()["Buurttype"]) == {"geschat"}
    code = str(page.session.city.areas.index[2])
    page.session.correct(code, typology=str(table("typologies").index[0]))
    assert page.map.maps["total"].source.data["guess"].count("geschat") == 5
    assert page.ranking.chart.view.html.count("· geschat</small>") == 5


def test_a_given_type_carries_no_mark():
    demo = opened()
    given = ~demo.session.city.estimated("typology")
    assert given.any()
    marked = demo.map.maps["total"].source.data["guess"]
    assert [word == "" for word in marked] == given.tolist()


def test_the_ranking_chooses_a_buurt_and_leads_to_where_its_type_is_corrected():
    page = opened(City.from_areas(areas(residents=[900.0] * 6, households=[420.0] * 6), "Kaal"))
    led = []
    page.session.param.watch(lambda event: led.append(event.new), "place")
    code = str(page.session.city.areas.index[4])
    page.ranking.chart.view._handle_msg({"do": "choose", "code": code})
    assert page.session.area == code
    page.buurt.view._handle_msg({"do": "correct"})
    assert led[0] == ("maatregelen", "area")
