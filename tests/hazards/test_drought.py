"""Droogte worked by hand."""

import numpy as np
import pytest

from kans_model.hazards import drought


def test_foundation_repair_is_spread_over_the_years_and_spared_where_protected():
    assert drought.foundation_damage_eur_per_year(100, 0.3, 30, 60_000) == pytest.approx(60_000)
    assert drought.foundation_damage_eur_per_year(100, 0.3, 30, 60_000, 0.25) == pytest.approx(45_000)


def test_unknown_buildings_give_unknown_damage():
    assert np.isnan(drought.foundation_damage_eur_per_year(np.nan, 0.3, 30, 60_000))


def test_what_drains_nothing_catches_nothing():
    caught = drought.captured_share([0.7, 0.7], [100.0, 0.0])
    assert caught == pytest.approx([1 - np.exp(-1), 0.0])  # 7 mm over the contributing area


def test_recharge_by_hand():
    assert drought.recharge_m3_per_unit(10, 0.5, 0.8) == pytest.approx(2.8)  # 7 m³ runoff, halved, 80 %
