"""The tab 'Hoe zeker?': its numbers are the model's, a slider reaches the chart, and it says what to do."""

from html import unescape

import numpy as np
import pandas as pd
import pytest

from dashboards.parts.frame.session import Session
from dashboards.parts.packages.contest import decisive_text
from dashboards.parts.packages.looks import first_choice
from dashboards.sections.vergelijken.certain import failures as failures_section
from dashboards.sections.vergelijken.certain import variance as variance_section
from dashboards.sections.vergelijken.certain.certain_tab import CertainTab
from dashboards.sections.vergelijken.certain.swings import round_ends
from kans_model.city.city import City
from kans_model.comparison.headline import headline
from kans_model.comparison.lead import Lead
from kans_model.comparison.ranking import near_leaders
from kans_model.comparison.switches import most_decisive, switch_table, with_switch
from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.scenario import Scenario
from kans_model.reports.certainty_in_words import lead_text
from kans_model.reports.input_in_words import turn_text, value_text
from kans_model.study.references import REFERENCES
from kans_model.study.study import Study
from kans_model.uncertainty import failure_boxes as discovery_module
from kans_model.uncertainty.bands import drawn
from kans_model.uncertainty.failure_boxes import discovery
from kans_model.uncertainty.inputs import input_of
from kans_model.uncertainty.switch_points import switch_points
from kans_model.uncertainty.tornado import moved, tornado
from kans_model.uncertainty.value_of_information import information
from kans_model.uncertainty.variance import sobol
from kans_model.words.amounts import chance, money_band, money_short, percent
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t
from tests.fixtures.close_choice import DUTCH, IDS, with_heat_plan, words


def opened(lang="nl", study=None):
    query = {} if study else {"cmp": ",".join(IDS)}
    return CertainTab(Session(study=study or with_heat_plan(), lang=lang, query=query))


@pytest.fixture(scope="module")
def shown():
    """Read only."""
    return opened()


@pytest.fixture
def tab():
    return opened()


def test_it_opens_with_the_packages_ticked_elsewhere_and_keeps_what_is_ticked_here():
    session = Session(study=with_heat_plan(), query={"cmp": "niets_doen,eigen,strange"})
    tab = CertainTab(session)
    assert tab.choice.chosen == ["eigen", "niets_doen"]
    tab.choice.view._handle_msg({"do": "pick", "name": "hitteplan", "value": True})
    assert session.query["cmp"] == ",".join(IDS)
    assert CertainTab(session).choice.chosen == IDS


def test_a_reference_that_does_the_same_as_another_is_not_ticked_at_first(monkeypatch):
    session = Session(study=Study.default(City.demo()))
    assert first_choice(session) == ["eigen", *REFERENCES]
    evaluate = Study.evaluate
    same = {"meekoppelen": "niets_doen"}
    monkeypatch.setattr(
        Study, "evaluate", lambda self, one, *draws: evaluate(self, same.get(one, one), *draws)
    )
    assert first_choice(session) == ["eigen", "niets_doen", "alles"]


def test_bands_and_chances_are_over_the_same_draws_as_the_model(shown):
    study = shown.session.study
    values = np.array([study.evaluate(one, drawn(study))["npv_eur"].values for one in IDS])
    columns = shown.chances.bands.columns
    ends = np.quantile(values, [0.05, 0.95], axis=1) / 1e6
    np.testing.assert_allclose([columns[part] for part in ("low", "high")], ends)
    np.testing.assert_allclose(columns["mid"], [study.evaluate(one)["npv_eur"] / 1e6 for one in IDS])
    share = float(np.mean(values[2] > values[1]))
    assert shown.chances.share[2, 1] == pytest.approx(share)
    assert f">{chance(share)}</td>" in unescape(shown.chances.view.slots["matrix"])
    behind = float(np.mean(values[1] > values[2]))
    assert f"in {round(100 * behind)} van de 100" in shown.head.slots["conclusion"]


def test_the_tornado_shows_the_ten_widest_swings_of_the_chosen_package(tab):
    tab.swings.choice._handle_msg({"do": "of", "value": "hitteplan"})
    found = tornado(tab.session.study, IDS)
    rows = found.values.xs("hitteplan", level="package").sort_values("swing", ascending=False)
    bars = tab.swings.bars
    assert bars.labels == [found.leaders["name"][key] for key in rows.index[:10]]
    assert bars.frame()[bars.frame().columns[1]].iloc[0] == pytest.approx(rows["low"].iloc[0] / 1e6)
    low, mid = (bars.percent(rows[end].iloc[0] / 1e6) for end in ("low", "mid"))
    assert bars.view.marks["low:0"] == [min(low, mid), low, max(low, mid)]
    assert found.leaders["name"][rows.index[0]] in tab.swings.section.text
    assert "bij hoog wint Coolplan" in bars.view.slots[f"row{list(rows.index).index('life_years_lost')}"]


