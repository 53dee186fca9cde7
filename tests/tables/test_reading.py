"""Bad tables: every problem at once, one line each, in the language of the reader."""

import pandas as pd
import pandera.pandas as pa
import pytest

from kans_model.tables.reading import check, table
from kans_model.tables.schemas import TABLES
from kans_model.words.problems import KansError, Phrase, Problem

STORAGE = pa.DataFrameSchema(
    {
        "storage_mm": pa.Column(float, pa.Check.in_range(0, 1000), nullable=True, metadata={"unit": "mm"}),
        "storage_mm_low": pa.Column(float, pa.Check.ge(0), nullable=True, metadata={"unit": "mm"}),
        "storage_mm_high": pa.Column(float, pa.Check.ge(0), nullable=True, metadata={"unit": "mm"}),
        "n_pumps": pa.Column(int, pa.Check.in_range(0, 9), metadata={"unit": ""}),
        "price_index": pa.Column(str, pa.Check.isin(["civil", "consumer"])),
        "name_nl": pa.Column(str, pa.Check.str_length(min_value=1)),
        "source": pa.Column(str, metadata={"key_into": "sources"}),
    },
    index=pa.Index(str, name="measure"),
    strict=True,
)
SOUND = {
    "measure": ["wadi", "pond"],
    "storage_mm": ["300", ""],
    "storage_mm_low": ["200", ""],
    "storage_mm_high": ["400", ""],
    "n_pumps": ["0", "2"],
    "price_index": ["civil", "civil"],
    "name_nl": ["Wadi", "Vijver"],
    "source": ["deltares_kbs", "expert_judgement"],
}


def problems(frame, schema=STORAGE, rules=(), lang="nl"):
    with pytest.raises(KansError) as error:
        check(pd.DataFrame(frame), schema, "measures.csv", rules)
    return error.value.text(lang).splitlines()


def test_a_sound_table_comes_back_parsed_and_indexed():
    parsed = check(pd.DataFrame(SOUND), STORAGE, "measures.csv", TABLES["measures"].rules[:1])
    assert parsed.index.tolist() == ["wadi", "pond"]
    assert parsed["storage_mm"].iloc[0] == 300
    assert pd.isna(parsed["storage_mm"].iloc[1])
    assert parsed["n_pumps"].tolist() == [0, 2]


def test_keys_may_stand_in_the_index_and_numbers_may_be_numbers():
    frame = pd.DataFrame(SOUND).set_index("measure").assign(storage_mm=[300.0, None], n_pumps=[0, 2])
    assert check(frame, STORAGE, "measures.csv").equals(check(pd.DataFrame(SOUND), STORAGE, "measures.csv"))


BROKEN = SOUND | {
    "storage_mm": ["-5", "veel"],
    "n_pumps": ["1.5", ""],
    "price_index": ["civiel", ""],
    "name_nl": ["", "Vijver"],
    "source": ["deltares_kbs", "hearsay"],
}


def test_all_cells_that_are_wrong_are_told_at_once_in_dutch():
    assert problems(BROKEN) == [
        "measures.csv: wadi: storage_mm is -5, moet een getal van 0 tot 1000 mm zijn",
        "measures.csv: wadi: n_pumps is 1.5, moet een heel getal van 0 tot 9 zijn",
        "measures.csv: wadi: price_index is civiel, moet een van deze zijn: civil, consumer",
        "measures.csv: wadi: name_nl is leeg, moet ingevuld zijn",
        "measures.csv: pond: storage_mm is veel, moet een getal van 0 tot 1000 mm zijn",
        "measures.csv: pond: n_pumps is leeg, moet een heel getal van 0 tot 9 zijn",
        "measures.csv: pond: price_index is leeg, moet een van deze zijn: civil, consumer",
        "measures.csv: pond: source is hearsay, moet in sources.csv staan",
    ]


