"""Overstroming worked by hand."""

import numpy as np

from kans_model.hazards.flood import damage_eur


def test_damage_is_read_from_the_curve_and_held_beyond_it():
    damage = damage_eur([[0.5, 9.0]], [10.0], 50.0, [0, 1], [0, 100])
    assert damage.tolist() == [[25_000.0, 50_000.0]]  # 10 · 50 m² at 50 and at 100 EUR/m²


def test_an_unknown_depth_gives_unknown_damage():
    assert np.isnan(damage_eur([[np.nan]], [10.0], 50.0, [0, 1], [0, 100])).all()
