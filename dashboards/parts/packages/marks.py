"""The marks of packages in charts, rows, legends and lists."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from markupsafe import Markup

from dashboards.parts.look.theme import PACKAGES
from kans_model.study.references import REFERENCES
from kans_model.words.markup import macros

Looks = Mapping[str, tuple[str, str]]
"""Packages: id → (name, look), where look is a key of `theme.PACKAGES`."""
NOTHING = REFERENCES[0]
"""The package that does nothing: its mark is open."""
PATHS = {
    "diamond": "M6 1l5 5-5 5-5-5z",
    "triangle": "M6 1.5l5 9H1z",
    "inverted_triangle": "M6 10.5l5-9H1z",
    "hex": "M6 .5l5 2.75v5.5L6 11.5l-5-2.75v-5.5z",
}
"""Outlines of the shapes that are neither a disc nor a square, in a box of 12 by 12."""

_MACROS = macros(__file__, "marks.html")


@cache
def package_mark(look: str) -> Markup:
    """The shape and colour of a package; the one that does nothing is open."""
    colour, _, shape = PACKAGES[look]
    return Markup(_MACROS.mark(colour, shape, PATHS.get(shape), look == NOTHING))


def marked_name(name: str, look: str) -> Markup:
    """Shape, colour and name."""
    return Markup(_MACROS.named(package_mark(look), name))


def package_legend(packages: Looks) -> Markup:
    """Mark and name of every package on a line."""
    return Markup(_MACROS.legend([(package_mark(look), name) for name, look in packages.values()]))


def package_ticks(legend: str, packages: Looks, chosen: Collection[str], keyed: bool = False) -> Markup:
    """A tick per package, which call back with `pick`; `keyed`: the keyboard stays on it."""
    rows = [(key, package_mark(look), name, key in chosen) for key, (name, look) in packages.items()]
    return Markup(_MACROS.ticks(legend, rows, keyed))


def row_shape(look: str) -> str:
    """The same shape in a chart of rows."""
    return "open" if look == NOTHING else PACKAGES[look][2]
