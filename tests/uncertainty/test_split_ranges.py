"""Splits beside each other under the same draws."""

import numpy as np
import pytest

from kans_model.uncertainty.bands import drawn
from kans_model.uncertainty.split_ranges import chance_less, split_ranges
from tests.fixtures.packages import demo


def test_splits_differ_by_their_vat_alone_and_the_cheaper_is_told():
    study = demo()
    ledgers = {name: study.ledger("eigen", name) for name in ("eigenaar", "gemeente")}
    found = split_ranges(drawn(study), study, study.portfolio("eigen"), ledgers)
    without_vat = [one.ledger.total_eur - one.vat_eur for one in found.values()]
    assert without_vat[0] == pytest.approx(without_vat[1])
    owner, gemeente = found.values()
    assert chance_less(owner.gemeente_eur, gemeente.gemeente_eur) == 1.0
    assert owner.ranges.levy_eur.shape[1] == len(owner.ledger.inputs.lines.years)


def test_a_tie_counts_half():
    same = np.array([1.0, 2.0])
    assert chance_less(same, same) == 0.5
