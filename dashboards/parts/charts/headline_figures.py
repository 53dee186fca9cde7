"""Headline figures: at most three on a page, each with its range, its evidence and what moved it."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.travel import moving
from kans_model.reports.evidence import evidence
from kans_model.words.amounts import euro_range
from kans_model.words.markup import macros
from kans_model.words.texts import t

_FIGURES = macros(__file__, "headline_figures.html")


def _parts(text: str) -> tuple[str, str]:
    """A number as figure and quiet unit: '€ 4,1 mln' becomes '€ 4,1' and 'mln'."""
    amount = re.fullmatch(r"(.*\d)\s*((?:mln|mld|m|bn)(?: euro)?|euro)", text)
    return (amount[1], amount[2]) if amount else (text, "")


def amount(text: str) -> Markup:
    """A number with its unit written small."""
    return Markup(_FIGURES.amount(*_parts(text)))


class Figures(Viewer):
    """A row of headline figures: `view`, and `compact`, the same numbers in a line that stays in sight.

    Parameters
    ----------
    labels : dict of figure id to what it is, with year or price year.
    short : the same in a word or two, for the line.
    """

    def __init__(self, labels: dict[str, str], lang: str, short: dict[str, str] | None = None, **params: Any):
        super().__init__(**params)
        self.lang = lang
        self.view = LiveHtml(_FIGURES.figures(list(labels)))
        self.compact = LiveHtml(_FIGURES.line(list(labels)), css_classes=["sticky"])
        for view, names in ((self.view, labels), (self.compact, short or labels)):
            view.show(**{f"{name}_label": label for name, label in names.items()})

    def show(
        self,
        name: str,
        *,
        number: str,
        range_text: str = "",
        kind: str | None = None,
        judged: str = "",
        note: str = "",
        rough: bool = False,
        label: str | None = None,
        quantity: str = "",
    ) -> None:
        """Write one figure.

        Parameters
        ----------
        number, range_text, note : ready to read, in the page's language.
        kind : evidence class of its weakest important source.
        judged : what part of it rests on judgement, ready to read.
        rough : it rests on estimated city data: the range stands first and large, the mid value behind.
        quantity : name of its quantity where it moves with a slider, as `headline.<name>` of the travel.
        """
        proof = evidence(kind, self.lang, focus=True)
        word = t("figure.rough", self.lang) if rough else ""
        key = f"headline.{name}"
        if quantity and rough and range_text:
            wide = moving(
                key, f"{quantity}_band_alone", amount(euro_range(range_text, self.lang)), parts=True
            )
            middle = Markup("{} {}").format(t("figure.mid", self.lang), moving(key, quantity, number))
            slots = {
                name: _FIGURES.wide_moving(wide),
                f"{name}_range": _FIGURES.under(middle, proof, word, judged),
            }
        elif quantity and not rough:
            figure = moving(key, quantity, amount(number), parts=True)
            band = moving(key, f"{quantity}_band", range_text, waits=True)
            slots = {name: figure, f"{name}_range": _FIGURES.under(band, proof, word, judged)}
        elif rough and range_text:
            span = euro_range(range_text, self.lang) if "€" in number else range_text
            slots = {
                name: _FIGURES.wide(*_parts(span)),
                f"{name}_range": _FIGURES.under(
                    f"{t('figure.mid', self.lang)} {number}", proof, word, judged
                ),
            }
        else:
            slots = {name: amount(number), f"{name}_range": _FIGURES.under(range_text, proof, word, judged)}
        slots[f"{name}_note"] = note
        if label is not None:
            slots[f"{name}_label"] = label
        self.view.show(**slots)
        self.compact.show(**{name: Markup(str(slots[name]).replace(" euro<", "<"))})

    def __panel__(self) -> Viewable:
        return self.view
