"""Financiering without a browser: sliders stay linked, and every number shown is the model's."""

import re

import numpy as np
import pytest
from markupsafe import Markup

from dashboards.financiering import FinancieringPage
from dashboards.parts.charts.sankey import sankey
from dashboards.parts.charts.time_chart import HATCH, TimeChart
from dashboards.parts.frame.session import Session
from dashboards.parts.look import theme
from kans_model.city.city import City
from kans_model.comparison.lever_years import LeverYears
from kans_model.finance.cost_cells import CostCell
from kans_model.finance.cost_part import cell
from kans_model.finance.sliders import shown_shares
from kans_model.finance.split_terms import PRESETS
from kans_model.measures.portfolio import Portfolio
from kans_model.policy.levers import Lever, LeverSet
from kans_model.policy.policy import Policy
from kans_model.reports.council import council_page
from kans_model.reports.money_columns import Streams
from kans_model.study.study import Study
from kans_model.tables.vocabulary import WHOLE
from kans_model.uncertainty.bands import drawn
from kans_model.words.amounts import MILLION, NBSP, band_text, money_short, number, percent, range_text
from kans_model.words.texts import LANGUAGES, t
from tests.fixtures.cities import areas
from tests.fixtures.packages import demo
from tests.fixtures.programmes import PROJECTS, STUDY, planned


def opened(lang="nl", **query):
    return FinancieringPage(Session(study=Study.default(City.demo()), lang=lang, query=query))


@pytest.fixture
def page():
    return opened()


def do(part, action, **data):
    part._handle_msg({"do": action, **data})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_headlines_are_the_ledgers(lang):
    page = opened(lang)
    ledger = page.session.study.ledger("eigen", "eigenaar")
    slots = page.headlines.figures.view.slots
    text = money_short(ledger.gemeente_eur, lang)
    assert text.rstrip("mlnbd \u00a0") in slots["gemeente"]
    assert number(ledger.levy["peak"], lang, 2) in slots["levy"]
    assert "–" in slots["gap"]


def test_one_slider_moves_and_the_rest_follow_to_exactly_one(page):
    do(page.linked.view, "share", name="rijk", value="40")
    assert page.case.split_id not in PRESETS
    ledger = page.session.study.ledger("eigen", page.case.split)
    asked = shown_shares(ledger, CostCell())
    assert asked["rijk"] == 4000
    assert sum(asked.values()) == WHOLE
    assert page.case.split.own[cell(landowner="particulier")] == {"rijk": 4000, "particulier": 6000}
    place = ledger.actors.place("rijk")
    assert page.linked.view.slots["rijk_share"] == percent(0.4, "nl", 1)  # where the thumb stands
    assert money_short(float(ledger.present_value_eur[place]), "nl") in page.linked.view.slots["rijk_eur"]


def test_a_share_is_typed_as_one_writes_it_and_what_is_no_share_changes_nothing(page):
    do(page.linked.view, "share", name="rijk", value="12,5 %")
    assert shown_shares(page.session.study.ledger("eigen", page.case.split), CostCell())["rijk"] == 1250
    before = page.case.split.own
    do(page.linked.view, "share", name="rijk", value="veel")
    do(page.linked.view, "share", name="rijk", value="140")
    assert page.case.split.own == before


def test_one_reads_every_amount_of_a_year_over_its_bar(page):
    chart = page.flow.chart
    said = {text.split(",")[0]: text for _, _, text in chart._hovers()}
    year, first = str(chart.years[0]), chart.frame().iloc[0]
    assert chart.unit in said[year]
    for name, amount in zip(chart.columns, first.iloc[1:], strict=True):
        assert (f"{name}: {number(amount, page.case.lang)}" in said[year]) == (abs(amount) > 0)
    assert said[year].splitlines()[-1].startswith("Bron: ")


