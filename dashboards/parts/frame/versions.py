"""The versions of a study: keep one, see what changed since, go back to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
from babel.dates import format_date
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.session import Session
from dashboards.parts.live.fields import notice
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tables import table_html
from kans_model.reports.difference_in_words import differences
from kans_model.store import versions
from kans_model.store.versions import LONGEST_TEXT, Version
from kans_model.study.study import Study
from kans_model.words.markup import filled
from kans_model.words.texts import t

WORDS = ("title", "about", "name", "author", "keep", "close", "compare", "back", "empty")


@dataclass(frozen=True)
class VersionRow:
    """One version as the list shows it."""

    number: int
    title: str
    facts: str
    compare: str
    back: str


class Versions(Viewer):
    """What opens under the bar, on every page: the list of versions and what can be done with each.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.view = LiveHtml(css_classes=["alert"])
        self.is_open = False
        self._typed: dict[str, str] = {}
        self._listed: list[int] = []
        for field in ("name", "author"):
            self.view.on(field, self._typing(field))
        for name in ("keep", "compare", "back", "undo"):
            self.view.on(name, getattr(self, f"_{name}"))
        session.param.watch(self._follow, "study")

    def _t(self, key: str, **values: object) -> str:
        return t(f"versions.{key}", self.lang, **values)

    def toggle(self) -> None:
        """Open the list and move the keyboard to it, or close it."""
        self.is_open = not self.is_open
        self.view.slots = {}
        self.draw()
        if self.is_open:
            self.view.focus("versions")

    def draw(self) -> None:
        """Write the list as it is now; nothing while it is closed."""
        self._typed = {}
        if not self.is_open:
            self.view.html = ""
            return
        known = self._versions()
        self._listed = [version.number for version in known]
        self.view.html = str(
            filled(
                __file__,
                "versions.html",
                words={word: self._t(word) for word in WORDS},
                typed={"maxlength": LONGEST_TEXT, "autocomplete": "off", "data-when": "change"},
                rows=[self._row(version) for version in known],
            )
        )

    def _versions(self) -> list[Version]:
        kept = self.session.kept
        return [] if kept is None else versions.versions(kept.id)

    def _row(self, version: Version) -> VersionRow:
        number = self._t("number", n=version.number)
        title = version.name or (number if version.own else self._t("before_return"))
        moment = datetime.fromisoformat(version.saved).astimezone()
        facts = [number] if title != number else []
        facts.append(f"{format_date(moment, locale=self.lang)} {moment:%H:%M}")
        facts += [self._t("by", author=version.author)] if version.author else []
        facts.append(self._t("reference", hash=version.hash[:8]))
        labels = (self._t("of", label=self._t(key), n=version.number) for key in ("compare", "back"))
        return VersionRow(version.number, title, ", ".join(facts), *labels)

    def _follow(self, _event: object) -> None:
        """An open difference follows the study; a version that was kept elsewhere on the page is listed."""
        if not self.is_open:
            return
        known = self._versions()
        if [version.number for version in known] != self._listed:
            self.draw()
        slots = {f"difference_{version.number}": version for version in known}
        self.view.show(
            **{
                name: self._difference(slots[name])
                for name, text in self.view.slots.items()
                if text and name in slots
            }
        )

    # --- what the planner does ---------------------------------------------------------------

    def _typing(self, field: str) -> Any:
        def typed(data: dict[str, Any]) -> None:
            self._typed[field] = str(data.get("value", ""))[:LONGEST_TEXT]

        return typed

    def _keep(self, _data: dict[str, Any]) -> None:
        kept = self.session.mark(**self._typed)
        self.draw()
        text = self._t("not_kept") if kept is None else self._t("kept", n=kept.number)
        self.view.slots = {"said": str(notice(text, problem=kept is None))}

    def _compare(self, data: dict[str, Any]) -> None:
        slot = f"difference_{data.get('number')}"
        if self.view.slots.get(slot):
            self.view.show(**{slot: ""})
            return
        version = self._version(data)
        if version is not None:
            self.view.show(**{slot: self._difference(version)})

    def _difference(self, version: Version) -> Markup:
        found = differences(
            Study.from_dict(version.study, self.session.base_city), self.session.study, self.lang
        )
        if not found:
            return notice(self._t("same", n=version.number))
        heads = [self._t(key) for key in ("part", "what", "then", "now")]
        frame = pd.DataFrame(found, columns=heads)
        return table_html(frame, self.lang, self._t("difference", n=version.number))

    def _back(self, data: dict[str, Any]) -> None:
        """Put a version in the study's place; what stood there is kept first, and one step back as well."""
        version, session = self._version(data), self.session
        if version is None or session.kept is None:
            return
        study = Study.from_dict(version.study, session.base_city)
        now, kept = session.study.to_dict(), None
        if all(now != known.study for known in self._versions()):
            kept = versions.keep(session.kept.id, now, session.study.hash, own=False)
        session.replace(study)
        self.draw()
        numbers = {"n": version.number} | ({} if kept is None else {"kept": kept.number})
        text = self._t("returned_only" if kept is None else "returned", **numbers)
        said = filled(__file__, "versions_said.html", text=text, undo=self._t("undo"))
        self.view.slots = {"said": str(said)}

    def _undo(self, _data: dict[str, Any]) -> None:
        self.session.undo()
        self.draw()
        self.view.slots = {}

    def _version(self, data: dict[str, Any]) -> Version | None:
        number, kept = str(data.get("number", "")), self.session.kept
        return None if kept is None or not number.isdigit() else versions.version(kept.id, int(number))

    def __panel__(self) -> Viewable:
        return self.view