def test_all_cells_that_are_wrong_are_told_at_once_in_english():
    assert problems(BROKEN, lang="en") == [
        "measures.csv: wadi: storage_mm is -5, must be a number from 0 to 1000 mm",
        "measures.csv: wadi: n_pumps is 1.5, must be a whole number from 0 to 9",
        "measures.csv: wadi: price_index is civiel, must be one of: civil, consumer",
        "measures.csv: wadi: name_nl is empty, must be filled in",
        "measures.csv: pond: storage_mm is veel, must be a number from 0 to 1000 mm",
        "measures.csv: pond: n_pumps is empty, must be a whole number from 0 to 9",
        "measures.csv: pond: price_index is empty, must be one of: civil, consumer",
        "measures.csv: pond: source is hearsay, must be a row of sources.csv",
    ]


def test_a_missing_column_says_what_it_is_and_which_was_probably_meant():
    frame = {name.replace("storage_mm_high", "storage_mm_hihg"): cells for name, cells in SOUND.items()}
    del frame["price_index"]
    assert problems(frame | {"colour": ["blue", "red"]}) == [
        "measures.csv: kolom 'storage_mm_high' ontbreekt; bedoelt u kolom 'storage_mm_hihg'?",
        "measures.csv: kolom 'price_index' (prijsindex) ontbreekt",
        "measures.csv: kolom 'colour' is onbekend",
    ]
    assert problems(frame, lang="en") == [
        "measures.csv: column 'storage_mm_high' is missing; did you mean column 'storage_mm_hihg'?",
        "measures.csv: column 'price_index' (price index) is missing",
    ]


def test_columns_and_cells_are_told_together():
    frame = {name: cells for name, cells in SOUND.items() if name != "source"} | {"n_pumps": ["x", "2"]}
    assert problems(frame) == [
        "measures.csv: kolom 'source' (bron) ontbreekt",
        "measures.csv: wadi: n_pumps is x, moet een heel getal van 0 tot 9 zijn",
    ]


def test_a_row_that_stands_there_twice_or_has_no_key_is_told():
    assert problems(SOUND | {"measure": ["wadi", "wadi"]}) == [
        "measures.csv: wadi: staat er meer dan één keer in"
    ]
    assert problems(SOUND | {"measure": ["wadi", ""]}) == [
        "measures.csv: : measure is leeg, moet ingevuld zijn"
    ]


def test_a_table_without_keys_counts_lines():
    schema = pa.DataFrameSchema({"depth_m": pa.Column(float, pa.Check.ge(0), metadata={"unit": "m"})})
    assert problems({"depth_m": ["0.1", "-0.5"]}, schema) == [
        "measures.csv: regel 3: depth_m is -0.5, moet een getal van ten minste 0 m zijn"
    ]


@pytest.mark.parametrize("cell", ["inf", "NaN", "1_000", "1,5", "0x10"])
def test_only_plain_numbers_are_numbers(cell):
    assert problems(SOUND | {"storage_mm": [cell, ""]}) == [
        f"measures.csv: wadi: storage_mm is {cell}, moet een getal van 0 tot 1000 mm zijn"
    ]


def test_low_above_mid_and_mid_above_high_are_told():
    frame = SOUND | {"storage_mm_low": ["350", ""], "storage_mm_high": ["250.5", ""]}
    assert problems(frame, rules=TABLES["measures"].rules[:1]) == [
        "measures.csv: wadi: storage_mm_low is 350, moet ten hoogste storage_mm (300) zijn",
        "measures.csv: wadi: storage_mm is 300, moet ten hoogste storage_mm_high (250,5) zijn",
    ]


def told(name, changed, lang="nl"):
    """The problems of one of our own tables after changing some of its cells."""
    schema, rules = TABLES[name].schema, TABLES[name].rules
    frame = table(name).copy()
    for (row, column), value in changed.items():
        frame[column] = frame[column].astype(object)
        frame.loc[[row], column] = value
    with pytest.raises(KansError) as error:
        check(frame, schema, f"{name}.csv", rules)
    return error.value.text(lang).splitlines()


def test_a_coefficient_without_evidence_is_refused():
    assert told("assumptions", {("voly_eur", "evidence"): ""}) == [
        "assumptions.csv: voly_eur: evidence is leeg, moet een van deze zijn: cited, derived, expert"
    ]


def test_a_cited_coefficient_names_its_source():
    assert told("assumptions", {("voly_eur", "evidence"): "cited"}, "en") == [
        "assumptions.csv: voly_eur: source is expert_judgement, must be the source that is cited"
    ]


