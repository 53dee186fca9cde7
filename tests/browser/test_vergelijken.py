"""Vergelijken in a browser: it opens, a weight turns the order, and nobody is shut out."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.reader import nobody_is_shut_out, open_page


def test_a_weight_by_keyboard_turns_the_order(reader, server):
    open_page(reader, f"{server().url}/?page=vergelijken")
    for name in (
        "Vermeden schade",
        "Maatschappelijk saldo",
        "Mensen (hitte, water in huis)",
        "Andere opgaven",
    ):
        slider = reader.get_by_role("slider", name=name)
        slider.focus()
        slider.press("Home")
    expect(reader.get_by_text("Met deze gewichten is geen pakket beter dan niets doen")).to_be_visible()
    assert reader.elsewhere == []
    assert reader.mistakes == []


def test_a_package_is_picked(reader, server):
    open_page(reader, f"{server().url}/?page=vergelijken")
    reader.get_by_role("checkbox", name="Alles wat past").uncheck()
    expect(reader.get_by_role("columnheader", name="Alles wat past")).to_have_count(0)


def test_the_best_package_is_found_and_kept(reader, server):
    open_page(reader, f"{server().url}/?page=vergelijken&tab=optimum")
    reader.get_by_label("Budget, mln euro").fill("40 mln")
    reader.get_by_role("button", name="Zoek het beste pakket").press("Enter")
    answer = reader.get_by_text("Voor € 40,0 mln is dit het beste pakket")
    expect(answer).to_be_visible(timeout=60_000)
    expect(reader.get_by_role("progressbar")).to_have_count(0)
    expect(reader.locator("dd.number").first).to_have_text(re.compile("€\\s40,0\\s*mln"))
    reader.get_by_role("button", name="Bewaar als pakket").click()
    expect(reader.get_by_text("is nu het open pakket")).to_be_visible()
    reader.get_by_role("tab", name="Naast elkaar").click()
    expect(reader.get_by_role("columnheader", name="Beste pakket voor € 40,0 mln")).to_be_visible()
    assert reader.elsewhere == []
    assert reader.mistakes == []


def test_a_demand_in_one_buurt_is_asked_and_the_answer_outlives_the_other_language(reader, server):
    open_page(reader, f"{server().url}/?page=vergelijken&tab=optimum")
    reader.get_by_label("Budget, mln euro").fill("40 mln")
    reader.get_by_text("Meer eisen", exact=True).click()
    reader.get_by_label("Grens in één buurt").select_option(index=3)
    amount = reader.get_by_label(re.compile("hoogstens, % van de schade van nu"))
    amount.fill("95")
    amount.press("Tab")
    reader.get_by_label("Verplichte maatregelen").select_option("wadi")
    reader.get_by_role("button", name=re.compile("^Weghalen: Wadi")).click()
    expect(reader.get_by_label("Verplichte maatregelen")).to_be_focused()
    reader.get_by_role("checkbox", name="Grenzen zijn een streven").check()
    reader.get_by_role("button", name=re.compile("als ambitie van de studie")).click()
    expect(reader.get_by_text("elke nieuwe vraag begint hiermee")).to_be_visible()
    reader.get_by_role("button", name="Zoek het beste pakket").press("Enter")
    expect(reader.get_by_text("Voor € 40,0 mln is dit het beste pakket")).to_be_visible(timeout=60_000)
    expect(reader).to_have_url(re.compile("ask="))
    reader.get_by_role("link", name="EN", exact=True).click()
    expect(reader.get_by_text(re.compile("For €40.0m this is the best package")).first).to_be_visible(
        timeout=60_000
    )
    expect(reader.get_by_text("More demands (2)", exact=True)).to_be_visible()  # a threshold, as a target
    expect(reader.get_by_label(re.compile("at most, % of today's damage"))).to_have_value("95")
    assert reader.mistakes == []


def open_tab(reader, server, tab, lang="nl"):
    open_page(reader, f"{server().url}/?page=vergelijken&tab={tab}&lang={lang}")
    expect(reader.get_by_role("heading", level=2).first).to_be_visible(timeout=60_000)


def test_one_assumption_is_turned_by_keyboard(reader, server):
    open_tab(reader, server, "certain")
    reader.get_by_role("button", name="Wat doet elke aanname?").click()
    reader.get_by_role("combobox", name="Welke aanname?").select_option(label="Levensduur van maatregelen")
    slider = reader.get_by_role("slider", name="Levensduur van maatregelen")
    slider.focus()
    slider.press("End")
    expect(reader.get_by_text("100 % van de weg naar de hoogste waarde")).to_be_visible()
    reader.get_by_role("button", name="Terug naar nu").click()
    expect(reader.get_by_text("100 % van de weg naar de hoogste waarde")).to_have_count(0)
    assert reader.elsewhere == []
    assert reader.mistakes == []


def test_a_search_can_be_stopped(reader, server):
    open_page(reader, f"{server().url}/?page=vergelijken&tab=optimum")
    reader.get_by_role("button", name="Zoek één pakket voor alle klimaten").click()
    expect(reader.get_by_role("progressbar")).to_be_visible()
    reader.get_by_role("button", name="Stop").click()
    expect(reader.get_by_text("Gestopt; er is niets veranderd.")).to_be_visible(timeout=60_000)
    assert reader.mistakes == []


def test_a_click_in_the_front_opens_a_package(reader, server):
    open_page(reader, f"{server().url}/?page=vergelijken&tab=optimum")
    reader.get_by_role("button", name="Reken de afruilcurve").click()
    points = reader.get_by_label("Kies een punt")
    expect(points).to_be_visible(timeout=60_000)
    points.select_option(index=4)
    reader.get_by_role("button", name="Open als pakket").click()
    expect(reader.get_by_text("Bewaard: ‘Afruilcurve")).to_be_visible()
    assert reader.elsewhere == []
    assert reader.mistakes == []


def test_slow_work_of_experts_runs_on_a_button(reader, server):
    open_tab(reader, server, "certain")
    reader.get_by_role("button", name="Voor experts").click()
    reader.get_by_role("button", name="Reken uit wat meer weten waard is").click()
    expect(reader.get_by_text(re.compile("Alles vooraf weten|Meer onderzoek"))).to_be_visible(timeout=60_000)
    assert reader.mistakes == []


@pytest.mark.parametrize(("lang", "first", "then"), [("nl", 1440, 390), ("en", 390, 1440)])
def test_the_best_package_has_no_known_barriers(reader, server, lang, first, then):
    names = {
        "nl": ("Meer eisen", "Zoek het beste pakket", "Zoek andere pakketten", "Open als pakket"),
        "en": ("More demands", "Find the best package", "Find other packages", "Open as a package"),
    }[lang]
    start_front = {"nl": "Reken de afruilcurve", "en": "Work out the trade-off curve"}[lang]
    reader.set_viewport_size({"width": first, "height": 900})
    open_page(reader, f"{server().url}/app?page=vergelijken&tab=optimum&lang={lang}")
    reader.get_by_text(names[0], exact=True).click()
    reader.get_by_label({"nl": "Verplichte maatregelen", "en": "Required measures"}[lang]).select_option(
        "wadi"
    )
    reader.get_by_label(
        {"nl": "Grens in één buurt", "en": "Threshold in one neighbourhood"}[lang]
    ).select_option(index=2)
    reader.get_by_role(
        "checkbox", name={"nl": "Grenzen zijn een streven", "en": "Thresholds are a target"}[lang]
    ).check()
    reader.get_by_text({"nl": "Voor experts", "en": "For experts"}[lang], exact=True).first.click()
    reader.get_by_label(
        {"nl": "Niet samen in één buurt", "en": "Not both in one neighbourhood"}[lang]
    ).first.select_option("pond")
    reader.get_by_label(re.compile({"nl": ": niet samen met", "en": ": not with"}[lang])).select_option(
        "wadi"
    )
    reader.get_by_role("button", name=names[1]).click()
    reader.get_by_role("button", name=names[2]).click(timeout=60_000)
    expect(reader.get_by_role("button", name="Open: ").first).to_be_visible(timeout=60_000)
    reader.get_by_role("button", name=start_front).click()
    expect(reader.get_by_role("button", name=names[3])).to_be_visible(timeout=60_000)
    nobody_is_shut_out(reader, first)
    nobody_is_shut_out(reader, then)


def test_what_cannot_be_asked_is_said_where_all_can_read_it(reader, server):
    open_page(reader, f"{server().url}/?page=vergelijken&tab=optimum")
    budget = reader.get_by_label("Budget, mln euro")
    budget.fill("zes")
    reader.get_by_role("button", name="Zoek het beste pakket").click()
    expect(reader.get_by_text("'zes' is geen bedrag")).to_be_visible()
    expect(budget).to_be_focused()
    expect(budget).to_have_value("zes")
    for scheme in ("light", "dark"):
        nobody_is_shut_out(reader, 1440, scheme)


def test_the_certain_tab_leads_to_the_choices_and_keeps_what_is_ticked(reader, server):
    open_tab(reader, server, "certain")
    reader.get_by_role("checkbox", name="Alles wat past").uncheck()
    expect(reader.locator("table.matrix th[scope=col]")).to_have_count(4, timeout=60_000)
    reader.get_by_role("button", name="Alle keuzes bij Klimaat en spijt").click()
    expect(reader.get_by_role("heading", name="Wat als u anders rekent?")).to_be_visible(timeout=60_000)
    expect(reader.get_by_role("checkbox", name="Alles wat past")).not_to_be_checked()
    reader.get_by_role("tab", name="Naast elkaar").click()
    expect(reader.get_by_role("columnheader", name="Alles wat past")).to_have_count(0)
    assert reader.mistakes == []
