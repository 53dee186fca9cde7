"""Felt temperature of an area against the standard method, worked by hand (reference case 4)."""

from types import SimpleNamespace

import numpy as np
import pytest

from kans_model.evaluation.felt_temperature import FeltTemperature

HECTARE = 10_000.0


def felt(**area):
    """One hectare of the reference case: 30 °C, 35 % shade, 45 % green of the open ground."""
    values = {
        "area_m2": HECTARE,
        "flat_roof_m2": 0.0,
        "pitched_roof_m2": 0.0,
        "water_m2": 0.0,
        "tree_canopy_share": 0.35,
        "pet_degc": np.nan,
    } | area
    situation = SimpleNamespace(
        scalar={
            "ref_air_temperature": 30.0,
            "ref_relative_humidity": 45.0,
            "ref_global_radiation": 700.0,
            "ref_diffuse_radiation": 180.0,
            "ref_sun_elevation": 50.0,
            "uhi_afternoon_factor": 0.11,
        },
        measure={
            "shade_m2_per_unit": np.array([50.0, 0.0]),
            "pet_direct_degc": np.array([0.0, -6.0]),
        },
        room=SimpleNamespace(stock_per_unit=np.array([6.0, 4.0])),
        area={name: np.array([value]) for name, value in values.items()},
        typology={
            "sky_view_factor": np.array([0.6]),
            "wind_1p2m": np.array([1.5]),
            "building_shade": np.array([0.0]),
        },
        green_share=np.array([0.45]),
    )
    return FeltTemperature(situation, np.zeros(1), 3.0)


def test_the_area_mean_of_the_reference_afternoon():
    """Sun over paving 38.63, over green 37.21, shade 28.82: with 35 % shade and 45 % green 34.78 °C."""
    assert felt().before_degc[0] == pytest.approx(34.78, abs=0.005)
    by_hand = 0.35 * 28.82 + 0.65 * (0.45 * 37.21 + 0.55 * 38.63)
    assert felt().before_degc[0] == pytest.approx(by_hand, abs=0.01)


def test_the_citys_own_map_stands_before_the_model_and_keeps_the_models_change():
    own, model = felt(pet_degc=40.0), felt()
    assert own.before_degc[0] == 40.0
    quantity = np.array([[20.0], [0.0]])  # 20 trees shade 1,000 m²: 10 % more
    parts = {name: value for name, (_, value) in own.indicators(quantity, 0.0, 0.0).items()}
    assert parts["shade_after"][0] == pytest.approx(0.45)
    change = model.model_degc(0.0, 0.1, 0.0) - model.model_before_degc
    assert parts["pet_after_degc"][0] == pytest.approx(40.0 + change[0])
    # 0.1 of the ground from sun (45 % green) to shade
    assert change[0] == pytest.approx(-0.1 * (0.45 * 37.21 + 0.55 * 38.63 - 28.82), abs=0.01)


def test_water_cools_its_own_spot_only():
    """5 fountains of 4 m², 6 °C cooler on the spot, over a hectare: 6 · 20 / 10,000."""
    assert felt().beside_degc(np.array([[0.0], [5.0]]))[0] == pytest.approx(-0.012)


def test_shade_never_covers_more_than_the_open_ground():
    """A crown of 35 % of the area over 50 % open ground: 70 % shade; 400 trees more: all of it."""
    built = felt(flat_roof_m2=5_000.0)
    parts = built.indicators(np.array([[400.0], [0.0]]), 0.0, 0.0)
    assert parts["shade_after"][1][0] == 1.0
    assert built.model_degc(0.0, 2.0, 0.0)[0] == pytest.approx(28.82, abs=0.005)
