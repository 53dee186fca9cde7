"""The programme as a workbook: a sheet per year and per payer, with formulas for its totals."""

from __future__ import annotations

import numpy as np
from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letter

from kans_model.finance.actors import Actors
from kans_model.programme.limits import Limits
from kans_model.programme.plan import Plan
from kans_model.reports.agenda import measure_names, project_rows, yearly_budget
from kans_model.reports.formula_values import stored
from kans_model.reports.workbook_rows import Formula, Rows
from kans_model.study.names import split_name
from kans_model.study.study import Study
from kans_model.words.texts import t

LEAST_EUR = 0.005
"""Amounts below this are none. [EUR]"""
YEAR = "0"


def agenda_workbook(study: Study, split_id: str, lang: str = "nl") -> bytes:
    """An .xlsx file: all projects, the budget per year, and a sheet for every year and every payer.

    Every total is a formula on the cells above it; the sheet of a payer adds up to that payer in the sheet of
    all years.

    Returns
    -------
    bytes
    """
    plan, ledger = study.plan(), study.ledger(study.programme.package, split_id, planned=False)
    limits = plan.limits(ledger)
    bills = np.einsum("py,pyk->kpy", plan.built, limits.bill_eur)  # payer, project, year
    book = Workbook()
    first = book.active
    first.title = _title(t("programme.sheet_projects", lang))
    heads = _heads(lang, "project", "owner", "start", "end", "investment", "saved", "measures")
    _projects(Rows(first, heads), plan, lang)
    _budget(book, study, split_id, lang)
    for place, year in enumerate(plan.values.years):
        if bills[..., place].any():
            _year(book, plan, limits, bills[..., place], str(year), study.actors, lang)
    for payer, eur in zip(limits.payers, bills, strict=True):
        if (eur > LEAST_EUR).any():
            _payer(book, plan, eur, study.actors.name(payer, lang), lang)
    about = Rows(book.create_sheet(_title(t("programme.sheet_about", lang))))
    about.add(study.city.name)
    if study.city.fictional:
        about.add(t("page.fictional", lang))
    about.add(t("programme.about", lang, split=split_name(study.split(split_id), lang), hash=study.hash))
    return stored(book)


def _heads(lang: str, *names: str) -> list[str]:
    return [t(f"programme.column_{name}", lang) for name in names]


def _title(text: str) -> str:
    """What a sheet may be called: no sign that a formula needs, and 31 letters."""
    return "".join(sign for sign in text if sign not in "[]:*?/\\'")[:31]


def _total(rows: Rows, columns: range, lang: str) -> None:
    """A row with the sum of each of these columns."""
    last = rows.last
    sums = [Formula(f"=SUM({letter(column)}2:{letter(column)}{last})") for column in columns]
    before = [t("programme.total", lang), *[None] * (columns.start - 2)]
    rows.add(*before, *sums)


def _projects(rows: Rows, plan: Plan, lang: str) -> None:
    for row in project_rows(plan):
        rows.add(
            row["name"],
            t(f"owner.{row['owner']}", lang),
            row["start"],
            row["end"],
            row["investment_eur"],
            row["saved_by_works_eur"],
            measure_names(row["measures"], lang),
            codes={3: YEAR, 5: "#,##0.00"},
        )
    _total(rows, range(5, 7), lang)


def _budget(book: Workbook, study: Study, split_id: str, lang: str) -> None:
    ledger = study.ledger(study.programme.package, split_id)
    heads = _heads(lang, "year", "gross", "contributions", "net", "charges")
    rows = Rows(book.create_sheet(_title(t("programme.sheet_budget", lang))), heads)
    for year, row in yearly_budget(ledger).iterrows():
        n = rows.last + 1
        rows.add(
            int(year),
            float(row["gross_eur"]),
            float(row["contributions_eur"]),
            Formula(f"=B{n}-C{n}"),
            float(row["charges_eur"]),
            codes={1: YEAR, 2: "#,##0.00"},
        )
    _total(rows, range(2, 6), lang)


def _year(
    book: Workbook, plan: Plan, limits: Limits, eur: np.ndarray, year: str, actors: Actors, lang: str
) -> None:
    """Projects of one year by who pays; `eur` is (payer, project)."""
    pays = np.flatnonzero(eur.max(axis=1, initial=0.0) > LEAST_EUR)
    names = [actors.name(limits.payers[place], lang) for place in pays]
    rows = Rows(book.create_sheet(year), [*_heads(lang, "project"), *names, *_heads(lang, "together")])
    for place in np.flatnonzero(eur.max(axis=0, initial=0.0) > LEAST_EUR):
        n = rows.last + 1
        end = letter(1 + len(pays))
        rows.add(
            plan.programme.projects[place].name,
            *(float(eur[payer, place]) for payer in pays),
            Formula(f"=SUM(B{n}:{end}{n})"),
        )
    _total(rows, range(2, 3 + len(pays)), lang)


def _payer(book: Workbook, plan: Plan, eur: np.ndarray, name: str, lang: str) -> None:
    """What one payer pays by project and year; `eur` is (project, year)."""
    years = [int(year) for year in plan.values.years]
    rows = Rows(
        book.create_sheet(_title(name)),
        [*_heads(lang, "project"), *map(str, years), *_heads(lang, "together")],
    )
    for place in np.flatnonzero(eur.max(axis=1, initial=0.0) > LEAST_EUR):
        n = rows.last + 1
        rows.add(
            plan.programme.projects[place].name,
            *(float(amount) for amount in eur[place]),
            Formula(f"=SUM(B{n}:{letter(1 + len(years))}{n})"),
        )
    _total(rows, range(2, 3 + len(years)), lang)
