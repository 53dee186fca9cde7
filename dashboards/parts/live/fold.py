"""Parts for experts: one button that shows and hides them."""

from __future__ import annotations

from collections.abc import Callable

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look.css import STYLES


class Fold(Viewer):
    """Closed at first; `opened` writes what is worked out only for who looks."""

    def __init__(self, name: str, about: str, *parts: Viewable, opened: Callable[[], object] | None = None):
        super().__init__()
        self.opened = opened
        self.button = LiveHtml.of(__file__, "fold.html", name=name, about=about)
        self.button.on("fold", lambda _data: self.toggle())
        style = {"sizing_mode": "stretch_width", "stylesheets": [STYLES], "css_classes": ["stack"]}
        self.parts, self.is_open = parts, False
        self.layout = pn.Column(self.button, **style)

    def open(self) -> None:
        """Open, if it is closed."""
        if not self.is_open:
            self.toggle()

    def toggle(self) -> None:
        """Open or close."""
        self.is_open = not self.is_open
        self.layout[1:] = self.parts if self.is_open else []
        if self.is_open and self.opened is not None:
            self.opened()
        self.layout.css_classes = ["stack", "opened"] if self.is_open else ["stack"]
        self.button.show(open="1" if self.is_open else "")

    def __panel__(self) -> Viewable:
        return self.layout
