"""The tab Beste pakket: its numbers are the model's, and what it finds becomes a package like any other."""

import re
from html import unescape

import numpy as np
import pytest

from dashboards.parts.frame.session import Session
from dashboards.sections.vergelijken.optimum.optimum_tab import OptimumTab
from dashboards.vergelijken import VergelijkenPage
from kans_model.city.city import City
from kans_model.computing.progress import CancelledError
from kans_model.dialogue.ambition import Ambition, Threshold
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.dialogue import Dialogue
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.alternatives import alternatives
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.optimum.reasons import reasons
from kans_model.optimum.shared_choices import n_areas_always_built
from kans_model.reports.answer_in_words import AnswerInWords
from kans_model.reports.proof_in_words import at_most
from kans_model.reports.question_in_words import in_words
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.uncertainty.bands import drawn, p5_p95
from kans_model.words.amounts import money_range, money_short
from kans_model.words.texts import t
from tests.fixtures.cities import areas

WEIGHED = ("weight_avoided", "weight_synergy", "weight_co_benefit")


def small(n=6, lang="nl", **figures):
    """A tab on a small city; incomes known, so vulnerable areas are the poorest."""
    given = {"residents": np.full(n, 1000.0), "households": np.full(n, 480.0), **figures}
    codes = [f"{place:04d}" for place in range(n)]
    city = City.from_areas(areas(codes, size_m=300, **given), "Stad")
    return OptimumTab(Session(study=Study.default(city), lang=lang))


@pytest.fixture
def tab():
    return small()


@pytest.fixture(scope="module")
def demo():
    """The tab on the demo city, its question answered once; tests only look at it."""
    tab = OptimumTab(Session(study=Study.default(City.demo())))
    tab.work.start()
    return tab


def fill(tab, **texts):
    for name, text in texts.items():
        tab.form.view._handle_msg({"do": "set", "name": name, "value": text})


def words(markup):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", str(markup)))


# --- the question ------------------------------------------------------------------------------


def test_it_starts_with_the_money_of_meekoppelen(demo):
    capex = float(demo.session.study.evaluate("meekoppelen")["capex_eur"].sum())
    assert demo.form.question() == Question(budget_eur=capex)


def test_without_planned_works_it_starts_with_the_money_of_the_open_package(tab):
    study = tab.session.study
    assert float(study.evaluate("meekoppelen")["capex_eur"].sum()) == 0
    assert tab.form.question().budget_eur == pytest.approx(float(study.evaluate("eigen")["capex_eur"].sum()))
    assert tab.rival() is tab.session.portfolio


def test_it_opens_with_what_the_open_package_does_and_then_with_the_answer(tab, demo):
    before = tab.head.slots["conclusion"]
    avoided = float(tab.session.study.evaluate("eigen")["avoided_total_eur"].sel(horizon="2050"))
    assert before.startswith("Voorbeeldpakket vermijdt in 2050") == (avoided > 0)
    assert before.endswith(t("optimumtab.deck"))
    assert demo.head.slots["conclusion"] == ""
    first = [demo.shown[name].column for name in ("answer", "question")]
    assert list(demo.layout)[1:3] == first  # what was found stands above what was asked
    assert demo.answer.decision.view.slots["text"].startswith("Beslis nu")
    assert demo.answer.under not in list(demo.answer.more.layout)  # opened on demand


def test_a_budget_the_planner_set_goes_first():
    study = Study.default(City.demo())
    study = study.with_portfolio(study.portfolio("eigen").with_budget(20e6))
    assert OptimumTab(Session(study=study)).form.question().budget_eur == 20e6


def test_everything_that_can_be_asked_reaches_the_question(tab):
    fill(tab, budget="3,5 mln", yearly="€ 400.000", least="€ 1.000", equity="5", reach="2", most_heat="150")
    form = tab.form.view._handle_msg
    form({"do": "add", "name": "pins", "value": "wadi"})
    form({"do": "amount", "name": "pins", "at": "0", "value": "12,5"})
    form({"do": "add", "name": "bans", "value": "cool_roof"})
    form({"do": "tick", "name": "expected", "value": True})
    fill(tab, split="gemeente", horizon="2100")
    today = float(
        tab.session.study.evaluate("niets_doen")["ead_before_eur"].sel(horizon="now", hazard="heat").sum()
    )
    asked = tab.form.question()
    (threshold,) = asked.thresholds
    assert (threshold.hazard, threshold.most_eur_per_year) == ("heat", pytest.approx(1.5 * today))
    assert asked == Question(
        budget_eur=3.5e6,
        budget_eur_per_year=4e5,
        least_project_eur=1000.0,
        equity_share=0.05,
        least_reach_pct=2.0,
        thresholds=(threshold,),
        pins={"wadi": 0.125},
        bans=("cool_roof",),
        expected=True,
        split="gemeente",
        horizon="2100",
    )
    form({"do": "unpick", "name": "pins", "at": "0"})
    form({"do": "unpick", "name": "bans", "at": "0"})
    assert (tab.form.question().pins, tab.form.question().bans) == ({}, ())


def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(tab):
    fill(tab, budget="veel", equity="120", most_heat="abc")
    tab.work.start()
    slots = tab.form.view.slots
    assert "geen bedrag" in slots["wrong_budget"]
    assert "tussen 0 en 100" in slots["wrong_equity"]
    assert "geen percentage" in slots["wrong_most_heat"]
    assert slots["budget"] == "veel"
    assert "3" in tab.work.live.slots["status"]
    assert tab.findings is None
    fill(tab, budget="1 mln", equity="", most_heat="")
    tab.work.start()
    assert tab.form.view.slots["wrong_budget"] == ""
    assert tab.findings is not None


