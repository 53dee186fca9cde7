"""Parts of a page that a phone shows one at a time; a desk and paper show all at once, or only paper does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tabs import tab_list


class PhoneTabs(Viewer):
    """A row of tabs that only a narrow screen shows, or every one; parts of the others are not seen there.

    Parameters
    ----------
    parts : name → the columns it shows.
    names : name → what its tab is called.
    label : what they are tabs of.
    chosen : the first that is open; what is no tab is the first of all.
    on_open : called with the name of a tab that the reader opens.
    everywhere : on a desk too.
    """

    def __init__(
        self,
        parts: Mapping[str, Sequence[Viewable]],
        names: Mapping[str, str],
        label: str,
        chosen: str = "",
        on_open: Callable[[str], object] | None = None,
        everywhere: bool = False,
    ):
        super().__init__()
        self.parts, self.names, self.label = parts, names, label
        self.on_open, self.hidden = None, "off" if not everywhere else "waiting"
        self.view = LiveHtml(css_classes=["phone"] if not everywhere else ["screen"])
        self.view.on("tab", lambda data: self.open(str(data.get("name"))))
        self.open(chosen if chosen in parts else next(iter(parts)))
        self.on_open = on_open

    def open(self, chosen: str) -> None:
        """Show the parts of one tab; what is no tab changes nothing."""
        if chosen not in self.parts:
            return
        self.view.html = str(tab_list(self.names, chosen, self.label))
        for name, columns in self.parts.items():
            for column in columns:
                kept = [kind for kind in column.css_classes if kind != self.hidden]
                column.css_classes = kept if name == chosen else [*kept, self.hidden]
        if self.on_open is not None:
            self.on_open(chosen)

    def __panel__(self) -> Viewable:
        return self.view