@pytest.mark.parametrize("preset", PRESETS)
def test_every_thumb_stands_at_the_percentage_beside_it(page, preset):
    do(page.head.view, "split", value=preset)
    slots = page.linked.view.slots
    for actor in page.case.payers:
        beside = float(slots[f"{actor}_share"].rstrip("%\u00a0 ").replace(",", "."))
        assert float(slots[actor]) == pytest.approx(beside, abs=0.5 + 1e-9)
    if (
        preset == "eigenaar"
    ):  # what general funds bear is what the levy may not: told apart from what they are asked
        ledger = page.case.ledger
        borne = percent(float(ledger.share[ledger.actors.place("gemeente_algemeen")]), "nl", 1)
        assert (slots["gemeente_algemeen"], slots["gemeente_algemeen_share"]) == ("0", percent(0, "nl", 1))
        assert slots["gemeente_algemeen_why"].startswith(f"Draagt {borne}")


def test_a_locked_share_stays(page):
    do(page.linked.view, "share", name="rijk", value="20")
    do(page.linked.view, "lock", name="rijk", value=True)
    do(page.linked.view, "share", name="bedrijf", value="70")
    asked = shown_shares(page.case.ledger, CostCell())
    assert (asked["rijk"], asked["bedrijf"]) == (2000, 7000)


def test_a_part_of_the_cost_has_its_own_sliders(page):
    do(page.shares.choice, "cell", name="group", value="building")
    do(page.linked.view, "share", name="waterschap", value="50")
    assert all(name.startswith("building:") for name in page.case.split.own)
    assert shown_shares(page.case.ledger, page.shares.cell)["waterschap"] == 5000


def test_a_rule_is_added_told_and_taken_away(page):
    do(page.rules.view, "add", value="waterschap_bijdrage")
    ledger = page.session.study.ledger("eigen", page.case.split)
    given = float(ledger.received_eur.sum())
    assert given > 0
    assert money_short(given, "nl") in page.rules.view.slots["rows"]
    assert "Gesloten" in page.rules.view.slots["rows"]
    do(page.rules.view, "drop", name="waterschap_bijdrage")
    assert page.case.split.instruments == ["impulsregeling"]


def test_an_own_rule_and_what_is_wrong_with_one(page):
    for name, value in (
        ("name", "Provinciale pot"),
        ("payer", "provincie"),
        ("share", "10"),
        ("from_year", "2040"),
    ):
        do(page.rules.view, "field", name=name, value=value)
    do(page.rules.view, "field", name="to_year", value="2030")
    before = page.session.study.hash
    do(page.rules.view, "create")
    assert "2040" in page.rules.view.slots["problem"]
    assert page.session.study.hash == before
    do(page.rules.view, "field", name="from_year", value="2027")
    do(page.rules.view, "create")
    assert "Provinciale pot" in page.rules.view.slots["rows"]
    assert page.case.ledger.present_value_eur[page.case.actors.place("provincie")] > 0


def test_the_id_of_a_rule_never_comes_back_and_a_rule_stands_once(page):
    def create(payer, share):
        for name, value in (("name", payer), ("payer", payer), ("share", share)):
            do(page.rules.view, "field", name=name, value=value)
        do(page.rules.view, "create")
        return page.case.split.instruments[-1]

    first = create("rijk", "10")
    second = create("provincie", "20")
    do(page.rules.view, "drop", name=first)
    third = create("eu", "5")
    assert len({first, second, third}) == 3
    payers = [page.case.split.rules[name]["payer"] for name in page.case.split.instruments[1:]]
    assert payers == ["provincie", "eu"]
    ledger = page.case.ledger  # 20 % and 5 % of what others bear, each once
    provincie, eu = (ledger.paid_eur[page.case.actors.place(payer)].sum() for payer in payers)
    assert provincie == pytest.approx(4 * eu)
    create("eu", "5")
    assert len(page.case.split.instruments) == 3


def test_a_ceiling_shows_what_is_not_covered(page):
    do(page.tabs, "tab", name="financiering")
    do(page.limits.view, "ceiling", name="gemeente_rioolheffing", value="2")
    gap = page.session.study.ledger("eigen", page.case.split).gap_total_eur
    assert gap > 0
    assert money_short(gap, "nl").rstrip("mln \u00a0") in page.headlines.figures.view.slots["gap"]
    do(page.tabs, "tab", name="bekostiging")
    assert "url(#gap)" in page.flow.chart.view.slots["plot"]


