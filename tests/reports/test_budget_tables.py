"""The budget is the ledger's: taakvelden add up to what general funds bear, and the levy covers the sewer."""

import re
from copy import copy

import numpy as np
import pytest

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_terms import PRESETS
from kans_model.reports.budget_tables import (
    budget_eur,
    budget_frame,
    council_paragraph,
    cover_frame,
    structural_place,
    whole_cover_line,
)
from kans_model.reports.financing_tables import credit_frame, splits_frame
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import TASK_FIELDS
from kans_model.words.texts import t
from tests.fixtures.packages import demo


@pytest.fixture(scope="module")
def ledger():
    split = FinancingSplit(
        title="x",
        rates={"levy_vat_share": 0.5},
        reserves={"gemeente_algemeen": 1e6},
        levelling_provisions={"gemeente_rioolheffing": 1e6},
    )
    return demo().ledger("eigen", split)


def test_the_balance_of_all_taakvelden_is_what_general_funds_bear(ledger):
    fields = budget_eur(ledger)
    assert tuple(fields) == TASK_FIELDS
    balance = sum(gain - cost for cost, gain in fields.values())
    borne = ledger.credit("gemeente_algemeen")["borne"] - ledger.credit("gemeente_rioolheffing")["vat"]
    assert balance == pytest.approx(-borne, abs=0.01)
    assert fields["0.5"][0] == pytest.approx(fields["0.5"][1])


def test_the_budget_tells_four_years_and_the_first_after_building(ledger):
    frame = budget_frame(ledger, "nl")
    assert list(frame.columns[2:]) == [
        *(f"{year}, EUR" for year in range(2027, 2031)),
        "structureel (2037), EUR",
    ]
    assert len(frame) == 3 * len(TASK_FIELDS) + 3
    assert int(ledger.inputs.lines.years[structural_place(ledger)]) == 2037


def test_the_cover_plan_stands_on_todays_tariff_and_covers_no_more_than_all(ledger):
    split = ledger.split.changed(levy_tariff_eur=200.0)
    frame = cover_frame(demo().ledger("eigen", split), "nl")
    rise = frame["Erbij per huishouden, EUR"]
    assert frame["Tarief per huishouden, EUR"].to_numpy() == pytest.approx(200 + rise)
    assert frame["Erbij, % van het tarief van vandaag"].to_numpy() == pytest.approx(rise / 2)
    assert np.nanmax(frame["Dekking van wat erbij komt, %"]) <= 100
    assert "Tarief per huishouden, EUR" not in cover_frame(ledger, "nl")


def test_the_paragraph_names_effects_cover_and_change(ledger):
    effects, cover, change = council_paragraph(ledger, "nl")
    assert (effects.split(".")[0], cover.split(".")[0], change.split(".")[0]) == (
        "Financiële gevolgen",
        "Dekking",
        "Begrotingswijziging",
    )


@pytest.mark.parametrize(("payer", "nothing"), [("gemeente_rioolheffing", True), ("rijk", False)])
def test_what_one_purse_pays_the_other_is_no_contribution_of_others(payer, nothing):
    rule = {"name": "eigen", "payer": payer, "share": 0.5, "owners": ["gemeente"]}
    general = {"*:*:*": {"gemeente_algemeen": 10_000}}
    split = FinancingSplit(title="x", own=general, instruments=["eigen"], rules={"eigen": rule})
    ledger = demo().ledger("eigen", split)
    assert ledger.grants_eur.any()
    cover = council_paragraph(ledger, "nl")[1].replace("\N{NO-BREAK SPACE}", " ")
    assert ("derden zijn samen € 0, in prijzen" in cover) == nothing


