"""What an import did: kept, recognised, filled, repaired, and what did not fit."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from kans_model.city.columns import FLOOD_DEPTHS, STRESS_TEST, TEXT_COLUMNS, unit
from kans_model.words.amounts import number
from kans_model.words.problems import Listing, Phrase
from kans_model.words.texts import t

LISTED, SHOWN_DECIMALS = 8, 6
NOTED = 40


@dataclass(frozen=True)
class RecognisedColumn:
    """A source column and what it became; `n_known` values, `n_unknown` cells that say so themselves.

    `said` is what the unit row and the titles say of it; `values` are its numbers in our unit.
    """

    file: str
    source: str
    column: str
    unit_factor: float
    n_known: int
    n_unknown: int
    mapped: bool = False
    said: str = ""
    values: pd.Series = field(default_factory=lambda: pd.Series(dtype=float), compare=False)


@dataclass(frozen=True)
class UnknownCell:
    """A cell that stood in a file but says that it does not know."""

    file: str
    code: str
    source: str
    column: str
    value: str


@dataclass
class ImportReport:
    """The account of one import; `text` says it in Dutch or English."""

    name: str
    file: str
    n_areas: int = 0
    crs: str | None = None
    dropped: Counter = field(default_factory=Counter)
    dropped_rows: dict[str, list[str]] = field(default_factory=dict)
    repaired: list[str] = field(default_factory=list)
    recognised: list[RecognisedColumn] = field(default_factory=list)
    notes: list[Phrase] = field(default_factory=list)
    unused: list[tuple[str, str, str]] = field(default_factory=list)
    unrecognised: dict[str, list[str]] = field(default_factory=dict)
    rules: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    works_together: dict[str, list[str]] = field(default_factory=dict)
    overlaps: list[str] = field(default_factory=list)
    crs_taken: str = ""
    crs_signs: str = ""
    thousands: list[tuple[str, str, Listing]] = field(default_factory=list)
    n_rows: dict[str, int] = field(default_factory=dict)
    unjoined: dict[str, list[str]] = field(default_factory=dict)
    missing: dict[str, list[str]] = field(default_factory=dict)
    area_differs: list[str] = field(default_factory=list)
    scaled: list[str] = field(default_factory=list)
    unknown_cells: list[UnknownCell] = field(default_factory=list)
    filled: pd.DataFrame = field(default_factory=pd.DataFrame)
    empty_areas: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    unknown: list[str] = field(default_factory=list)

    def leave_out(self, why: str, rows: Collection[str]) -> None:
        """Count rows that are left out of the map, and name them."""
        if rows:
            self.dropped[why] += len(rows)
            self.dropped_rows.setdefault(why, []).extend(rows)

    @property
    def put_right(self) -> bool:
        """Whether coordinates stood swapped, or with their sign turned."""
        return bool(self.crs_signs) or self.crs_taken.startswith("swapped")

    def text(self, lang: str = "nl", cells: bool = False) -> str:
        """The report as lines of text; with `cells` every note, and each unknown cell and what it became."""
        lines = [t("report.title", lang, name=self.name, n=self.n_areas, file=self.file)]
        for why, n in self.dropped.items():
            lines.append(t(f"report.dropped_{why}", lang, n=n, name=self.name))
            if rows := self.dropped_rows.get(why):
                lines.append(t("report.dropped_rows", lang, codes=_listed(rows, lang)))
        lines += [t("report.reprojected", lang, crs=self.crs)] if self.crs else []
        lines += [t(f"report.crs_{self.crs_taken}", lang)] if self.crs_taken else []
        lines += [t(f"report.crs_sign_{self.crs_signs}", lang)] if self.crs_signs else []
        lines += [t("report.overlap", lang, codes=_listed(self.overlaps, lang))] if self.overlaps else []
        for file, places in self.works_together.items():
            lines.append(t("report.works_together", lang, file=file, codes=_listed(places, lang)))
        if self.repaired:
            lines.append(t("report.repaired", lang, n=len(self.repaired), codes=_listed(self.repaired, lang)))
        else:
            lines.append(t("report.repaired_none", lang))
        shown = self.notes if cells else self.notes[:NOTED]
        lines += [note.text(lang) for note in shown]
        if more := len(self.notes) - len(shown):
            lines.append(t("report.more_beside", lang, n=more))
        lines += ["", t("report.recognised", lang), *self._recognised_lines(lang)]
        lines += [
            t("report.unrecognised", lang, file=file, columns=", ".join(names))
            for file, names in self.unrecognised.items()
            if names
        ]
        for file, source, value in self.thousands:
            lines.append(t("report.thousands", lang, file=file, source=source, value=value.text(lang)))
        lines += ["", *self._join_lines(lang)] if self.n_rows else []
        if self.area_differs:
            lines.append(t("report.area_differs", lang, codes=_listed(self.area_differs, lang)))
        if self.scaled:
            lines.append(t("report.scaled", lang, codes=_listed(self.scaled, lang)))
        lines += ["", t("report.filled", lang, n=len(self.filled)), *self._filled_lines(lang)]
        if len(self.empty_areas):
            ha = number(self.empty_areas.sum(), lang)
            codes = _listed(self.empty_areas.index.tolist(), lang)
            lines.append(t("report.empty_areas", lang, n=len(self.empty_areas), ha=ha, codes=codes))
        if self.unknown:
            labels = ", ".join(column_label(column, lang) for column in self.unknown)
            lines.append(t("report.unknown", lang, labels=labels))
        if cells and (cell_lines := list(self._cell_lines(lang))):
            lines += ["", t("report.cells", lang), *cell_lines]
        return "\n".join(lines)

    def _recognised_lines(self, lang: str) -> Iterator[str]:
        for entry in self.recognised:
            factor = (
                ""
                if entry.unit_factor == 1
                else t("report.factor", lang, factor=number(entry.unit_factor, lang))
            )
            yield t(
                "report.column",
                lang,
                label=column_label(entry.column, lang),
                file=entry.file,
                source=entry.source,
                factor=factor,
                n=entry.n_known,
                unknown=entry.n_unknown,
                values=values_in_words(entry.column, entry.values, lang),
            )
        for file, source, column in self.unused:
            yield t("report.column_unused", lang, label=column_label(column, lang), file=file, source=source)

    def _join_lines(self, lang: str) -> Iterator[str]:
        for file, total in self.n_rows.items():
            joined = total - len(self.unjoined[file])
            yield t("report.joined", lang, file=file, n=joined, total=total)
            if file in self.rules:
                rule, n, prefix = self.rules[file]
                yield t(f"report.join_{rule}", lang, file=file, n=n, total=total, prefix=prefix)
            if self.unjoined[file]:
                yield t("report.unjoined", lang, file=file, codes=_listed(self.unjoined[file], lang))
            if self.missing[file]:
                yield t("report.missing", lang, file=file, codes=_listed(self.missing[file], lang))

    def _filled_lines(self, lang: str) -> Iterator[str]:
        for (column, rule), cells in self.filled.groupby(["column", "rule"], sort=False):
            label, said = column_label(column, lang), t(f"fill.{rule}", lang)
            yield t("report.filled_column", lang, label=label, n=len(cells), rule=said)

    def _cell_lines(self, lang: str) -> Iterator[str]:
        filled = self.filled.set_index(["code", "column"])
        for cell in self.unknown_cells:
            if (cell.code, cell.column) not in filled.index:
                continue
            became = filled.loc[(cell.code, cell.column)]
            value = became["value"]
            said = value if isinstance(value, str) else number(float(value), lang)
            place = {"file": cell.file, "code": cell.code, "source": cell.source, "value": cell.value}
            yield t("report.cell", lang, **place, filled=said, rule=t(f"fill.{became['rule']}", lang))


def report_path(city_path: str | Path) -> Path:
    """Where the report of a city file stands."""
    return Path(city_path).with_suffix(".import.txt")


def values_in_words(column: str, values: pd.Series, lang: str = "nl") -> str:
    """The ends of a column as it is read, and the sum of counts; nothing of texts and of years.

    Examples
    --------
    >>> values_in_words("residents", pd.Series([1250.0, 900.0]))
    ': 900 tot 1250, samen 2150'
    """
    known = values.dropna()
    if column in TEXT_COLUMNS or known.empty or not pd.api.types.is_numeric_dtype(values):
        return ""
    if unit(column) == "year":
        return ""
    ends = {"low": known.min(), "high": known.max(), "sum": known.sum()}
    said = {name: round(float(value), SHOWN_DECIMALS) for name, value in ends.items()}
    return Phrase("report.sum" if unit(column) == "count" else "report.ends", said).text(lang)


@dataclass(frozen=True)
class Label:
    """A column by its name on screen, in whatever language is asked."""

    column: str

    def text(self, lang: str = "nl") -> str:
        return column_label(self.column, lang)


def column_label(column: str, lang: str = "nl") -> str:
    """What a column is called on screen, such as "inwoners"; stress-test columns by their event."""
    if event := STRESS_TEST.fullmatch(column):
        return t(f"area.buildings_{event['effect']}", lang, mm=event["mm"], min=event["min"])
    return t(f"area.{column}", lang)


def never_filled(areas: pd.DataFrame) -> list[str]:
    """The columns that are never filled and of which this city knows nothing at all."""
    columns = ["vulnerable_buildings", *FLOOD_DEPTHS]
    unknown = [column for column in columns if areas[column].isna().all()]
    return (
        unknown
        if areas.filter(regex=STRESS_TEST.pattern).notna().any(axis=None)
        else [*unknown, "stress_test"]
    )


def row_list(codes: Iterable[object]) -> str:
    """The first few codes, and how many more there are.

    Examples
    --------
    >>> row_list(range(10))
    '0, 1, 2, 3, 4, 5, 6, 7, … (+2)'
    """
    said = list(map(str, codes))
    shown = ", ".join(said[:LISTED])
    return f"{shown}, … (+{len(said) - LISTED})" if len(said) > LISTED else shown


def _listed(codes: list[str], lang: str) -> str:
    shown = ", ".join(map(str, codes[:LISTED]))
    rest = len(codes) - LISTED
    return f"{shown} {t('report.more', lang, n=rest)}" if rest > 0 else shown
