"""The tab 'Klimaat en spijt': regret by hand, shares per climate, and every switch of the model."""

import re
from html import unescape

import numpy as np
import pytest

from dashboards.parts.frame.session import Session
from dashboards.sections.vergelijken.climate.climate_tab import ClimateTab
from dashboards.vergelijken import VergelijkenPage
from kans_model.city.city import City
from kans_model.comparison.regret import best_share, met_share
from kans_model.comparison.robustness import scenario_draws
from kans_model.comparison.switches import most_decisive, switch_table, with_switch
from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.scenario import CLIMATES, SWITCHES
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn
from kans_model.words.amounts import chance, money_short
from kans_model.words.texts import t
from tests.fixtures.cities import CODES, areas
from tests.fixtures.close_choice import DUTCH, IDS, with_heat_plan, words


def opened(lang="nl", study=None):
    return ClimateTab(Session(study=study or with_heat_plan(), lang=lang, query={"cmp": ",".join(IDS)}))


@pytest.fixture(scope="module")
def shown():
    """Read only."""
    return opened()


@pytest.fixture
def tab():
    return opened()


def npv(study, package, climate):
    return float(with_switch(study, climate=climate).evaluate(package)["npv_eur"])


def test_regret_is_what_the_best_package_would_have_given_more(shown):
    study = shown.session.study
    values = np.array([[npv(study, one, climate) for climate in CLIMATES] for one in IDS])
    by_hand = values.max(axis=0) - values
    np.testing.assert_allclose(shown.regret.found.lost, by_hand)
    frame = shown.regret.frame()
    assert frame["Grootste spijt, mln euro"].tolist() == pytest.approx((by_hand.max(axis=1) / 1e6).tolist())


def test_regret_is_told_in_one_sentence(shown):
    study = shown.session.study
    missed = npv(study, "niets_doen", "nu") - npv(study, "eigen", "nu")
    assert (
        f"Kiest u Voorbeeldpakket en wordt het klimaat als nu, dan mist u {money_short(missed)} "
        "vergeleken met Nulalternatief."
    ) in shown.head.slots["conclusion"]


def test_regret_has_a_band_over_the_draws(shown):
    study, draws = shown.session.study, drawn(shown.session.study)
    values = scenario_draws(study, IDS, draws)[:, 0]
    low, high = np.quantile(values.max(axis=0) - values[1], [0.05, 0.95])
    np.testing.assert_allclose(shown.regret.found.lost_ends[:, 1, 0], [low, high])


def test_the_least_largest_regret_leads_when_no_package_is_best_everywhere():
    # where a death counts as a statistical life, the plan wins; without heat it would not
    study = with_switch(with_heat_plan(), period_years=100)
    tab = opened(study=study)
    values = np.array([[npv(study, one, climate) for climate in CLIMATES] for one in IDS])
    most = (values.max(axis=0) - values).max(axis=1)
    assert most.min() > 0
    assert int(most.argmin()) == 2  # doing nothing, which is no winner
    told = f"Geen pakket geeft een kleinere grootste spijt dan niets doen: hooguit {money_short(most.min())}."
    assert tab.head.slots["conclusion"].startswith(told)


def test_the_threshold_is_met_in_as_many_draws_as_the_model_says(tab):
    tab.enough.ask._handle_msg({"do": "threshold", "value": "-1"})
    values = scenario_draws(tab.session.study, IDS, drawn(tab.session.study))
    expected = met_share(values, -1e6)
    np.testing.assert_allclose(tab.enough.share, expected)
    cells = re.findall(r">([^<>]*%)</td>", tab.enough.view.slots["table_of"])
    assert [unescape(cell) for cell in cells] == [chance(share) for share in expected.ravel()]
    met = [npv(tab.session.study, "hitteplan", climate) >= -1e6 for climate in CLIMATES]
    assert tab.enough.frame()["Genoeg in"].tolist()[1] == f"{sum(met)} van 4"


def test_a_threshold_that_is_no_number_changes_nothing(tab):
    before = tab.enough.share.copy()
    for value in ("veel", "nan", "inf"):
        tab.enough.ask._handle_msg({"do": "threshold", "value": value})
    np.testing.assert_array_equal(tab.enough.share, before)


def test_a_threshold_nobody_meets_is_said(tab):
    tab.enough.ask._handle_msg({"do": "threshold", "value": "1000"})
    assert tab.enough.section.text.startswith("Geen pakket haalt uw drempel")


def test_shares_of_being_best_add_up_to_one_in_every_climate(shown):
    values = scenario_draws(shown.session.study, IDS, drawn(shown.session.study))
    np.testing.assert_allclose(shown.best.share, best_share(values))
    np.testing.assert_allclose(shown.best.share.sum(axis=0), 1.0)


def test_nothing_is_averaged_over_climates(shown):
    heads = [*shown.enough.frame().columns, *shown.best.frame().columns, *shown.regret.frame().columns]
    assert not any("gemiddeld" in head.lower() for head in heads)
    assert len(shown.best.frame().columns) == 1 + len(CLIMATES)


