"""A list one adds to: measures, buurten, or pairs of them, each with what goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from kans_model.words.markup import filled
from kans_model.words.texts import t


@dataclass(frozen=True)
class Pick:
    """One row: what was picked, the text of its amount, and what goes with it."""

    key: str
    amount: str = ""
    other: str = ""


class PickList:
    """Rows that were picked; what is typed in them is kept as text.

    Parameters
    ----------
    name : of the list; its texts are `question.<name>`, `<name>_hint`, `<name>_word` and `<name>_label`.
    choices : key → what it is called.
    amount : text that a new row starts with, for a list whose rows have an amount. [%]
    others : key → what it is called, for a list whose rows go with something.
    """

    def __init__(
        self,
        name: str,
        choices: Mapping[str, str],
        lang: str,
        amount: str | None = None,
        others: Mapping[str, str] | None = None,
    ):
        self.name, self.choices, self.lang = name, dict(choices), lang
        self.first_amount, self.others = amount, None if others is None else dict(others)
        self.rows: list[Pick] = []

    def _t(self, key: str, **values: object) -> str:
        return t(f"question.{key}", self.lang, **values)

    def frame(self, choose: str) -> Markup:
        """What stands in the form once: where one adds, and room for the rows."""
        return filled(__file__, "pick_list.html", name=self.name, choose=choose, choices=self.choices)

    def shown(self) -> Markup:
        """The rows as they stand."""
        paired, counted = self.others is not None, self.first_amount is not None
        word = self._t(f"{self.name}_word") if paired or counted else ""
        return filled(
            __file__,
            "pick_rows.html",
            list=self.name,
            word=word,
            before=self._t("at_most") if paired else word,
            drop=self._t("drop"),
            rows=[self._shown(row) for row in self.rows],
        )

    def _shown(self, row: Pick) -> dict[str, object]:
        """What the template says of a row; what it goes with may not be itself."""
        name, none = self.choices[row.key], [] if row.other else [("", self._t("choose"))]
        paired, counted = self.others is not None, self.first_amount is not None
        return {
            "name": name,
            "other": row.other,
            "others": [*none, *(pair for pair in (self.others or {}).items() if pair[0] != row.key)]
            if paired
            else (),
            "with_label": self._t(f"{self.name}_with", name=name) if paired else "",
            "amount": row.amount if counted else None,
            "amount_label": self._t(f"{self.name}_label", name=name) if counted else "",
        }

    def add(self, key: str) -> bool:
        """Pick one; what has nothing to go with stands there once. Returns whether it is new."""
        if key not in self.choices or (self.others is None and any(row.key == key for row in self.rows)):
            return False
        self.rows = [*self.rows, Pick(key, self.first_amount or "")]
        return True

    def drop(self, at: int) -> None:
        self.rows = [row for place, row in enumerate(self.rows) if place != at]

    def change(self, at: int, **values: str) -> None:
        """Another amount, or something else that goes with it."""
        if 0 <= at < len(self.rows):
            self.rows = [*self.rows[:at], replace(self.rows[at], **values), *self.rows[at + 1 :]]
