"""The national check: two estimates from outside, like for like."""

import numpy as np
import pytest

from kans_model.comparison.national import national_check
from kans_model.tables.reading import table
from kans_model.words.texts import LANGUAGES, t
from tests.fixtures.packages import demo


def test_the_national_estimates_are_brought_to_the_prices_of_the_study():
    index = table("price_index")["factor"]
    lower, total = national_check(demo())
    assert lower.national_eur == pytest.approx(56 * float(index[("consumer", 2024)]))
    assert total.national_eur == pytest.approx(305 * float(index[("consumer", 2020)]))


def test_the_city_stands_beside_them_over_the_same_themes_and_years():
    lower, total = national_check(demo())
    damage = demo().evaluate("eigen")["ead_before_eur"].sel(hazard=["pluvial", "heat", "drought"])
    now, in_2050, _ = damage.sum(["hazard", "area"]).values / demo().city.areas["residents"].sum()
    # 2018–2025 held at now (8 years), 2026–2050 on the line from 2025 to 2050
    on_the_line = [now + (in_2050 - now) * step / 25 for step in range(1, 26)]
    assert lower.city_eur == pytest.approx(now)
    assert total.city_eur == pytest.approx((8 * now + sum(on_the_line)) / 33)
    assert total.ratio == pytest.approx(total.city_eur / total.national_eur)


def test_both_ratios_are_of_the_right_order_without_being_tuned():
    ratios = [one.ratio for one in national_check(demo())]
    assert np.all(np.array(ratios) > 0.1)
    assert np.all(np.array(ratios) < 3)


def test_what_lies_outside_is_explained():
    for one in national_check(demo()):
        for lang in LANGUAGES:
            assert len(t(f"national.{one.key}.outside", lang)) > 40