@pytest.mark.parametrize(
    ("texts", "field", "said"),
    [
        ({"budget": ""}, "budget", "vul een budget in"),
        ({"budget": "-3 mln"}, "budget", "meer dan 0"),
        ({"goal": "cheapest", "budget": ""}, "goal", "geef een grens"),
        ({"goal": "weighted", **dict.fromkeys(WEIGHED, "0")}, "weights", "niet alle 0"),
    ],
)
def test_a_question_without_sense_says_why(tab, texts, field, said):
    fill(tab, **texts)
    tab.work.start()
    assert said in tab.form.view.slots[f"wrong_{field}"]
    assert tab.findings is None


def test_a_measure_that_is_both_required_and_excluded_is_named(tab):
    for name in ("pins", "bans"):
        tab.form.view._handle_msg({"do": "add", "name": name, "value": "wadi"})
    tab.work.start()
    assert "'Wadi' is zowel verplicht als uitgesloten" in unescape(tab.form.view.slots["wrong_bans"])


def test_demands_that_conflict_are_named_in_words(demo):
    tab = OptimumTab(Session(study=demo.session.study, lang="nl"))
    fill(tab, budget="€ 200.000")
    tab.form.view._handle_msg({"do": "add", "name": "pins", "value": "street_tree"})
    tab.form.view._handle_msg({"do": "amount", "name": "pins", "at": "0", "value": "100"})
    tab.work.start()
    problem = words(tab.work.live.slots["problem"])
    assert "gaan niet samen" in problem
    assert re.search(
        r"het budget van € 200.000 \(vanaf € [\d,.]+ (mln )?lukt het wel\)", problem.replace("\u00a0", " ")
    )
    assert "Straatboom: ten minste 100 % van wat past" in problem.replace("\u00a0", " ")
    assert tab.findings is None


def test_a_demand_that_no_money_can_meet_stands_alone(demo):
    tab = OptimumTab(demo.session)
    fill(tab, most_heat="1")
    tab.work.start()
    problem = words(tab.work.live.slots["problem"])
    assert "haalt geen enkel pakket" in problem
    assert "schade per jaar door hitte" in problem
    assert "budget" not in problem


def test_a_package_that_an_answer_became_brings_its_question_back(tab):
    fill(tab, budget="3,5 mln", yearly="400.000", equity="5", reach="2", most_heat="150", horizon="2100")
    tab.form.view._handle_msg({"do": "add", "name": "pins", "value": "wadi"})
    tab.form.view._handle_msg({"do": "add", "name": "bans", "value": "cool_roof"})
    tab.form.view._handle_msg({"do": "tick", "name": "expected", "value": True})
    asked = tab.form.question()
    kept = Portfolio(id="kept", title="Beste").asked(asked.to_dict())
    study = tab.session.study.with_portfolio(kept)
    again = OptimumTab(Session(study=study, package="kept")).form.question()
    (old,), (new,) = asked.thresholds, again.thresholds
    assert new.most_eur_per_year == pytest.approx(old.most_eur_per_year)
    assert again.but(thresholds=()) == asked.but(thresholds=())


def test_a_question_that_cannot_be_read_is_left_where_it_is(tab):
    odd = Portfolio(id="odd", title="Vreemd").asked({"goal": 3, "moon": [1]})
    form = OptimumTab(Session(study=tab.session.study.with_portfolio(odd), package="odd")).form
    assert form.entries.texts["goal"] == "avoided"


# --- the answer --------------------------------------------------------------------------------


def test_the_answer_is_the_models(demo):
    study, found = demo.session.study, demo.findings
    best = optimum(study, demo.form.question())
    result, ranges = study.evaluate(best.portfolio), study.evaluate(best.portfolio, drawn(study))
    figures = demo.answer.figures.view.slots
    avoided = float(result["avoided_total_eur"].sel(horizon="2050"))
    assert found.best.avoided_eur_per_year == pytest.approx(avoided)
    assert words(figures["avoided"]).replace(" ", "") == money_short(avoided).replace("\u00a0", "")
    for name, draws in (("capex", ranges["capex_eur"]), ("npv", ranges["npv_eur"])):
        low, high = p5_p95(draws.values)
        assert money_range(float(low), float(high)) in figures[f"{name}_range"]
    assert money_short(avoided) in demo.answer.top.slots["sentence"]
    share = at_most(best.gap, "nl")
    assert f"meer dan {share} beter" in demo.answer.top.slots["sentence"]
    assert found.best.gap == pytest.approx(best.gap)
    assert best.gap <= 1e-3


def test_it_stands_beside_meekoppelen_of_the_same_money(demo):
    study, beside = demo.session.study, demo.findings.beside
    ours, theirs = (study.evaluate(one, drawn(study)) for one in (beside.best.portfolio, "meekoppelen"))
    at = {"horizon": "2050"}
    more = ours["avoided_total_eur"].sel(at).values > theirs["avoided_total_eur"].sel(at).values
    assert beside.chance == pytest.approx(float(np.mean(more)))
    assert beside.npv_chance == pytest.approx(
        float(np.mean(ours["npv_eur"].values > theirs["npv_eur"].values))
    )
    capex = demo.answer.beside_frame().iloc[:, 1]
    assert capex[0] == pytest.approx(capex[1], rel=2e-3)
    assert "meer dan 99\u00a0%" in demo.answer.under.slots["sure"]


