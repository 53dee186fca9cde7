"""What reading a calendar of works did: recognised, taken, left out, and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kans_model.exchange.works_columns import column_label
from kans_model.words.problems import Phrase
from kans_model.words.texts import t

LISTED = 12
"""Lines of one kind that are said; of the rest the number."""


@dataclass
class WorksReport:
    """The account of one calendar; `text` says it in Dutch or English.

    Attributes
    ----------
    file : str
    n_rows, n_works : int
        Rows that hold something, and works that came of them.
    recognised : list of (column of ours, theirs, filled cells)
    unused, unrecognised : list of str
        Columns that say what another says already, and that are not read.
    notes, left_out, doubts : list of Phrase
    """

    file: str
    n_rows: int = 0
    n_works: int = 0
    recognised: list[tuple[str, str, int]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    unrecognised: list[str] = field(default_factory=list)
    notes: list[Phrase] = field(default_factory=list)
    left_out: list[Phrase] = field(default_factory=list)
    doubts: list[Phrase] = field(default_factory=list)

    def text(self, lang: str = "nl") -> str:
        """The report as lines of text."""
        return "\n".join([self.title(lang), *self.lines(lang)])

    @property
    def has_doubts(self) -> bool:
        """Whether anything was left out or is to be checked."""
        return bool(self.left_out or self.doubts)

    def title(self, lang: str = "nl") -> str:
        """How many works were taken from how many rows."""
        return t("works.title", lang, file=self.file, n=self.n_works, rows=self.n_rows)

    def lines(self, lang: str = "nl") -> Iterator[str]:
        """All but the title, line by line."""
        pairs = [
            t("works.column", lang, label=column_label(column, lang), source=source, n=n)
            for column, source, n in self.recognised
        ]
        yield t("works.recognised", lang, columns=", ".join(pairs))
        for key, names in (("unused", self.unused), ("unrecognised", self.unrecognised)):
            if names:
                yield t(f"works.{key}", lang, columns=", ".join(names))
        yield from _few((note.text(lang) for note in self.notes), lang)
        for key, phrases in (("left_out", self.left_out), ("doubts", self.doubts)):
            if phrases:
                yield t(f"works.{key}", lang, n=len(phrases))
                yield from _few((f"– {phrase.text(lang)}" for phrase in phrases), lang)


def _few(lines: Iterable[str], lang: str) -> Iterator[str]:
    said = list(lines)
    yield from said[:LISTED]
    if len(said) > LISTED:
        yield t("works.more", lang, n=len(said) - LISTED)
