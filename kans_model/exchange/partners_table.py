"""Partners of a dialogue as a table: one row each, and a column per subject with its weight."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from kans_model.dialogue.partners import Partner, subjects
from kans_model.dialogue.subject_names import subject_name, subjects_by_name
from kans_model.exchange.small_table import as_csv, as_workbook, cell_value, filled_cells, free_id
from kans_model.study.file_schema import few
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import LANGUAGES, t

TEXTS = ("name", "role", "interest", "person", "actors")
"""Columns that are words; a weight is every other."""


def read_partners(path: str | Path, actors: Collection[str] | None = None) -> tuple[Partner, ...]:
    """Partners from a CSV file or a workbook with a column for the name and one for each subject that weighs.

    Columns are called as the page or the file calls them, in either language; an empty weight is none.

    Parameters
    ----------
    actors : collection of str, optional
        Parties of the financing that there are; without them whatever is named is taken to be one.

    Raises
    ------
    KansError
        All that is wrong at once, by file, row and column.
    """
    path = Path(path)
    (_, head), *rows = filled_cells(path)
    columns, problems = _columns(head, path.name)
    partners: list[Partner] = []
    for line, row in rows:
        if len(row) != len(head):
            problems.append(Problem("rules_row_length", path.name, line, value=len(row), must=len(head)))
            continue
        cells = {
            column: cell if column not in TEXTS else str(cell).strip()
            for column, cell in zip(columns, row, strict=True)
            if column and str(cell).strip()
        }
        name = cells.get("name", "")
        if any(name.casefold() == known.name.casefold() for known in partners):
            problems.append(Problem("partner_twice", path.name, line, "name", name))
            continue
        weights, wrong = _weights(cells, path.name, name or line)
        partner = Partner(
            id=free_id(name, {known.id for known in partners}, name and "partner"),
            name=name,
            role=cells.get("role", ""),
            interest=cells.get("interest", ""),
            person=cells.get("person", ""),
            actors=tuple(part.strip() for part in cells.get("actors", "").split(";") if part.strip()),
            weights=weights,
        )
        problems += wrong
        if not wrong:
            for problem in partner.problems(partner.actors if actors is None else actors):
                problems.append(
                    Problem(
                        problem.key,
                        path.name,
                        name or line,
                        problem.column,
                        problem.value,
                        **problem.details,
                    )
                )
        partners.append(partner)
    if problems:
        raise KansError(few(problems, path.name))
    return tuple(partners)


def partners_csv(partners: Sequence[Partner], lang: str = "nl") -> bytes:
    """The table that `read_partners` reads, for a spreadsheet; every subject is a column."""
    return as_csv(_rows(partners, lang), lang)


def partners_workbook(partners: Sequence[Partner], lang: str = "nl") -> bytes:
    """The same as a workbook."""
    return as_workbook(_rows(partners, lang), t("dialogue.sheet_partners", lang))


def _rows(partners: Sequence[Partner], lang: str) -> list[list[str | float | None]]:
    head = [t(f"dialogue.column_{column}", lang) for column in TEXTS]
    rows: list[list[str | float | None]] = [[*head, *(subject_name(subject, lang) for subject in subjects())]]
    for partner in partners:
        words = [partner.name, partner.role, partner.interest, partner.person, ";".join(partner.actors)]
        rows.append([*words, *(partner.weights.get(subject) or None for subject in subjects())])
    return rows


def _columns(head: Sequence[Any], file: str) -> tuple[list[str], list[Problem]]:
    """The column each header stands for, and what is wrong with the headers."""
    names = subjects_by_name() | {column: column for column in TEXTS} | {"partner": "name"}
    names |= {t(f"dialogue.column_{column}", lang).lower(): column for column in TEXTS for lang in LANGUAGES}
    columns, problems = [], []
    for title in head:
        column = names.get(str(title).strip().lower(), "")
        if not column and str(title).strip():
            known = ", ".join(subject_name(subject) for subject in subjects())
            problems.append(Problem("partner_subject_unknown", file, value=str(title).strip(), known=known))
        elif column and column in columns:
            problems.append(Problem("partner_column_twice", file, value=str(title).strip()))
        columns.append(column)
    if "name" not in columns:
        problems.append(Problem("partner_column_missing", file, value=t("dialogue.column_name")))
    return columns, problems


def _weights(cells: dict[str, Any], file: str, row: object) -> tuple[dict[str, float], list[Problem]]:
    weights, problems = {}, []
    for subject, cell in cells.items():
        if subject in TEXTS:
            continue
        value = cell_value(cell)
        if value is None or not value >= 0:
            problems.append(Problem("partner_weight_wrong", file, row, subject_name(subject), str(cell)[:40]))
        elif value > 0:
            weights[subject] = value
    return weights, problems