def test_another_budget_is_asked_again_with_the_money_of_the_rival(tab):
    fill(tab, budget="2 mln")
    tab.work.start()
    beside = tab.findings.beside
    assert tab.findings.best.capex_eur == pytest.approx(2e6, rel=1e-3)
    capex = float(tab.session.study.evaluate(tab.session.portfolio)["capex_eur"].sum())
    assert beside.best.capex_eur == pytest.approx(capex, rel=2e-3)
    mine, other = (
        float(one["avoided_total_eur"].sel(horizon="2050"))
        for one in (beside.best_result, beside.rival_result)
    )
    assert mine >= other


def test_one_euro_more_is_what_a_slightly_larger_budget_brings(demo):
    study, best = demo.session.study, demo.findings.best
    step = 0.01 * best.question.budget_eur
    more = optimum(study, best.question.but(budget_eur=best.question.budget_eur + step))
    per_euro = (more.avoided_eur_per_year - best.avoided_eur_per_year) / step
    (line,) = demo.answer.words.euro_lines()
    said = float(re.search(r"vermijdt ([\d,]+)\u00a0cent", line)[1].replace(",", "."))
    assert said == pytest.approx(100 * per_euro, rel=0.1)


@pytest.mark.parametrize(
    ("texts", "ticks", "said"),
    [
        ({"goal": "npv", "budget": ""}, (), "beste saldo"),
        ({"goal": "npv", "budget": "2 mln"}, (), "beste saldo"),
        ({"goal": "weighted", "budget": "2 mln", "weight_synergy": "3"}, (), "scoort dit pakket"),
        ({"goal": "cheapest", "budget": "", "most_heat": "260"}, (), "goedkoopste pakket"),
        ({"goal": "cheapest", "budget": "", "equity": "20"}, (), "goedkoper zijn"),
        ({"budget": "2 mln", "least": "20.000"}, (), "het beste pakket"),
        ({"budget": "2 mln", "yearly": "100.000"}, (), "van het budget blijft"),
        ({"budget": "2 mln", "reach": "10"}, ("expected",), "het beste pakket"),
        ({"budget": "2 mln", "split": "gelijk"}, ("free",), "het beste pakket"),
        ({"budget": "2 mln"}, ("whole",), "het beste pakket"),
    ],
)
def test_every_kind_of_question_is_answered(tab, texts, ticks, said):
    for name in ticks:
        tab.form.view._handle_msg({"do": "tick", "name": name, "value": True})
    fill(tab, **texts)
    tab.work.start()
    assert tab.work.live.slots["problem"] == ""
    assert said in tab.answer.top.slots["sentence"].replace("Van het", "van het")
    best = tab.findings.best
    result = tab.session.study.evaluate(best.portfolio)
    assert best.capex_eur == pytest.approx(float(result["capex_eur"].sum()))
    assert len(tab.why.rows()) == len(table("measures"))
    tab.keep()
    assert Question.from_dict(tab.session.portfolio.question) == best.question


def test_the_price_of_a_demand_is_what_a_little_more_of_it_costs(tab):
    def answered(pct):
        fill(tab, budget="2 mln")
        tab.form.view._handle_msg({"do": "add", "name": "pins", "value": "tree_bunker"})
        tab.form.view._handle_msg({"do": "amount", "name": "pins", "at": "0", "value": pct})
        tab.work.start()
        return tab.findings.best.avoided_eur_per_year

    more, less = answered("11"), answered("10")
    lines = tab.answer.words.euro_lines()
    price = abs(tab.findings.best.prices["pin", "tree_bunker"]) / 100
    assert price == pytest.approx(less - more, rel=0.3)  # at the margin, of the tangents
    assert any(money_short(price) in line and "verplichten" in line for line in lines)


def test_a_price_over_the_period_follows_the_present_value(demo):
    result = demo.findings.result
    whole = float(result["present_value_benefit_eur"].sum())
    yearly = float(result["avoided_total_eur"].sel(horizon="2050"))
    assert demo.findings.years == pytest.approx(whole / yearly, rel=0.25)  # trees grow, co-benefits count too


def test_estimated_data_put_the_range_first_and_say_indicative(tab):
    tab.work.start()
    assert tab.session.city.indicative
    sentence = tab.answer.top.slots["sentence"]
    assert sentence.startswith("Indicatief")
    low, high = p5_p95(tab.findings.avoided_draws)
    assert money_range(float(low), float(high)) in sentence.replace("\u2060", "")
    assert money_range(float(low), float(high)).split("\u00a0")[0] in tab.answer.figures.view.slots["avoided"]


def test_the_kept_package_carries_its_question_in_words_and_as_data(tab):
    tab.form.view._handle_msg({"do": "add", "name": "bans", "value": "cool_roof"})
    fill(tab, budget="2 mln")
    page = VergelijkenPage(tab.session)
    tab.work.start()
    tab.answer.decision.view._handle_msg({"do": "go"})
    kept = tab.session.portfolio
    assert kept.title == "Beste pakket voor € 2 mln".replace("€ 2 mln", money_short(2e6))
    assert "uitgesloten: Wit dak" in kept.description
    assert kept.title in [name for name, _ in page.beside.packages().values()]
    assert Question.from_dict(kept.question) == tab.findings.best.question
    again = Study.from_dict(tab.session.study.to_dict(), tab.session.base_city).portfolio(kept.id)
    assert again.question == kept.question
    assert "open pakket" in tab.answer.acts.slots["kept"]
    tab.answer.decision.view._handle_msg({"do": "go"})
    assert len(tab.session.study.portfolios) == 2  # twice the same answer is one package


def test_a_question_does_not_change_the_hash_and_is_absent_where_none_was_asked():
    study = Study.default(City.demo())
    own = study.portfolio("eigen")
    assert "question" not in own.to_dict()
    assert study.with_portfolio(own.asked({"budget_eur": 1.0})).hash == study.hash