def test_the_slider_moves_the_cursor_and_every_package(tab):
    one = tab.one
    one.choice._handle_msg({"do": "input", "value": "heat_plan:capex_eur"})
    assert (one.plot.x_range.start, one.plot.x_range.end) == (2, 15)
    assert one.cursor.location == 6  # the price in force
    one.slider._handle_msg({"do": "at", "value": "2.65"})
    expected = moved(tab.session.study, IDS, "heat_plan:capex_eur", [2.65]).iloc[0]
    assert one.cursor.location == pytest.approx(2.65)
    assert one.points.data["y"] == pytest.approx([expected[key] / 1e6 for key in IDS])
    assert one.slider.slots["value"] == "€\u00a02,65 per woning"
    assert one.slider.slots["order"].index("Coolplan") < one.slider.slots["order"].index("Nulalternatief")
    one.slider._handle_msg({"do": "back"})
    assert one.cursor.location == 6


def test_the_slider_says_where_the_leader_changes(tab):
    one = tab.one
    one.choice._handle_msg({"do": "input", "value": "heat_plan:capex_eur"})
    point = switch_points(tab.session.study, IDS).loc["heat_plan:capex_eur"]
    assert one.turns.data["x"] == pytest.approx([point["value"]], rel=0.01)
    assert "van Coolplan naar Nulalternatief" in one.section.text
    one.choice._handle_msg({"do": "input", "value": "lifetimes"})
    assert one.turns.data["x"] == []
    assert one.section.text == "Waar u ‘Levensduur van maatregelen’ ook zet: Nulalternatief blijft voorop."


def test_a_slider_out_of_its_senses_changes_nothing(tab):
    before = tab.one.cursor.location
    for value in ("nan", "much", None, "inf"):
        tab.one.slider._handle_msg({"do": "at", "value": value})
    tab.one.choice._handle_msg({"do": "input", "value": "no_such_input"})
    assert tab.one.cursor.location == before


def test_every_switch_point_of_the_model_is_a_sentence(shown):
    study = shown.session.study
    points = switch_points(study, IDS)
    listed = shown.turns.frame()
    together = switch_points(study, IDS, grouped=True)
    assert len(listed) == len(set(points.index) | set(together.index))
    value = points.loc["heat_plan:capex_eur", "value"]
    price = value_text(input_of(study, "heat_plan:capex_eur"), value, "nl")
    assert f"onder een prijs van {price} wint Coolplan." in shown.turns.view.slots["list"]


def test_a_group_that_turns_the_choice_is_told_as_a_part_of_the_way():
    one = input_of(with_heat_plan(), "prices")
    assert turn_text(one, -0.25, "X", "nl") == (
        "Prijzen van maatregelen en herstel: is alles lager dan nu, "
        "vanaf 25\u00a0% van de weg naar de laagste waarde, dan wint X."
    )


def test_without_a_switch_point_it_says_so():
    tab = opened(study=Study.default(City.demo()).replaced(scenario=Scenario(co_benefits=[])))
    assert tab.turns.section.text.startswith("Geen kantelpunt binnen de bandbreedte")
    assert "Nulalternatief blijft voorop" in tab.turns.section.text


@pytest.fixture
def few_points(monkeypatch):
    """Base points of the indices: as many as tell the groups apart, not as many as a planner waits for."""
    monkeypatch.setattr(variance_section, "N_BASE_FINE", 256)
    return 256


def test_the_indices_on_the_button_are_the_models(tab, few_points):
    tab.variance.choice._handle_msg({"do": "of", "value": "hitteplan|niets_doen"})
    assert not tab.variance.bars.view.visible
    tab.variance.work.start()
    expected = sobol(tab.session.study, "hitteplan", few_points, against="niets_doen")
    assert tab.variance.bars.frame()["in totaal, samen met andere"].tolist() == pytest.approx(
        (100 * expected["total"]).tolist()
    )
    assert expected["name"].iloc[0] in tab.variance.section.text
    assert tab.variance.bars.view.visible


