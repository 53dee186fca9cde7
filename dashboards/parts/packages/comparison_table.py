"""Packages side by side: one column each, one row per question."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look.theme import PACKAGES
from dashboards.parts.packages.marks import Looks, package_mark, row_shape
from kans_model.words.markup import macros
from kans_model.words.texts import t

FIT_A_PHONE = 2
"""So many packages stand side by side on a phone."""
OWN = ("own",)
"""The package that a planner works on stands apart."""

_MACROS = macros(__file__, "comparison_table.html")


class Comparison(Viewer):
    """A table of packages; `show()` writes one column.

    Parameters
    ----------
    packages : id → (name, look), where look is a key of `theme.PACKAGES`.
    questions : id → (what it is, its unit).
    chances : text of the column of chances in the files, with `{name}`.
    n_first : so many questions stand there; the others are opened by `more`.
    """

    def __init__(
        self,
        title: str,
        packages: Looks,
        questions: Mapping[str, tuple[str, str]],
        lang: str,
        notes: Sequence[str] = (),
        chances: str = "chance.column",
        n_first: int | None = None,
        more: str = "",
    ):
        super().__init__()
        self.packages = dict(packages)
        self.questions, self.lang, self.column_of_chances = questions, lang, chances
        self.chances: dict[str, dict[str, float]] = {}
        self.answers: dict[str, dict[str, tuple[float, float, float]]] = {}
        rows = [(question, what, unit) for question, (what, unit) in questions.items()]
        self.view = LiveHtml(
            _MACROS.frame(
                title,
                t("table.more_beside", lang) if len(packages) > FIT_A_PHONE else "",
                [(key, package_mark(look), PACKAGES[look][1]) for key, (_, look) in packages.items()],
                rows[:n_first],
                [] if n_first is None else rows[n_first:],
                more,
                OWN,
                links(title, lang, is_chart=False),
            )
        )
        self.view.show(**{f"name_{key}": name for key, (name, _) in self.packages.items()})
        self.behind = Behind(self.view, title, self.frame, lang, notes)

    def rename(self, package: str, name: str) -> None:
        """Call a package otherwise, on the page and in the files."""
        self.packages[package] = (name, self.packages[package][1])
        self.view.show(**{f"name_{package}": name})

    def show(
        self,
        package: str,
        texts: Mapping[str, Sequence[str]],
        answers: Mapping[str, tuple[float, float, float]],
        chances: Mapping[str, float] | None = None,
        ends: Mapping[str, tuple[float, float]] | None = None,
    ) -> None:
        """Write one package's column.

        Parameters
        ----------
        texts : question → lines ready to read: value, range, chance that it is better.
        answers : question → (middle, low, high), for the files.
        chances : question → share of draws, for the files.
        ends : question → (start, end) of an axis for its row, on which the answer is then drawn too.
        """
        self.answers[package] = dict(answers)
        self.chances[package] = dict(chances or {})
        self.view.show(
            **{
                f"{package}_{question}": _MACROS.answer(
                    lines[0],
                    [line for line in lines[1:] if line],
                    self._strip(package, answers.get(question), (ends or {}).get(question)),
                )
                for question, lines in texts.items()
            }
        )
        self.behind.refresh()

    def _strip(
        self, package: str, answer: tuple[float, float, float] | None, ends: tuple[float, float] | None
    ) -> dict[str, object] | None:
        """Where an answer and its band lie on the axis of its row; None where nothing can be drawn. [%]"""
        if answer is None or ends is None or not math.isfinite(answer[0]) or ends[0] >= ends[1]:
            return None
        look = self.packages[package][1]
        middle, low, high = answer
        low, high = (end if math.isfinite(end) else middle for end in (low, high))
        places = {"zero": 0.0, "low": low, "mid": middle, "high": high}
        start, end = ends
        shown = {name: round(100 * (value - start) / (end - start), 1) for name, value in places.items()}
        return shown | {"colour": PACKAGES[look][0], "shape": row_shape(look)}

    def frame(self) -> pd.DataFrame:
        columns: dict[str, list] = {
            t("table.question", self.lang): [f"{what}, {unit}" for what, unit in self.questions.values()]
        }
        for package, (name, _) in self.packages.items():
            known = self.answers.get(package, {})
            for place, part in enumerate(("mid", "low", "high")):
                columns[f"{name}, {t(f'table.{part}', self.lang)}"] = [
                    _part(known.get(question, (float("nan"),) * 3), place) for question in self.questions
                ]
            if any(math.isfinite(share) for share in self.chances.get(package, {}).values()):
                columns[t(self.column_of_chances, self.lang, name=name)] = [
                    self.chances[package].get(question, float("nan")) for question in self.questions
                ]
        return pd.DataFrame(columns)

    def __panel__(self) -> Viewable:
        return self.view


def _part(answer: tuple[float, float, float], place: int) -> float:
    """Middle, low or high; what is nought without a band is nought at both ends, as of an empty package."""
    return 0.0 if answer[0] == 0 and math.isnan(answer[place]) else answer[place]
