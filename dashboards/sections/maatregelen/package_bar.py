"""The package a planner works on: choose, name, copy, save, budget; and the study as a file."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import param
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.session import Session
from dashboards.parts.live.fields import notice
from dashboards.parts.live.live import LiveHtml
from kans_model.measures.portfolio import Portfolio
from kans_model.study.names import DESCRIPTION_LENGTH, TITLE_LENGTH, package_name
from kans_model.study.study import Study
from kans_model.words.amounts import money_short
from kans_model.words.entry import FEWEST_EUR, euros, in_millions
from kans_model.words.markup import filled
from kans_model.words.problems import KansError
from kans_model.words.texts import t

MAX_FILE_MB = 5
MAX_FILE_BYTES = MAX_FILE_MB * 1_000_000

WORDS = ("package", "new", "copy", "drop", "mark", "title", "about", "budget", "more", "download")


class Packages(Viewer):
    """Everything about the package that is no measure."""

    session = param.ClassSelector(class_=Session)

    def __init__(self, session: Session):
        super().__init__(session=session)
        self.lang = session.lang
        self.view = LiveHtml(self._frame())
        self._names = self._own_names()
        if session.milestone is not None:
            self.view.show(marked=self._t("marked"))
        for name in ("open", "new", "copy", "drop", "mark", "title", "about", "budget", "download", "file"):
            self.view.on(name, getattr(self, f"_{name}"))

    def _t(self, key: str, **values: object) -> str:
        return t(f"packages.{key}", self.lang, **values)

    def _own_names(self) -> list[tuple[str, str]]:
        return [(own.id, package_name(own, self.lang)) for own in self.session.study.portfolios]

    def _frame(self) -> str:
        frame = filled(
            __file__,
            "package_bar.html",
            packages=self._own_names(),
            most_bytes=MAX_FILE_BYTES,
            upload=self._t("upload", mb=MAX_FILE_MB),
            title_length=TITLE_LENGTH,
            description_length=DESCRIPTION_LENGTH,
            words={word: self._t(word) for word in WORDS},
        )
        return str(frame)

    def show(self, capex_eur: float) -> None:
        """Write name, description and what is left of the budget."""
        if self._own_names() != self._names:
            self._names = self._own_names()
            self.view.html = self._frame()
        portfolio = self.session.portfolio
        budget = portfolio.budget_eur
        self.view.show(
            package=portfolio.id,
            title=package_name(portfolio, self.lang),
            about=portfolio.description,
            budget="" if budget is None else in_millions(budget, self.lang),
            left=self._left(portfolio, capex_eur),
            several="1" if len(self._names) > 1 else "",
        )

    def _left(self, portfolio: Portfolio, capex_eur: float) -> Markup | str:
        """What is left of the budget, or how far the package goes over it."""
        left_eur = portfolio.left_eur(capex_eur)
        if left_eur is None:
            return ""
        word, tone = ("left", "better") if left_eur >= 0 else ("over", "worse")
        text = self._t(word, amount=money_short(abs(left_eur), self.lang))
        return filled(__file__, "package_bar_left.html", tone=tone, text=text)

    # --- what the planner does ---------------------------------------------------------------

    def _open(self, data: dict[str, Any]) -> None:
        if str(data.get("value")) in dict(self._own_names()):
            self.session.package = str(data["value"])

    def _new(self, _data: dict[str, Any]) -> None:
        n = len(self.session.study.portfolios) + 1
        self.session.add_package(Portfolio(title=self._t("numbered", n=n)))

    def _copy(self, _data: dict[str, Any]) -> None:
        portfolio = self.session.portfolio
        title = self._t("copy_of", title=package_name(portfolio, self.lang))[:TITLE_LENGTH]
        self.session.add_package(portfolio.copied(title))

    def _drop(self, _data: dict[str, Any]) -> None:
        self.session.drop_package()

    def _mark(self, _data: dict[str, Any]) -> None:
        before = self.session.kept
        self.session.mark()
        if self.session.kept is not before and self.session.kept is not None:
            moment = datetime.fromisoformat(self.session.kept.saved).astimezone()
            self.view.show(marked=self._t("marked_at", time=f"{moment:%H:%M}"))

    def _title(self, data: dict[str, Any]) -> None:
        title = str(data.get("value", "")).strip()[:TITLE_LENGTH]
        if title and title != package_name(self.session.portfolio, self.lang):
            self.session.change(self.session.portfolio.named(title=title), moving="title")

    def _about(self, data: dict[str, Any]) -> None:
        about = str(data.get("value", ""))[:DESCRIPTION_LENGTH]
        self.session.change(self.session.portfolio.named(description=about), moving="about")

    def _budget(self, data: dict[str, Any]) -> None:
        try:
            budget_eur = euros(str(data.get("value", "")), self.lang, FEWEST_EUR)
        except KansError as error:
            text = error.text(self.lang)
            self.view.show(left=filled(__file__, "package_bar_left.html", tone="worse", text=text))
            return
        least, most = Portfolio.param.budget_eur.softbounds
        if budget_eur is None or least <= budget_eur < most:
            self.session.change(self.session.portfolio.with_budget(budget_eur), moving="budget")

    def _download(self, _data: dict[str, Any]) -> None:
        study: Study = self.session.study
        content = json.dumps(study.to_dict(), ensure_ascii=False, indent=1).encode()
        self.view.download(f"kans-{study.hash[:8]}.json", content, "application/json")

    def _file(self, data: dict[str, Any]) -> None:
        name = str(data.get("name", ""))
        problem = ""
        if "text" not in data:
            problem = self._t("too_large", name=name, mb=MAX_FILE_MB)
        else:
            try:
                self.session.open_file(str(data["text"]))
            except KansError as error:
                problem = f"{name}: {error.text(self.lang)}"
        self.view.show(problem=notice(problem, problem=True))

    def __panel__(self) -> Viewable:
        return self.view
