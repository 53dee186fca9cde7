"""What every figure rests on, counted."""

import pytest

from kans_model.measures.effect_evidence import coefficients
from kans_model.reports.sources import classes_by_table, conclusion, figures_by_source, source_title, sources
from kans_model.tables.reading import table
from kans_model.words.amounts import percent
from kans_model.words.texts import LANGUAGES


def test_a_source_counts_every_row_that_names_it():
    """The 30 hourly stations found each row of free storage and nothing else."""
    assert figures_by_source()["knmi_hourly_rain"] == len(table("free_storage"))
    assert figures_by_source().is_monotonic_decreasing


def test_classes_count_effects_by_coefficient():
    counts = classes_by_table()
    assert counts.loc["effect_evidence"].sum() == len(coefficients())
    assert counts.loc["norms", "derived"] == 0
    assert counts.loc["norms"].sum() == len(table("norms"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_source_that_is_used_has_a_name_and_a_kind(lang):
    frame = sources(lang)
    assert len(frame) == len(figures_by_source())
    assert (frame.iloc[:, 0].str.len() > 3).all()
    assert not frame.iloc[:, 2].str.contains("sources.").any()


def test_what_the_makers_judged_is_named_in_the_language_of_the_reader():
    assert source_title("expert_judgement", "nl").startswith("Oordeel")
    assert source_title("cbs_cpi", "en") == table("sources")["title"]["cbs_cpi"]
    assert source_title("cbs_cpi", "nl").endswith("cijfers van het CBS)")


def test_the_conclusion_says_what_part_of_what_measures_do_is_founded():
    founded = (coefficients()["evidence"] != "expert").mean()
    assert f"is {percent(founded)} onderbouwd" in conclusion("nl")
