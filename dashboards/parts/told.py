"""A section with the conclusion in one plain sentence above the view."""

from __future__ import annotations

from panel.viewable import Viewable

from dashboards.parts.live import LiveHtml, html
from dashboards.parts.shell import Section


class Told(Section):
    """Title, quiet line, one sentence a council member understands, then the view."""

    def __init__(self, *parts: Viewable, title: str, deck: str = "", span: int = 12):
        self.sentence = LiveHtml(html('<p class="lede conclusion" data-slot="told"></p>'))
        super().__init__(self.sentence, *parts, title=title, deck=deck, span=span)

    def tell(self, *sentences: str) -> None:
        """Write the sentence."""
        self.sentence.show(told=" ".join(one for one in sentences if one))

    @property
    def told(self) -> str:
        return str(self.sentence.slots.get("told", ""))
