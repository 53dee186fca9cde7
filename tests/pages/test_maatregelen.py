"""Maatregelen without a browser: a slider reaches its charts, and every number shown is the model's."""

import re
from html import unescape

import geopandas as gpd
import numpy as np
import pytest
import xarray as xr
from shapely.geometry import box

from dashboards.maatregelen import MaatregelenPage
from dashboards.parts.frame.session import Session
from dashboards.parts.packages.fact_sheet import fact_sheet
from kans_model.city.city import City
from kans_model.evaluation import evaluate as evaluation
from kans_model.measures.portfolio import WORKED_OUT, Portfolio, new_choice
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.uncertainty.bands import drawn
from kans_model.words.amounts import NBSP, band_text, chance, money_change, money_short, number
from kans_model.words.texts import LANGUAGES, t
from tests.fixtures.cities import areas
from tests.fixtures.packages import demo


def opened(city=None, lang="nl"):
    return Session(study=Study.default(City.demo() if city is None else city), lang=lang)


@pytest.fixture
def page():
    page = MaatregelenPage(opened())
    for fold in page.folds.values():
        fold.open()
    return page


def only_polygons(**columns):
    shapes = [box(150_000 + 400 * column, 390_000, 150_400 + 400 * column, 390_400) for column in range(3)]
    names = {"code": ["BU1", "BU2", "BU3"], "name": ["Een", "Twee", "Drie"]}
    return City.from_areas(gpd.GeoDataFrame(names | columns, geometry=shapes, crs=28992), "Veldstad")


def test_a_slider_reaches_every_chart_with_the_numbers_of_the_model(page):
    most_first = np.argsort(-np.asarray(page.session.study.evaluate("eigen")["reach_pct"]), kind="stable")
    page.uptake.rows["wadi"].value = 70
    study = page.session.study
    assert study.portfolio("eigen").choices["wadi"]["uptake"] == pytest.approx(0.7)
    result = study.evaluate("eigen")
    at = {"horizon": "2050"}
    after = result["ead_after_eur"].sel(at).sum("area", min_count=1).values / 1e6
    np.testing.assert_allclose(page.themes.chart.columns["after_mid"], after)
    reach = np.asarray(result["reach_pct"])
    np.testing.assert_allclose(page.opgaven.chart.columns["reach"], reach[most_first])
    names = table("opgaven")["name_nl"].to_numpy()[most_first]
    assert page.opgaven.chart.labels == list(names)  # they stay where they are while a slider moves
    assert ("achteruit" in page.opgaven.section.head.slots["title"]) == bool((reach.round() < 0).any())
    cost = result["present_value_cost_eur"].sel(measure=list(page.uptake.rows)).values / 1e6
    np.testing.assert_allclose(page.balance.chart.columns["cost_mid"], cost)
    change = (result["ead_after_eur"] - result["ead_before_eur"]).sel(at)
    change = change.sel(hazard=result.attrs["hazards_included"]).sum("hazard", min_count=1).values
    hectares = study.city.areas["area_m2"].to_numpy() / 1e4
    np.testing.assert_allclose(page.map.map.source.data["value"], change / 1e3 / hectares, rtol=1e-5)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_headlines_say_what_the_model_says(lang):
    page = MaatregelenPage(opened(lang=lang))
    result, slots = page.session.study.evaluate("eigen"), page.headlines.figures.view.slots
    avoided = money_short(float(result["avoided_total_eur"].sel(horizon="2050")), lang)
    capex = money_short(float(result["capex_eur"].sum()), lang)
    for name, text in (
        ("avoided", avoided),
        ("capex", capex),
        ("npv", money_change(float(result["npv_eur"]), lang)),
    ):
        assert text.rstrip("mlnbd \u00a0") in slots[name]


def test_headlines_carry_a_range_from_the_draws(page):
    study = page.session.study
    low, high = np.quantile(study.evaluate("eigen", drawn(study))["capex_eur"], [0.05, 0.95]) / 1e6
    assert f">{band_text(low, high)}{NBSP}mln<" in page.headlines.figures.view.slots["capex_range"]


def test_an_estimate_can_be_corrected_per_buurt_and_taken_back(page):
    code = page.session.city.areas.index[3]
    page.session.area = code
    before, soil = float(page.package.result["npv_eur"]), page.session.city.areas["soil"][code]
    other = "peat" if soil != "peat" else "sand"
    page.buurt.view._handle_msg({"do": "soil", "value": other})
    assert page.session.city.areas["soil"][code] == other
    assert page.buurt.view.slots["soil"] == other
    assert page.buurt._t("guess") not in page.buurt.view.slots["fields"].split("soil")[1]
    assert float(page.package.result["npv_eur"]) != before
    alles = page.session.study.evaluate("alles")
    assert page.beside.table.answers["alles"]["capex"][0] == pytest.approx(
        float(alles["capex_eur"].sum()) / 1e6
    )
    page.session.undo()
    assert page.session.city.areas["soil"][code] == soil
    assert float(page.package.result["npv_eur"]) == before


