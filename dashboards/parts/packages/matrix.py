"""A table with a row per package whose cells darken with what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dashboards.parts.packages.contest import Contest
from kans_model.words.markup import macros

DARKEST = 45
"""Of the tint of a cell that holds all there is. [%]"""

_MATRIX = macros(__file__, "matrix.html")


@dataclass(frozen=True)
class Cell:
    """What a cell shows.

    Attributes
    ----------
    text, second : what stands there, and quietly under it.
    kind : '', 'quiet', 'total' or 'unknown'.
    shade : how dark, or None.
    """

    text: str | Markup
    second: str = ""
    kind: str = ""
    shade: int | None = None
    strong: bool = False


def shaded(text: str | Markup, share: float) -> Cell:
    """A cell that is as dark as its share of the most. [-]"""
    return Cell(text, shade=round(DARKEST * share))


def matrix(
    contest: Contest,
    title: str,
    corner: str,
    heads: Sequence[str | Markup],
    rows: Sequence[Sequence[Cell]],
    css_class: str = "matrix even",
) -> Markup:
    """The table, a row of cells per package of the contest."""
    names = [contest.marked(package) for package in contest.ids]
    return Markup(_MATRIX.matrix(title, corner, heads, list(zip(names, rows, strict=True)), css_class))


def table_place(links: Markup) -> Markup:
    """Where the table comes (slot `table_of`), and the line under it."""
    return Markup(_MATRIX.place(links))
