"""Answers of packages, their differences and their change per hectare, by hand."""

import numpy as np
import pytest
import xarray as xr

from kans_model.comparison.answers import QUESTIONS, answers, damage_by_hazard_meur, damage_change_keur_per_ha
from kans_model.uncertainty.answer_bands import answer_bands, difference_bands

HAZARDS, HORIZONS = ["pluvial", "flood"], ["now", "2050"]


def package(capex_eur, npv_eur, bcr=2.0):
    """A result of one area with round numbers."""
    return xr.Dataset(
        {
            "capex_eur": ("measure", [capex_eur]),
            "capex_public_eur": 0.75 * capex_eur,
            "capex_private_eur": 0.25 * capex_eur,
            "present_value_cost_total_eur": capex_eur,
            "present_value_benefit_total_eur": capex_eur + npv_eur,
            "npv_eur": npv_eur,
            "npv_avoided_only_eur": npv_eur - 2e6,
            "bcr": bcr,
            "avoided_total_eur": ("horizon", [0.0, 3e6]),
            "deaths_after": (("horizon", "area"), [[9.0, 9.0], [1.0, 2.0]]),
            "entered_after": (("event", "area"), [[1.0, 1.0], [4.0, 5.0]]),
            "reach_pct": ("opgave", [10.0, 20.0]),
        },
        coords={"horizon": HORIZONS, "event": [10, 100]},
    )


def draws(capex_eur, npv_eur):
    """The same in three draws, apart by a million."""
    spread = np.array([-1e6, 0.0, 1e6])
    names = (
        "capex_public_eur",
        "capex_private_eur",
        "present_value_cost_eur",
        "present_value_benefit_eur",
        "bcr",
    )
    return xr.Dataset(
        {
            "capex_eur": ("draw", capex_eur + spread),
            "npv_eur": ("draw", npv_eur - 2 * spread),
            "npv_avoided_only_eur": ("draw", npv_eur - 2e6 - spread),
            **{name: ("draw", np.ones(3)) for name in names},
            "avoided_total_eur": (("horizon", "draw"), np.zeros((2, 3))),
            "deaths_after": (("horizon", "draw"), np.zeros((2, 3))),
        },
        coords={"horizon": HORIZONS},
    )


def test_answers_by_hand():
    found = answers(package(4e6, 1e6))
    assert tuple(found) == QUESTIONS
    assert found == {
        **{"capex": 4, "capex_public": 3, "capex_private": 1, "cost": 4, "benefit": 5, "npv": 1},
        **{
            "npv_avoided": -1,
            "bcr": 2,
            "avoided_per_keur": 750,
            "avoided": 3,
            "deaths": 3,
            "entered": 9,
            "reach": 15,
        },
    }


def test_a_band_and_a_difference_over_the_same_draws_by_hand():
    own, other = (package(4e6, 1e6), draws(4e6, 1e6)), (package(1e6, 0.0), draws(1e6, 0.0))
    assert answer_bands(*own)["capex"] == pytest.approx((4, 3.1, 4.9))  # 5 % and 95 % of 3, 4, 5
    assert difference_bands(own, other)["capex"] == pytest.approx((3, 3, 3))  # they move together
    assert difference_bands(own, other)["reach"][0] == 0


def test_without_a_ratio_of_the_other_the_own_stands():
    own, other = (package(4e6, 1e6, 1.5), draws(4e6, 1e6)), (package(0.0, 0.0, np.nan), draws(0.0, 0.0))
    assert difference_bands(own, other)["bcr"] == pytest.approx((1.5, 1, 1))


def test_what_costs_nothing_avoids_nothing_per_euro():
    own, other = (package(4e6, 1e6), draws(4e6, 1e6)), (package(0.0, 0.0, np.nan), draws(0.0, 0.0))
    assert np.isnan(answers(other[0])["avoided_per_keur"])
    assert (
        difference_bands(own, other)["avoided_per_keur"][0] == 750
    )  # 3 million for 4 million: it stands whole


def damage():
    """Two hazards, two horizons, two areas; of flood the second area is unknown, and it is in no total."""
    before = np.array([[[1e5, 3e5], [2e5, 4e5]], [[5e5, np.nan], [5e5, np.nan]]])
    after = before / 2
    dims = ("hazard", "horizon", "area")
    return xr.Dataset(
        {"ead_before_eur": (dims, before), "ead_after_eur": (dims, after)},
        coords={"hazard": HAZARDS, "horizon": HORIZONS},
        attrs={"hazards_included": ["pluvial"]},
    )


def test_change_per_hectare_by_hand():
    # in 2050 pluvial damage falls by 100 and 200 thousand, over 2 and 10 ha
    assert damage_change_keur_per_ha(damage(), [2e4, 1e5]).tolist() == [-50, -20]


def test_damage_that_is_left_per_hazard_by_hand():
    assert damage_by_hazard_meur(damage()) == pytest.approx([0.3, 0.25])
