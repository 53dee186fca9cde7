"""Which package avoids most per euro: named where it is clear, not where it is not."""

import numpy as np

from kans_model.reports.per_euro_in_words import per_euro_text

NAMES = {"a": "Groen", "b": "Blauw", "c": "Grijs"}


def said(**draws):
    """By packages with these draws; the middle is their mean."""
    values = {package: np.array(values, dtype=float) for package, values in draws.items()}
    return per_euro_text({package: row.mean() for package, row in values.items()}, values, NAMES)


def test_the_one_that_nearly_always_avoids_most_is_named():
    assert said(a=[5, 6, 5, 6, 9], b=[1, 2, 3, 4, 5]).startswith("Per euro vermijdt Groen de meeste schade")


def test_no_winner_among_packages_that_lie_close():
    assert "is niet zeker: Groen in 60" in said(a=[5, 6, 9, 1, 1], b=[1, 2, 3, 4, 5])


def test_twins_are_named_together():
    assert "vermijden Groen en Blauw de meeste" in said(a=[5, 6, 7], b=[5, 6, 7], c=[1, 1, 1])


def test_one_package_that_costs_something_is_not_compared():
    assert said(a=[5, 6, 7], b=[np.nan] * 3) == ""
