"""Headline figures: at most three on a page, each with its range, its evidence and what moved it."""

from __future__ import annotations

import re

from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from kans_model.reports.evidence import evidence
from kans_model.words.amounts import euro_range
from kans_model.words.markup import html
from kans_model.words.texts import t


def amount(text: str) -> Markup:
    """A number as figure and quiet unit: '€ 4,1 mln' becomes '€ 4,1' and a small 'mln'."""
    found = re.fullmatch(r"(.*\d)\s*((?:mln|mld|m|bn)(?: euro)?|euro)", text)
    return html('{} <span class="unit">{}</span>', *found.groups()) if found else html("{}", text)


class Figures(Viewer):
    """A row of headline figures: `view`, and `compact`, the same numbers in a line that stays in sight.

    Parameters
    ----------
    labels : dict of figure id to what it is, with year or price year.
    short : the same in a word or two, for the line.
    """

    def __init__(self, labels: dict[str, str], lang: str, short: dict[str, str] | None = None, **params):
        super().__init__(**params)
        self.lang = lang
        cells = Markup("").join(
            html(
                '<div class="figure"><dt data-slot="{0}_label"></dt>'
                '<dd class="number" data-slot="{0}"></dd><dd class="range" data-slot="{0}_range"></dd>'
                '<dd class="change" data-slot="{0}_note"></dd></div>',
                name,
            )
            for name in labels
        )
        self.view = LiveHtml(html('<dl class="figures">{}</dl>', cells))
        line = Markup("").join(
            html('<p><span data-slot="{0}_label"></span><b data-slot="{0}"></b></p>', name) for name in labels
        )
        self.compact = LiveHtml(
            html('<div class="compact" aria-hidden="true">{}</div>', line), css_classes=["sticky"]
        )
        for view, names in ((self.view, labels), (self.compact, short or labels)):
            view.show(**{f"{name}_label": label for name, label in names.items()})

    def show(
        self,
        name: str,
        *,
        number: str,
        range_text: str = "",
        kind: str | None = None,
        note: str = "",
        rough: bool = False,
        label: str | None = None,
    ) -> None:
        """Write one figure.

        Parameters
        ----------
        number, range_text, note : ready to read, in the page's language.
        kind : evidence class of its weakest important source.
        rough : it rests on estimated city data: the range stands first and large, the mid value behind.
        """
        proof = evidence(kind, self.lang, focus=True)
        word = html(' <span class="rough">{}</span>', t("figure.rough", self.lang)) if rough else ""
        if rough and range_text:
            span = euro_range(range_text, self.lang) if "€" in number else range_text
            slots = {
                name: html('<span class="wide">{}</span>', amount(span)),
                f"{name}_range": html("{} {} {}{}", t("figure.mid", self.lang), number, proof, word),
            }
        else:
            slots = {name: amount(number), f"{name}_range": html("{} {}{}", range_text, proof, word)}
        slots[f"{name}_note"] = note
        if label is not None:
            slots[f"{name}_label"] = label
        self.view.show(**slots)
        self.compact.show(**{name: Markup(str(slots[name]).replace(" euro<", "<"))})

    def __panel__(self) -> Viewable:
        return self.view
