"""The log of a dialogue: what was decided, by whom, why, and on which figures. Nothing leaves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from kans_model.words.problems import Problem


@dataclass(frozen=True)
class Quote:
    """A figure that a decision rests on, as it stood then.

    Attributes
    ----------
    indicator, moment : str
        Row of the table of indicators, and when.
    areas : tuple of str
        Codes; empty for the whole city.
    package : str
        Id of the package it was read with; empty for without any.
    value : float
        [unit of the indicator]
    """

    indicator: str
    moment: str
    value: float
    areas: tuple[str, ...] = ()
    package: str = ""


@dataclass(frozen=True)
class Decision:
    """One entry.

    Attributes
    ----------
    id : str
    when : str
        Date, as year-month-day.
    what, why : str
    partners : tuple of str
        Ids of who decided.
    study : str
        Hash of the study at that moment.
    quotes : tuple of Quote
    package, criterion : str
        Ids of what was decided on; empty for neither.
    corrects : str
        Id of the earlier entry that this one corrects.
    """

    id: str
    when: str
    what: str
    why: str = ""
    partners: tuple[str, ...] = ()
    study: str = ""
    quotes: tuple[Quote, ...] = ()
    package: str = ""
    criterion: str = ""
    corrects: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As plain values; what is usual is left out."""
        usual = {choice.name: choice.default for choice in fields(self)}
        plain = asdict(self) | {
            "partners": list(self.partners),
            "quotes": [asdict(quote) | {"areas": list(quote.areas)} for quote in self.quotes],
        }
        return {name: value for name, value in plain.items() if value and value != usual[name]}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Decision:
        """The entry that `to_dict` wrote."""
        quotes = tuple(
            Quote(**{**quote, "areas": tuple(quote.get("areas", ()))}) for quote in values.get("quotes", ())
        )
        return cls(**{**values, "partners": tuple(values.get("partners", ())), "quotes": quotes})


def log_problems(decisions: Sequence[Decision]) -> Iterator[Problem]:
    """What is wrong with a log: an entry without words, twice the same id, a correction of what is not there.

    An entry corrects an earlier one only: the log grows, and never runs back.
    """
    earlier: set[str] = set()
    for decision in decisions:
        if not decision.what.strip():
            yield Problem("decision_without_words", row=decision.id)
        if decision.id in earlier:
            yield Problem("decision_twice", value=decision.id)
        if decision.corrects and decision.corrects not in earlier:
            yield Problem("decision_corrects_nothing", row=decision.id, value=decision.corrects)
        earlier.add(decision.id)
