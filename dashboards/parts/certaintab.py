"""How sure are we, and what would turn the choice?"""

from __future__ import annotations

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts import theme
from dashboards.parts.session import Session


class CertainTab(Viewer):
    """How sure are we, and what would turn the choice?"""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.layout = pn.Column(
            css_classes=["stack"], sizing_mode="stretch_width", stylesheets=[theme.STYLES]
        )

    def __panel__(self) -> Viewable:
        return self.layout