def test_another_climate_makes_the_answer_old(tab):
    tab.work.start()
    tab.session.change(Portfolio(id="eigen", title="Leeg"))
    assert tab.answer.top.slots["stale"] == ""
    tab.session.look_ahead(climate="Ln")
    assert "Zoek opnieuw" in tab.answer.top.slots["stale"]
    tab.work.start()
    assert tab.answer.top.slots["stale"] == ""


def test_stopping_leaves_everything_as_it_was(tab, monkeypatch):
    def stopped(*_given):
        raise CancelledError

    monkeypatch.setattr(tab.work, "_work", stopped)
    tab.work.start()
    assert "Gestopt" in tab.work.live.slots["status"]
    assert tab.findings is None
    assert len(tab.session.study.portfolios) == 1


def test_a_stop_is_heard_by_the_search(tab):
    with pytest.raises(CancelledError):
        tab.work._work(*tab._ask(), lambda _share: None, lambda: True)


def test_progress_rises_and_stays_below_all(tab):
    shares = []
    tab.work._work(*tab._ask(), shares.append, lambda: False)
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] < 1


def test_an_error_goes_when_the_question_changes_or_something_else_is_sought(demo):
    tab = OptimumTab(demo.session)
    fill(tab, most_heat="1")
    tab.work.start()
    assert tab.work.live.slots["problem"] != ""
    assert "Maak deze eis ruimer" in tab.work.live.slots["problem"]
    assert "geen antwoord" in tab.empty.slots["told"]
    fill(tab, most_heat="")
    assert tab.work.live.slots["problem"] == ""
    assert "geen antwoord" not in tab.empty.slots["told"]
    fill(tab, most_heat="1")
    tab.work.start()
    tab.robust_work.start()
    assert tab.work.live.slots["problem"] == ""
    assert tab.robust_work.live.slots["problem"] != ""


def test_what_answers_an_earlier_question_says_so(tab):
    fill(tab, budget="2 mln")
    for work in (tab.work, tab.front_work, tab.robust_work):
        work.start()
    flags = tab.front_flag, tab.robust_flag
    assert [one.slots["flag"] for one in flags] == ["", ""]
    assert tab.answer.top.slots["stale"] == ""
    fill(tab, budget="3 mln")
    tab.work.start()
    assert all("eerdere vraag" in one.slots["flag"] and "2,0" in one.slots["flag"] for one in flags)
    assert tab.answer.top.slots["stale"] == ""
    fill(tab, budget="4 mln")
    tab.front_work.start()
    assert tab.front_flag.slots["flag"] == ""
    assert "eerdere vraag" in tab.answer.top.slots["stale"]


def test_another_amount_is_never_called_the_same_money(tab):
    fill(tab, goal="npv", budget="")
    tab.work.start()
    assert tab.findings.beside is not None
    best, rival = tab.findings.beside.capex_eur
    texts = [tab.answer.under.slots["beside_head"], *tab.answer.words.sure_lines()]
    same = abs(best / rival - 1) <= 0.01
    assert any("hetzelfde geld" in one for one in texts) == same
    assert same or all(money_short(one) in text for one in (best, rival) for text in texts[:2])


def test_an_answer_is_not_held_against_itself(tab):
    fill(tab, budget="2 mln")
    tab.work.start()
    tab.keep()
    tab.work.start()
    assert tab.findings.rival_beside is None
    assert "kans dat dit pakket" not in " ".join(tab.answer.words.sure_lines())


def test_where_the_balance_is_negative_the_best_balance_is_named_and_can_be_asked(demo):
    tab = OptimumTab(demo.session)
    tab._show_findings(demo.findings)
    assert float(demo.findings.result["npv_eur"]) < 0
    balance = optimum(demo.session.study, demo.findings.best.question.but(goal="npv"))
    assert demo.findings.balance.capex_eur == pytest.approx(balance.capex_eur)
    assert money_short(balance.capex_eur) in tab.answer.acts.slots["balance"]
    tab.answer.acts._handle_msg({"do": "balance"})
    assert tab.findings.best.question.goal == "npv"
    assert tab.form.entries.texts["goal"] == "npv"


def test_what_is_in_the_package_stands_at_the_answer(demo):
    capex = demo.findings.result["capex_eur"].to_pandas().sort_values(ascending=False)
    shown = words(demo.answer.under.slots["contents"])
    assert all(table("measures")["name_nl"][name] in shown for name in capex.index[:5])
    assert money_short(float(capex.iloc[0])).replace("\u00a0", " ") in shown


def test_a_question_that_came_back_offers_to_search_again(tab):
    fill(tab, budget="2 mln")
    tab.work.start()
    tab.keep()
    again = OptimumTab(Session(study=tab.session.study, package=tab.session.package))
    assert tab.session.portfolio.title in unescape(again.empty.slots["told"])
    again.empty._handle_msg({"do": "again"})
    assert again.findings.best.question == tab.findings.best.question


# --- front, alternatives, reasons, robust ------------------------------------------------------


def test_a_click_on_the_front_adds_that_package(tab):
    tab.front_work.start()
    point = tab.chart.points[3]
    np.testing.assert_allclose(tab.chart.source.data["cost"][3], point.capex_eur / 1e6)
    tab.chart.source.selected.indices = [3]
    opened = tab.session.portfolio
    assert opened.choices == point.portfolio.choices
    result = tab.session.study.evaluate(opened)
    assert float(result["capex_eur"].sum()) == pytest.approx(point.capex_eur, rel=1e-6)
    assert opened.question["budget_eur"] == point.budget_eur
    assert tab.chart.source.selected.indices == []


