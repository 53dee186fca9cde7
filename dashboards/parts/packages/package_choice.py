"""Which packages are held against each other, and on which result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.session import Session
from dashboards.parts.live.fields import notice as as_notice
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.packages.contest import Contest
from dashboards.parts.packages.looks import MOST, chosen_packages, known_packages
from dashboards.parts.packages.marks import Looks, package_ticks
from kans_model.comparison.headline import HEADLINES
from kans_model.comparison.robustness import FEWEST
from kans_model.words.markup import macros
from kans_model.words.texts import t

_CHOICE = macros(__file__, "package_choice.html")


class PackageChoice(Viewer):
    """Boxes for packages and a list of results; `changed` is called after every choice."""

    def __init__(self, session: Session, changed: Callable[[], None]):
        super().__init__()
        self.session, self.lang, self._changed = session, session.lang, changed
        self.chosen: list[str] = []
        self._shared: list[str] = []
        self.headline = HEADLINES[0]
        self.view = LiveHtml()
        self.view.on("pick", self._pick)
        self.view.on("result", self._result)
        self._known: Looks = {}
        self.refresh()

    def refresh(self) -> None:
        """Follow the packages of the study, and what was ticked on another tab."""
        known, shared = known_packages(self.session), chosen_packages(self.session)
        before = self.chosen
        self.chosen = (
            shared if shared != self._shared else [package for package in known if package in self.chosen]
        )
        if self._known and set(known) - set(self._known):
            fresh = [package for package in known if package not in self._known]
            self.chosen = [package for package in known if package in (*self.chosen, *fresh)][:MOST]
        self._shared = shared
        if known != self._known or self.chosen != before:
            self._known = known
            self._lay_out()
        self._tell()

    def contest(self) -> Contest | None:
        """What is asked, or None while there is nothing to hold against each other."""
        if len(self.chosen) < FEWEST:
            return None
        packages = {package: self._known[package] for package in self._known if package in self.chosen}
        session = self.session
        return Contest(session.study, packages, self.headline, self.lang, session.city.indicative)

    def _lay_out(self) -> None:
        lang = self.lang
        self.view.html = _CHOICE.form(
            package_ticks(
                t("certain.choose", lang, few=FEWEST, most=MOST), self._known, self.chosen, keyed=True
            ),
            t("certain.result", lang),
            [(name, t(f"certain.headline.{name}", lang)) for name in HEADLINES],
        )

    def _tell(self, notice: str = "") -> None:
        if not notice and len(self.chosen) < FEWEST:
            notice = t("certain.too_few", self.lang)
        self.view.show(result=self.headline, notice=as_notice(notice))

    def _pick(self, data: dict[str, Any]) -> None:
        key = str(data.get("name"))
        if key not in self._known:
            return
        if data.get("value") and len(self.chosen) >= MOST:
            self._lay_out()  # puts the tick back
            self._tell(t("certain.too_many", self.lang, most=MOST))
            return
        self.chosen = [package for package in self.chosen if package != key] + (
            [key] if data.get("value") else []
        )
        self.chosen = [package for package in self._known if package in self.chosen]
        if len(self.chosen) >= FEWEST:
            self._shared = self.chosen
            self.session.remember(cmp=",".join(self.chosen))
        self._tell()
        self._changed()

    def _result(self, data: dict[str, Any]) -> None:
        if data.get("value") in HEADLINES:
            self.headline = str(data["value"])
            self._tell()
            self._changed()

    def __panel__(self) -> Viewable:
        return self.view
