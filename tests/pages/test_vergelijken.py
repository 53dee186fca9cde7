"""The page Vergelijken: its numbers are the model's, its order follows the weights."""

from html import unescape

import numpy as np
import pytest

from dashboards.parts.frame.session import Session
from dashboards.parts.packages.looks import known_packages
from dashboards.vergelijken import VergelijkenPage
from kans_model.city.city import City
from kans_model.comparison.equity import avoided_by_area_eur, low_income_share
from kans_model.comparison.ranking import chance_first, turning_share, weighted_score
from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.scenario import Scenario
from kans_model.study.references import REFERENCES
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn
from kans_model.words.amounts import band_text, change, money_change, percent
from tests.fixtures.cities import areas


def opened(study=None, lang="nl"):
    return VergelijkenPage(Session(study=study or Study.default(City.demo()), lang=lang))


@pytest.fixture
def page():
    return opened()


def test_the_references_stand_beside_the_own_package(page):
    assert list(page.beside.packages()) == ["eigen", *REFERENCES]
    base = page.session.study.evaluate("niets_doen")
    assert page.beside.differences.table.answers["niets_doen"]["deaths"][0] == pytest.approx(
        float(base["deaths_after"].sel(horizon="2050").sum())
    )


def test_a_difference_is_taken_over_the_same_draws(page):
    page.beside.top.choice._handle_msg({"do": "base", "value": "meekoppelen"})
    study = page.session.study
    one, two = (study.evaluate(key, drawn(study))["npv_eur"].values / 1e6 for key in ("alles", "meekoppelen"))
    middle, low, high = page.beside.differences.table.answers["alles"]["npv"]
    mid = [float(study.evaluate(key)["npv_eur"]) / 1e6 for key in ("alles", "meekoppelen")]
    assert middle == pytest.approx(mid[0] - mid[1])
    assert (low, high) == pytest.approx(tuple(np.quantile(one - two, [0.05, 0.95])))
    assert page.beside.differences.table.chances["alles"]["npv"] == pytest.approx(float(np.mean(one > two)))
    ahead = page.beside.differences.table.chances["alles"]
    assert ahead["capex"] == 0  # dearer in every draw
    assert ahead["avoided"] == 1
    cell = unescape(page.beside.differences.table.view.slots["alles_capex"])
    assert "beter: < 1 %" in cell.replace("\N{NO-BREAK SPACE}", " ")
    assert "beter" not in page.beside.differences.table.view.slots["alles_reach"]  # is not drawn


def test_packages_are_picked_between_two_and_six(page, monkeypatch):
    refused = []
    for key in ("alles", "meekoppelen"):
        page.beside.top.choice._handle_msg({"do": "pick", "name": key, "value": False})
    assert list(page.beside.packages()) == ["eigen", "niets_doen"]
    monkeypatch.setattr(page.beside.top.choice, "refuse", refused.append)
    page.beside.top.choice._handle_msg({"do": "pick", "name": "niets_doen", "value": False})
    assert list(page.beside.packages()) == ["eigen", "niets_doen"]
    assert "2 tot 6" in refused[0]
    page.beside.top.choice._handle_msg({"do": "pick", "name": "alles", "value": True})
    assert len(page.beside.scatter.points.data["name"]) == 3


def test_six_packages_fit_and_a_new_one_can_be_picked():
    study = Study.default(City.demo())
    for n in range(3):
        study = study.with_portfolio(Portfolio(id=f"p{n}", title=f"Pakket {n}").with_uptake("wadi", n / 3))
    page = opened(study)
    page.beside.top.choice._handle_msg({"do": "pick", "name": "eigen", "value": True})
    assert list(page.beside.packages()) == ["eigen", "p0", "p1", "p2", "niets_doen"]
    page.beside.top.choice._handle_msg({"do": "pick", "name": "meekoppelen", "value": True})
    assert len(page.beside.packages()) == 6
    page.beside.top.choice._handle_msg({"do": "pick", "name": "alles", "value": True})
    assert len(page.beside.packages()) == 6
    assert "alles" not in page.beside.packages()