def test_the_front_starts_at_nothing_and_is_drawn_on_its_band(tab):
    tab.front_work.start()
    chart, study = tab.chart, tab.session.study
    first = [place for place, point in enumerate(chart.points) if point.level == 0]
    low, high = p5_p95(
        study.evaluate(chart.points[first[-1]].portfolio, drawn(study))["avoided_total_eur"].sel(
            horizon="2050"
        )
    )
    assert chart.bands[:, first[-1]] == pytest.approx([float(low) / 1e6, float(high) / 1e6])
    there = len(first) + 1  # from nothing, and back along the high ends
    assert chart.band.data["x"][:2].tolist() == pytest.approx([0.0, chart.points[first[0]].capex_eur / 1e6])
    assert chart.band.data["y"][there - 1 : there + 1].tolist() == pytest.approx([low / 1e6, high / 1e6])
    assert len(chart.band.data["x"]) == 2 * there


def test_the_front_opens_from_the_keyboard_too(tab):
    tab.front_work.start()
    tab.chart.under._handle_msg({"do": "choose", "value": "5"})
    tab.chart.under._handle_msg({"do": "open"})
    assert tab.session.portfolio.choices == tab.chart.points[5].portfolio.choices


def test_the_front_says_what_the_budget_asked_brings_and_shows_three_times_that(tab):
    tab.front_work.start()
    budget = tab.form.question().budget_eur
    own = next(one for one in tab.chart.points if one.budget_eur == budget)
    assert f"Met {money_short(budget)}" in tab.chart.head.slots["told"]
    assert money_short(own.avoided_eur_per_year) in tab.chart.head.slots["told"]
    assert tab.chart.plot.x_range.end == pytest.approx(3 * budget / 1e6)
    assert "Alles wat past" in tab.chart.head.slots["outside"]
    tab.chart.head._handle_msg({"do": "whole", "value": True})
    assert tab.chart.plot.x_range.end > tab.chart.points[-1].capex_eur / 1e6
    assert tab.chart.head.slots["outside"] == ""


def test_the_front_reaches_as_far_whatever_the_goal(tab):
    fill(tab, budget="2 mln")
    tab.front_work.start()
    most = tab.chart.points[-1].capex_eur
    fill(tab, goal="npv")
    tab.front_work.start()
    assert tab.chart.points[-1].capex_eur == pytest.approx(most)


def test_without_a_budget_the_front_says_what_most_of_it_costs(tab):
    fill(tab, goal="npv", budget="")
    tab.front_work.start()
    points = tab.chart.points
    enough = next(one for one in points if one.avoided_eur_per_year >= 0.8 * points[-1].avoided_eur_per_year)
    assert money_short(enough.capex_eur) in tab.chart.head.slots["told"]
    frame = tab.chart.frame()
    assert frame.iloc[: len(points), 0].tolist() == pytest.approx([one.capex_eur / 1e6 for one in points])
    assert "Alles wat past" in frame.iloc[len(points) :, -1].tolist()


def test_small_amounts_can_be_stretched(tab):
    tab.front_work.start()
    tab.chart.head._handle_msg({"do": "stretch", "value": True})
    cost = [one.capex_eur / 1e6 for one in tab.chart.points]
    np.testing.assert_allclose(tab.chart.source.data["cost"], np.log10(cost))


def test_more_synergy_is_never_better_than_the_proven_best(tab):
    tab.front_choice._handle_msg({"do": "levels", "value": True})
    tab.front_work.start()
    chart = tab.chart
    assert chart.levels == [0.0, 0.7, 0.9]
    n_drawn = sum(len(line.data["cost"]) for line in chart.lines)
    assert n_drawn == len(chart.points) + len(chart.levels)  # each from doing nothing
    for budget in {one.budget_eur for one in chart.points}:
        row = sorted((one for one in chart.points if one.budget_eur == budget), key=lambda one: one.level)
        assert row[-1].reach_pct >= row[0].reach_pct - 1e-6
        assert all(one.avoided_eur_per_year <= row[0].bound for one in row)


def test_alternatives_stand_beside_the_best_and_open(demo):
    tab = OptimumTab(demo.session)
    tab._show_findings(demo.findings)
    tab.slack._handle_msg({"do": "slack", "value": "4"})
    tab.others_work.start()
    others = alternatives(demo.findings.best, 0.04)
    assert [one.direction for one in tab.others.others] == [one.direction for one in others]
    loss = tab.others.figures()["loss"]
    assert loss[0] == 0
    assert max(loss) <= 4.001
    shares = tab.others.uptakes()
    assert all(max(row) - min(row) > 0.02 for row in shares.values())
    before = len(tab.session.study.portfolios)
    tab.others.view._handle_msg({"do": "open", "place": "1"})
    assert len(tab.session.study.portfolios) == before + 1
    assert tab.session.portfolio.choices == tab.others.packages()[1].choices
    assert "Hoogstens 4" in tab.session.portfolio.description


def test_every_measure_has_its_reason_for_the_city_and_for_a_buurt(demo):
    why = demo.why
    why.view._handle_msg({"do": "area", "value": ""})
    assert len(why.rows()) == len(table("measures"))
    built = {name for name, row in why.rows().iterrows() if row["kind"] == "in"}
    assert built == set(demo.findings.best.portfolio.choices)
    code = str(demo.session.city.areas.index[3])
    why.view._handle_msg({"do": "area", "value": code})
    here = reasons(demo.findings.best).query("area == @code").set_index("measure")
    rows = why.rows()
    assert {name for name, row in rows.iterrows() if row["kind"] == "in"} == set(
        here.index[here["built_share"] > 0]
    )
    cheap = here.index[here["reason"] == "price"][0]
    assert rows.loc[cheap, "gets"] == pytest.approx(1000 * here.loc[cheap, "per_eur"])
    assert rows.loc[cheap, "gets"] < rows.loc[cheap, "needs"]
    why.view._handle_msg({"do": "area", "value": ""})