def test_it_opens_with_the_smallest_largest_regret_that_of_another_and_where_it_is_best(shown):
    study = shown.session.study
    values = np.array([[npv(study, one, climate) for climate in CLIMATES] for one in IDS])
    lost = values.max(axis=0) - values
    best = int(lost.max(axis=1).argmin())
    figures = shown.figures.view.slots
    assert figures["best_in"] == str(int((lost[best] == 0).sum()))
    assert figures["best_in_note"].startswith("van de 4")
    other = min((place for place in range(2) if place != best), key=lambda place: lost[place].max())
    assert money_short(lost[other].max()).split()[0] in figures["other"].replace(" <", "<")
    assert shown.decision.view.slots["text"].startswith("Beslis nu")


def test_the_page_leads_to_the_choices_without_a_range():
    page = VergelijkenPage(Session(study=with_heat_plan(), query={"cmp": ",".join(IDS)}))
    page.aim("switches")
    tab = page.opened["climate"]
    assert tab.folds["switches"].is_open
    assert tab.switches.section.column in tab.folds["switches"].layout


def test_every_switch_stands_in_the_table_with_who_leads(shown):
    expected = switch_table(shown.session.study, IDS)
    frame = shown.switches.frame()
    assert len(frame) == len(expected)
    assert frame["Coolplan, mln euro"].tolist() == pytest.approx((expected["hitteplan"] / 1e6).tolist())
    turns = expected["leader"] != "niets_doen"
    assert (frame["volgorde draait"] == "ja").tolist() == turns.tolist()
    behind = expected["order_changes"] & ~turns
    assert (frame["volgorde erachter draait"] == "ja").tolist() == behind.tolist()
    other = expected[turns]
    assert (
        f"bij {len(other)} van de {len(expected)} keuzes wint een ander pakket" in shown.switches.section.text
    )
    table = shown.switches.view.slots["table_of"]
    assert table.count("volgorde draait") == turns.sum()
    assert table.count("volgorde erachter draait") == behind.sum()
    switch, _ = most_decisive(expected)
    assert f"Het meest doet {t(f'switch.{switch}', 'nl')}: met" in shown.switches.section.text


def test_every_choice_that_the_page_names_can_be_set_there(tab):
    table = tab.switches.view.slots["table_of"]
    for switch, options in SWITCHES.items():
        for option in options:
            in_force = getattr(tab.session.study.scenario, switch) == option
            assert (f'data-name="{switch}" data-key="{switch}-{option}"' in table) != in_force
    for name, option, wanted in (("duration_min", "120", 120), ("period_years", "30", 30)):
        tab.switches.view._handle_msg({"do": "set", "name": name, "option": option})
        assert getattr(tab.session.study.scenario, name) == wanted
    before = tab.session.study
    tab.switches.view._handle_msg({"do": "set", "name": "period_years", "option": "7"})
    assert tab.session.study is before


def test_one_package_says_what_to_do(tab):
    for key in ("hitteplan", "niets_doen"):
        tab.choice.view._handle_msg({"do": "pick", "name": key, "value": False})
    assert "Kies minstens twee pakketten" in tab.choice.view.slots["notice"]
    assert len(tab.results) == 0


def test_only_one_package_with_a_known_ratio_says_what_to_do(tab):
    tab.choice.view._handle_msg({"do": "pick", "name": "eigen", "value": False})
    tab.choice.view._handle_msg({"do": "result", "value": "bcr"})
    text = words(tab.results[0])
    assert "Nulalternatief: de baten-kostenverhouding is onbekend" in text
    assert "Kies minstens twee pakketten" in text
    assert len(tab.results) == 1


def test_on_an_indicative_city_the_range_comes_first():
    city = City.from_areas(areas(name=CODES, residents=1000.0), "Bare")
    tab = opened(study=with_heat_plan().replaced(city=city))
    assert city.indicative
    assert words(tab.figures.view).count("€") == 4  # of both regrets the band and its middle, each once
    assert re.search(r"–[\d,]+<small>midden|tot [+−\d,]+<small>midden", tab.regret.view.slots["table_of"])


def test_in_english_nothing_is_dutch():
    tab = opened("en")
    parts = (tab.regret, tab.enough, tab.best, tab.switches)
    views = [tab.choice.view, tab.enough.ask, *(part.view for part in parts)]
    views += [part.section.head for part in parts] + [part.section.sentence for part in parts[1:]]
    views += [tab.head, tab.figures.view, tab.decision.view, *(fold.button for fold in tab.folds.values())]
    text = " ".join([*map(words, views), *(part.frame().to_csv() for part in parts)])
    assert DUTCH.findall(text) == []


def test_the_page_opens_the_tab_and_refreshes_it_when_one_comes_back():
    page = VergelijkenPage(Session(study=Study.default(City.demo())))
    page.open_tab("climate")
    tab = page.opened["climate"]
    page.open_tab("beside")
    page.session.add_package(Portfolio(id="hitteplan", title="Coolplan").with_uptake("heat_plan", 1.0))
    assert tab.stale
    page.open_tab("climate")
    assert not tab.stale
    assert "Coolplan" in tab.regret.view.slots["table_of"]


def test_packages_that_never_differ_share_the_first_place(tab):
    values = np.array([[2.0, 2.0, 0.0], [2.0, 2.0, 0.0], [0.0, 0.0, 1.0]])
    tab.best.show(tab.contest, tab.regret.values.iloc[:, :1], values[:, None, :])
    assert tab.best.section.text == (
        "Voorbeeldpakket en Coolplan geven steeds dezelfde uitkomst en zijn samen in elk klimaat het vaakst "
        "het beste: in minstens 67 van de 100 berekeningen."
    )