def test_a_loan_of_no_years_is_refused_and_changes_nothing(page, monkeypatch):
    do(page.tabs, "tab", name="financiering")
    do(page.loans.view, "loan", name="bedrijf:on", value=True)
    assert page.case.split.loans["bedrijf"]["years"] == 20
    said = []
    monkeypatch.setattr(page.loans.view, "refuse", said.append)
    do(page.loans.view, "loan", name="bedrijf:years", value="0")
    assert said == [
        "Bedrijf: de looptijd van de lening is 0, moet een looptijd van 1 tot en met 100 hele jaren zijn"
    ]
    assert page.case.split.loans["bedrijf"]["years"] == 20


@pytest.mark.parametrize(
    ("action", "name", "value", "told"),
    [
        ("units", "levy", "0", "huishoudens is 0, moet"),
        ("units", "levy", "-5", "huishoudens is -5, moet"),
        (
            "ceiling",
            "gemeente_algemeen",
            "-3",
            "Gemeente (algemene middelen): het jaarplafond is −€ 3.000.000, moet",
        ),
        ("committed", "gemeente_algemeen", "1", "Gemeente (algemene middelen): heeft geen jaarplafond"),
        ("rate", "omslagrente", "60", "is 60 %, moet een percentage van 0 tot en met 50 zijn"),
        ("rate", "levy_household_share", "150", "is 150 %, moet een percentage van 0 tot en met 100 zijn"),
        ("term", "sewer", "1.5", "Riool: de afschrijvingstermijn is 1,5, moet"),
        ("term", "sewer", "0", "Riool: de afschrijvingstermijn is 0, moet"),
        ("reserve", "particulier", "3", "Woningeigenaar: heeft hier geen reserve"),
        ("ceiling", "rijk", "veel", "'veel' is geen bedrag"),
    ],
)
def test_a_field_that_cannot_be_is_refused_beside_it_in_words(page, monkeypatch, action, name, value, told):
    said, before = [], page.session.study.hash
    monkeypatch.setattr(page.limits.view, "refuse", said.append)
    do(page.limits.view, action, name=name, value=value)
    assert len(said) == 1
    assert told in said[0].replace("\N{NO-BREAK SPACE}", " ")
    assert "_" not in said[0]
    assert page.session.study.hash == before


def test_what_is_promised_stays_when_the_ceiling_changes(page):
    do(page.limits.view, "ceiling", name="rijk", value="3")
    do(page.limits.view, "committed", name="rijk", value="1")
    do(page.limits.view, "ceiling", name="rijk", value="4")
    assert page.case.split.ceilings["rijk"] == {"ceiling_eur": 4e6, "committed_eur": 1e6}
    assert page.headlines.figures.view.slots["gap"].startswith("€")
    assert "binnen de jaarplafonds" in page.headlines.figures.view.slots["gap_note"]


def test_at_no_levy_no_peak_year_is_named(page):
    do(page.linked.view, "share", name="rijk", value="100")
    assert page.case.ledger.levy["peak"] == 0
    assert "piek" not in page.headlines.figures.view.slots["levy_note"]


@pytest.mark.parametrize("goal", ["least_gemeente", "nearest_benefit"])
def test_a_split_is_worked_out_and_says_what_holds_it(page, goal):
    before = page.session.study.ledger("eigen", "gemeente").gemeente_eur
    do(page.shares.choice, "search", name=goal)
    assert page.case.split.own
    assert page.case.ledger.gemeente_eur < before
    assert page.shares.choice.slots["answer"]
    do(page.linked.view, "share", name="rijk", value="3")
    assert not page.shares.choice.slots["answer"]


def test_two_splits_are_told_apart(page):
    do(page.head.view, "versus", value="gelijk")
    other = page.session.study.ledger("eigen", "gelijk")
    mine = page.case.ledger.present_value_eur[page.case.actors.place("waterschap")]
    theirs = other.present_value_eur[page.case.actors.place("waterschap")]
    frame = page.versus.frame()
    row = frame[frame.iloc[:, 0] == "Waterschap"].iloc[0]
    assert row.iloc[3] == pytest.approx((mine - theirs) / 1e6)


def test_who_pays_and_who_enjoys_as_first_and_as_final_bearer(page):
    do(page.tabs, "tab", name="lasten")
    assert "Gemeente (rioolheffing)" in page.enjoys.chart.labels
    do(page.enjoys.choice, "final", value="final")
    assert "Gemeente (rioolheffing)" not in page.enjoys.chart.labels
    total = page.enjoys.chart.columns["paid_mid"].sum()
    assert total == pytest.approx(page.case.ledger.total_eur / 1e6, rel=1e-3)


