"""What part of a map is in sight: nearer, further, aside and back, by buttons as well as by hand."""

from __future__ import annotations

from typing import Any

from bokeh.models import PanTool
from bokeh.plotting import figure
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from kans_model.words.markup import filled
from kans_model.words.texts import t

STEP = 0.6
"""Each step nearer shows this part of the width that was in sight."""
ASIDE = 0.25
NEAREST = 0.6**6
MOVES = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}


class MapView(Viewer):
    """The buttons of a map; near enough it can be dragged too, while a finger on the whole city scrolls on.

    Parameters
    ----------
    box : left, bottom, right and top of the whole. [m]
    """

    def __init__(self, plot: figure, box: tuple[float, float, float, float], lang: str):
        super().__init__()
        left, bottom, right, top = box
        self.plot, self.size = plot, (right - left, top - bottom)
        self.middle = self.home = ((left + right) / 2, (bottom + top) / 2)
        self.part = 1.0
        self._hand = PanTool()
        words = {name: t(f"map.{name}", lang) for name in ("nearer", "further", "whole", *MOVES)}
        self.view = LiveHtml(filled(__file__, "map_view.html", words=words), css_classes=["map-tools"])
        self.view.on("view", lambda data: self.move(str(data.get("name"))))

    def move(self, name: str) -> None:
        """Go nearer, further, to a side, or back to the whole; what is none of these changes nothing."""
        self._follow()
        if name == "nearer":
            self.part = max(self.part * STEP, NEAREST)
        elif name == "further":
            self.part = min(self.part / STEP, 1.0)
        elif name in MOVES:
            (x, y), (right, up), (width, height) = self.middle, MOVES[name], self.size
            self.middle = x + right * ASIDE * self.part * width, y + up * ASIDE * self.part * height
        elif name != "whole":
            return
        if name == "whole" or self.part > 1 - 1e-9:
            self.middle, self.part = self.home, 1.0
        self._show()

    def look_at(self, x: float, y: float) -> None:
        """Bring a place into the middle where not all is in sight."""
        if self.part < 1:
            self.middle = (x, y)
            self._show()

    def _follow(self) -> None:
        """Where a hand has dragged it."""
        if self.part < 1:
            across, along = ((span.start + span.end) / 2 for span in self._ranges())
            self.middle = across, along

    def _ranges(self) -> tuple[Any, Any]:
        return self.plot.x_range, self.plot.y_range

    def _show(self) -> None:
        for span, at, size in zip(
            (self.plot.x_range, self.plot.y_range), self.middle, self.size, strict=True
        ):
            span.update(start=at - self.part * size / 2, end=at + self.part * size / 2)
        near = self.part < 1
        if near != (self._hand in self.plot.toolbar.tools):
            (self.plot.add_tools if near else self._put_away)(self._hand)

    def _put_away(self, tool: PanTool) -> None:
        self.plot.toolbar.tools = [other for other in self.plot.toolbar.tools if other is not tool]

    def __panel__(self) -> Viewable:
        return self.view
