"""A section of a page: heading, text, parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import panel as pn
from panel.viewable import Viewable

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look.css import STYLES


def grid(*parts: Viewable, css_classes: Sequence[str] = ()) -> pn.Column:
    """Twelve columns on a desk, one on a phone; give parts the class `span-7` and the like."""
    return pn.Column(
        *parts, css_classes=["grid", *css_classes], stylesheets=[STYLES], sizing_mode="stretch_width"
    )


class Section(pn.viewable.Viewer):
    """A title that says what is shown, one quiet line with unit, year and band, and the parts under it."""

    def __init__(self, *parts: Viewable, title: str = "", deck: str = "", span: int = 12, **params: Any):
        super().__init__(**params)
        self.head = LiveHtml.of(__file__, "section.html")
        self.head.show(title=title, deck=deck)
        self.column = pn.Column(
            self.head,
            *parts,
            css_classes=["section", f"span-{span}"],
            stylesheets=[STYLES],
            sizing_mode="stretch_width",
        )

    def show(self, **slots: str) -> None:
        """Change the title or the deck."""
        self.head.show(**slots)

    def __panel__(self) -> Viewable:
        return self.column


class Conclusion(Section):
    """Title, quiet line, one sentence a council member understands, then the view."""

    def __init__(self, *parts: Viewable, title: str, deck: str = "", span: int = 12):
        self.sentence = LiveHtml.of(__file__, "conclusion.html")
        super().__init__(self.sentence, *parts, title=title, deck=deck, span=span)

    def tell(self, *sentences: str) -> None:
        """Write the sentence."""
        self.sentence.show(sentence=" ".join(sentence for sentence in sentences if sentence))

    @property
    def text(self) -> str:
        """What the sentence says."""
        return str(self.sentence.slots.get("sentence", ""))
