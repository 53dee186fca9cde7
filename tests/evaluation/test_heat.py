"""Heat in the demo city, worked by hand."""

import numpy as np
import pytest

from kans_model.evaluation.heat import SHIFT_GRID_K, read_with_slope
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HORIZONS
from tests.fixtures.packages import demo


def test_admissions_of_the_country_of_today_are_five_per_hundred_thousand():
    """4.7 tropical days a year at 1.079 admissions per 100 000 residents and day: 5.07 admissions."""
    heat = demo().baseline.heat
    days = heat.degree_days("admissions", np.array(0.0))[HORIZONS.index("now")]
    assert days == pytest.approx(4.7)
    assert days * heat.scalar["admissions_per_100k_tropical_day"] == pytest.approx(5.07, abs=0.01)


def test_a_warmer_buurt_has_more_tropical_days():
    """Half a degree warmer: days from 29.5 °C, on the line of the logarithm from 25.8 at 25 to 4.7 at 30."""
    days = demo().baseline.heat.degree_days("admissions", np.array(0.5))[HORIZONS.index("now")]
    assert days == pytest.approx(25.8 * (4.7 / 25.8) ** (4.5 / 5), rel=1e-4)


def test_a_tropical_day_costs_residents_times_rate_times_the_cost_of_a_stay():
    """5.5 days at 691.01 and 600 on arrival: 4,400.56 EUR in prices of 2024."""
    base = demo().baseline
    index = float(table("price_index")["factor"][("consumer", 2024)])
    by_hand = base.area["residents"] * 1.079 / 1e5 * 4400.555 * index
    assert base.heat.eur_per_degree_day["heat_admissions"] == pytest.approx(by_hand)


def test_a_degree_costs_a_workplace_what_is_lost_out_and_indoors():
    """Outdoors 0.055·0.02 = 0.0011; indoors 0.945·0.4·0.0625·0.15 = 0.00354375; half of the days, 360 EUR.

    0.00464375 · 0.5 · 360 = 0.835875 EUR per workplace and degree day.
    """
    heat = demo().baseline.heat
    found = heat.eur_per_degree_day["heat_productivity"]
    assert found == pytest.approx(heat.jobs * 0.835875 * heat.situation.claimed)


def test_a_local_heat_plan_takes_a_part_of_what_the_national_plan_leaves():
    plan = table("measures").loc["heat_plan"]
    ends = [float(plan[f"heat_protected_share{end}"]) for end in ("_low", "", "_high")]
    assert ends == [0.0, 0.05, 0.15]


def test_a_table_is_read_between_its_knots_with_its_slope():
    # a straight line of slope 3 through 1 at no shift
    value, slope = read_with_slope(1 + 3 * SHIFT_GRID_K, np.array([-0.31, 0.77]))
    assert value == pytest.approx([0.07, 3.31])
    assert slope == pytest.approx([3.0, 3.0])