def test_another_package_and_undo(page):
    do(page.head.view, "portfolio", value="meekoppelen")
    assert page.case.ledger.inputs.portfolio.id == "meekoppelen"
    do(page.linked.view, "share", name="rijk", value="40")
    assert page.case.split_id not in PRESETS
    do(page.head.view, "undo")
    assert page.session.study.splits == []
    assert page.case.split_id in PRESETS


def test_the_address_opens_where_one_was():
    page = opened(pkg="alles", split="gelijk", tab="lasten")
    assert (page.case.portfolio_id, page.case.split_id, page.tab) == ("alles", "gelijk", "lasten")
    page = opened(pkg="gras", split="<b>", tab="x")
    assert (page.case.portfolio_id, page.case.split_id, page.tab) == ("eigen", "eigenaar", "bekostiging")


def test_an_empty_package_says_what_to_do():
    session = Session(study=Study.default(City.demo()))
    session.add_package(Portfolio(title="Leeg"))
    page = FinancieringPage(session)
    assert t("financiering.empty", "nl") in page.head.view.slots["notices"]
    for tab in ("financiering", "lasten"):
        do(page.tabs, "tab", name=tab)


def test_of_a_city_of_estimates_the_range_comes_first():
    bare = City.from_areas(areas(residents=[900.0] * 6, households=[420.0] * 6), "Kaal")
    page = FinancieringPage(Session(study=Study.default(bare)))
    assert "–" in page.headlines.figures.view.slots["gemeente"]
    assert "indicatief" in page.headlines.figures.view.slots["gemeente_range"]


def test_the_council_page_holds_the_five_things_a_council_asks(page):
    study = page.session.study
    text = council_page(study, "eigen", "eigenaar", page.case.ledger, page.case.bands, "nl")
    capex = float(study.evaluate("eigen")["capex_eur"].sum())
    for wanted in (
        money_short(capex, "nl"),
        number(page.case.ledger.levy["peak"], "nl", 2),
        "saldo",
        "fictieve stad",
    ):
        assert wanted in text
    assert "Woningeigenaar" in text
    assert "90 %" in text


def test_names_that_people_typed_are_escaped(page):
    do(page.head.view, "title", value="<img src=x onerror=alert(1)>")
    assert "<img" not in page.head.view.html
    case = page.case
    text = council_page(page.session.study, "eigen", case.split_id, case.ledger, case.bands, "nl")
    assert "<img" not in text


def test_stacked_bars_stand_on_each_other_and_say_their_peak():
    chart = TimeChart("Kosten", "nl", unit="mln")
    chart.bars([2027, 2028], {"a": ("#111", [1, 2]), "b": (HATCH, [3, 0])}, ("plafond", 3))
    assert chart.end >= 4
    assert "url(#gap)" in chart.view.slots["plot"]
    assert "plafond" in chart.view.slots["plot"]
    assert chart.view.slots["spoken"].startswith("a: hoogste 2 mln in 2028")
    assert chart.frame().iloc[0, 2] == 3


def test_a_sankey_runs_from_source_to_who_enjoys():
    origins = [("Algemeen", "Gemeente"), ("Heffing", "Gemeente")]
    heads = ["u", "x", "y", "z"]
    paid, enjoyed = np.array([[2.0], [1.0]]), np.array([[0.0], [1.5]])
    colours = {0: theme.ACCENT, 1: theme.ERROR}
    streams = Streams(paid, enjoyed, ["A", "B"], ["groen"], origins)
    drawing = sankey(streams, colours, theme.BETTER, "nl", heads)
    assert drawing.count("<path") == 5  # two into the municipality, two to the measures, one to who enjoys
    assert "groen 3,0 → 1,5" in Markup(drawing).striptags()
    assert streams.node_texts("nl")[1:] == [[("Gemeente", "3,0")], [("groen", "3,0 → 1,5")], [("B", "1,5")]]
    for words in ("Algemeen", "Heffing", "Gemeente"):
        assert drawing.count(words) == 1
    heights = [float(one) for one in re.findall(r'height="([0-9.]+)" fill="#4A5560"', drawing)]
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.2)
    # small flows count in the words: 0.4 in a thousand flows of 0.001 beside 400
    many = np.hstack([np.full((1, 1), 400.0), np.full((1, 400), 0.001)])
    streams = Streams(many, many, ["A"], ["g"] * 401, origins[:1])
    small = sankey(streams, colours, theme.BETTER, "nl", heads)
    assert small.count("400,4") == 3  # source, payer and who enjoys
    nothing = np.zeros((2, 1))
    streams = Streams(nothing, nothing, ["A", "B"], ["g"], origins)
    assert sankey(streams, {}, theme.BETTER, "nl", heads) == ""


