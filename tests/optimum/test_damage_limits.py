"""Thresholds and what vulnerable areas are owed, by the exact model, worked by hand."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from kans_model.dialogue.ambition import Threshold
from kans_model.optimum.damage_limits import DamageLimits
from kans_model.tables.vocabulary import HAZARDS

BUILT, PLUVIAL = np.ones((2, 2)), HAZARDS.index("pluvial")


def damage_limits(*thresholds, equity_share=0.0, shortfalls=()):
    """Damage of 40,000 and 60,000 euro a year in two buurten, of which 10,000 and 30,000 is avoided."""
    before, avoided = (np.zeros((len(HAZARDS), 2)) for _ in range(2))
    before[PLUVIAL], avoided[PLUVIAL] = (40_000.0, 60_000.0), (10_000.0, 30_000.0)
    benefit = SimpleNamespace(before_eur=before, avoided_eur=lambda quantity: (avoided, None))
    return DamageLimits(
        block=SimpleNamespace(benefit=benefit, scale=1000.0),
        areas=pd.Index(["north", "south"]),
        thresholds=thresholds,
        equity_share=equity_share,
        vulnerable=np.array([True, False]),
        shortfalls={threshold.name: 9 for threshold in shortfalls},
    )


CITY, SOUTH = Threshold("pluvial", 50_000.0), Threshold("pluvial", 35_000.0, "south")
TARGET = Threshold("pluvial", 50_000.0, hard=False)


def test_what_remains_above_a_threshold():
    above = damage_limits(CITY, SOUTH).remaining_above(BUILT)
    assert above == {CITY.name: 10_000.0, SOUTH.name: 0.0}  # 60,000 and 30,000 remain


def test_what_is_missed_of_hard_limits_that_are_in_force():
    limits = damage_limits(CITY, SOUTH, equity_share=0.5)
    # half of 40,000 is owed in the north, 10,000 is avoided
    assert limits.missed(BUILT) == {CITY.name: 10.0, SOUTH.name: 0.0, "equity": 10.0}
    assert limits.missed(BUILT, released={"equity"}) == {CITY.name: 10.0, SOUTH.name: 0.0}


def test_a_target_is_no_limit_but_counts():
    limits = damage_limits(TARGET, shortfalls=(TARGET,))
    assert limits.missed(BUILT) == {}
    assert limits.shortfall(BUILT) == {TARGET.name: 10.0}


@pytest.mark.parametrize(("limit", "kept"), [(CITY, False), (SOUTH, True)])
def test_limits_are_kept_or_not(limit, kept):
    program = SimpleNamespace(released=set(), limits={limit.name: SimpleNamespace(low=40.0)})
    assert damage_limits(limit).kept(BUILT, program) is kept
    assert damage_limits(limit).kept(BUILT, SimpleNamespace(released={limit.name}, limits={}))