def test_a_difference_is_drawn_with_its_band_on_the_axis_of_its_row(page):
    """Nought and every band of the row lie on it; what the others are held against has no difference."""
    table = page.beside.differences.table
    bands = {key: table.answers[key]["npv"] for key in ("eigen", "meekoppelen", "alles")}
    start, end = (
        min(0.0, *(low for _, low, _ in bands.values())),
        max(0.0, *(high for _, _, high in bands.values())),
    )
    middle, low, high = (round(100 * (value - start) / (end - start), 1) for value in bands["alles"])
    assert f"--low:{low};--mid:{middle};--high:{high}" in table.view.slots["alles_npv"]
    assert "strip" not in table.view.slots["niets_doen_npv"]


def test_the_scatter_holds_cost_and_benefit_of_the_model(page):
    result = page.session.study.evaluate("alles")
    place = page.beside.scatter.points.data["name"].index("Alles wat past")
    assert page.beside.scatter.points.data["cost_mid"][place] == pytest.approx(
        float(result["present_value_cost_total_eur"]) / 1e6
    )
    assert page.beside.scatter.points.data["benefit_mid"][place] == pytest.approx(
        float(result["present_value_benefit_total_eur"]) / 1e6
    )


def test_weights_change_the_order(page):
    for key in ("avoided", "npv", "people", "synergy"):
        page.beside.weights.view._handle_msg({"do": "weight", "name": key, "value": "0"})
    assert "geen pakket beter dan niets doen" in page.beside.weights.section.head.slots["title"]
    page.beside.weights.view._handle_msg({"do": "weight", "name": "cost", "value": "0"})
    page.beside.weights.view._handle_msg({"do": "weight", "name": "avoided", "value": "100"})
    assert "Alles wat past" in page.beside.weights.section.head.slots["title"]


def test_the_weight_at_which_the_order_turns_is_where_two_scores_meet(page):
    scores, weights = page.beside.weights.scores(), [50, 50, 50, 50, 50]
    turn = turning_share(scores, weights, 1)
    assert turn is not None
    share, other = turn
    moved = np.full(5, (1 - share) / 4)
    moved[1] = share
    totals = weighted_score(scores, moved)
    leader = int(np.argmax(weighted_score(scores, weights)))
    assert totals[other] == pytest.approx(totals[leader])


def test_every_package_that_does_something_has_a_map_of_one_scale_and_they_choose_together(page):
    maps = page.beside.small_maps.maps
    assert list(maps) == ["eigen", "meekoppelen", "alles"]
    assert maps["eigen"].breaks.tolist() == maps["alles"].breaks.tolist()
    np.testing.assert_allclose(
        maps["alles"].source.data["value"],
        page.beside.small_maps.change_keur_per_ha(page.session.study.evaluate("alles")).astype(np.float32),
    )
    code = page.session.city.areas.index[4]
    maps["eigen"].choose(code)
    assert maps["alles"].chosen == code == page.session.area
    assert page.session.city.areas.loc[code, "name"] in page.beside.small_maps.chosen.slots["told"]


def test_low_income_buurten_by_hand(page):
    result, areas = page.beside.candidates.results["alles"], page.session.city.areas
    if areas["income_eur"].isna().all():
        assert "inkomen" in page.beside.equity.view.slots["shares"]
        areas = areas.assign(income_eur=np.arange(len(areas), dtype=float))
        page = opened(Study.default(City("x", areas, page.session.city.filled, True, None)))
        result = page.beside.candidates.results["alles"]
    ranked = areas[areas["residents"] > 0].sort_values("income_eur")
    ranked = ranked[ranked["income_eur"].notna()]
    poorest, counted = [], 0.0
    for code, row in ranked.iterrows():
        if counted < 0.4 * ranked["residents"].sum():
            poorest.append(code)
            counted += row["residents"]
    counted_hazards = {"horizon": "2050", "hazard": ["pluvial", "heat", "drought"]}
    avoided = (result["ead_before_eur"] - result["ead_after_eur"]).sel(counted_hazards).sum("hazard")
    share = float(avoided.sel(area=poorest).sum() / avoided.sum())
    found = low_income_share(areas["income_eur"], areas["residents"], avoided_by_area_eur(result))
    assert found == pytest.approx(share)
    assert percent(share) in page.beside.equity.view.slots["shares"]


