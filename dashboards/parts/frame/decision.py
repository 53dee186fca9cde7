"""What to decide next, in one line that leads there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from kans_model.words.markup import filled


class Decision(Viewer):
    """One line under the figures of a page.

    Parameters
    ----------
    go : what the button says.
    on_go : called, with what the browser says, to go where the decision is made.
    """

    def __init__(self, go: str, on_go: Callable[[dict[str, Any]], None]):
        super().__init__()
        self.view = LiveHtml(filled(__file__, "decision.html", go=go), css_classes=["main"])
        self.view.on("go", on_go)

    def show(self, text: str, **go: str) -> None:
        """Write what to decide, and as `go` what the button then says instead."""
        self.view.show(text=text, **go)

    def __panel__(self) -> Viewable:
        return self.view
