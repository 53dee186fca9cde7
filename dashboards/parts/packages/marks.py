"""The marks of packages in charts and rows."""

from __future__ import annotations

from markupsafe import Markup

from dashboards.parts.look.theme import PACKAGE_MARKS, PACKAGES
from kans_model.words.markup import html

SHAPES = {
    "circle": '<circle cx="6" cy="6" r="4.5"{}/>',
    "square": '<rect x="2" y="2" width="8" height="8"{}/>',
    "diamond": '<path d="M6 1l5 5-5 5-5-5z"{}/>',
    "triangle": '<path d="M6 1.5l5 9H1z"{}/>',
    "star": '<path d="M6 .5l1.5 3.7 4 .3-3 2.6.9 3.9L6 8.9 2.6 11l.9-3.9-3-2.6 4-.3z"{}/>',
    "inverted_triangle": '<path d="M6 10.5l5-9H1z"{}/>',
    "hex": '<path d="M6 .5l5 2.75v5.5L6 11.5l-5-2.75v-5.5z"{}/>',
}


def package_mark(look: str) -> Markup:
    """The shape and colour of a package; the one that does nothing is open."""
    colour, _, shape = PACKAGE_MARKS[look]
    fill = f' fill="none" stroke="{colour}" stroke-width="2"' if look == "niets_doen" else f' fill="{colour}"'
    drawing = Markup(SHAPES[shape]).format(Markup(fill))
    return html('<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">{}</svg>', drawing)


def row_shape(look: str) -> str:
    """The same shape in a chart of rows."""
    return "open" if look == "niets_doen" else PACKAGES[look][2]