def test_the_reference_packages_stand_beside_it(page):
    for package in ("niets_doen", "meekoppelen", "alles"):
        result = page.session.study.evaluate(package)
        middle = page.beside.table.answers[package]["capex"][0]
        assert middle == pytest.approx(float(result["capex_eur"].sum()) / 1e6)
    assert page.beside.table.answers["own"]["npv"][0] == pytest.approx(
        float(page.package.result["npv_eur"]) / 1e6
    )


def test_every_drawn_headline_says_how_often_it_beats_a_reference(page):
    study = page.session.study

    def values(key):
        ranges = study.evaluate(key, drawn(study))
        return {
            "avoided": ranges["avoided_total_eur"].sel(horizon="2050").values,
            "capex": -ranges["capex_eur"].values,
            "npv": ranges["npv_eur"].values,
        }

    page.uptake.rows["wadi"].value = 30
    own, rival = values(page.session.portfolio), values("meekoppelen")
    for name in own:
        share = float(np.mean(own[name] > rival[name]))
        assert page.package.chances["meekoppelen"][name] == pytest.approx(share, abs=1e-9)
        if name != "npv":
            assert f"{chance(share)} dat dit" in unescape(page.headlines.figures.view.slots[f"{name}_note"])
        assert f"eigen beter: {chance(share)}" in unescape(
            page.beside.table.view.slots[f"meekoppelen_{name}"]
        )
    pays = float(np.mean(own["npv"] > 0))
    assert f"kans {chance(pays)} op meer baten dan kosten" in unescape(
        page.headlines.figures.view.slots["npv_note"]
    )
    frame = page.beside.table.frame()
    column = next(one for one in frame.columns if one.startswith("Alleen meekoppelen, kans"))
    assert frame[column].notna().sum() == 5  # of seven questions, two are not drawn


def test_of_an_empty_package_no_chance_is_told(page):
    page.head.view._handle_msg({"do": "clear"})
    assert "kans" not in page.headlines.figures.view.slots["npv_note"]
    assert "beter" not in page.beside.table.view.slots["alles_npv"]


def test_a_move_is_one_evaluation_and_rebuilds_nothing(page, monkeypatch):
    calls, evaluate = [], evaluation.evaluate
    monkeypatch.setattr(evaluation, "evaluate", lambda *what: calls.append(what) or evaluate(*what))
    frames = [chart.view.html for chart in (page.themes.chart, page.opgaven.chart, page.balance.chart)]
    geometry, sliders = page.map.map.source.data["xs"], list(page.uptake.sliders)
    page.uptake.rows["wadi"].value = 55
    # the move itself; and, with its bands, the same package under the other value of a death by heat
    assert len(calls) == 2
    assert [
        chart.view.html for chart in (page.themes.chart, page.opgaven.chart, page.balance.chart)
    ] == frames
    assert page.map.map.source.data["xs"] is geometry
    assert list(page.uptake.sliders) == sliders


def test_a_measure_is_added_and_taken_away(page):
    row = page.uptake.rows["wadi"]
    page.library.view._handle_msg({"do": "add", "measure": "rain_barrel"})
    assert list(page.uptake.rows)[-1] == "rain_barrel"
    assert page.uptake.rows["wadi"] is row
    assert len(page.balance.chart.labels) == len(page.uptake.rows) == 7
    page.uptake.rows["rain_barrel"]._handle_msg({"do": "remove"})
    assert "rain_barrel" not in page.uptake.rows
    assert "rain_barrel" not in page.session.portfolio.choices


def test_where_a_measure_goes_changes_the_result(page):
    before = page.package.result["quantity"].sel(measure="wadi").values
    page.uptake.rows["wadi"]._handle_msg({"do": "targeting", "value": "everywhere"})
    after = page.package.result["quantity"].sel(measure="wadi").values
    assert after.sum() == pytest.approx(before.sum(), rel=0.05)
    assert not np.allclose(before, after)


