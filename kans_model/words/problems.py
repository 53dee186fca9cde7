"""What is wrong with the user's input: where it is, what it is, what it must be."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Protocol, runtime_checkable

from kans_model.words.amounts import money
from kans_model.words.texts import t, texts

LISTED = 8
"""Problems of one kind in one file that are said one by one; of the rest the number."""
LONGEST = 300
"""Of a value inside a sentence. [characters]"""


@runtime_checkable
class Sentence(Protocol):
    """What can be said in a language: a phrase, an amount, a problem."""

    def text(self, lang: str = "nl") -> str: ...


@dataclass(frozen=True)
class Phrase:
    """A text still to be said, in whatever language is asked.

    Examples
    --------
    >>> Phrase("must.number_from", {"low": 0.5, "unit": " m"}).text("nl")
    'een getal van ten minste 0,5 m zijn'
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def text(self, lang: str = "nl") -> str:
        return t(self.key, lang, **{name: _said(value, lang) for name, value in self.values.items()})


@dataclass(frozen=True)
class Listing:
    """Several things one after the other, in whatever language is asked; numbers as `Phrase` says them.

    Examples
    --------
    >>> Listing(["BU01: 1.5 (typed)", Listing(["BU02", 0.25], ": ")]).text("nl")
    'BU01: 1.5 (typed), BU02: 0,25'
    """

    parts: Iterable[object]
    between: str = ", "

    def text(self, lang: str = "nl") -> str:
        return self.between.join(_said(part, lang) for part in self.parts)

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class Euro:
    """An amount inside a sentence, in whatever language is asked.

    Examples
    --------
    >>> Euro(1_250_000.0).text("nl").replace("\N{NO-BREAK SPACE}", " ")
    '€ 1.250.000'
    """

    eur: float

    def text(self, lang: str = "nl") -> str:
        return money(self.eur, lang)


@dataclass(frozen=True, init=False)
class Problem:
    """One thing that is wrong.

    Parameters
    ----------
    key : str
        Its sentence is the text `problem.<key>`, with placeholders for the rest.
    file, row, column, value
        Where it is and what stands there, as far as known. File and row come before the sentence
        unless the sentence names them itself.
    **details
        More for the sentence, such as `must`; a `Phrase` is said in the language asked.

    Examples
    --------
    >>> below_zero = Problem("cell", file="measures.csv", row="wadi", column="storage_mm", value=-5,
    ...                      must=Phrase("must.number_from", {"low": 0, "unit": " mm"}))
    >>> below_zero.text("nl")
    'measures.csv: wadi: storage_mm is -5, moet een getal van ten minste 0 mm zijn'
    """

    key: str
    file: str | None
    row: object
    column: str | None
    value: Any
    details: Mapping[str, Any] = field(hash=False)

    def __init__(
        self,
        key: str,
        file: str | None = None,
        row: object = None,
        column: str | None = None,
        value: object = None,
        **details: object,
    ):
        given = {"key": key, "file": file, "row": row, "column": column, "value": value}
        for name, content in {**given, "details": MappingProxyType(details)}.items():
            object.__setattr__(self, name, content)

    def text(self, lang: str = "nl") -> str:
        """The problem in one line."""
        key = f"problem.{self.key}"
        place = {"file": self.file, "row": _short(self.row)}
        values = {**place, "column": _short(self.column), "value": _short(self.value), **self.details}
        sentence = t(key, lang, **{name: _said(value, lang) for name, value in values.items()})
        before = [
            _said(value, lang)
            for name, value in place.items()
            if value is not None and f"{{{name}}}" not in texts()[lang][key]
        ]
        return ": ".join([*before, sentence])


class KansError(ValueError):
    """Input that cannot be used, with all its problems at once; `str()` is Dutch, one line per problem."""

    def __init__(self, problems: Iterable[Problem] | Problem):
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(self.text())

    def text(self, lang: str = "nl") -> str:
        """One line per problem; of many of one kind in one file the first few and how many more."""
        lines: list[str] = []
        counts: Counter[tuple[object, ...]] = Counter()
        for problem in self.problems:
            kind = (problem.file, problem.key, problem.column)
            counts[kind] += 1
            if counts[kind] <= LISTED:
                lines.append(problem.text(lang))
        more = sum(n - LISTED for n in counts.values() if n > LISTED)
        return "\n".join([*lines, t("problem.more", lang, n=more)] if more else lines)


def _short(value: object) -> object:
    """What stands in a file, as far as it fits in a sentence."""
    return f"{value[:LONGEST]}…" if isinstance(value, str) and len(value) > LONGEST else value


def _said(value: object, lang: str) -> str:
    """A value inside a sentence: as typed, but a number with the decimal sign of the language."""
    if isinstance(value, Sentence):
        return value.text(lang)
    if value is None:
        return ""
    if isinstance(value, float) and math.isnan(value):
        return t("unknown", lang)
    if isinstance(value, float) and math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if isinstance(value, float):
        text = f"{Decimal(f'{value:.10g}'):f}"  # never with an exponent
        return text.replace(".", ",") if lang == "nl" else text
    return str(value)