def test_a_slider_on_another_page_moves_this_one(page):
    before = page.beside.differences.table.answers["eigen"]["capex"][0]
    page.session.change(page.session.portfolio.with_uptake("wadi", 0.9))
    assert page.beside.differences.table.answers["eigen"]["capex"][0] > before


def test_in_english():
    title = opened(lang="en").beside.differences.section.head.slots["title"]
    assert title == "How does it differ from Do nothing extra?"


def test_estimated_data_put_the_range_first_and_say_so():
    bare = City.from_areas(areas(residents=[900.0] * 6, households=[420.0] * 6), "Kaal")
    page = opened(Study.default(bare))
    middle, low, high = page.beside.differences.table.answers["eigen"]["npv"]
    cell = page.beside.differences.table.view.slots["eigen_npv"]
    assert cell.startswith(band_text(low, high, signed=True))
    assert f"midden {change(middle, digits=None)}" in cell
    assert "kengetallen" in page.beside.top.head.slots["caveats"]
    assert "onbekend" in page.beside.hazards.chart.view.slots["unknown2"]


def test_two_packages_of_ones_own_stand_beside_doing_nothing():
    study = Study.default(City.demo())
    study = study.with_portfolio(study.portfolio("eigen").with_uptake("wadi", 0.5))
    page = opened(study.with_portfolio(study.portfolio("eigen").copied("Water")))
    assert [name for name, _ in page.beside.packages().values()] == [
        "Eigen pakket",
        "Water",
        "Nulalternatief",
    ]
    page = opened()
    assert len(page.beside.packages()) == 4
    page.session.add_package(Portfolio(title="Nieuw"))
    assert "Nieuw" in [name for name, _ in page.beside.packages().values()]


def made(*packages):
    """A study with the untouched sample and these packages of the planner."""
    study = Study.default(City.demo())
    for title, measure in packages:
        study = study.with_portfolio(Portfolio(id=title, title=title).with_uptake(measure, 0.5))
    return study


def test_all_that_fits_leaves_the_scores_of_the_others(page):
    before = dict(zip(page.beside.packages(), page.beside.weights.scores().tolist(), strict=True))
    page.beside.top.choice._handle_msg({"do": "pick", "name": "alles", "value": False})
    after = dict(zip(page.beside.packages(), page.beside.weights.scores().tolist(), strict=True))
    assert after == {key: before[key] for key in after}
    assert len(after) == len(before) - 1
    assert after["niets_doen"] == [0.0] * 5


def test_the_untouched_sample_is_not_ticked_beside_packages_the_planner_made():
    page = opened(made(("Droog", "wadi"), ("Koel", "street_tree")))
    assert list(page.beside.packages()) == ["Droog", "Koel", "niets_doen"]
    assert "eigen" in page.beside.known()
    page.beside.top.choice._handle_msg({"do": "pick", "name": "eigen", "value": True})
    assert "eigen" in page.beside.packages()


def test_a_first_package_of_ones_own_takes_the_place_of_the_sample(page):
    page.session.add_package(Portfolio(id="x", title="Nieuw").with_uptake("wadi", 0.2))
    assert list(page.beside.packages()) == ["x", *REFERENCES]


def test_the_turning_weight_says_in_which_direction(page):
    scores, weights = page.beside.weights.scores(), [50] * 5
    for place, key in enumerate(page.beside.weights.weights):
        turn, text = turning_share(scores, weights, place), page.beside.weights.view.slots[f"turn_{key}"]
        wanted = "Keert de volgorde niet om" if turn is None else "Onder" if turn[0] < 0.2 else "Boven"
        assert wanted in text