def test_what_knowing_more_is_worth_is_told_in_euro(tab):
    tab.worth.work.start()
    found = information(tab.session.study, IDS)
    assert money_short(found.attrs["everything"]) in tab.worth.section.text
    assert found["name"].iloc[0] in tab.worth.section.text


@pytest.fixture(scope="module")
def one_search():
    """The search for boxes is the dearest of all; the same draws that fail are searched once."""
    search, found = discovery_module.boxes, {}

    def boxes(at, fails):
        key = fails.tobytes()
        if key not in found:
            found[key] = search(at, fails)
        return found[key]

    return boxes


@pytest.fixture
def searched(monkeypatch, one_search):
    """What the section asked of the model, and what it got."""
    calls = []
    monkeypatch.setattr(discovery_module, "boxes", one_search)

    def noted(study, of, threshold, against, **given):
        found = discovery(study, of, threshold, against, **given)
        calls.append((study.hash, of, threshold, list(against), given["name"], given["lang"], found))
        return found

    monkeypatch.setattr(failures_section, "discovery", noted)
    return calls


def test_the_circumstances_in_which_a_package_fails_are_told_in_words(tab, searched):
    tab.failures.choice._handle_msg({"do": "of", "value": "hitteplan"})
    tab.failures.work.start()
    ((*asked, found),) = searched
    assert asked == [tab.session.study.hash, "hitteplan", 0.0, ["eigen", "niets_doen"], "npv_eur", "nl"]
    assert percent(found.failing) in tab.failures.section.text
    assert len(found.boxes) == tab.failures.frame()["Omstandigheden"].nunique()
    assert found.boxes[0].limits["name"].iloc[0] in tab.failures.view.slots["boxes"]


def test_without_the_package_for_scenario_discovery_it_says_which(tab, monkeypatch):
    def missing():
        raise KansError(Problem("needs_package", value="ema-workbench", extra="bench"))

    monkeypatch.setattr(discovery_module, "_prim", missing)
    tab.failures.choice._handle_msg({"do": "of", "value": "hitteplan"})
    tab.failures.work.start()
    assert "ema-workbench" in tab.failures.work.live.slots["problem"]


def test_experts_open_their_part(tab):
    assert len(tab.expert.layout) == 1
    tab.expert.button._handle_msg({"do": "fold"})
    assert len(tab.expert.layout) == 4
    assert tab.expert.button.slots["open"] == "1"


@pytest.mark.parametrize("kept", [["eigen"], []])
def test_one_package_or_none_says_what_to_do(tab, kept):
    for key in [one for one in IDS if one not in kept]:
        tab.choice.view._handle_msg({"do": "pick", "name": key, "value": False})
    assert "Kies minstens twee pakketten" in tab.choice.view.slots["notice"]
    assert len(tab.results) == 0
    for key in ("eigen", "alles"):
        tab.choice.view._handle_msg({"do": "pick", "name": key, "value": True})
    assert tab.choice.view.slots["notice"] == ""
    assert tab.chances.share.shape == (2, 2)


def test_more_than_six_are_refused():
    study = Study.default(City.demo())
    for n in range(5):
        study = study.with_portfolio(Portfolio(id=f"p{n}", title=f"Pakket {n}").with_uptake("wadi", n / 5))
    tab = opened(study=study)
    for key in [f"p{n}" for n in range(5)]:
        tab.choice.view._handle_msg({"do": "pick", "name": key, "value": True})
    assert len(tab.choice.chosen) == 6
    assert "hoogstens 6" in tab.choice.view.slots["notice"]


def test_another_result_is_shown_in_its_own_unit(tab):
    tab.choice.view._handle_msg({"do": "result", "value": "deaths_avoided"})
    spared = headline(tab.session.study.evaluate("hitteplan"), "deaths_avoided")
    place = tab.chances.bands.labels.index("Coolplan")
    assert tab.chances.bands.columns["mid"][place] == pytest.approx(float(spared))
    assert tab.chances.bands.head == "per jaar"


def test_a_package_without_a_ratio_is_left_out_and_named(tab):
    tab.choice.view._handle_msg({"do": "result", "value": "bcr"})
    assert tab.chances.contest.ids == ["eigen", "hitteplan"]
    assert "Nulalternatief: de baten-kostenverhouding is onbekend" in words(tab.results[0])


def test_packages_with_the_same_result_are_called_equal():
    twin = with_heat_plan().with_portfolio(Portfolio(id="twin", title="Twin").with_uptake("heat_plan", 1.0))
    tab = opened(study=twin)
    tab.choice.view._handle_msg({"do": "pick", "name": "niets_doen", "value": False})
    tab.choice.view._handle_msg({"do": "pick", "name": "twin", "value": True})
    assert "gelijk" in tab.head.slots["conclusion"]
    assert "gelijk" in tab.chances.view.slots["matrix"]


