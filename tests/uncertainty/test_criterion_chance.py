"""The chance that a limit holds: the share of the draws in which it does, where it is drawn."""

import numpy as np
import pytest

from kans_model.dialogue.criteria import Criterion
from kans_model.uncertainty.criterion_chance import chance_met
from kans_model.uncertainty.draws import draws
from tests.fixtures.packages import demo


def drawn():
    return demo().evaluate("alles", draws(demo(), 64))


def chance(criterion, moment="2050", when="after"):
    return chance_met(criterion, demo().baseline, drawn(), moment, when)


def test_it_is_counted():
    damage = np.sort(drawn()["ead_after_eur"].sel(hazard="heat", horizon="2050").to_numpy())
    assert chance(Criterion("x", "damage_heat", damage[15])) == 16 / 64
    assert chance(Criterion("x", "damage_heat", damage[-1])) == 1
    before = drawn()["ead_before_eur"].sel(hazard="heat", horizon="now").to_numpy()
    limit = float(np.median(before))
    assert chance(Criterion("x", "damage_heat", limit), "now", "before") == 0.5


def test_per_hectare_it_is_the_same_damage():
    hectares = demo().city.areas["area_m2"].sum() / 10_000
    per_year = chance(Criterion("x", "damage_heat", 4e6))
    assert chance(Criterion("x", "damage_heat_per_ha", 4e6 / hectares)) == pytest.approx(per_year)


def test_deaths_are_drawn_as_well():
    deaths = np.sort(drawn()["deaths_after"].sel(horizon="2050").to_numpy())
    assert chance(Criterion("x", "deaths", deaths[31])) == 0.5


@pytest.mark.parametrize(
    "criterion",
    [
        Criterion("x", "damage_heat", 4e6, areas=(demo().city.areas.index[0],)),
        Criterion("x", "damage_heat", 4e6, each=True),
        Criterion("x", "buildings_entered", 100, moment="100"),
    ],
)
def test_what_is_not_drawn_has_no_chance(criterion):
    assert np.isnan(chance(criterion, criterion.moment))
