"""Texts to start from: every number is the model's and leads back to it, and the law is in force."""

import re
import string
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kans_model.policy.levers import Lever
from kans_model.reports.policy import beside
from kans_model.reports.rule_blocks import WORDS, documents_of, joined, rule_block
from kans_model.reports.rule_export import rule_text, rule_values
from kans_model.reports.rule_figures import GAPS, LEVER_FIELDS, RESULTS, exact, resolved
from kans_model.reports.rule_law import LegalBasis, bases_in_force
from kans_model.tables.reading import table
from kans_model.words.amounts import money_short, percent
from kans_model.words.problems import KansError
from tests.fixtures.policies import LIMIT, NORM, SET, SUBSIDY, every_kind, with_levers

DAY = date(2026, 11, 29)
KINDS = tuple(table("levers").index)
PAIRS = [(kind, document) for kind in KINDS for document in documents_of(kind)]
SLOTS = {
    *WORDS,
    *LEVER_FIELDS,
    *RESULTS,
    "compliance",
    "moment",
    "limit",
    "n_areas",
    "dwellings",
    *GAPS,
    "gap",
    "gap_year",
}
LONGEST_WORDS, USUAL_WORDS = 22, 13
"""Of a sentence in plain Dutch: the longest there may be, and how long one is on average."""


def words_of(block):
    """Sentences of a block as lists of words."""
    text = " ".join(own.text for own in block.paragraphs)
    return [sentence.split() for sentence in re.split(r"(?<=[.?!])\s", text) if sentence]


def lines(block):
    return [f"{own.mark} {own.text}".strip() for own in block.paragraphs]


# --- the table ------------------------------------------------------------------------------------------


def test_every_kind_of_lever_has_vision_programme_and_note_and_those_of_law_their_rule():
    for kind in KINDS:
        assert {"vision", "programme", "note"} <= set(documents_of(kind))
    ruled = {kind for kind in KINDS if set(documents_of(kind)) - {"vision", "programme", "note"}}
    by_instrument = table("levers")["instrument"]
    others = ("water_board_ordinance", "provincial_ordinance")  # written by who decides on them
    own = {kind for kind in KINDS if by_instrument[kind] not in ("vision", "programme", *others)}
    assert ruled == own


@pytest.mark.parametrize("column", ["text_nl", "text_en"])
def test_texts_hold_no_number_of_their_own_and_only_slots_that_exist(column):
    for row, text in table("rule_blocks")[column].items():
        parts = list(string.Formatter().parse(text))
        assert not re.search(r"\d", "".join(before for before, *_ in parts)), row
        assert {slot for _, slot, *_ in parts if slot} <= SLOTS, row
    for row, needs in table("rule_blocks")["needs"].items():
        assert {name.removeprefix("!") for name in needs.split(";") if name} <= SLOTS, row


def test_a_slot_that_may_be_unknown_is_asked_for_before_it_is_said():
    sure = {*WORDS, "start", "start_date", "moment", "n_areas", "gap_year"}
    for row, own in table("rule_blocks").iterrows():
        slots = {slot for _, slot, *_ in string.Formatter().parse(own["text_nl"]) if slot}
        slots = {"gap" if slot in GAPS else slot for slot in slots}
        assert slots - sure <= set(own["needs"].split(";")), row


@pytest.mark.parametrize(("kind", "document"), PAIRS)
def test_every_text_is_whole_also_where_nothing_was_chosen(kind, document):
    block = rule_block(every_kind(), SET, kind, document, day=DAY)
    assert len(block.paragraphs) >= 4
    assert block.summary
    assert block.bases
    for text in (*lines(block), *(own.text for own in block.summary)):
        assert not re.search(r"[{}]|onbekend|unknown|\bnan\b|None|  ", text)


