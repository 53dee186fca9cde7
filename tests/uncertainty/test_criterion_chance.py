"""The chance that a limit holds: the share of the draws in which it does, where it is drawn."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from kans_model.dialogue.criteria import Criterion
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import MOMENTS, PROTECTED_COLUMNS
from kans_model.uncertainty.criterion_chance import chance_met
from kans_model.uncertainty.draws import draws
from kans_model.uncertainty.indicator_draws import IndicatorDraws
from tests.fixtures.packages import demo


def drawn():
    return demo().evaluate("alles", draws(demo(), 64))


@cache
def indicators(package="alles"):
    study = demo()
    return IndicatorDraws(draws(study, 64), study.baseline, study.evaluate(package))


def chance(criterion, moment="2050", when="after", package="alles"):
    return chance_met(criterion, indicators(package), demo().city.areas, moment, when)


def test_it_is_counted():
    damage = np.sort(drawn()["ead_after_eur"].sel(hazard="heat", horizon="2050").to_numpy())
    assert chance(Criterion("x", "damage_heat", damage[15] * (1 + 1e-6))) == 16 / 64
    assert chance(Criterion("x", "damage_heat", damage[-1] * (1 + 1e-6))) == 1
    before = drawn()["ead_before_eur"].sel(hazard="heat", horizon="now").to_numpy()
    limit = float(np.median(before))
    assert chance(Criterion("x", "damage_heat", limit), "now", "before") == 0.5


def test_per_hectare_it_is_the_same_damage():
    hectares = demo().city.areas["area_m2"].sum() / 10_000
    per_year = chance(Criterion("x", "damage_heat", 4e6))
    assert chance(Criterion("x", "damage_heat_per_ha", 4e6 / hectares)) == pytest.approx(per_year)


def test_deaths_are_drawn_as_well():
    deaths = np.sort(drawn()["deaths_after"].sel(horizon="2050").to_numpy())
    assert chance(Criterion("x", "deaths", deaths[31] * (1 + 1e-6))) == 0.5


DRAWN = [  # indicator, moment, without a package too
    *(
        ("damage_pluvial", "now", True),
        ("damage_heat_per_ha", "2100", True),
        ("damage_drought", "2050", True),
    ),
    *(("buildings_entered", "100", True), ("dwellings_wet", "10", True), ("people_reached", "2050", True)),
    *(("deaths", "2100", True), ("foundations", "2050", True), ("pet", "", False), ("green", "", False)),
    *(("shade", "", False), ("recharge", "", False)),
]


@pytest.mark.parametrize(("indicator", "moment", "before"), DRAWN)
def test_the_chance_of_a_limit_in_a_part_is_the_share_of_draws_that_keep_it(indicator, moment, before):
    areas = demo().city.areas
    codes = tuple(areas.index[5:9])
    for when in ("before", "after") if before else ("after",):
        values = indicators().value(indicator, moment, when)[:, 5:9]
        weight = np.ones(4)
        if indicators().mid(indicator, when).together_by == "mean":
            weight = areas["area_m2"].to_numpy()[5:9] / areas["area_m2"].to_numpy()[5:9].sum()
        together = values @ weight
        limit = Criterion("x", indicator, float(np.quantile(together, 0.3)), moment=moment, areas=codes)
        kept = together <= limit.limit if limit.lower_is_better else together >= limit.limit
        assert chance(limit, moment, when) == pytest.approx(kept.mean())
        every = replace(limit, each=True, limit=float(np.median(values)))
        alone = values <= every.limit if every.lower_is_better else values >= every.limit
        assert chance(every, moment, when) == pytest.approx(alone.all(axis=1).mean())


@pytest.mark.parametrize("indicator", ["buildings_entered", "people_reached", "foundations", "pet", "green"])
def test_draws_at_the_middle_read_what_the_model_reads(indicator):
    study = demo()
    moment = MOMENTS[table("indicators")["moment"][indicator]][-1]
    middle = draws(study, 64)
    one = np.ones(1)
    flat = replace(
        middle,
        key="middle",
        scalar={},
        measure={
            name: table("measures")[name].to_numpy(float)[None]
            if name in PROTECTED_COLUMNS
            else one[:, None] + 0 * v[:1]
            for name, v in middle.measure.items()
        },
        sewer_mm_h=0 * one,
        reach=one,
    )
    read = IndicatorDraws(flat, study.baseline, study.evaluate("alles"))
    found = read._worked_out(indicator, moment, "after")[0]
    assert found == pytest.approx(
        read.mid(indicator, "after").at(moment), rel=1e-2, abs=1e-2
    )  # between knots


def test_a_buurt_that_nobody_knows_leaves_the_chance_unknown():
    unknown = np.flatnonzero(~np.isfinite(demo().baseline.ead_before_eur[2, :, 1]))
    codes = tuple(demo().city.areas.index[unknown[:1]])
    limit = Criterion("x", "damage_drought", 1e9, areas=codes)
    assert not codes or np.isnan(chance(limit))


@pytest.mark.parametrize(
    ("criterion", "package"),
    [
        (Criterion("x", "flood_depth", 1.0, moment="100"), "alles"),
        (Criterion("x", "green", 10.0, moment=""), "niets_doen"),
        (Criterion("x", "recharge", 1.0, moment=""), "niets_doen"),
    ],
)
def test_what_is_not_drawn_has_no_chance(criterion, package):
    assert np.isnan(chance(criterion, criterion.moment, package=package))
