"""Verdicts: met, not met, and never met by lack of data."""

import numpy as np
import pytest

from kans_model.comparison.verdicts import limits_broken, verdicts
from kans_model.dialogue.criteria import Criterion
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


def test_a_mean_with_a_buurt_unknown_is_never_known():
    for limit in (0.0, 1e9):
        read = judged(Criterion("x", "damage_heat_per_ha", limit), [0])
        assert read["2050", "before"].verdict == "unknown"


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