# --- numbers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "document"), PAIRS)
def test_every_number_leads_back_to_its_value_in_this_study(kind, document):
    study = every_kind()
    block = rule_block(study, SET, kind, document, day=DAY)
    said = [part for own in (*block.paragraphs, *block.summary) for part in own.parts]
    for part in said:
        if part.figure is None:
            assert not re.search(r"\d", part.text), part.text
        else:
            assert part.figure.study == study.hash
            assert resolved(study, part.figure.origin) == part.figure.value
            assert part.figure.said(study)
            assert part.figure.said(study, "en")


def test_numbers_of_a_subsidy_are_those_that_were_chosen_to_the_cent():
    block = rule_block(with_levers(SUBSIDY), SET, "roofs", "subsidy_ordinance", day=DAY)
    text = "\n".join(lines(block)).replace("\xa0", " ")
    assert "1. De subsidie is 50 % van de kosten" in text
    assert "2. De subsidie is ten hoogste € 2.512,50 per aanvraag." in text
    assert "3. De eigenaar betaalt altijd ten minste 25 %" in text
    assert "Het subsidieplafond is € 123.456 per jaar." in text
    assert "Artikel 8 Inwerkingtreding" in text
    assert {(f.slot, f.value, f.unit) for f in block.figures} == {
        ("subsidy_share", 0.5, "-"),
        ("ceiling_eur", 2512.5, "EUR"),
        ("own_share_min", 0.25, "-"),
        ("budget_eur_per_year", 123_456, "EUR"),
        ("start_date", 2027, ""),
        ("end", 2035, ""),
    }


def test_what_was_not_chosen_is_said_to_be_open_and_never_zero():
    bare = rule_block(with_levers(Lever("s", "subsidy", 2027)), SET, "s", "subsidy_ordinance", day=DAY)
    text = "\n".join(lines(bare))
    assert "De hoogte van de subsidie is nog niet bepaald." in text
    assert "ten hoogste" not in text
    assert "vervalt" not in text
    assert "€" not in text
    free = rule_block(
        with_levers(replace(SUBSIDY, budget_eur_per_year=0.0)), SET, "roofs", "programme", day=DAY
    )
    assert "€\xa00 per jaar" in "\n".join(lines(free))


def test_damage_in_the_text_is_that_of_the_buurten_of_the_lever():
    study = with_levers(replace(SUBSIDY, areas=tuple(with_levers().city.areas.index[:2])))
    package = study.portfolios[0].id
    block = rule_block(study, SET, "roofs", "programme", package, DAY)
    result = study.evaluate(package)
    for slot, when in (("rain_before_eur", "before"), ("rain_after_eur", "after")):
        damage = result[f"ead_{when}_eur"].sel(hazard="pluvial", horizon="2050").to_numpy()
        (figure,) = (own for own in block.figures if own.slot == slot)
        assert figure.value == pytest.approx(damage[:2].sum())
        assert figure.text == money_short(figure.value)
        assert figure.value < damage.sum()


def test_limits_of_the_dialogue_stand_in_it_where_they_touch_the_area():
    codes = with_levers().city.areas.index
    elsewhere = replace(LIMIT, id="else", limit=12_000, areas=(codes[2],))
    lived_with = replace(LIMIT, id="fine", limit=90_000, acceptance="acceptable")
    here = replace(SUBSIDY, areas=tuple(codes[:2]))
    study = with_levers(here, limits=(LIMIT, elsewhere, lived_with))
    block = rule_block(study, SET, "roofs", "vision", day=DAY)
    limits = [figure for figure in block.figures if figure.slot == "limit"]
    assert [(own.value, own.origin.path) for own in limits] == [(75_000, ("rain-limit",))]
    assert "€\xa075.000 per jaar in 2050" in limits[0].text


