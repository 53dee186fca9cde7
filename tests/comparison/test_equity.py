"""Whom a package reaches, by hand and as a law."""

import numpy as np
import pytest

from kans_model.comparison.equity import low_income_share


@pytest.mark.parametrize(
    ("income", "residents", "avoided", "share"),
    [
        ([3, 1, 2], [50, 30, 20], [5, 2, 3], 0.5),  # 30 + 20 reach the fortieth: (2 + 3) / 10
        ([1, 2, 3], [40, 30, 30], [4, 3, 3], 0.4),  # the poorest are exactly 40 of 100
        ([1, np.nan, 2], [10, 80, 10], [1, 2, 1], 0.25),  # 8 of the 20 whose income is known: 1 of 4
        ([1, 2], [0, 10], [3, 1], 0.25),  # nobody lives in the poorest
        ([1, 2], [5, 5], [np.nan, 2], 0.0),  # what is unknown counts for nothing
    ],
)
def test_the_share_of_the_poorest_by_hand(income, residents, avoided, share):
    assert low_income_share(income, residents, avoided) == pytest.approx(share)


@pytest.mark.parametrize(("income", "avoided"), [([np.nan, np.nan], [1, 1]), ([1, 2], [0, 0])])
def test_without_incomes_or_without_effect_it_is_unknown(income, avoided):
    assert np.isnan(low_income_share(income, [10, 10], avoided))