def test_the_council_page_gives_each_headline_its_band_and_the_chance_of_a_gain(page):
    study = page.session.study
    text = council_page(study, "eigen", "eigenaar", page.case.ledger, page.case.bands, "nl")
    ranges = study.evaluate("eigen", drawn(study))
    for name in ("capex_eur", "npv_eur"):
        ends = np.quantile(ranges[name], [0.05, 0.95]) / MILLION
        assert f"{band_text(*ends, signed=name == 'npv_eur')}{NBSP}mln" in text
    low, high = np.quantile(ranges["bcr"], [0.05, 0.95])
    ratio = number(float(study.evaluate("eigen")["bcr"]), "nl", 2)
    assert f"staat {band_text(low, high)} euro, midden {ratio}" in text
    chance = percent(float((ranges["npv_eur"] > 0).mean()))
    assert f"Kans op een positief saldo: {chance}" in text
    assert range_text(*np.quantile(page.case.bands.levy_peak_eur, [0.05, 0.95]), "nl", 2) in text
    assert "Alle aannames staan op de standaardwaarden" in text


def test_the_council_page_lists_every_changed_assumption(page):
    page.session.assume("voly_eur", 90_000, "eigen onderzoek")
    page.session.look_ahead(heat_value="vsl")
    text = council_page(page.session.study, "eigen", "eigenaar", page.case.ledger, page.case.bands, "nl")
    for words in (
        *("Waarde van een levensjaar", "€\u00a090.000", "€\u00a070.000", "eigen onderzoek"),
        *("Waarde van sterfte door hitte", "waarde van een statistisch leven", "verloren levensjaren"),
    ):
        assert words in text


def test_an_own_package_chosen_here_is_the_one_worked_on_everywhere(page):
    session = page.session
    session.add_package(Portfolio(id="b", title="Twee").with_uptake("wadi", 0.2))
    assert page.case.portfolio_id == "b"
    do(page.head.view, "portfolio", value="eigen")
    assert session.package == session.query["pkg"] == "eigen"
    do(page.head.view, "portfolio", value="alles")
    assert (session.package, session.query["ref"]) == ("eigen", "alles")
    do(page.head.view, "portfolio", value="eigen")
    assert "ref" not in session.query


def test_a_room_in_the_exploitation_binds_beside_the_ceiling(page):
    do(page.tabs, "tab", name="financiering")
    do(page.limits.view, "room", name="gemeente_algemeen", value="0.2")
    assert page.limits.view.slots["room_gemeente_algemeen"] == "0,2"
    assert "exploitatieruimte" in str(page.headlines.figures.view.slots)
    do(page.limits.view, "room", name="gemeente_algemeen", value="")
    assert page.case.split.rooms == {}


def test_what_has_no_title_is_told_until_one_is_named(page):
    do(page.head.view, "split", value="gelijk")
    assert "Geen titel" in page.titles.choices.slots["line"]
    do(page.titles.choices, "route", name="bedrijf", value="bedrijf_biz")
    assert page.case.split.routes == {"bedrijf": {cell(): "bedrijf_biz"}}
    assert page.titles.choices.slots["route_bedrijf"] == "bedrijf_biz"
    assert "Baatbelasting" in page.instruments.written()