def test_steps_are_taken_back_one_slide_at_a_time(page):
    row = page.uptake.rows["wadi"]
    for sequence, value in enumerate((45, 50, 60), start=1):
        row._handle_msg({"do": "move", "value": value, "sequence": sequence})
    row._handle_msg({"do": "rest", "value": 60})
    page.remove("heat_plan")
    page.head.view._handle_msg({"do": "undo"})
    assert "heat_plan" in page.uptake.rows
    assert row.value == 60
    page.head.view._handle_msg({"do": "undo"})
    assert row.value == 40
    assert not page.session.can_undo
    page.head.view._handle_msg({"do": "redo"})
    assert row.value == 60


def test_an_empty_package_says_what_to_do_next(page):
    page.head.view._handle_msg({"do": "clear"})
    assert t("maatregelen.empty") in page.uptake.under.slots["empty"]
    assert page.uptake.rows == {}
    assert float(page.package.result["capex_eur"].sum()) == 0
    page.library.view._handle_msg({"do": "add", "measure": "wadi"})
    assert page.uptake.under.slots["empty"] == ""


def test_a_slider_stops_at_what_others_leave(page):
    room, quantity = page.session.study.baseline.room, page.package.result["quantity"].values
    index = room.measures.get_loc("pond")
    pool = room.pools[0][index]
    others = room.membership[pool] @ (quantity * room.stock_per_unit[:, None])
    left = np.minimum(room.potential[index], (room.pools[1][pool] - others) / room.stock_per_unit[index])
    undrained = (
        room.paving_m2 - room.drained_m2(quantity) + room.catchment_m2_per_unit[index] * quantity[index]
    )
    left = np.minimum(left, undrained / room.catchment_m2_per_unit[index])
    assert room.share_that_fits(quantity, "pond") == pytest.approx(left.sum() / room.potential[index].sum())
    assert room.share_that_fits(quantity, "heat_plan") == 1.0


def test_a_package_that_asks_too_much_says_what_is_granted(page):
    for measure in ("raised_kerb_street", "permeable_paving", "permeable_storage_paving", "cool_paving"):
        page.session.change(page.session.portfolio.with_uptake(measure, 1.0, "everywhere"))
    asked = page.session.portfolio.rule_quantities(
        page.session.study.baseline.room, page.session.study.baseline.first_euro.need_eur_per_ha
    )
    room, quantity = page.session.study.baseline.room, page.package.result["quantity"].values
    cut = [
        m
        for m in page.uptake.rows
        if quantity[room.measures.get_loc(m)].sum() < 0.99 * asked[room.measures.get_loc(m)].sum()
    ]
    assert cut
    assert all("Hiervan past" in page.uptake.rows[measure].texts["stop"] for measure in cut)


def test_a_measure_without_a_place_says_so():
    page = MaatregelenPage(opened(only_polygons()))
    page.add("groundwater_control")
    row = page.uptake.rows["groundwater_control"]
    assert (row.value, row.limit) == (0, 0)
    assert row.texts["stop"] == t("slider.nowhere")


def test_a_chosen_buurt_shows_what_happens_there(page):
    code = page.session.city.areas.index[3]
    page.map.choose(code)
    assert page.session.area == code
    assert page.session.city.areas["name"][code] in page.buurt.view.slots["facts"]
    amount = number(float(page.package.result["quantity"].sel(measure="wadi", area=code)))
    assert amount in page.buurt.view.slots["facts"]


def test_a_map_alone_has_no_known_damage_and_no_place_for_measures():
    """Nothing says who lives there or what the land is for."""
    page = MaatregelenPage(opened(only_polygons()))
    assert page.package.result.attrs["hazards_included"] == []
    assert float(page.package.result["capex_eur"].sum()) == 0.0
    assert t("page.left_out_pluvial") in page.head.view.slots["notice"]
    assert t("page.left_out_heat") in page.head.view.slots["notice"]


def test_a_city_with_only_residents_is_called_indicative_and_keeps_the_unknown_unknown():
    page = MaatregelenPage(opened(only_polygons(residents=[900.0, 1_200.0, 1_500.0])))
    assert t("figure.rough") in page.headlines.figures.view.slots["capex_range"]
    assert t("unknown") in page.themes.chart.view.slots["unknown2"]
    assert t("page.left_out_drought") in page.head.view.slots["notice"]
    assert page.uptake.behind.notes[-1] == t("figure.rough")


def test_every_file_of_a_fictional_city_says_so(page):
    assert t("page.fictional") in page.uptake.behind.noted().iloc[0, -1]


def test_the_table_of_measures_holds_the_numbers_of_the_model(page):
    frame = page.uptake.frame()
    assert len(frame) == len(page.uptake.rows)
    capex = frame[t("maatregelen.column_capex")].sum()
    assert capex == pytest.approx(float(page.package.result["capex_eur"].sum()))


