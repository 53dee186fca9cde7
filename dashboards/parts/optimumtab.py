"""Is there a better package for this money? The optimum, the front and what else is nearly as good."""

from __future__ import annotations

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts import theme
from dashboards.parts.session import Session


class OptimumTab(Viewer):
    """Is there a better package for this money? The optimum, the front and what else is nearly as good."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.layout = pn.Column(
            css_classes=["stack"], sizing_mode="stretch_width", stylesheets=[theme.STYLES]
        )

    def __panel__(self) -> Viewable:
        return self.layout
