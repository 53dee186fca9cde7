"""Parts of a page that a phone shows one at a time and a desk all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tabs import tab_list


class PhoneTabs(Viewer):
    """A row of tabs that only a narrow screen shows; the parts of the others are not seen there.

    Parameters
    ----------
    parts : name → the columns it shows.
    names : name → what its tab is called.
    label : what they are tabs of.
    """

    def __init__(self, parts: Mapping[str, Sequence[Viewable]], names: Mapping[str, str], label: str):
        super().__init__()
        self.parts, self.names, self.label = parts, names, label
        self.view = LiveHtml(css_classes=["phone"])
        self.view.on("tab", lambda data: self.open(str(data.get("name"))))
        self.open(next(iter(parts)))

    def open(self, chosen: str) -> None:
        """Show the parts of one tab; what is no tab changes nothing."""
        if chosen not in self.parts:
            return
        self.view.html = str(tab_list(self.names, chosen, self.label))
        for name, columns in self.parts.items():
            for column in columns:
                kept = [kind for kind in column.css_classes if kind != "off"]
                column.css_classes = kept if name == chosen else [*kept, "off"]

    def __panel__(self) -> Viewable:
        return self.view
