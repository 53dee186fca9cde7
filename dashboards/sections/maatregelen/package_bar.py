"""The package a planner works on: choose, name, copy, save, budget; and the study as a file."""

from __future__ import annotations

import json
from datetime import datetime

import param
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from kans_model.measures.portfolio import Portfolio
from kans_model.study.names import DESCRIPTION_LENGTH, TITLE_LENGTH, package_name
from kans_model.study.study import Study
from kans_model.words.amounts import money_short
from kans_model.words.markup import html
from kans_model.words.problems import KansError
from kans_model.words.texts import t
from kans_model.words.typed import entered

MAX_FILE_BYTES = 5_000_000

FRAME = """
<div class="packages screen">
  <div class="fields">
    <div class="field"><label for="package">{package}</label>
      <select id="package" data-do="open" data-from="package">{options}</select></div>
    <div class="tools">
      <button class="button" data-do="new" data-key="new">{new}</button>
      <button class="button" data-do="copy" data-key="copy">{copy}</button>
      <button class="button" data-do="drop" data-key="drop" data-needs="several">{drop}</button>
      <button class="button" data-do="mark" data-key="mark">{mark}</button>
    </div>
  </div>
  <div class="fields">
    <div class="field"><label for="title">{title}</label>
      <input id="title" type="text" maxlength="80" data-do="title" data-from="title"></div>
    <div class="field wide"><label for="about">{about}</label>
      <input id="about" type="text" maxlength="400" data-do="about" data-from="about"></div>
    <div class="field"><label for="budget">{budget}</label>
      <input id="budget" type="text" inputmode="decimal" aria-describedby="left"
      data-when="change" data-do="budget" data-from="budget">
      <output id="left" data-slot="left"></output></div>
  </div>
  <p class="small" role="status" data-slot="marked"></p>
  <details><summary>{file}</summary>
    <div class="fields">
      <button class="button" data-do="download" data-key="download">{download}</button>
      <div class="field"><label for="file">{upload}</label>
        <input id="file" type="file" accept=".json,application/json" data-do="file" data-most="{most}"></div>
    </div>
  </details>
  <div role="alert" data-slot="problem"></div>
</div>
"""


def _typed(amount: float, lang: str) -> str:
    """A number of millions as the reader would type it: four digits, as many as a budget has."""
    text = f"{amount:.4g}" if amount < 1000 else f"{round(amount, 1):.10g}"
    return text.replace(".", ",") if lang == "nl" else text


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
        words = ("package", "new", "copy", "drop", "mark", "title", "about", "budget", "file", "download")
        options = Markup("").join(
            html('<option value="{}">{}</option>', key, name) for key, name in self._own_names()
        )
        return str(
            html(
                FRAME,
                options=options,
                most=MAX_FILE_BYTES,
                upload=self._t("upload", mb=MAX_FILE_BYTES // 1_000_000),
                **{word: self._t(word) for word in words},
            )
        )

    def show(self, capex_eur: float) -> None:
        """Write name, description and what is left of the budget."""
        if self._own_names() != self._names:
            self._names = self._own_names()
            self.view.html = self._frame()
        portfolio = self.session.portfolio
        budget = portfolio.budget_eur
        left = ""
        if budget is not None:
            over = capex_eur - budget
            text = self._t("over" if over > 0 else "left", amount=money_short(abs(over), self.lang))
            left = html('<span class="{}">{}</span>', "worse" if over > 0 else "better", text)
        self.view.show(
            package=portfolio.id,
            title=package_name(portfolio, self.lang),
            about=portfolio.description,
            budget="" if budget is None else _typed(budget / 1e6, self.lang),
            left=left,
            several="1" if len(self._names) > 1 else "",
        )

    # --- what the planner does ---------------------------------------------------------------

    def _open(self, data: dict) -> None:
        if str(data.get("value")) in dict(self._own_names()):
            self.session.package = str(data["value"])

    def _new(self, _data: dict) -> None:
        n = len(self.session.study.portfolios) + 1
        self.session.add_package(Portfolio(title=self._t("numbered", n=n)))

    def _copy(self, _data: dict) -> None:
        portfolio = self.session.portfolio
        title = self._t("copy_of", title=package_name(portfolio, self.lang))[:TITLE_LENGTH]
        self.session.add_package(portfolio.copied(title))

    def _drop(self, _data: dict) -> None:
        self.session.drop_package()

    def _mark(self, _data: dict) -> None:
        before = self.session.kept
        self.session.mark()
        if self.session.kept is not before and self.session.kept is not None:
            moment = datetime.fromisoformat(self.session.kept.saved).astimezone()
            self.view.show(marked=self._t("marked_at", time=f"{moment:%H:%M}"))

    def _title(self, data: dict) -> None:
        title = str(data.get("value", "")).strip()[:TITLE_LENGTH]
        if title and title != package_name(self.session.portfolio, self.lang):
            self.session.change(self.session.portfolio.named(title=title), moving="title")

    def _about(self, data: dict) -> None:
        about = str(data.get("value", ""))[:DESCRIPTION_LENGTH]
        self.session.change(self.session.portfolio.named(description=about), moving="about")

    def _budget(self, data: dict) -> None:
        text = str(data.get("value", "")).strip()
        amount = entered(text, self.lang)
        if amount is None and text:
            self.view.show(left=html('<span class="worse">{}</span>', self._t("budget_wrong")))
            return
        budget = None if amount is None else 1e6 * amount
        if budget is None or 0 <= budget < 1e12:
            self.session.change(self.session.portfolio.with_budget(budget), moving="budget")

    def _download(self, _data: dict) -> None:
        study: Study = self.session.study
        content = json.dumps(study.to_dict(), ensure_ascii=False, indent=1).encode()
        self.view.download(f"kans-{study.hash[:8]}.json", content, "application/json")

    def _file(self, data: dict) -> None:
        name = str(data.get("name", ""))
        problem = ""
        if "text" not in data:
            problem = self._t("too_large", name=name, mb=MAX_FILE_BYTES // 1_000_000)
        else:
            try:
                self.session.open_file(str(data["text"]))
            except KansError as error:
                problem = f"{name}: {error.text(self.lang)}"
        self.view.show(problem=html('<p class="notice problem">{}</p>', problem) if problem else "")

    def __panel__(self) -> Viewable:
        return self.view