def test_surfaces_of_a_typology_are_all_of_it():
    assert told("typologies", {("vinex", "water_share"): 0.16}) == [
        "typologies.csv: vinex: *_share is samen 1,1, moet 1 zijn"
    ]
    assert told("soils", {("peat", "national_soil_weight"): 0.02}) == [
        "soils.csv: national_soil_weight is samen 0,9, moet 1 zijn"
    ]


def test_a_measure_acts_through_one_channel():
    changed = {
        ("wadi", "pluvial_channel"): "protect",
        ("fountain", "pluvial_channel"): "shift",
        ("levee", "flood_channel"): "none",
        ("heat_plan", "heat_protects"): "",
    }
    assert told("measures", changed) == [
        "measures.csv: wadi: pluvial_protected_share is 0, "
        "moet groter dan 0 zijn als pluvial_channel protect is",
        "measures.csv: levee: flood_protected_share is 0,9, moet 0 zijn als flood_channel geen protect is",
        "measures.csv: wadi: pluvial_channel is protect, "
        "moet shift zijn bij een maatregel die water bergt of afvoert",
        "measures.csv: fountain: pluvial_channel is shift, "
        "moet protect of none zijn bij een maatregel die geen water bergt of afvoert",
        "measures.csv: heat_plan: heat_protects is leeg, moet ingevuld zijn als heat_channel protect is",
    ]


def test_a_list_of_words_is_checked_word_by_word():
    assert told("measures", {("wadi", "themes"): "pluvial;hitte"}, "en") == [
        "measures.csv: wadi: themes is hitte, must be one or more of these, with semicolons between: "
        "pluvial, heat, drought, flood"
    ]
    assert told("funding", {("eindhoven_depave", "measures"): "depave_private;grass"}) == [
        "funding.csv: eindhoven_depave: measures is grass, moet in measures.csv staan"
    ]


def test_a_pair_without_a_score_is_told():
    schema, rules = TABLES["synergies"].schema, TABLES["synergies"].rules
    with pytest.raises(KansError) as error:
        check(table("synergies").drop(("wadi", "mobiliteit")), schema, "synergies.csv", rules)
    assert str(error.value) == "synergies.csv: wadi / mobiliteit: ontbreekt"


def test_hotter_days_are_rarer_and_more_water_does_more():
    assert told("climate_scenarios", {(("Hd", "2050"), "hot_days_ge30"): 60}) == [
        "climate_scenarios.csv: Hd / 2050: hot_days_ge30 is 60, moet kleiner dan hot_days_ge25 (47,8) zijn"
    ]
    assert told("damage_functions", {(("wss_gamma", 0.15), "value"): 0.4}) == [
        "damage_functions.csv: wss_gamma / 0.15: value is 0,4, "
        "moet ten minste zo groot zijn als bij minder water"
    ]


def test_exclusion_of_benefits_is_mutual():
    assert told("benefit_groups", {("recreation_visit", "excludes"): "co2;property;trees_with_property"})[
        0
    ] == ("benefit_groups.csv: recreation_visit: excludes is co2, moet zelf ook recreation uitsluiten")


def test_file_and_row_are_said_once():
    problem = Problem("cell", file="a.csv", row="wadi", column="x", value=1.5, must=Phrase("must.number"))
    assert problem.text("nl") == "a.csv: wadi: x is 1,5, moet een getal zijn"
    assert problem.text("en") == "a.csv: wadi: x is 1.5, must be a number"
    assert Problem("row_twice", row=3).text("en") == "3: is there more than once"
    named = Problem("city_not_written", file="city.gpkg", value="read-only")
    assert named.text("en") == "city.gpkg: cannot be written (read-only)"


def test_an_error_is_dutch_until_asked_otherwise():
    error = KansError([Problem("row_twice", row=1), Problem("row_missing", file="a.csv")])
    assert str(error) == "1: staat er meer dan één keer in\na.csv: ontbreekt"
    assert error.text("en") == "1: is there more than once\na.csv: is missing"
    assert KansError(Problem("row_missing")).problems == (Problem("row_missing"),)