def test_twins_that_lead_are_still_held_against_the_next():
    free = Portfolio(id="leeg", title="Leeg")
    tab = opened(study=with_heat_plan().with_portfolio(free))
    tab.choice.view._handle_msg({"do": "pick", "name": "leeg", "value": True})
    assert "zijn gelijk" in tab.head.slots["conclusion"]
    assert "Leeg en Coolplan ontlopen elkaar weinig" in tab.head.slots["conclusion"]


def test_the_question_for_experts_starts_where_the_choice_is_closest(shown):
    assert shown.variance.of == "hitteplan|niets_doen"
    assert shown.failures.of in ("hitteplan", "niets_doen")


def test_what_was_worked_out_for_the_same_question_is_not_worked_out_again(monkeypatch):
    opened()

    def again(*_asked):
        raise AssertionError("worked out again")

    monkeypatch.setattr(CertainTab, "reckon", again)
    tab = opened()
    assert tab.chances.bands.labels == ["Voorbeeldpakket", "Coolplan", "Nulalternatief"]


def test_results_of_a_study_that_changed_are_called_out_of_date_until_refreshed(tab):
    assert not tab.work.live.visible
    tab.session.assume("life_years_lost", 3.0)
    assert tab.stale
    assert "Verouderd" in tab.work.live.slots["status"]
    assert tab.work.live.visible
    tab.work.live._handle_msg({"do": "start"})
    assert not tab.stale
    assert not tab.work.live.visible
    assert tab.head.slots["conclusion"].startswith("Coolplan")


def test_coming_back_to_the_tab_refreshes_it(tab):
    tab.session.assume("life_years_lost", 3.0)
    tab.open()
    assert tab.head.slots["conclusion"].startswith("Coolplan")


def test_a_new_package_joins(tab):
    tab.session.add_package(Portfolio(id="nieuw", title="Nieuw").with_uptake("wadi", 0.1))
    tab.open()
    assert "nieuw" in tab.choice.chosen
    assert tab.chances.bands.labels == ["Voorbeeldpakket", "Coolplan", "Nieuw", "Nulalternatief"]


def test_the_price_of_a_package_title_is_text_not_markup():
    study = Study.default(City.demo()).with_portfolio(Portfolio(id="p", title="<b>x</b>"))
    tab = opened(study=study)
    tab.choice.view._handle_msg({"do": "pick", "name": "p", "value": True})
    assert "<b>x</b>" not in tab.choice.view.html + tab.chances.view.slots["matrix"]


@pytest.mark.usefixtures("few_points", "one_search")
def test_in_english_nothing_is_dutch():
    tab = opened("en")
    tab.variance.work.start()
    tab.worth.work.start()
    tab.failures.choice._handle_msg({"do": "of", "value": "hitteplan"})
    tab.failures.work.start()
    sections = (tab.chances, tab.swings, tab.one, tab.turns, tab.variance, tab.worth, tab.failures)
    views = [tab.choice.view, tab.expert.button, tab.chances.bands.view, tab.swings.bars.view]
    views += [tab.one.choice, tab.one.slider, tab.one.view, tab.variance.bars.view, tab.worth.bars.view]
    views += [tab.failures.view, tab.failures.choice, tab.turns.view, tab.chances.view]
    views += [part.section.head for part in sections] + [part.section.sentence for part in sections[1:]]
    views += [tab.head, tab.figures.view, tab.decision.view, *(fold.button for fold in tab.folds.values())]
    frames = (
        tab.chances,
        tab.swings.bars,
        tab.one,
        tab.turns,
        tab.variance.bars,
        tab.worth.bars,
        tab.failures,
    )
    text = " ".join([*map(words, views), *(part.frame().to_csv() for part in frames)])
    assert DUTCH.findall(text) == []


def test_the_axis_of_the_slider_leaves_out_what_lies_far_off():
    values = np.array([[0.0, 0.0], [-2.0, 6.0], [-9.0, -9.0], [-98.0, -90.0]])
    assert near_leaders(values).tolist() == [True, True, True, False]


def test_the_axis_of_the_tornado_starts_near_its_values():
    assert round_ends(np.array([-198.2, -98.5, -60.5])) == (-200.0, -50.0)
    start, end = round_ends(np.array([3.0, 3.0]))
    assert start <= 3.0 < end