def test_a_small_lead_is_called_nearly_equal():
    page = opened(made(("Een", "wadi"), ("Twee", "wadi")))
    page.beside.top.choice._handle_msg({"do": "pick", "name": "niets_doen", "value": False})
    assert page.beside.weights.section.head.slots["title"].endswith("vrijwel gelijk")


def test_the_most_decisive_choice_is_named_with_what_it_does(page):
    session = page.session
    turned = session.study.replaced(scenario=Scenario(heat_value="vsl")).evaluate("eigen")
    told = page.beside.top.head.slots["caveats"]
    assert "Waarde van sterfte door hitte" in told
    assert money_change(float(turned["npv_eur"])) in told
    page.beside.top.head._handle_msg({"do": "set", "name": "heat_value", "option": "vsl"})
    assert session.study.scenario.heat_value == "vsl"
    assert "nu waarde van een statistisch leven" in page.beside.top.head.slots["caveats"]


def test_the_package_compared_with_has_its_band():
    page = opened()
    page.beside.top.choice._handle_msg({"do": "base", "value": "eigen"})
    low, high = np.quantile(page.beside.candidates.ranges["eigen"]["npv_eur"].values / 1e6, [0.05, 0.95])
    assert band_text(low, high) in page.beside.differences.table.view.slots["eigen_npv"]


def test_ticks_and_base_stand_in_the_address_and_come_back(page):
    page.beside.top.choice._handle_msg({"do": "pick", "name": "meekoppelen", "value": False})
    page.beside.top.choice._handle_msg({"do": "base", "value": "alles"})
    query = page.session.query
    again = VergelijkenPage(Session(study=page.session.study, query=query))
    assert list(again.beside.packages()) == list(page.beside.packages())
    assert again.beside.base == "alles"
    strange = VergelijkenPage(Session(study=page.session.study, query={"cmp": "<b>,x", "base": "<i>"}))
    assert list(strange.beside.packages()) == ["eigen", *REFERENCES]
    assert strange.beside.base in strange.beside.packages()


def test_a_mark_in_a_chart_has_the_shape_of_the_legend(page):
    shapes = {key: shape for key, (_, _, shape) in page.beside.hazards.chart.packages.items()}
    assert shapes == {"eigen": "circle", "niets_doen": "open", "meekoppelen": "square", "alles": "triangle"}
    assert 'class="dot triangle"' in page.beside.hazards.chart.view.html


def test_a_package_has_one_mark_everywhere_and_no_two_share_one():
    study = made(*((f"p{n}", "wadi") for n in range(4)))
    best = Portfolio(id="best", title="Best", question={"goal": "npv"}).with_uptake("wadi", 0.2)
    session = Session(study=study.with_portfolio(best).with_portfolio(Portfolio(id="last", title="Last")))
    looks = {key: look for key, (_, look) in known_packages(session).items()}
    assert looks["best"] == "optimum"
    assert looks["eigen"] == "own"
    assert len(set(looks.values())) == len(looks) == 10
    session.package = "best"
    session.drop_package()
    assert known_packages(session)["last"][1] == looks["last"]


def test_what_is_ticked_on_one_tab_is_ticked_on_the_others(page):
    page.open_tab("climate")
    page.opened["climate"].choice.view._handle_msg({"do": "pick", "name": "alles", "value": False})
    page.open_tab("certain")
    assert page.opened["certain"].choice.chosen == ["eigen", "niets_doen", "meekoppelen"]
    page.open_tab("beside")
    assert list(page.beside.packages()) == ["eigen", "niets_doen", "meekoppelen"]
    page.beside.top.choice._handle_msg({"do": "pick", "name": "meekoppelen", "value": False})
    page.aim("climate")
    assert page.opened["climate"].choice.chosen == ["eigen", "niets_doen"]


