"""Scenario discovery: under which circumstances a package fails, as boxes in words (PRIM)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.slow_work import SlowWork
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.packages.contest import Contest
from kans_model.computing.progress import part
from kans_model.reports.input_in_words import value_text
from kans_model.uncertainty.failure_boxes import Box, Discovery, discovery, most_doubtful
from kans_model.uncertainty.inputs import input_of
from kans_model.words.amounts import number, percent
from kans_model.words.entry import field_number, in_field
from kans_model.words.markup import macros
from kans_model.words.texts import t

_FAILURES = macros(__file__, "failures.html")


class Failures(Viewer):
    """A choice of package and of what failing is, a button, and the boxes."""

    def __init__(self, lang: str, notes: Sequence[str] = ()):
        super().__init__()
        self.lang = lang
        self.contest: Contest | None = None
        self.found: Discovery | None = None
        self.of, self.when, self.threshold = "", "others", 0.0
        self.choice = LiveHtml()
        for action in ("of", "when", "threshold"):
            self.choice.on(action, getattr(self, f"_{action}"))
        self.work = SlowWork(t("certain.boxes_start", lang), lang, self._reckon, self._done, self._ready)
        self.view = LiveHtml(
            _FAILURES.frame(links(t("certain.boxes", lang), lang, is_chart=False)), visible=False
        )
        self.behind = Behind(self.view, t("certain.boxes", lang), self.frame, lang, notes)
        self.section = Conclusion(
            self.choice,
            self.work.live,
            self.view,
            title=t("certain.boxes_title", lang),
            deck=t("certain.boxes_deck", lang),
        )

    def show(self, contest: Contest, values: np.ndarray) -> None:
        """Another contest, with its headline per package and draw; earlier findings are taken away."""
        self.contest = contest
        if self.of not in contest.packages:
            self.of = contest.ids[most_doubtful(values)]
        self.choice.html = _FAILURES.choices(
            contest.text,
            [(package, contest.name(package)) for package in contest.ids],
            [("others", contest.text("boxes_others")), ("threshold", contest.text("boxes_below"))],
            contest.text("threshold", unit=contest.unit),
        )
        self._clear()

    def _clear(self) -> None:
        self.choice.show(of=self.of, when=self.when, threshold=in_field(self.threshold, self.lang))
        self.found, self.view.visible = None, False
        self.section.tell(t("certain.boxes_empty", self.lang))

    def _of(self, data: dict[str, Any]) -> None:
        if self.contest is not None and data.get("value") in self.contest.packages:
            self.of = str(data["value"])
            self._clear()

    def _when(self, data: dict[str, Any]) -> None:
        if data.get("value") in ("others", "threshold"):
            self.when = str(data["value"])
            self._clear()

    def _threshold(self, data: dict[str, Any]) -> None:
        self.threshold = field_number(data.get("value"), self.lang) or 0.0
        self._clear()

    def _question(self) -> tuple[str, str, float]:
        return self.of, self.when, self.threshold

    def _ready(self) -> tuple[Contest, tuple[str, str, float]] | None:
        return None if self.contest is None else (self.contest, self._question())

    def _reckon(
        self,
        contest: Contest,
        question: tuple[str, str, float],
        progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> tuple[Contest, tuple[str, str, float], Discovery]:
        of, when, threshold = question
        others = [package for package in contest.ids if package != of] if when == "others" else ()
        found = discovery(
            contest.study,
            of,
            threshold * contest.scale,
            others,
            name=contest.headline,
            lang=self.lang,
            progress=part(progress, 0, 0.8),
            cancelled=cancelled,
        )
        return contest, question, found

    def _done(self, done: tuple[Contest, tuple[str, str, float], Discovery]) -> None:
        contest, question, found = done
        if contest is not self.contest or question != self._question():
            return
        self.found = found
        name, share = contest.name(self.of), percent(found.failing, self.lang)
        if found.failing in (0.0, 1.0):
            self.section.tell(contest.text("boxes_always" if found.failing else "boxes_never", name=name))
        elif not found.boxes:
            self.section.tell(contest.text("boxes_none", name=name, share=share))
        else:
            self.section.tell(
                contest.text("boxes_told", name=name, share=share, n=number(len(found.boxes), self.lang))
            )
        self.view.visible = bool(found.boxes)
        boxes = [self._box(place, box) for place, box in enumerate(found.boxes)]
        self.view.show(boxes=_FAILURES.boxes(boxes))
        self.behind.refresh()

    def _limits(self, box: Box) -> list[str]:
        """Each limit of a box in words."""
        assert self.contest is not None
        lines = []
        for key, row in box.limits.iterrows():
            moved = input_of(self.contest.study, key)
            if moved.is_single:
                low, high = (value_text(moved, row[f"value_{end}"], self.lang) for end in ("low", "high"))
            else:
                low, high = (percent(row[end], self.lang) for end in ("low", "high"))
            key = "above" if row["high"] >= 1 else "below" if row["low"] <= 0 else "between"
            kind = "limit" if moved.is_single else "limit_together"
            lines.append(self.contest.text(f"{kind}_{key}", name=row["name"], low=low, high=high))
        return lines

    def _box(self, place: int, box: Box) -> tuple[str, list[str], str]:
        """Its name, its limits, and how much of the failures it holds."""
        assert self.contest is not None
        about = self.contest.text(
            "box_about", density=percent(box.density, self.lang), coverage=percent(box.coverage, self.lang)
        )
        return self.contest.text("box", n=place + 1), self._limits(box), about

    def frame(self) -> pd.DataFrame:
        """The limits of every box, with coverage and density."""
        if self.contest is None or self.found is None:
            return pd.DataFrame()
        contest = self.contest
        rows = [
            [contest.text("box", n=place + 1), line, 100 * box.coverage, 100 * box.density, 100 * box.mass]
            for place, box in enumerate(self.found.boxes)
            for line in self._limits(box)
        ]
        heads = ["box_head", "box_limit", "box_coverage", "box_density", "box_mass"]
        return pd.DataFrame(rows, columns=[contest.text(head) for head in heads])

    def __panel__(self) -> Viewable:
        return self.section.column
