"""The year whose dated rows hold: chosen on the page, and what it has no rows of is said."""

import pytest

from kans_model.finance.actors import Actors
from kans_model.finance.reference_year import later_rows
from kans_model.finance.split import FinancingSplit
from kans_model.reports.split_in_words import split_changes
from kans_model.tables.vocabulary import REFERENCE_YEAR
from kans_model.words.problems import KansError


def test_a_year_before_the_first_row_says_which_values_are_of_later():
    assert later_rows(REFERENCE_YEAR) == {}
    split = FinancingSplit(title="x", reference_year=2015)
    (change,) = [change for change in split_changes(split, Actors(), 1e5, "nl") if change.value == "2015"]
    assert "Omslagrente gemeente en waterschap (vanaf 2022)" in change.reason
    assert "Rente van een lening (vanaf 2026)" in change.reason
    assert "Looptijd" not in change.reason  # its row has no year: it holds always


def test_a_reference_year_is_a_whole_year_and_emptied_the_usual_one():
    split = FinancingSplit(title="x").with_reference_year(2024.0)
    assert split.reference_year == 2024
    assert split.with_reference_year(None).reference_year == REFERENCE_YEAR
    for year in (1989, 2024.5, float("nan"), "2024"):
        with pytest.raises(KansError, match="het peiljaar is"):
            split.with_reference_year(year)