def test_the_questions_of_a_council_are_answered_under_the_burdens(page):
    do(page.tabs, "tab", name="lasten")
    assert page.split_ranges.view.slots["rows"] == ""
    do(page.split_ranges.button, "draw")
    assert "Kans" in page.split_ranges.view.slots["rows"]
    names = page.split_ranges.frame()
    assert names.iloc[0, -1] == "–"
    assert names.iloc[1:, -1].str.endswith("%").all()
    assert (
        not names.iloc[1:, -1].isin(["100\N{NO-BREAK SPACE}%", "0\N{NO-BREAK SPACE}%"]).any()
    )  # draws never say always
    assert page.what_if.frame().iloc[-1, 2] > 0  # a point more interest
    assert (page.what_if.frame().iloc[:, -1] < 0).any()  # owners that stay away cost benefits
    paid = page.buurten.frame().iloc[:, 1:3].to_numpy().sum()
    assert paid == pytest.approx(page.case.ledger.total_eur / 1e6)
    assert "laagste inkomens" in page.buurten.head.slots["deck"]


def test_a_household_reads_its_levy_general_funds_and_low_incomes(page):
    ledger = page.case.ledger
    do(page.tabs, "tab", name="lasten")
    lines = page.household.head.slots["deck"].replace("\N{NO-BREAK SPACE}", " ")
    general = f"{ledger.general_eur.max():.2f}".replace(".", ",")
    tenant = f"{0.52 * ledger.levy['peak']:.2f}".replace(".", ",")
    assert f"Algemene middelen: hoogstens € {general} per huishouden" in lines
    assert "laagste inkomens" in lines
    table = page.household.frame().set_index("Wie betaalt").iloc[:, 0]
    assert table["Wie in een eigen huis woont"] == number(ledger.levy["peak"], "nl", 2)
    assert table["Huurder, deel van de gebruiker"] == tenant


def test_a_split_by_benefits_says_why_who_pays_more_than_he_enjoys():
    page = opened(split="baten", tab="lasten")
    deck = page.enjoys.head.slots["deck"].replace("\N{NO-BREAK SPACE}", " ")
    assert "Waterschap draagt 57 % van de kosten en geniet 35 % van de baten" in deck
    assert "Verzekeraar en Zorg" in deck
    assert "draagt" not in opened(tab="lasten").enjoys.head.slots["deck"]


def test_the_budget_names_what_is_empty_instead_of_rows_of_nothing(page):
    shown = page.budget.written().striptags()
    assert "Op deze taakvelden valt niets: " in shown
    empty = shown.split("valt niets: ")[1]
    rows = page.budget.frame()
    for field, amounts in rows.groupby(rows.columns[0], sort=False):
        is_empty = not amounts.iloc[:, 2:].to_numpy().any()
        assert (field in empty) == is_empty


def test_the_cover_plan_has_the_same_decimals_down_a_column(page):
    text = str(page.cover.written())
    rise = [
        cells[7]
        for cells in (re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in text.split("<tr>"))
        if len(cells) > 7
    ]
    assert len(rise) > 40
    assert {len(value.partition(",")[2]) for value in rise} == {2}


def test_what_the_levy_bears_beside_the_works_is_asked_and_unknown_until_it_is_filled_in(page):
    do(page.tabs, "tab", name="financiering")
    assert "overhead, straatvegen, kwijtschelding" in page.cover.field.slots["beside"]
    before = page.case.ledger.levy["peak"]
    do(page.cover.field, "cost", name="overhead_share", value="10")
    do(page.cover.field, "cost", name="sweeping_eur", value="0,2")
    assert page.case.split.levy_costs == {"overhead_share": 0.1, "sweeping_eur": 200_000}
    assert page.case.ledger.levy["peak"] > 1.1 * before
    assert page.cover.field.slots["sweeping_eur"] == "0,2"
    assert "Niet ingevuld, en dus niet meegeteld: kwijtschelding." in page.cover.field.slots["beside"]
    case = page.case
    paper = council_page(page.session.study, "eigen", case.split_id, case.ledger, case.bands, "nl")
    assert "Straatvegen dat de rioolheffing extra draagt" in paper
    do(page.cover.field, "cost", name="overhead_share", value="")
    assert page.case.split.levy_costs == {"sweeping_eur": 200_000}


