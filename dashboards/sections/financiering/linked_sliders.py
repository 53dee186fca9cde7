"""Shares of parties as linked sliders: one moves, the unlocked others follow, the sum is always 100 %."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from kans_model.finance.sliders import SliderPlace
from kans_model.words.amounts import money_short, percent
from kans_model.words.markup import filled
from kans_model.words.texts import t


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

    def show(self, places: Mapping[str, SliderPlace], locked: Sequence[str]) -> None:
        """Where the slider of each party stands, and whose slider does not follow."""
        if self._locked is None or set(locked) != set(self._locked):
            self._locked = list(locked)
            self.view.html = filled(
                __file__,
                "linked_sliders.html",
                parties=[(actor, *look, actor in locked) for actor, look in self.parties.items()],
                lock=t("financiering.lock", self.lang),
                typed=t("financiering.share_typed", self.lang),
                sum=t("workbook.sum", self.lang),
                whole=percent(1, self.lang, 1),
            )
        borne_eur = sum(place.borne_eur for place in places.values())
        slots = {"total": money_short(borne_eur, self.lang)}
        for actor in self.parties:
            place = places[actor]
            slots[actor] = f"{place.asked_percent:.0f}"
            slots[f"{actor}_share"] = percent(place.asked_share, self.lang, 1)  # where the thumb stands
            borne = money_short(place.borne_eur, self.lang)
            slots[f"{actor}_eur"] = t("financiering.bears_eur", self.lang, amount=borne)
            slots[f"{actor}_why"] = self._why(place)
        self.view.show(**slots)

    def _why(self, place: SliderPlace) -> str:
        """What the party bears when that is something else than its slider asks, and why."""
        if not place.is_apart:
            return ""
        share = percent(place.borne_share, self.lang, 1)
        text = t(f"financiering.apart_{place.apart_by}", self.lang, share=share)
        return text[:1].upper() + text[1:]

    def __panel__(self) -> Viewable:
        return self.view