def test_what_the_levers_bring_stands_beside_what_the_package_counts_on():
    study = with_levers(SUBSIDY)
    package = study.portfolios[0].id
    (gap,) = (
        beside(study, study.portfolio(package), [study.policy.set(SET)]).effects[0].gaps(2035)
    )  # the package holds one of them
    assert (gap.measure, gap.wished) == ("green_roof_extensive", pytest.approx(0.1))
    block = rule_block(study, SET, "roofs", "programme", package, DAY)
    told = {own.slot: own.value for own in block.figures if own.slot.startswith("gap")}
    assert told == {"gap_wished": gap.wished, "gap_low": gap.low, "gap_high": gap.high, "gap_year": 2035}
    sentence = next(own.text for own in block.paragraphs if "rekent" in own.text)
    assert f"op {percent(gap.wished)} van wat past" in sentence
    assert f"{percent(gap.low)} tot {percent(gap.high)} in 2035" in sentence


def test_uptake_that_waits_for_a_number_of_the_city_is_not_told():
    block = rule_block(
        with_levers(NORM), SET, "norm", "programme", day=DAY
    )  # new dwellings are not filled in
    assert not [own for own in block.figures if own.slot.startswith("gap")]


def test_another_choice_is_another_number_and_another_hash():
    before = rule_block(with_levers(NORM), SET, "norm", "plan_rule", day=DAY)
    study = with_levers(replace(NORM, norm_mm=70.0))
    after = rule_block(study, SET, "norm", "plan_rule", day=DAY)
    assert "62,5\xa0mm" in "\n".join(lines(before)) or "62,5 mm" in "\n".join(lines(before))
    assert "70 mm" in "\n".join(lines(after)).replace("\xa0", " ")
    assert before.hash != after.hash
    changed = [own for own in before.figures if resolved(study, own.origin) != own.value]
    assert [own.slot for own in changed] == ["norm_mm"]


def test_a_duty_without_compliance_of_its_own_tells_the_row_it_counts_on():
    study = every_kind()
    block = rule_block(study, SET, "obligation", "note", day=DAY)
    (figure,) = (own for own in block.figures if own.slot == "compliance")
    assert figure.origin.key == "row/uptake_parameters/duty_compliance/value"
    assert figure.value == table("uptake_parameters")["value"]["duty_compliance"]
    own = with_levers(Lever("duty", "obligation", 2028, compliance=0.635))
    (figure,) = (f for f in rule_block(own, SET, "duty", "note", day=DAY).figures if f.slot == "compliance")
    assert (figure.origin.key, figure.text) == (f"lever/{SET}/duty/compliance", "63,5\xa0%")


def test_an_origin_whose_lever_has_gone_is_refused():
    block = rule_block(with_levers(NORM, SUBSIDY), SET, "norm", "plan_rule", day=DAY)
    with pytest.raises(KansError, match="norm"):
        resolved(with_levers(SUBSIDY), block.figures[0].origin)


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (0.333, "share", "33,3 %"),
        (0.3333, "share", "33,33 %"),
        (1234567.0, "eur", "€ 1.234.567"),
        (7.5, "eur", "€ 7,50"),
        (60.0, "mm", "60 mm"),
        (1000.0, "m2", "1.000 m²"),
    ],
)
def test_a_rule_rounds_nothing_off(value, style, text):
    assert exact(value, style).replace("\xa0", " ") == text


# --- law ------------------------------------------------------------------------------------------------


def test_an_article_that_ended_or_has_yet_to_begin_prints_nothing():
    study = with_levers(NORM)
    assert rule_block(study, SET, "norm", "plan_rule", day=date(2024, 1, 1)).bases
    with pytest.raises(KansError) as error:
        rule_block(study, SET, "norm", "plan_rule", day=date(2023, 12, 31))
    assert "artikel 2.4 Omgevingswet geldt pas vanaf 2024-01-01 en nog niet op 2023-12-31" in str(error.value)
    assert len(error.value.problems) == 3  # each article by itself


def test_the_ordinance_of_before_the_omgevingswet_holds_to_its_last_day():
    old = LegalBasis.row("wm_10_32a")
    assert old.holds_on(date(2009, 12, 22))
    assert old.holds_on(date(2023, 12, 31))
    assert not old.holds_on(date(2024, 1, 1))
    assert not old.holds_on(date(2009, 12, 21))
    assert old.period() == "gold van 22 december 2009 tot en met 31 december 2023"