def test_equal_weights_are_called_so_and_another_first_by_balance_is_said(page):
    head = page.beside.weights.section.head.slots
    scored = weighted_score(page.beside.weights.scores(), [1] * 5)
    balances = [float(result["npv_eur"]) for result in page.beside.candidates.results.values()]
    differ = int(np.argmax(scored)) != int(np.argmax(balances))
    assert "gelijke gewichten" in head["title"]
    assert ("Op saldo alleen" in head["deck"]) == differ
    page.beside.weights.view._handle_msg({"do": "weight", "name": "avoided", "value": "100"})
    for key in ("cost", "npv", "people", "synergy"):
        page.beside.weights.view._handle_msg({"do": "weight", "name": key, "value": "0"})
    head = page.beside.weights.section.head.slots
    assert head["title"] == "Met deze gewichten scoort Alles wat past het hoogst"
    best = page.beside.candidates.names[int(np.argmax(balances))]
    assert best != "Alles wat past"
    assert head["deck"].endswith(f"Op saldo alleen is {best} beter.")


def test_a_weight_is_typed_and_the_others_make_room(page):
    weights = page.beside.weights
    weights.view._handle_msg({"do": "weight", "name": "cost", "value": "60"})
    assert weights.weights == pytest.approx(dict.fromkeys(weights.weights, 0.1) | {"cost": 0.6})
    assert (weights.view.slots["w_cost"], weights.view.slots["p_npv"]) == ("60", "10")
    weights.view._handle_msg({"do": "weight", "name": "cost", "value": "veel"})
    assert weights.weights["cost"] == pytest.approx(0.6)


def test_the_weight_that_turns_the_order_first_is_said(page):
    weights = page.beside.weights
    turns = {
        key: turning_share(weights.scores(), [0.2] * 5, place) for place, key in enumerate(weights.weights)
    }
    nearest = min(
        (key for key, turn in turns.items() if turn is not None), key=lambda key: abs(turns[key][0] - 0.2)
    )
    said = weights.view.slots["nearest"]
    assert weights.view.slots[f"turn_{nearest}"] in said
    assert "(nu 20" in said


def test_doing_nothing_wins_nothing(page):
    """A weight at which it would lead says that no package is better than it, as the balance does."""
    texts = [page.beside.weights.view.slots[f"turn_{key}"] for key in page.beside.weights.weights]
    assert any("geen pakket beter dan niets doen" in text for text in texts)
    assert not any("Nulalternatief" in text for text in texts)


def test_doing_nothing_is_seen_whole_in_the_scatter(page):
    assert page.beside.scatter.points.data["cost_mid"][1] == 0
    assert page.beside.scatter.plot.x_range.start < 0
    assert page.beside.scatter.plot.y_range.start < 0


def test_the_sentence_holds_own_against_own_and_folds_the_caveats():
    """Two packages of the reader: his open one against the other, not against doing nothing."""
    page = opened(made(("Droog", "wadi"), ("Koel", "street_tree")))
    assert page.beside.base == "Koel"
    assert page.beside.own() == "Droog"
    assert "dan Koel" in page.beside.top.head.slots["conclusion"]
    assert "kanttekening" in page.beside.top.head.slots["caveats"]
    assert "Koel" in page.beside.differences.section.head.slots["title"]


def test_the_turning_weight_is_marked_on_its_slider_and_chances_of_first_place_add_up(page):
    weights = page.beside.weights
    scores, shares = weights.scores(), np.full(5, 0.2)
    for place, key in enumerate(weights.weights):
        turn, mark = turning_share(scores, shares, place), weights.view.marks[f"turn_{key}"]
        assert mark is None if turn is None else mark[1] == pytest.approx(100 * turn[0])
    totals = np.einsum("pcd,c->pd", weights.drawn_scores(), shares)
    first = [float(np.mean(totals.argmax(axis=0) == place)) for place in range(len(totals))]
    assert chance_first(totals).tolist() == pytest.approx(first)


def test_an_empty_package_has_no_rank():
    study = Study.default(City.demo())
    empty = opened(study.with_portfolio(Portfolio(id="leeg", title="Niets gekozen")))
    empty.beside.top.choice._handle_msg({"do": "pick", "name": "leeg", "value": True})
    rows = empty.beside.weights.view.slots["order"].split("</tr>")
    row = next(row for row in rows if "Niets gekozen" in row)
    assert "Niets gekozen (leeg)" in row
    assert '<td class="num">–</td>' in row