def test_vat_in_the_levy_stands_on_both_sides_so_that_no_levy_covers_more_than_its_costs(ledger):
    credit = ledger.credit("gemeente_rioolheffing")
    assert credit["vat"].sum() > 0
    costs, gains = budget_eur(ledger)["7.2"]
    assert (gains <= costs + 0.01).all()
    frame = cover_frame(ledger, "nl")
    needed = sum(frame[f"{t(key, 'nl')}, EUR"] for key in COVER_COSTS)
    covered = sum(frame[f"{t(f'workbook.{key}', 'nl')}, EUR"] for key in ("release", "levelling", "borne"))
    assert needed.to_numpy() == pytest.approx(covered.to_numpy(), abs=0.01)
    assert budget_eur(ledger)["0.8"][1] == pytest.approx(credit["vat"])


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("vat", [0.0, 1.0])
def test_cover_in_the_paragraph_is_what_the_ledger_charges_with_and_without_vat(preset, vat):
    """What stands as cover is what stands as charges, and both are the ledger's; read from the text."""
    set_aside = {"reserves": {GEMEENTE[0]: 2e6}, "levelling_provisions": {GEMEENTE[1]: 1e6}}
    split = FinancingSplit(title="x", preset=preset, rates={"levy_vat_share": vat}, **set_aside)
    one = demo().ledger("alles", split)
    at = structural_place(one)
    credits = [one.credit(purse) for purse in GEMEENTE]
    charged = sum(credit[key][at] for credit in credits for key in ("capital", "upkeep", "grants", "vat"))
    effects, cover, _ = council_paragraph(one, "nl")
    amounts = [_euro(amount) for amount in re.findall(r"€\s([\d.,]+(?:\s(?:mln|mld))?)", effects)]
    borne = [_euro(amount) for amount in re.findall(r"€\s([\d.,]+(?:\s(?:mln|mld))?)", cover)]
    charges, once = amounts[1], amounts[-1]
    sewer, _levy, general, reserve, _received = borne
    assert charges + once == pytest.approx(charged, rel=0.01, abs=1000)
    assert sewer + general + reserve == pytest.approx(charged, rel=0.02, abs=1000)


def _euro(text):
    """An amount as a text says it. [EUR]"""
    number, _, unit = text.rstrip(".,").replace("\N{NO-BREAK SPACE}", " ").partition(" ")
    return float(number.replace(".", "").replace(",", ".")) * {"": 1, "mln": 1e6, "mld": 1e9}[unit]


COVER_COSTS = ("budget.capital", "workbook.upkeep", "workbook.grants", "workbook.levied_vat")


def test_every_asset_class_has_its_field_in_a_table_with_a_source():
    rows = table("budget_posts")
    assert set(table("asset_classes").index) <= set(rows.index)
    assert rows["source"].isin(table("sources").index).all()


def test_what_comes_once_is_not_structural():
    split = FinancingSplit(title="x", capitalisation_threshold_eur=1e9, instruments=[])
    frame = budget_frame(demo().ledger("eigen", split), "nl")
    balance, once, lasting = (row[1:].astype(float) for row in frame.iloc[-3:, 1:].to_numpy())
    assert balance == pytest.approx(once + lasting, abs=0.01)
    assert (once[:4] < 0).all()
    upkeep = demo().ledger("eigen", split).credit("gemeente_algemeen")["upkeep"]
    assert -lasting[:4] == pytest.approx(upkeep[:4], abs=0.01)  # all works are paid at once


@pytest.mark.parametrize(("lang", "asked"), [("nl", "vul in hoeveel"), ("en", "enter how many")])
def test_unknown_households_are_said_in_words_with_what_to_fill_in(lang, asked):
    ledger = demo().ledger("eigen", FinancingSplit(title="x"))
    ledger.inputs = copy(ledger.inputs)
    ledger.inputs.households = float("nan")
    paragraph = " ".join(council_paragraph(ledger, lang))
    assert asked in paragraph
    assert "€ onbekend" not in paragraph.replace("\N{NO-BREAK SPACE}", " ")
    assert "€unknown" not in paragraph
    beside = splits_frame({"x": ledger}, lang)
    for frame in (cover_frame(ledger, lang), credit_frame(ledger, lang), beside):
        told = " ".join(map(str, [*frame.columns, *frame.iloc[:, 0]]))
        assert asked in told
    assert np.isfinite(budget_frame(ledger, lang).iloc[:, 2:].to_numpy(dtype=float)).all()


