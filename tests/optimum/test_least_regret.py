"""The package whose largest regret over climates is smallest."""

import numpy as np
import pytest

from kans_model.optimum.least_regret import robust
from kans_model.optimum.question import Question
from tests.fixtures.packages import demo

QUESTION = Question(budget_eur=2e7)


def test_no_climate_s_own_best_has_a_smaller_largest_regret():
    found = robust(demo(), QUESTION, ("Hd", "nu"))
    for of_climate in found.of_best.values():
        assert found.most_eur <= max(of_climate.values()) + 1
    assert min(found.regret_eur.values()) >= 0
    assert found.bound_eur <= found.most_eur + 1
    for climate in ("Hd", "nu"):
        assert found.of_best[climate][climate] == pytest.approx(0, abs=1)
        assert found.value_eur[climate] + found.regret_eur[climate] == pytest.approx(found.best_eur[climate])
    assert np.isfinite(found.capex_eur)
    assert found.regret_eur[found.worst_climate] == found.most_eur
    assert found.most_share == found.most_eur / found.best_eur[found.worst_climate]