def test_reasons_are_searched_and_filtered(demo):
    why = demo.why
    why.view._handle_msg({"do": "search", "value": "straatB"})
    assert set(why.filtered()["name"]) == {"Straatboom", "Straatboom met groeiplaatsconstructie"}
    why.view._handle_msg({"do": "search", "value": ""})
    why.view._handle_msg({"do": "kind", "value": "price"})
    rows = why.filtered()
    assert len(rows) > 0
    assert (rows["kind"] == "price").all()
    why.view._handle_msg({"do": "kind", "value": ""})


def test_a_measure_excluded_by_the_question_says_so(tab):
    tab.form.view._handle_msg({"do": "add", "name": "bans", "value": "wadi"})
    tab.work.start()
    assert "Uitgesloten in uw vraag" in tab.why.rows().loc["wadi", "why"]
    assert "wadi" not in tab.findings.best.portfolio.choices


def test_one_package_for_every_climate_shows_its_regret(tab):
    tab.robust_work.start()
    robust, frame = tab.regret.robust, tab.regret.regrets()
    regret = frame.iloc[:, 3].to_numpy()
    np.testing.assert_allclose(regret, frame.iloc[:, 1] - frame.iloc[:, 2], atol=1e-6)
    assert 1e3 * regret.max() == pytest.approx(robust.most_eur)
    of_best = tab.regret.of_best().iloc[:, 1:].to_numpy()
    assert np.diag(of_best).max() == pytest.approx(0, abs=1e-6)
    assert regret.max() <= of_best.max(axis=0).min() + 1e-6
    assert money_short(robust.most_eur) in tab.regret.view.slots["told"]
    tab.regret.view._handle_msg({"do": "keep"})
    assert tab.session.portfolio.title == "Voor alle klimaten"


# --- languages ---------------------------------------------------------------------------------

DUTCH = re.compile(
    r"\b(het|een|van|niet|geen|voor|schade|maatregel\w*|pakket\w*|buurt\w*|per jaar|meer|hoogstens|mln)\b"
)


def test_in_english_no_dutch_is_left():
    tab = small(lang="en")
    fill(tab, goal="weighted")
    fill(tab, goal="avoided")
    for work in (tab.work, tab.front_work, tab.others_work, tab.robust_work):
        work.start()
    tab.keep()
    views = [
        *(
            tab.head,
            tab.form.view,
            tab.work.live,
            tab.answer.top,
            tab.answer.acts,
            tab.answer.under,
            tab.answer.figures.view,
        ),
        *(tab.chart.head, tab.chart.under, tab.others.view, tab.why.view, tab.regret.view, tab.slack),
    ]
    texts = [words(view.html) + " " + words(" ".join(map(str, view.slots.values()))) for view in views]
    texts += [tab.session.portfolio.title, tab.session.portfolio.description]
    for text in texts:
        found = [one for one in DUTCH.findall(text) if one]
        assert found == [], text


def test_english_amounts_are_read_in_english():
    tab = small(lang="en")
    fill(tab, budget="1.5m")
    assert tab.form.question().budget_eur == 1.5e6


def test_what_every_good_package_holds_is_named(demo):
    found, others = demo.findings, alternatives(demo.findings.best, 0.04)
    demo.others.show(found, others, 0.04)
    quantities = [found.best.quantity, *(one.quantity for one in others)]
    everywhere = np.all([quantity > 0 for quantity in quantities], axis=0).sum(axis=1)
    needed = n_areas_always_built(demo.session.study, demo.others.packages())
    assert needed.to_dict() == {
        name: n for name, n in zip(table("measures").index, everywhere, strict=True) if n > 0
    }
    first = table("measures")["name_nl"][needed.index[0]]
    assert f"{first} (in {needed.iloc[0]} buurten)" in words(demo.others.view.slots["needed"])


def test_whose_budget_it_is_can_be_chosen_and_is_said_with_the_answer(tab):
    fill(tab, budget_of="public", budget="2 mln")
    assert tab.form.question().budget_of == "public"
    tab.work.start()
    best = tab.findings.best
    assert best.capex_public_eur <= 2e6 * (1 + 1e-9) < best.capex_eur
    assert "(gemeente en waterschap)" in in_words(best.question, tab.session.study, "nl")
    told = AnswerInWords(tab.findings, "nl").sentence()
    assert "Het budget is dat van gemeente en waterschap" in told
    assert "eigenaren betalen daarnaast" in told


# --- more demands ----------------------------------------------------------------------------


def told(tab, **data):
    tab.form.view._handle_msg({key.rstrip("_"): value for key, value in data.items()})


def test_a_threshold_in_one_buurt_starts_with_the_theme_that_costs_most_there(tab):
    study = tab.session.study
    code = str(study.city.areas.index[4])
    now = study.evaluate("niets_doen")["ead_before_eur"].sel(horizon="now", area=code)
    told(tab, do="add", name="local", value=code)
    (one,) = tab.form.question().thresholds
    assert one.area == code
    themes = ["pluvial", "heat", "drought"]  # drought is unknown here: no damage to start from
    assert one.hazard == themes[int(np.nanargmax(now.sel(hazard=themes).values))]
    assert one.most_eur_per_year == pytest.approx(0.5 * float(now.sel(hazard=one.hazard)))
    assert one.hard
    told(tab, do="other", name="local", at="0", value="pluvial")
    told(tab, do="amount", name="local", at="0", value="25")
    told(tab, do="tick", name="soft", value=True)
    (one,) = tab.form.question().thresholds
    assert (one.hazard, one.hard) == ("pluvial", False)
    assert one.most_eur_per_year == pytest.approx(0.25 * float(now.sel(hazard="pluvial")))
    told(tab, do="amount", name="local", at="0", value="veel")
    assert tab.form.question() is None
    assert "veel" in tab.form.view.slots["wrong_local"]


