"""One row of a calendar of works: its years, kind, extent and owner, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kans_model.exchange.cell_numbers import Percent, cell_text
from kans_model.exchange.small_table import cell_value
from kans_model.exchange.works_columns import kinds_of, opens, status_of
from kans_model.exchange.works_years import years_in
from kans_model.measures.room import WORKS_STOCKS
from kans_model.tables.vocabulary import WORK_KINDS, YEARS
from kans_model.words.problems import Listing, Phrase, Problem

LONGEST = 120
"""Of a name or an owner. [signs]"""
USUAL_KIND, USUAL_STATUS = "street", "planned"
"""Of works that do not say it, as of the columns of a city."""


@dataclass(frozen=True)
class RowFacts:
    """What a row says but where: years, kinds and the rest; None or empty where it does not."""

    name: str
    kinds: tuple[str, ...]
    start: int
    end: int
    earliest: int | None
    latest: int | None
    owner: str
    status: str
    budget_eur: float | None
    share: float | None

    @property
    def kind(self) -> str:
        """The one of the kinds that goes first."""
        return self.kinds[0]

    @property
    def opens(self) -> tuple[str, ...]:
        """Which surfaces works of these kinds open."""
        opened = {stock for kind in self.kinds for stock in opens(kind)}
        return tuple(stock for stock in WORKS_STOCKS if stock in opened)


class WorksRow:
    """A row with what is wrong and what is doubtful in it."""

    def __init__(
        self,
        file: str,
        row: str,
        cells: Mapping[str, Any],
        headers: Mapping[str, tuple[str, float]],
        budget_eur: float | None = None,
    ) -> None:
        self.file, self.row, self.cells, self.headers = file, row, cells, headers
        self.budget_eur = budget_eur
        self.problems: list[Problem] = []
        self.doubts: list[Phrase] = []

    def facts(self) -> RowFacts | None:
        """What it says; None where that cannot be, which `problems` then tells."""
        years, earliest, latest = self._years(), self._year("earliest"), self._year("latest")
        kinds, status, share = self._kinds(), self._status(), self._share()
        if self.budget_eur is not None and self.budget_eur < 0:
            self.wrong("works_budget", "budget")
        if years:
            self._check_window(years[0], earliest, latest)
        if self.problems or years is None:
            return None
        return RowFacts(
            name=self.text("name")[:LONGEST],
            kinds=kinds,
            start=years[0],
            end=years[1],
            earliest=earliest,
            latest=latest,
            owner=self.text("owner")[:LONGEST],
            status=status,
            budget_eur=self.budget_eur,
            share=share,
        )

    def text(self, column: str) -> str:
        """What stands in a cell, on one line; empty where nothing does."""
        return " ".join((cell_text(self.cells.get(column)) or "").split())

    def wrong(self, key: str, column: str, **details: Any) -> None:
        """Add a problem of a cell."""
        source = self.headers.get(column, ("–", 1.0))[0]
        self.problems.append(
            Problem(key, self.file, self.row, source, self.text(column)[:LONGEST], **details)
        )

    # --- years -----------------------------------------------------------------------------------

    def _years(self) -> tuple[int, int] | None:
        """First and last year: of the columns of start and end, else of the one of the period."""
        spans = {name: self._span(name) for name in ("period", "start", "end") if name in self.cells}
        if any(span is None for span in spans.values()):
            return None
        first = spans.get("start") or spans.get("period") or spans.get("end")
        last = spans.get("end") or spans.get("period") or spans.get("start")
        if first is None or last is None:
            columns = [self.headers[name][0] for name in ("period", "start", "end") if name in self.headers]
            self.problems.append(Problem("works_no_year", self.file, self.row, ", ".join(columns)))
            return None
        if last[1] < first[0]:
            column = next(name for name in ("end", "period", "start") if name in self.cells)
            self.wrong("works_end_before_start", column, start=first[0], end=last[1])
            return None
        return first[0], last[1]

    def _span(self, column: str) -> tuple[int, int] | None:
        span = years_in(self.cells[column])
        if span is None:
            self.wrong("works_no_years", column)
        elif not all(YEARS[0] <= year <= YEARS[1] for year in span):
            self.wrong("works_year_outside", column, low=YEARS[0], high=YEARS[1])
        else:
            return span
        return None

    def _year(self, column: str) -> int | None:
        """The one year of a cell; None where it is empty."""
        if column not in self.cells:
            return None
        span = self._span(column)
        return span[0] if span else None

    def _check_window(self, start: int, earliest: int | None, latest: int | None) -> None:
        if earliest and latest and earliest > latest:
            self.wrong("works_window_reversed", "earliest", low=earliest, high=latest)
        elif earliest and start < earliest:
            self.wrong("works_outside_window", "earliest", start=start)
        elif latest and start > latest:
            self.wrong("works_outside_window", "latest", start=start)

    # --- kind, status and extent -----------------------------------------------------------------

    def _kinds(self) -> tuple[str, ...]:
        """The kinds that the cell names; streets where it is empty."""
        text = self.text("kind")
        if not text:
            if "kind" in self.headers:
                self._doubt("works.kind_empty", kind=Phrase(f"works_kind.{USUAL_KIND}"))
            return (USUAL_KIND,)
        kinds = kinds_of(text)
        if not kinds:
            known = Listing([Phrase(f"works_kind.{kind}") for kind in WORK_KINDS])
            self.wrong("works_kind_word", "kind", known=known)
            return (USUAL_KIND,)
        if len(kinds) > 1:
            self._doubt("works.kind_several", value=text, kind=Phrase(f"works_kind.{kinds[0]}"))
        return kinds

    def _status(self) -> str:
        text = self.text("status")
        if not text:
            return USUAL_STATUS
        status = status_of(text)
        if status is None:
            self._doubt("works.status_word", value=text, status=Phrase(f"works.status_{USUAL_STATUS}"))
        return status or USUAL_STATUS

    def _share(self) -> float | None:
        """The share that a cell says, as a part of one; None where it is empty."""
        if "share" not in self.cells:
            return None
        cell = self.cells["share"]
        percent = isinstance(cell, Percent) or str(cell).strip().endswith("%")
        factor = self.headers["share"][1]
        value = cell_value(cell)
        if value is None:
            self.wrong("works_share", "share")
            return None
        share = value * (0.01 if percent else factor)
        if not 0 < share <= 1:
            self.wrong("works_share", "share")
            return None
        return share

    def _doubt(self, key: str, **words: object) -> None:
        self.doubts.append(Phrase(key, {"row": self.row, **words}))