def test_a_text_on_expired_law_is_refused_with_article_and_date(monkeypatch):
    levers = table("levers").copy()
    levers.loc["obligation", "legal_bases"] = "wm_10_32a"
    monkeypatch.setattr(
        "kans_model.reports.rule_law.table", lambda name: levers if name == "levers" else table(name)
    )
    with pytest.raises(KansError) as error:
        bases_in_force("duty", "obligation", "plan_rule", DAY)
    assert str(error.value) == (
        "duty: artikel 10.32a Wet milieubeheer gold van 2009-12-22 tot en met 2023-12-31 en niet meer op "
        "2026-11-29: deze tekst wordt niet gemaakt"
    )


@pytest.mark.parametrize("key", table("legal_bases").index)
def test_articles_hold_between_dates_that_are_dates_and_are_never_called_cited_unread(key):
    basis = LegalBasis.row(key)
    assert basis.holds_to is None or basis.holds_from < basis.holds_to
    assert basis.evidence in ("expert", "derived", "cited")


# --- what cannot be -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lever", "document", "said"),
    [
        (Lever("x", "wens", 2028), "note", "hefboom 'wens' bestaat niet"),
        (NORM, "subsidy_ordinance", "voor deze hefboom is er geen tekst 'subsidy_ordinance'"),
        (NORM, "sprookje", "kies uit vision, programme, plan_rule, note"),
        (replace(NORM, areas=("BU9",)), "note", "buurt 'BU9' is niet in deze stad"),
    ],
)
def test_what_cannot_be_is_one_clear_line(lever, document, said):
    with pytest.raises(KansError) as error:
        rule_block(with_levers(lever), SET, lever.id, document, day=DAY)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_lever_whose_buurten_have_no_border_has_no_text():
    study = with_levers(NORM)
    areas = study.city.areas.copy()
    areas["geometry"] = areas.geometry.intersection(areas.geometry.iloc[0].centroid.buffer(-1))
    study = study.replaced(city=replace(study.city, areas=areas))
    with pytest.raises(KansError, match="geen gebied"):
        rule_block(study, SET, "norm", "plan_rule", day=DAY)


@pytest.mark.parametrize(("set_id", "lever_id"), [("b", "norm"), (SET, "geen")])
def test_an_unknown_set_or_lever_names_those_there_are(set_id, lever_id):
    with pytest.raises(KansError):
        rule_block(with_levers(NORM), set_id, lever_id, "note", day=DAY)


# --- plain words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_note_is_in_short_sentences(kind):
    lever = {SUBSIDY.kind: SUBSIDY, NORM.kind: NORM}.get(kind, Lever(kind, kind, 2028))
    lengths = [
        len(words) for words in words_of(rule_block(with_levers(lever), SET, lever.id, "note", day=DAY))
    ]
    assert max(lengths) <= LONGEST_WORDS
    assert np.mean(lengths) <= USUAL_WORDS


def test_the_measure_of_a_sentence_knows_a_long_one():
    block = rule_block(with_levers(NORM), SET, "norm", "plan_rule", day=DAY)
    assert max(map(len, words_of(block))) > LONGEST_WORDS  # a rule with all its measures is no plain Dutch


def test_every_text_bears_that_it_is_a_concept():
    study = with_levers(NORM, SUBSIDY)
    blocks = [
        rule_block(study, SET, own.id, name, day=DAY)
        for own in (NORM, SUBSIDY)
        for name in documents_of(own.kind)
    ]
    assert rule_text(blocks).count("Concept: laat toetsen door de juridische afdeling.") == len(blocks)
    values = rule_values(blocks)
    assert {block["status"] for block in values["blocks"]} == {
        "Concept: laat toetsen door de juridische afdeling."
    }
    assert values["study_hash"] == study.hash


def test_words_in_a_list():
    assert joined([]) == ""
    assert joined(["a", "b"], "en") == "a and b"