def test_what_the_city_did_not_fill_in_of_its_levy_is_said_and_is_no_zero():
    plain = FinancingSplit(title="x")
    assert (
        "overhead, straatvegen, kwijtschelding" in council_paragraph(demo().ledger("eigen", plain), "nl")[1]
    )
    some = demo().ledger("eigen", plain.with_levy_cost("overhead_share", 0.1))
    frame = cover_frame(some, "nl")
    assert frame["Kwijtschelding, EUR"].isna().all()
    credit = some.credit(GEMEENTE[1])
    assert frame["Overhead in de heffing, EUR"].to_numpy() == pytest.approx(credit["overhead"])
    assert (
        "Niet ingevuld, en dus niet meegeteld: straatvegen, kwijtschelding."
        in council_paragraph(some, "nl")[1]
    )


def test_overhead_sweeping_and_remission_stand_on_their_own_taakvelden():
    costs = {"overhead_share": 0.1, "sweeping_eur": 2e5, "remission_share": 0.03}
    ledger = demo().ledger("eigen", FinancingSplit(title="x", levy_costs=costs))
    credit, fields = ledger.credit(GEMEENTE[1]), budget_eur(ledger)
    plain = budget_eur(demo().ledger("eigen", FinancingSplit(title="x")))
    assert fields["0.4"][1] == pytest.approx(credit["overhead"])
    assert fields["2.1"][1] - plain["2.1"][1] == pytest.approx(credit["sweeping"])
    assert fields["6.3"][0] == pytest.approx(credit["remission"])
    balance = sum(gain - cost for cost, gain in fields.values())
    relief = credit["overhead"] + credit["sweeping"]
    assert balance == pytest.approx(relief - ledger.credit(GEMEENTE[0])["borne"], abs=0.01)


def test_cover_of_the_whole_levy_stands_in_the_plan_once_both_figures_are_known():
    plain = FinancingSplit(title="x")
    for split, asked in (
        (plain, "de lasten van vandaag, de opbrengst van vandaag"),
        (plain.with_levy_today("whole_costs_eur", 4e6), "nog niet ingevuld: de opbrengst van vandaag"),
    ):
        ledger = demo().ledger("eigen", split)
        assert asked in whole_cover_line(ledger, "nl")
        assert asked in council_paragraph(ledger, "nl")[1]
        assert "Dekking van de hele heffing, %" not in cover_frame(ledger, "nl")
    ledger = demo().ledger(
        "eigen", plain.changed(levy_today={"whole_costs_eur": 4e6, "whole_yield_eur": 3e6})
    )
    frame, credit = cover_frame(ledger, "nl"), ledger.credit(GEMEENTE[1])
    costs = 4e6 * ledger.price + sum(credit[key] for key in ("capital", "upkeep", "grants", "vat"))
    brings_in = 3e6 * ledger.price + credit["borne"]
    assert frame["Lasten van de hele heffing, EUR"].to_numpy() == pytest.approx(costs)
    assert frame["Opbrengst van de hele heffing, EUR"].to_numpy() == pytest.approx(brings_in)
    assert frame["Dekking van de hele heffing, %"].to_numpy() == pytest.approx(100 * brings_in / costs)
    assert "blijft zo binnen de opbrengstlimiet" in whole_cover_line(ledger, "nl")


@pytest.mark.parametrize(
    ("lang", "told"), [("nl", "boven de opbrengstlimiet"), ("en", "above the limit of article 229b")]
)
def test_a_levy_above_its_costs_is_told_with_the_article(lang, told):
    today = {"whole_costs_eur": 4e6, "whole_yield_eur": 4.2e6}
    ledger = demo().ledger("eigen", FinancingSplit(title="x", levy_today=today))
    line = whole_cover_line(ledger, lang)
    assert told in line
    assert ("105,0\N{NO-BREAK SPACE}%" if lang == "nl" else "105.0%") in line
    assert "2027" in line
