"""A list one adds to: measures, buurten, or pairs of them, each with what goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from kans_model.words.markup import html, options
from kans_model.words.texts import t

ADD = """<select id="q-{name}" data-do="add" data-name="{name}" data-from="{name}" data-key="{name}"
 aria-describedby="q-{name}-hint q-{name}-wrong">{options}</select>
<ul class="picked" data-slot="rows_{name}"></ul>"""
ROW = """<li><span>{name}</span>{other}{amount}
<button class="link" data-do="unpick" data-name="{list}" data-at="{at}"
 aria-label="{drop}: {name}">{drop}</button></li>"""
OTHER = """<span class="least">{word} <select data-do="other" data-name="{list}" data-at="{at}"
 data-key="{list}-other-{at}" aria-label="{aria}">{options}</select></span>"""
AMOUNT = """<span class="least">{word} <input type="text" inputmode="decimal" value="{value}"
 data-do="amount" data-name="{list}" data-at="{at}" data-key="{list}-{at}" data-now="1"
 aria-label="{aria}"> %</span>"""


@dataclass(frozen=True)
class Picked:
    """One row: what was picked, the text of its amount, and what goes with it."""

    key: str
    amount: str = ""
    other: str = ""


class PickedList:
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
        self.rows: list[Picked] = []

    def _t(self, key: str, **values: object) -> str:
        return t(f"question.{key}", self.lang, **values)

    def frame(self, choose: str) -> Markup:
        """What stands in the form once: where one adds, and room for the rows."""
        return html(ADD, name=self.name, options=options([("", choose), *self.choices.items()]))

    def shown(self) -> Markup:
        """The rows as they stand."""
        return Markup("").join(self._row(at, row) for at, row in enumerate(self.rows))

    def _row(self, at: int, row: Picked) -> Markup:
        name, drop = self.choices[row.key], self._t("drop")
        word = (
            self._t(f"{self.name}_word") if self.others is not None or self.first_amount is not None else ""
        )
        other = amount = Markup("")
        if self.others is not None:
            pairs = [(key, text) for key, text in self.others.items() if key != row.key]
            none = [] if row.other else [("", self._t("choose"))]
            chosen = options([*none, *pairs], row.other)
            aria = self._t(f"{self.name}_with", name=name)
            other = html(OTHER, word=word, list=self.name, at=at, aria=aria, options=chosen)
        if self.first_amount is not None:
            before = self._t("at_most") if self.others is not None else word
            aria = self._t(f"{self.name}_label", name=name)
            amount = html(AMOUNT, word=before, list=self.name, at=at, aria=aria, value=row.amount)
        return html(ROW, name=name, other=other, amount=amount, list=self.name, at=at, drop=drop)

    def add(self, key: str) -> bool:
        """Pick one; what has nothing to go with stands there once. Returns whether it is new."""
        if key not in self.choices or (self.others is None and any(row.key == key for row in self.rows)):
            return False
        self.rows = [*self.rows, Picked(key, self.first_amount or "")]
        return True

    def drop(self, at: int) -> None:
        self.rows = [row for place, row in enumerate(self.rows) if place != at]

    def change(self, at: int, **values: str) -> None:
        """Another amount, or something else that goes with it."""
        if 0 <= at < len(self.rows):
            self.rows = [*self.rows[:at], replace(self.rows[at], **values), *self.rows[at + 1 :]]