def test_the_page_is_complete_in_both_languages():
    texts = {lang: MaatregelenPage(opened(lang=lang)).head.view.html for lang in LANGUAGES}
    assert "Ongedaan maken" in texts["nl"]
    assert "Undo" in texts["en"]


def test_results_come_labelled(page):
    assert isinstance(page.package.result, xr.Dataset)
    assert list(page.package.result["measure"].values) == list(table("measures").index)


def test_a_measure_goes_to_the_buurten_that_were_chosen(page):
    first, second = page.session.city.areas.index[[2, 5]]
    page.session.area = first
    page.target("wadi", "chosen")
    assert page.session.portfolio.choices["wadi"]["areas"] == [first]
    assert "1" in page.uptake.rows["wadi"].texts["stop"]
    page.session.area = second
    assert 'data-measure="wadi"' in page.buurt.view.slots["facts"]
    page.buurt.view._handle_msg({"do": "here", "measure": "wadi", "value": True})
    assert page.session.portfolio.choices["wadi"]["areas"] == sorted([first, second])
    placed = page.package.result["quantity"].sel(measure="wadi").to_series()
    assert set(placed.index[placed > 0]) <= {first, second}
    for code in (first, second):
        page.session.area = code
        page.buurt.view._handle_msg({"do": "here", "measure": "wadi", "value": False})
    assert "Kies een buurt" in page.uptake.rows["wadi"].texts["stop"]
    assert float(page.package.result["quantity"].sel(measure="wadi").sum()) == 0


def test_a_new_package_costs_one_evaluation_of_it(page, monkeypatch):
    updates = []
    monkeypatch.setattr(page, "update", lambda *events: updates.append(events))
    page.session.param.watch(lambda *events: page.update(*events), ["study", "package"])
    page.session.add_package(Portfolio(title="Ander"))
    assert len(updates) == 1


def test_of_a_city_of_estimates_the_range_of_a_measure_comes_first():
    bare = City.from_areas(areas(residents=[900.0] * 6, households=[420.0] * 6), "Kaal")
    page = MaatregelenPage(Session(study=Study.default(bare)))
    texts = page.uptake.rows["wadi"].texts
    assert "–" in texts["euro"]
    assert "midden" in texts["range"]
    bar = page.themes.chart.view.slots["row0"]
    assert bar.index("–") < bar.index("midden")


def test_the_comparison_names_the_package_one_works_on(page):
    assert page.beside.table.view.slots["name_own"] == "Voorbeeldpakket"
    page.session.add_package(Portfolio(title="Water"))
    assert page.beside.table.view.slots["name_own"] == "Water"
    assert any("Water" in head for head in page.beside.table.frame().columns)


def test_judgement_is_named_in_the_readers_language():
    assert "oordeel" in fact_sheet("tree_bunker", "nl")
    assert "Expert judgement" not in fact_sheet("tree_bunker", "nl")


def test_a_measure_whose_effect_has_no_euro_is_not_drawn_as_nought(page):
    page.add("fountain")
    row = list(page.uptake.rows).index("fountain")
    assert t("library.no_euro") in page.balance.chart.view.slots[f"row{row}"]
    assert np.isnan(page.balance.chart.columns["benefit_mid"][row])
    assert page.balance.chart.view.marks[f"benefit:{row}"] is None
    assert page.balance.chart.columns["cost_mid"][row] > 0


def test_the_library_follows_another_assumption(page):
    before = page.library.worth_text("heat_plan")
    page.session.look_ahead(heat_value="vsl")
    assert page.library.worth_text("heat_plan") != before


def test_where_a_measure_goes_follows_undo_and_redo(page):
    row = page.uptake.rows["wadi"]
    assert row.targeting == "worst_first"
    row._handle_msg({"do": "targeting", "value": "everywhere"})
    assert row.targeting == "everywhere"
    page.head.view._handle_msg({"do": "undo"})
    assert (page.uptake.rows["wadi"], row.targeting) == (row, "worst_first")
    page.head.view._handle_msg({"do": "redo"})
    assert row.targeting == "everywhere"


def test_a_row_gains_the_choice_that_another_package_brings(page):
    placed = new_choice(0.4, WORKED_OUT, pattern={str(page.session.city.areas.index[0]): 1.0})
    portfolio = page.session.portfolio
    page.session.change(Portfolio(**{**portfolio.param.values(), "choices": {"wadi": placed}}))
    assert page.uptake.rows["wadi"].targeting == WORKED_OUT
    assert WORKED_OUT in page.uptake.rows["wadi"].rules