def test_the_choice_that_does_most_can_be_made_where_it_is_named():
    tab = opened()
    switch, option = most_decisive(switch_table(tab.session.study, IDS))
    assert f'data-name="{switch}"' in tab.decisive.slots["decisive"]
    tab.decisive._handle_msg({"do": "set", "name": switch, "option": str(option)})
    assert getattr(tab.session.study.scenario, switch) == option


def test_the_choice_without_a_range_that_does_most_is_named_with_a_way_to_all_of_them(shown):
    study = shown.session.study
    decisive = most_decisive(switch_table(study, IDS))
    assert decisive is not None
    told = shown.decisive.slots["decisive"]
    assert t(f"switch.{decisive[0]}", "nl") in told
    now, then = (
        headline(one.evaluate("hitteplan")) for one in (study, with_switch(study, **dict([decisive])))
    )
    assert f"wordt het saldo van Coolplan {money_short(then)} in plaats van {money_short(now)}" in told
    places = []
    shown.session.param.watch(lambda event: places.append(event.new), "place")
    shown.decisive._handle_msg({"do": "switches"})
    assert places[0] == ("vergelijken", "switches")


def test_where_doing_nothing_takes_the_lead_the_package_that_led_is_told():
    """What stays at nought moves nothing: 'nought instead of nought' is no news."""
    tab = opened(study=Study.default(City.demo()))
    contest = tab.contest.only(["eigen", "niets_doen"])
    rows = pd.DataFrame(
        [[1.2e6, 0.0, "eigen", False, True], [-2e6, 0.0, "niets_doen", True, False]],
        index=pd.MultiIndex.from_tuples([("duration_min", 60), ("duration_min", 120)]),
        columns=["eigen", "niets_doen", "leader", "order_changes", "in_force"],
    )
    told = decisive_text(contest, rows)
    assert f"van Voorbeeldpakket {money_short(-2e6)} in plaats van {money_short(1.2e6)}" in told
    assert told.endswith("is geen van deze pakketten beter dan niets doen.")


def test_a_middle_far_above_most_draws_is_said():
    values = np.array([[0.0] * 9 + [50.0], [1.0] * 10, [-9.0] * 10]) * 1e6
    lead = Lead.of(IDS, values, np.array([5e6, 1e6, -9e6]))
    told = lead_text(lead, {key: key for key in IDS}, "het saldo")
    assert "hoogste midden, maar is in maar 10 van de 100" in told


def test_it_opens_with_a_sentence_three_figures_and_a_decision(shown):
    """Doing nothing leads here: no package wins from it, and how near one comes is the first figure."""
    study = shown.session.study
    values = np.array([study.evaluate(one, drawn(study))["npv_eur"].values for one in IDS])
    conclusion, figures = shown.head.slots["conclusion"], shown.figures.view.slots
    assert "Geen van deze pakketten is zeker beter dan niets doen: Coolplan" in conclusion
    assert figures["chance"] == chance(float(np.mean(values[1] > values[2])))
    n = len(shown.turns.frame())
    assert figures["flips"] == str(n)
    assert f"{n} van de " in conclusion
    assert f"{n} aannames kunnen omkeren" in shown.swings.section.text
    low, high = (float(end) for end in np.quantile(values[1] - values[2], [0.05, 0.95]))
    assert money_band(low, high, signed=True).removesuffix(" euro") in figures["difference_range"]
    assert "niet in euro" in shown.decision.view.slots["text"]


def test_the_decision_opens_what_turns_the_choice(tab):
    assert len(tab.folds["fold_turns"].layout) == 1
    tab.decision.view._handle_msg({"do": "go"})
    assert tab.turns.section.column in tab.folds["fold_turns"].layout


def test_a_share_reads_in_percent_and_a_multiple_in_times():
    study = with_heat_plan()
    share, multiple = (input_of(study, key) for key in ("building_area_useful", "wet_facade_multiplier"))
    assert value_text(share, 0.703, "nl") == "70,3\u00a0%"
    assert value_text(share, 0.85, "nl") == "85\u00a0%"
    assert value_text(multiple, 2.5, "nl") == "2,5 keer"


def test_the_part_alone_is_never_shown_above_the_whole(tab):
    table = sobol(tab.session.study, "hitteplan", 64)
    table.loc[table.index[0], ["first", "total"]] = [0.9, 0.8]
    tab.variance.bars.show(table)
    assert "80\u00a0% in totaal, 80\u00a0% op zichzelf" in tab.variance.bars.summary()