def test_two_thresholds_for_one_theme_in_a_buurt_are_refused_by_name(tab):
    code = str(tab.session.city.areas.index[4])
    for at in ("0", "1"):
        told(tab, do="add", name="local", value=code)
        told(tab, do="other", name="local", at=at, value="heat")
    assert tab.form.question() is None
    said = tab.form.view.slots["wrong_local"]
    assert "twee grenzen" in said
    assert tab.session.city.areas["name"].iloc[4] in unescape(said)


def test_pairs_of_measures_need_their_other_half(tab):
    told(tab, do="add", name="apart", value="wadi")
    assert tab.form.question() is None
    assert "Wadi: kies de tweede maatregel" in tab.form.view.slots["wrong_apart"]
    told(tab, do="other", name="apart", at="0", value="street_tree")
    told(tab, do="add", name="needs", value="heat_plan")
    told(tab, do="other", name="needs", at="0", value="wadi")
    question = tab.form.question()
    assert question.exclusions == (("wadi", "street_tree"),)
    assert question.dependencies == (("heat_plan", "wadi"),)
    told(tab, do="unpick", name="apart", at="0")
    assert tab.form.question().exclusions == ()


def test_building_only_in_chosen_buurten(tab):
    code = str(tab.session.city.areas.index[4])
    told(tab, do="add", name="areas", value=code)
    told(tab, do="add", name="areas", value=code)
    assert tab.form.question().areas == (code,)
    tab.work.start()
    built = tab.findings.best.quantity.any(axis=0)
    assert built[4]
    assert built.sum() == 1
    name = tab.session.city.areas["name"].iloc[4]
    assert f"alleen in {name}" in in_words(tab.findings.best.question, tab.session.study, "nl")


def test_what_is_acceptable_is_kept_with_the_study_and_comes_back(tab):
    fill(tab, most_heat="90", equity="5", budget="20 mln")
    told(tab, do="tick", name="soft", value=True)
    code = str(tab.session.city.areas.index[4])
    told(tab, do="add", name="local", value=code)
    told(tab, do="ambition")
    kept = tab.session.study.ambition
    assert {one.area for one in kept.thresholds} == {None, code}
    assert not any(one.hard for one in kept.thresholds)
    assert kept.equity_share == pytest.approx(0.05)
    again = OptimumTab(tab.session)
    again.form.entries.texts["budget"] = "20 mln"
    assert again.form.question().ambition == kept


def test_an_ambition_that_cannot_be_is_not_kept(tab):
    before = tab.session.study.ambition
    fill(tab, equity="500")
    told(tab, do="ambition")
    assert tab.session.study.ambition == before
    assert tab.form.view.slots["wrong_equity"]
    assert tab.form.view.slots["ambition"] == ""


def test_every_demand_of_a_kept_package_comes_back(tab):
    fill(tab, budget="3,5 mln")
    code = str(tab.session.city.areas.index[4])
    told(tab, do="add", name="local", value=code)
    told(tab, do="amount", name="local", at="0", value="80")
    told(tab, do="tick", name="soft", value=True)
    told(tab, do="add", name="apart", value="wadi")
    told(tab, do="other", name="apart", at="0", value="street_tree")
    told(tab, do="add", name="areas", value=code)
    asked = tab.form.question()
    tab.work.start()
    tab.keep()
    back = OptimumTab(tab.session).form.question()
    assert back.thresholds[0].most_eur_per_year == pytest.approx(asked.thresholds[0].most_eur_per_year)
    assert back.but(thresholds=()) == asked.but(thresholds=())


def test_an_answer_is_still_there_after_a_reload_in_another_language(tab):
    fill(tab, budget="3,5 mln", equity="1")
    tab.work.start()
    asked = tab.findings.best.question
    again = Session(study=tab.session.study, lang="en", query=dict(tab.session.query))
    back = OptimumTab(again)
    assert back.form.question() == asked
    assert back.findings is tab.findings
    assert back.answer.layout in back.shown["answer"].column


def test_a_question_in_the_address_without_its_answer_can_be_asked_again(demo):
    query = {"ask": '{"budget_eur":4321000.0,"bans":["wadi"]}'}
    back = OptimumTab(Session(study=demo.session.study, lang="nl", query=query))
    assert back.form.question().bans == ("wadi",)
    assert "Zoek opnieuw" in back.empty.slots["told"]
    back.empty._handle_msg({"do": "again"})
    assert back.findings.best.question.budget_eur == 4321000.0


@pytest.mark.parametrize("ask", ["geen json", "[]", '{"budget_eur":-1}', '{"bans":["fietspad"]}', '{"x":1}'])
def test_an_address_with_nonsense_is_left_out(demo, ask):
    tab = OptimumTab(Session(study=demo.session.study, lang="nl", query={"ask": ask}))
    assert tab.form.question() is not None
    assert tab.form.question().bans == ()


def test_a_demand_that_only_a_chosen_place_makes_impossible_names_the_place(demo):
    tab = OptimumTab(Session(study=demo.session.study, lang="nl"))
    fill(tab, budget="50 mln")
    told(tab, do="add", name="pins", value="wadi")
    told(tab, do="amount", name="pins", at="0", value="60")
    code = str(tab.session.city.areas.index[4])
    told(tab, do="add", name="areas", value=code)
    tab.work.start()
    problem = words(tab.work.live.slots["problem"])
    name = tab.session.city.areas["name"].iloc[4]
    assert f"alleen bouwen in {name}: zonder die eis lukt het wel" in problem
    assert "ook niet met meer geld" not in problem


