"""Parts for experts: one button that shows and hides them."""

from __future__ import annotations

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts import theme
from dashboards.parts.live import LiveHtml, html

FRAME = """<button class="button" data-do="fold" data-key="fold" data-opens="open">{name}</button>
<p class="small deck">{about}</p>"""


class Fold(Viewer):
    """Closed at first."""

    def __init__(self, name: str, about: str, *parts: Viewable):
        super().__init__()
        self.button = LiveHtml(html(FRAME, name=name, about=about))
        self.button.on("fold", lambda _data: self.toggle())
        style = {"sizing_mode": "stretch_width", "stylesheets": [theme.STYLES], "css_classes": ["stack"]}
        self.inside = pn.Column(*parts, visible=False, **style)
        self.layout = pn.Column(self.button, self.inside, **style)

    def toggle(self) -> None:
        """Open or close."""
        self.inside.visible = not self.inside.visible
        self.button.show(open="1" if self.inside.visible else "")

    def __panel__(self) -> Viewable:
        return self.layout
