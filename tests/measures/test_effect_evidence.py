"""How well the effect of measures is founded: a third at least, and counted as what it is."""

import numpy as np
import pytest

from kans_model.measures.effect_evidence import by_hazard, coefficients, judged, main_coefficient
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS


def test_a_third_of_the_measures_that_act_has_a_founded_effect():
    kinds, acts = table("measures")["evidence_effect"], (by_hazard() != "").any(axis=1)
    assert (kinds[acts] != "expert").mean() >= 1 / 3


def test_a_third_of_the_coefficients_is_founded():
    assert (coefficients()["evidence"] != "expert").mean() >= 1 / 3


def test_the_evidence_of_a_measure_is_that_of_the_first_theme_it_acts_on():
    rows, kinds = table("measures"), by_hazard()
    for measure, row in rows.iterrows():
        first = [kinds[hazard][measure] for hazard in row["themes"].split(";") if kinds[hazard][measure]]
        assert row["evidence_effect"] == (first[0] if first else "expert"), measure


def test_what_is_founded_is_a_number_that_is_not_zero():
    named = table("effect_evidence").index
    assert named.isin(coefficients().index).all()


def test_founded_figures_are_what_their_note_works_out():
    """A pipe of 500 for 300 mm: π/4 (0.25 − 0.09) = 0.126; of 500 mm: 0.196; of a toilet 28.7."""
    rows = table("measures")
    storage = rows["storage_m3_per_unit"]
    assert storage["larger_sewer"] == pytest.approx(np.pi / 4 * (0.5**2 - 0.3**2), abs=0.005)
    assert storage["it_drain"] == pytest.approx(np.pi / 4 * 0.5**2, abs=0.005)
    assert rows["water_saved_m3_per_year"]["rainwater_toilet"] == pytest.approx(
        129 * 0.29 * 2.1 * 0.365, abs=0.5
    )
    assert 0.07 / 0.75 <= storage["permeable_storage_paving"] / 1 <= 0.07 / 0.25
    assert 0.03 <= storage["green_roof_intensive"] <= 0.07


def test_what_rests_on_judgement_by_hand():
    """A wadi's storage is cited, a fountain does nothing, a door barrier is judged against rain and flood.

    Of 8 euro of rain a wadi rests 0; of 3 of rain and 1 of flood a door barrier rests all.
    """
    measures = list(table("measures").index)
    avoided = np.zeros((len(measures), len(HAZARDS)))
    avoided[measures.index("wadi"), 0] = 8.0
    avoided[measures.index("door_barrier"), [0, 3]] = [3.0, 1.0]
    part = judged(avoided)
    assert part[measures.index("wadi")] == 0
    assert part[measures.index("door_barrier")] == 1
    assert part[measures.index("fountain")] == 0
    half = judged(avoided, [0.5, 0, 0, 0])  # of the damage by rain half is judged: of the wadi's 8 euro 4
    assert half[[measures.index("wadi"), measures.index("door_barrier")]].tolist() == [0.5, 1.0]


def test_each_channel_has_its_coefficient():
    rows = table("measures")
    for measure in rows.index:
        for hazard in HAZARDS:
            column = main_coefficient(measure, hazard)
            assert (column == "") == (rows[f"{hazard}_channel"][measure] == "none")
            assert not column or rows[column][measure] > 0, (measure, hazard)