def test_the_cover_plan_is_of_what_is_added_until_the_whole_levy_of_today_is_filled_in(page, monkeypatch):
    do(page.tabs, "tab", name="financiering")
    assert "alleen die van wat dit pakket toevoegt" in page.cover.field.slots["whole"]
    do(page.cover.field, "today", name="whole_costs_eur", value="4")
    assert "nog niet ingevuld: de opbrengst van vandaag." in page.cover.field.slots["whole"]
    said = []
    monkeypatch.setattr(page.cover.field, "refuse", said.append)
    do(page.cover.field, "today", name="whole_yield_eur", value="0")
    assert page.case.split.levy_today == {"whole_costs_eur": 4e6}
    assert len(said) == 1
    assert said[0].startswith("Wat de hele rioolheffing vandaag opbrengt is")
    assert said[0].endswith("moet een bedrag van 1 euro tot en met 1 miljard euro per jaar zijn")
    do(page.cover.field, "today", name="whole_yield_eur", value="4,2")
    assert page.case.split.levy_today == {"whole_costs_eur": 4e6, "whole_yield_eur": 4.2e6}
    assert page.cover.field.slots["whole_yield_eur"] == "4,2"
    assert "boven de opbrengstlimiet" in page.cover.field.slots["whole"]
    assert list(page.cover.shown())[3] == "Dekking van de hele heffing, %"
    assert "Dekking van de hele heffing, %" in str(page.cover.written())
    do(page.cover.field, "today", name="whole_costs_eur", value="")
    assert page.case.split.levy_today == {"whole_yield_eur": 4.2e6}
    assert "Dekking van de hele heffing, %" not in str(page.cover.written())


def test_what_is_an_example_of_elsewhere_says_so_until_the_own_value_stands_there(page):
    do(page.tabs, "tab", name="financiering")
    assert "Omslagrente" in page.limits.view.slots["examples"]
    do(page.limits.view, "rate", name="omslagrente", value="2,5")
    assert "Omslagrente" not in page.limits.view.slots["examples"]
    assert "termijnen van afschrijving" in page.limits.view.slots["examples"]


def test_every_kind_of_reserve_has_a_field_that_reaches_the_levy(page):
    before = page.case.ledger.levy["peak"]
    do(page.limits.view, "levelling", name="gemeente_rioolheffing", value="1")
    assert page.case.split.levelling_provisions == {"gemeente_rioolheffing": 1e6}
    assert page.case.ledger.levy["peak"] < before
    do(page.limits.view, "provision", name="gemeente_rioolheffing", value="0,5")
    do(page.limits.view, "grant_years", name="all", value="20")
    do(page.limits.view, "water_units", name="levy", value="300000")
    split = page.case.split
    assert (split.renewal_provisions, split.grant_years("life")) == ({"gemeente_rioolheffing": 5e5}, 20)
    assert split.water_levy_units == 300_000


def test_a_package_in_the_years_of_the_agenda_says_so_and_what_has_no_year():
    years = [2030] * (len(PROJECTS) - 1) + [None]
    shown = FinancieringPage(Session(study=planned(years)))
    assert "1 project heeft geen jaar" in shown.head.view.slots["notices"]
    assert "uitvoeringsagenda" not in FinancieringPage(Session(study=STUDY)).head.view.slots["notices"]


def test_the_years_and_the_levy_go_by_what_the_levers_bring():
    lever = Lever("s", "subsidy", 2027, 2035, measures=("green_roof_extensive",), subsidy_share=0.5)
    study = demo().replaced(policy=Policy().with_set(LeverSet("a", "Set 1", (lever,))))
    shown = FinancieringPage(Session(study=study))
    assert "Reken met wat de hefbomen ‘Set 1’ brengen" in shown.head.view.html
    wish = shown.case.ledger
    shown.aim("levers")
    own = LeverYears(study, study.portfolios[0], study.split(shown.case.split_id))
    assert shown.case.ledger.net_eur == pytest.approx(own.ledger.net_eur)
    assert shown.case.ledger.total_eur != pytest.approx(wish.total_eur)
    assert "subsidie is een last van de gemeente" in shown.head.view.slots["notices"]
    assert shown.session.query["levers"] == "1"
    do(shown.head.view, "levers", value=False)
    assert shown.case.ledger.net_eur == pytest.approx(wish.net_eur)
    assert "Reken met" not in FinancieringPage(Session(study=demo())).head.view.html
