"""The name of a part of the cost: measure group, landowner and kind, each one or any."""

from __future__ import annotations

from kans_model.tables.vocabulary import CATEGORIES, COST_KINDS, LANDOWNERS
from kans_model.words.problems import Problem

ANY = "*"


def cell(group: str = ANY, landowner: str = ANY, kind: str = ANY) -> str:
    """The name of a part of the cost.

    Examples
    --------
    >>> cell(landowner="gemeente")
    '*:gemeente:*'
    """
    return f"{group}:{landowner}:{kind}"


def part_problems(where: str) -> list[Problem]:
    """What is wrong with a name as that of a part of the cost.

    Examples
    --------
    >>> part_problems(cell()), [problem.key for problem in part_problems("*:moon:*")]
    ([], ['split_part_unknown'])
    """
    parts, axes = where.split(":"), (CATEGORIES, LANDOWNERS, COST_KINDS)
    known = len(parts) == len(axes) and all(
        part in (ANY, *axis) for part, axis in zip(parts, axes, strict=True)
    )
    return [] if known else [Problem("split_part_unknown", value=where)]
