"""Shares of parties as linked sliders: one moves, the unlocked others follow, the sum is always 100 %."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from kans_model.tables.vocabulary import WHOLE
from kans_model.words.amounts import money_short, percent
from kans_model.words.markup import html
from kans_model.words.texts import t

APART = 0.005
"""From here what a party bears and what its slider asks are told apart: levy limit, grants, VAT. [-]"""

ROW = """
<div class="linked" style="--colour:{colour}">
  <label for="share-{id}"><i class="swatch"></i>{name}</label>
  <input id="share-{id}" type="range" min="0" max="100" step="1" data-do="share" data-name="{id}" data-now="1"
    data-from="{id}" aria-describedby="of-{id}">
  <label class="lock"><input type="checkbox" data-do="lock" data-name="{id}"{locked}
    aria-label="{lock}: {name}"><span aria-hidden="true">{lock}</span></label>
  <output id="of-{id}"><b data-slot="{id}_share"></b><small data-slot="{id}_eur"></small></output>
</div>
"""


class LinkedShares(Viewer):
    """One slider per party.

    Parameters
    ----------
    parties : id → (name, colour).
    """

    def __init__(self, parties: Mapping[str, tuple[str, str]], lang: str):
        super().__init__()
        self.parties, self.lang = dict(parties), lang
        self.view = LiveHtml()
        self._locked: Sequence[str] | None = None

    def on(self, action: str, callback: Callable[[dict[str, Any]], None]) -> None:
        """Call this on `share` (name and value, %) or `lock` (name and value)."""
        self.view.on(action, callback)

    def follow(self, parties: Mapping[str, tuple[str, str]]) -> None:
        """Other parties, or other names: laid out anew at the next `show`."""
        if dict(parties) != self.parties:
            self.parties, self._locked = dict(parties), None

    def show(
        self, shares: Mapping[str, int], eur: Mapping[str, float], locked: Sequence[str], problem: str = ""
    ) -> None:
        """Ten-thousandths and euro per party, and whose slider does not follow."""
        if self._locked is None or set(locked) != set(self._locked):
            self._locked = list(locked)
            rows = Markup("").join(
                html(
                    ROW,
                    id=one,
                    name=name,
                    colour=colour,
                    lock=t("financiering.lock", self.lang),
                    locked=Markup(" checked") if one in locked else "",
                )
                for one, (name, colour) in self.parties.items()
            )
            total = html(
                '<div class="linked total"><span>{}</span><span></span><span></span>'
                '<output><b>{}</b><small data-slot="total"></small></output></div>'
                '<div role="alert" data-slot="problem"></div>',
                t("workbook.sum", self.lang),
                percent(1, self.lang, 1),
            )
            self.view.html = str(rows + total)
        slots: dict[str, Any] = {"total": money_short(sum(eur.values()), self.lang), "problem": problem}
        whole = sum(eur.values())
        for one in self.parties:
            part = shares.get(one, 0) / WHOLE
            bears = eur.get(one, 0.0) / whole if whole else part
            slots[one] = f"{100 * part:.0f}"
            slots[f"{one}_share"] = percent(bears, self.lang, 1)
            slots[f"{one}_eur"] = money_short(eur.get(one, 0.0), self.lang)
            if abs(bears - part) >= APART:
                slots[f"{one}_eur"] += "; " + t(
                    "financiering.set_at", self.lang, share=percent(part, self.lang, 0)
                )
        self.view.show(**slots)

    def __panel__(self) -> Viewable:
        return self.view
