"""The page Stresstest: its numbers are the model's, and it stands for any city."""

import numpy as np
import pytest
from markupsafe import escape

from dashboards.parts.frame.session import Session
from dashboards.stresstest import StresstestPage
from kans_model.city.city import City
from kans_model.evaluation.damage_lines import COMPONENTS
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.amounts import chance, money_short, number
from kans_model.words.texts import t
from tests.fixtures.cities import areas


def opened(city=None, lang="nl"):
    return StresstestPage(Session(study=Study.default(city or City.demo()), lang=lang))


@pytest.fixture(scope="module")
def page():
    return opened()


@pytest.fixture(autouse=True)
def from_the_start(page):
    page.look(theme="total", horizon="2050", per="ha")
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
    np.testing.assert_allclose(page.map.map.source.data["value"], per_ha, rtol=1e-5)
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
    low, middle, high = page.path.meur
    np.testing.assert_allclose(middle[1, 2] * 1e6, float(damage(page, "2100", ["heat"]).sum()))
    assert (low <= high).all()


def test_a_buurt_shows_its_damage_per_theme_and_year(page):
    code = page.session.city.areas.index[7]
    page.session.area = code
    facts = page.buurt.view.slots["facts"]
    here = money_short(float(damage(page, "2050", ["heat"]).sel(area=code).sum()))
    assert page.session.city.areas["name"][code] == page.buurt.section.head.slots["title"]
    assert here in facts
    assert not page.ranking.section.column.visible
    page.buurt.view._handle_msg({"do": "back"})
    assert page.ranking.section.column.visible
    assert not page.buurt.section.column.visible


def test_among_equals_neither_title_nor_rank_names_a_winner():
    """Six squares alike: each shares ranks 1 to 6, and no name stands in the title."""
    page = opened(City.from_areas(areas(residents=[900.0] * 6, households=[420.0] * 6), "Gelijk"))
    title = page.map.section.head.slots["title"]
    assert title == "6 buurten worden per hectare even zwaar getroffen"
    assert not any(name in title for name in page.session.city.areas["name"])
    assert page.ranking.ranks() == ["1="] * 6
    assert page.map.map.ranks.source.data["rank"] == ["1="] * 6
    assert page.ranking.chart.view.html.count(f"top 10: {escape(chance(1))}") == 6


def test_a_rank_shows_in_how_many_calculations_it_is_among_the_worst(page):
    drawn = page.test.chance_among_worst()[page.test.worst()]
    assert 0 < drawn.min() < 1
    for place, share in enumerate(drawn):
        row = page.ranking.chart.view.html.split('<b class="rank">')[place + 1]
        assert row.startswith(f"{place + 1}<")
        assert f"top 10: {escape(chance(float(share)))}" in row
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
    assert page.path.frame().iloc[0, 0] == "Pluvial flooding, now"


def test_of_a_city_of_estimates_people_are_not_counted_in_euro():
    bare = City.from_areas(areas(residents=[900.0] * 6, households=[420.0] * 6), "Kaal")
    slots = StresstestPage(Session(study=Study.default(bare))).headlines.figures.view.slots
    assert "€" in slots["damage"]
    assert "€" not in slots["deaths"]
    assert "–" in slots["deaths"]


def test_an_estimated_type_is_said_and_only_land_of_a_guessed_use_is_dotted():
    """Six squares: five where people live, one of nobody that its name calls an airport."""
    names = ["A", "B", "C", "D", "E", "Vliegveld"]
    shapes = areas(name=names, residents=[900.0] * 5 + [0.0], households=[420.0] * 5 + [0.0])
    page = opened(City.from_areas(shapes, "Kaal"))
    shown = page.map.map
    assert shown.source.data["guess"] == ["geschat"] * 6
    assert shown.estimated.data["xs"] == [shown.source.data["xs"][5]]
    assert "het buurttype geschat" in page.head.view.slots["caveats"]
    assert set(page.ranking.frame()["Buurttype"]) == {"geschat"}
    code = str(page.session.city.areas.index[2])
    page.session.correct(code, typology=str(table("typologies").index[0]))
    assert page.map.map.source.data["guess"].count("geschat") == 5


def test_a_given_type_carries_no_mark():
    demo = opened()
    given = ~demo.session.city.estimated("typology")
    assert given.any()
    marked = demo.map.map.source.data["guess"]
    assert [word == "" for word in marked] == given.tolist()


def test_a_chosen_buurt_shows_what_was_filled_in_and_takes_what_the_reader_knows():
    """WOZ of one buurt in place of the median; a share is typed in percent; no number changes nothing."""
    page = opened(City.from_areas(areas(residents=[900.0] * 6, households=[420.0] * 6), "Kaal"))
    code = str(page.session.city.areas.index[4])
    page.ranking.chart.view._handle_msg({"do": "choose", "code": code})
    assert page.session.area == code
    shown = page.buurt.view.slots["filled"]
    for column in page.session.city.filled.query("code == @code")["column"]:
        assert f'data-column="{column}"' in shown
    page.buurt.view._handle_msg({"do": "value", "column": "woz_eur", "value": "412.000"})
    page.buurt.view._handle_msg({"do": "value", "column": "share_75plus", "value": "12,5 %"})
    page.buurt.view._handle_msg({"do": "value", "column": "typology", "value": "vinex"})
    page.buurt.view._handle_msg({"do": "value", "column": "tree_canopy_share", "value": "veel"})
    row = page.session.city.areas.loc[code]
    assert (row["woz_eur"], row["share_75plus"], row["typology"]) == (412_000, 0.125, "vinex")
    assert 'data-column="woz_eur"' not in page.buurt.view.slots["filled"]
    assert page.session.city.corrections[code].keys() == {"woz_eur", "share_75plus", "typology"}


def test_a_buurt_is_found_by_typing_and_the_unit_moves_map_and_ranking(page):
    """Who loses most per resident to cloudbursts is named beside the map, with the residents it has."""
    page.look(theme="pluvial", per="resident")
    areas_ = page.session.city.areas
    each = damage(page, "2050", ["pluvial"]).values[0] / areas_["residents"].where(areas_["residents"] > 0)
    worst = str(each.idxmax())
    assert page.ranking.chart.labels[0] == areas_["name"][worst]
    mapped = page.map.map.source.data["value"]
    assert mapped[areas_.index.get_loc(worst)] == pytest.approx(each.max())
    page.switches.view._handle_msg({"do": "find", "value": str(areas_["name"][worst]).lower()})
    assert page.session.area == worst
    assert "euro per inwoner per jaar" in page.buurt.view.slots["facts"]
    page.switches.view._handle_msg({"do": "find", "value": "xyz"})
    assert "Geen buurt heet zo: xyz" in page.switches.view.slots["hits"]
    page.switches.find("5627 AB")
    assert "deze postcode niet" in page.switches.view.slots["hits"]