def test_a_threshold_that_cannot_be_says_where_and_what_could(demo):
    tab = OptimumTab(Session(study=demo.session.study, lang="nl"))
    fill(tab, budget="50 mln")
    code = str(tab.session.city.areas.index[4])
    told(tab, do="add", name="local", value=code)
    told(tab, do="other", name="local", at="0", value="heat")
    told(tab, do="amount", name="local", at="0", value="1")
    tab.work.start()
    problem = words(tab.work.live.slots["problem"])
    assert f"hitte in {tab.session.city.areas['name'].iloc[4]}" in problem
    assert "lager dan ongeveer €" in problem
    assert "Maak deze eis ruimer" in problem


def test_a_target_is_told_as_met_or_missed(tab):
    fill(tab, budget="1 mln", most_heat="500", most_pluvial="1")
    told(tab, do="tick", name="soft", value=True)
    tab.work.start()
    lines = tab.answer.words.euro_lines()
    assert "Streven voor hitte in de hele stad: gehaald." in lines
    missed = next(line for line in lines if line.startswith("Streven voor wateroverlast"))
    above = tab.findings.best.shortfall_eur["threshold", "pluvial", None]
    assert money_short(above) in missed


def test_an_answer_says_so_when_the_question_changes(tab):
    fill(tab, budget="3,5 mln")
    tab.work.start()
    assert tab.answer.top.slots["stale"] == ""
    told(tab, do="set", name="budget", value="4 mln")
    assert "De vraag is veranderd" in tab.answer.top.slots["stale"]
    tab.work.start()
    assert tab.answer.top.slots["stale"] == ""


def test_demands_that_come_back_are_counted_and_in_sight(tab):
    fill(tab, budget="3,5 mln", equity="1")
    told(tab, do="add", name="bans", value="wadi")
    tab.work.start()
    back = OptimumTab(Session(study=tab.session.study, lang="nl", query=dict(tab.session.query)))
    assert "Meer eisen (2)" in back.form.view.html
    assert '<details class="more" open>' in back.form.view.html


def test_an_empty_threshold_in_a_buurt_is_no_demand(tab):
    told(tab, do="add", name="local", value=str(tab.session.city.areas.index[4]))
    told(tab, do="amount", name="local", at="0", value="")
    assert tab.form.question().thresholds == ()


def test_what_the_form_cannot_show_of_an_ambition_is_not_lost(demo):
    study, codes = demo.session.study, demo.session.city.areas.index
    ambition = Ambition(
        thresholds=(
            Threshold("heat", 5e6),
            Threshold("pluvial", 5e5, hard=False),
            Threshold("flood", 1e6),
        ),
        equity_share=0.02,
        vulnerable=(str(codes[3]),),
    )
    tab = OptimumTab(Session(study=study.replaced(ambition=ambition), lang="nl"))
    question = tab.form.question()
    assert [(one.hazard, one.hard) for one in question.thresholds] == [("pluvial", False), ("heat", True)]
    assert question.vulnerable == (str(codes[3]),)
    told(tab, do="ambition")
    kept = tab.session.study.ambition
    assert {one.name: one.hard for one in kept.thresholds} == {
        one.name: one.hard for one in ambition.thresholds
    }
    assert kept.vulnerable == ambition.vulnerable
    told(tab, do="tick", name="soft", value=False)
    assert all(one.hard for one in tab.form.question().thresholds)


# --- limits of the risk dialogue -----------------------------------------------------------------


@pytest.fixture
def agreed():
    """The tab on a small city whose dialogue has a limit that can be held, one that cannot, and one soft."""
    tab = small()
    study = tab.session.study
    share = float(study.evaluate("niets_doen")["shade_before"].mean())
    criteria = (
        Criterion("shade", "shade", 100 * share + 1.0, "unacceptable", "", latest_year=2040),
        Criterion("soft", "green", 99.0, "undesirable", ""),
        Criterion("euro", "damage_heat", 1e9, "unacceptable", latest_year=2040),
    )
    return OptimumTab(Session(study=study.replaced(dialogue=Dialogue(criteria=criteria))))


def test_limits_of_the_dialogue_are_held_unless_one_says_not_to(agreed):
    asked = agreed.form.question()
    assert [limit.id for limit in asked.limits] == ["shade"]
    assert [limit.hazard for limit in asked.thresholds] == ["heat"]
    shown = words(unescape(agreed.form.view.slots["limit_lines"]))
    assert "houdt zich aan: hele stad: Schade door hitte" in shown
    assert "Alleen nagerekend, want onwenselijk" in shown
    agreed.form.view._handle_msg({"do": "tick", "name": "limits", "value": False})
    assert agreed.form.question().limits == ()


def test_an_answer_says_of_every_limit_what_became_of_it(agreed):
    fill(agreed, budget="20 mln")
    agreed.work.start()
    said = words(unescape(str(agreed.answer.under.slots["limits"])))
    assert re.search(r"Schaduw van bomen ten minste [^:]*: gehaald", said)
    assert re.search(r"Groen ten minste 99,0 ?%: niet gehaald", said.replace("\xa0", " "))
    assert "geen prijs" in said
    best = agreed.findings.best
    shade = float((agreed.session.study.evaluate(best.portfolio)["shade_after"]).mean())
    assert 100 * shade >= best.question.limits[0].limit


def test_without_a_dialogue_there_is_nothing_to_hold(tab):
    assert 'data-name="limits"' not in tab.form.view.html
    assert tab.form.question().limits == ()
