"""Verdicts: met, not met, and never met by lack of data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.comparison.verdicts import _verdict, limits_broken, verdicts
from kans_model.dialogue.criteria import Criterion
from kans_model.evaluation.indicators import Reading
from tests.fixtures.packages import demo


def judged(criterion, unknown=(), package="niets_doen"):
    """Verdicts by (moment, when) on the demo city, with damage by heat unknown in some buurten."""
    study = demo()
    result = study.evaluate(package).copy(deep=True)
    for name in ("ead_before_eur", "ead_after_eur"):
        result[name].loc[{"hazard": "heat", "area": study.city.areas.index[list(unknown)]}] = np.nan
    read = verdicts(study.baseline, result, [criterion], study.city.areas)
    return {(verdict.moment, verdict.when): verdict for verdict in read}


def heat(moment="2050"):
    """Damage of every buurt. [EUR/yr]"""
    return demo().evaluate("niets_doen")["ead_before_eur"].sel(hazard="heat", horizon=moment).to_numpy()


def test_at_every_moment_without_and_with_a_package():
    limit = heat("2050").sum() + 1
    read = judged(Criterion("x", "damage_heat", limit), package="alles")
    assert len(read) == 6
    assert read["2050", "before"].verdict == "met"
    assert read["2100", "before"].verdict == "not_met"
    assert read["2050", "after"].value < read["2050", "before"].value == pytest.approx(heat().sum())


def test_a_city_with_a_buurt_unknown_is_not_met_or_not_known():
    total = heat().sum()
    assert judged(Criterion("x", "damage_heat", 2 * total), [0])["2050", "before"].verdict == "unknown"
    few = total - heat()[0] - 1
    assert judged(Criterion("x", "damage_heat", few), [0])["2050", "before"].verdict == "not_met"


def test_a_mean_with_a_buurt_unknown_is_not_met_when_the_rest_is_enough_to_break_it():
    study = demo()
    surface_ha = study.city.areas["area_m2"].to_numpy() / 10_000
    least = heat()[1:].sum() / surface_ha.sum()  # the unknown buurt has no damage at all
    for limit, verdict in ((0.99 * least, "not_met"), (1.01 * least, "unknown"), (1e9, "unknown")):
        read = judged(Criterion("x", "damage_heat_per_ha", limit), [0])
        assert read["2050", "before"].verdict == verdict


def green(known, limit):
    """Verdict on the green of a city of two buurten as large. [%]"""
    read = Reading("green", np.array(known, float)[:, None], np.ones(2))
    return _verdict(Criterion("x", "green", limit, moment=""), read, "", "before", np.ones(2, bool)).verdict


def test_green_of_half_a_city_decides_what_it_can():
    # 30 % of one half: the whole is from 15 to 65 %
    assert [green([30, np.nan], limit) for limit in (15, 16, 65, 66)] == [
        "met", "unknown", "unknown", "not_met",
    ]  # fmt: skip
    assert green([np.nan, np.nan], 0) == "unknown"


def test_a_temperature_with_a_buurt_unknown_is_never_known():
    read = Reading("pet", np.array([[20.0], [np.nan]]), np.ones(2))
    for limit in (0.0, 60.0):
        found = _verdict(Criterion("x", "pet", limit, moment=""), read, "", "before", np.ones(2, bool))
        assert found.verdict == "unknown"


@given(
    st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=1, max_size=5),
    st.lists(st.floats(0, 100), min_size=5, max_size=5),
    st.sampled_from(["green", "damage_heat_per_ha", "deaths", "people_reached"]),
    st.floats(0, 100),
)
def test_what_is_decided_stands_whatever_the_unknown_turns_out_to_be(known, rest, indicator, limit):
    def verdict(values):
        read = Reading(
            indicator, np.repeat(np.array(values, float)[:, None], 3, axis=1), np.ones(len(values))
        )
        moment = read.moments[0]
        read = Reading(indicator, read.value[:, : len(read.moments)], read.weight)
        criterion = Criterion("x", indicator, limit, moment=moment)
        return _verdict(criterion, read, moment, "before", np.ones(len(values), bool)).verdict

    before = verdict([np.nan if value is None else value for value in known])
    after = verdict([other if value is None else value for value, other in zip(known, rest, strict=False)])
    assert before in ("unknown", after)


def test_each_buurt_by_itself():
    limit = float(np.sort(heat())[-3])  # two are above it
    verdict = judged(Criterion("x", "damage_heat", limit, each=True))["2050", "before"]
    assert (verdict.verdict, verdict.n_not_met, verdict.n_areas) == ("not_met", 2, len(heat()))
    assert verdict.value == heat().max()
    most = judged(Criterion("x", "damage_heat", heat().max(), each=True), [5])["2050", "before"]
    assert (most.verdict, most.n_not_met, most.n_unknown) == ("unknown", 0, 1)


def test_only_where_it_holds():
    codes = demo().city.areas.index
    verdict = judged(Criterion("x", "damage_heat", 1e12, areas=(codes[2],)), [0])["2050", "before"]
    assert (verdict.verdict, verdict.n_areas) == ("met", 1)
    assert verdict.value == pytest.approx(heat()[2])
    assert np.flatnonzero(np.isfinite(verdict.per_area)).tolist() == [2]


def test_what_is_better_higher():
    share = 100 * demo().evaluate("niets_doen")["green_before"].to_numpy()
    verdict = judged(Criterion("x", "green", float(np.sort(share)[2]), moment="", each=True))["", "before"]
    assert (verdict.verdict, verdict.n_not_met) == ("not_met", 2)
    assert verdict.value == share.min()


def test_limits_broken_are_counted_per_buurt():
    study = demo()
    limit, codes = float(np.sort(heat())[-3]), study.city.areas.index
    criteria = [
        Criterion("each", "damage_heat", limit, each=True),
        Criterion("one", "damage_heat", 0.0, areas=(codes[0],)),
        Criterion("city", "damage_heat", 0.0),  # of the city as one: no buurt breaks it
    ]
    result = study.evaluate("niets_doen")
    read = verdicts(study.baseline, result, criteria, study.city.areas)
    expected = (heat() > limit).astype(float)
    expected[0] += 1
    assert limits_broken(read).tolist() == expected.tolist()
    assert limits_broken([verdict for verdict in read if verdict.criterion.id == "city"]) is None
