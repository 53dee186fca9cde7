"""Which co-benefits count together: groups that value the same gain exclude one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import param

from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Problem


def excluded_pairs(benefits: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs that would count one gain twice: of one group, or of groups that exclude one another.

    Avoided damage is always counted: whatever its groups exclude stands in a pair with it.

    Parameters
    ----------
    benefits : sequence of str
        Rows of `co_benefits` to be counted.

    Examples
    --------
    >>> excluded_pairs(["tree_benefit_each", "tree_co2_old", "drinking_water_saved"])
    [('tree_benefit_each', 'tree_co2_old')]
    >>> excluded_pairs(["roof_life_extension", "green_roof_net_benefit_50yr"])  # one group
    [('roof_life_extension', 'green_roof_net_benefit_50yr')]
    """
    groups = table("benefit_groups")
    of_group, excludes = groups["group"], groups["excludes"].fillna("").str.split(";")
    always = [row for row in groups.index if row not in table("co_benefits").index]
    pairs = [*combinations(benefits, 2), *((benefit, row) for benefit in benefits for row in always)]
    return [
        (first, second)
        for first, second in pairs
        if of_group[first] == of_group[second] or of_group[second] in excludes[first]
    ]


def groups_of(benefits: Sequence[str]) -> dict[str, list[str]]:
    """Group → those of these benefits in it: of a group one counts at most.

    Examples
    --------
    >>> groups_of(["property_single_task", "tree_co2_young", "property_whole_buurt"])
    {'property': ['property_single_task', 'property_whole_buurt'], 'co2': ['tree_co2_young']}
    """
    found: dict[str, list[str]] = {}
    for benefit in benefits:
        found.setdefault(str(table("benefit_groups")["group"][benefit]), []).append(benefit)
    return found


def with_choice(counted: Sequence[str], group: str, benefit: str | None) -> tuple[list[str], list[str]]:
    """What counts when another benefit of a group, or none, is chosen; and what has to go for it.

    Parameters
    ----------
    counted : sequence of str
        What counts now.
    group : str
    benefit : str or None

    Examples
    --------
    The amount per tree of The Hague contains property value, air and water:

    >>> now = ["property_single_task", "health_per_pct_green", "tree_benefit_each"]
    >>> with_choice(now, "trees_with_property", "tree_benefit_the_hague_each")
    (['health_per_pct_green', 'tree_benefit_the_hague_each'], ['property_single_task', 'tree_benefit_each'])
    >>> with_choice(now, "health", None)
    (['property_single_task', 'tree_benefit_each'], [])
    """
    kept = [name for name in counted if table("benefit_groups")["group"][name] != group]
    if benefit is None:
        return kept, []
    gone = [name for name in kept if excluded_pairs([name, benefit])]
    return [*(name for name in kept if name not in gone), benefit], gone


class CoBenefits(param.ListSelector):
    """The co-benefits that count, none of which counts what another or avoided damage counts already."""

    def _validate(self, val: Any) -> None:
        super()._validate(val)
        if self.owner is None or not val:  # a default is looked at where it is used, not when a class is made
            return
        problems = [
            Problem("benefits_together", value=first, other=second) for first, second in excluded_pairs(val)
        ]
        if problems:
            raise KansError(problems)