def test_themes_that_fall_alike_are_named_together(page):
    for package, title in (("wadi", "Wateroverlast daalt het meest"), ("heat_plan", "Hitte daalt het meest")):
        page.session.change(Portfolio(id="eigen", title="x").with_uptake(package, 1.0))
        assert page.themes.section.head.slots["title"] == title
    both = Portfolio(id="eigen", title="x").with_uptake("wadi", 0.5).with_uptake("heat_plan", 1.0)
    page.session.change(both)
    falls = np.sort(np.nan_to_num(page.themes.chart.columns["avoided_mid"]))[::-1]
    assert ("allebei" in page.themes.section.head.slots["title"]) == (falls[1] >= 0.5 * falls[0])


def test_dwellings_come_whole(page):
    page.add("heat_plan")
    page.session.area = page.session.city.areas.index[3]
    assert not re.search(r"\d,\d+ (woning|bomen|boom)", page.buurt.view.slots["facts"])
    assert all(
        not re.search(r"\d,\d+ (woning|bomen)", row.texts["quantity"]) for row in page.uptake.rows.values()
    )


def test_an_empty_package_carries_no_evidence_of_nothing(page):
    page.head.view._handle_msg({"do": "clear"})
    for name in ("capex", "avoided", "npv"):
        assert "evidence" not in page.headlines.figures.view.slots[f"{name}_range"]
    frame = page.beside.table.frame()
    own = frame[[column for column in frame if column.startswith("Eigen pakket")]]
    assert own.iloc[:3].to_numpy(float).tolist() == [[0.0] * 3] * 3


def test_what_is_less_than_a_percent_is_not_called_nothing(page):
    measure = next(iter(page.uptake.rows))
    page.session.change(page.session.portfolio.with_uptake(measure, 0.002))
    assert ">&lt;1\u00a0%<" in page.uptake.rows[measure].texts["share"]
    page.session.change(page.session.portfolio.with_uptake(measure, 0.0))
    assert ">0\u00a0%<" in page.uptake.rows[measure].texts["share"]


def test_a_slider_on_private_ground_says_how_many_owners_it_counts_on(page):
    for measure, expected in (("rain_garden", True), ("wadi", False)):
        choices = {measure: new_choice(0.5)}
        page.session.change(Portfolio(id="eigen", title="Pakket", choices=choices))
        told = "100 % is alles wat past bij deelname van 15\u00a0% van de eigenaren"
        assert (told in page.uptake.rows[measure].texts["stop"]) is expected


def test_a_budget_of_an_optimum_is_shown_in_four_digits(page):
    page.session.change(page.session.portfolio.with_budget(108_514_500.0))
    assert page.packages.view.slots["budget"] == "108,5"
    page.session.change(page.session.portfolio.with_budget(12_750_000.0))
    assert page.packages.view.slots["budget"] == "12,75"


def test_what_stands_in_a_fold_is_written_when_it_is_opened():
    page = MaatregelenPage(opened())
    page.move("wadi", 80)
    page.folds["beside"].open()
    capex = float(page.session.study.evaluate(page.session.portfolio)["capex_eur"].sum())
    assert page.beside.table.answers["own"]["capex"][0] == pytest.approx(capex / 1e6)


def test_a_slider_on_private_ground_stops_softly_where_participation_is_feasible():
    """At its end it says from what experience that comes; a further press counts on more owners."""
    roof, key = "green_roof_extensive", "green_roof_extensive:participation_share"
    study = demo().with_portfolio(
        Portfolio(id="eigen", title="P").with_uptake(roof, 1.0).with_uptake("wadi", 0.2)
    )
    shown = MaatregelenPage(Session(study=study, lang="nl"))
    row = shown.uptake.rows[roof]
    assert "haalbare deelname, naar: Subsidie voor groene daken in Breda" in row.texts["stop"]
    assert 'data-do="beyond"' in row.texts["stop"]
    row._handle_msg({"do": "beyond"})
    assert shown.session.study.assumptions.value(key) == pytest.approx(0.30)
    assert "meer dan de haalbare 25" in shown.uptake.rows[roof].texts["stop"]
    for _ in range(4):
        row._handle_msg({"do": "beyond"})
    refused = []
    row.refuse = refused.append
    row._handle_msg({"do": "beyond"})
    assert "meer dan 50" in refused[0]
    assert shown.session.study.assumptions.value(key) == pytest.approx(0.50)
    row._handle_msg({"do": "move", "value": 40, "sequence": 1})
    assert "beyond" not in row.texts["stop"]
    assert 'data-do="beyond"' not in shown.uptake.rows["wadi"].texts["stop"]
