"""The budget per taakveld and the cover plan as sheets of the workbook."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letter

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.ledger import Ledger
from kans_model.finance.purses import GRANT_CLASS
from kans_model.reports.budget_tables import (
    BESIDE,
    LEVIED,
    OTHER,
    beside_columns,
    budget_frame,
    budget_places,
    council_paragraph,
    cover_frame,
    task_fields,
)
from kans_model.reports.ratio_tables import payer_frame, payers_line, ratio_frame, risk_frame, risk_line
from kans_model.reports.split_range_tables import what_if_frame
from kans_model.reports.workbook_charges import PAID, PurseSheet
from kans_model.reports.workbook_rows import Cell, Formula, Rows
from kans_model.study.study import Study
from kans_model.tables.vocabulary import TASK_FIELDS
from kans_model.words.texts import t

FIRST_BUDGET = 3
"""Column of the first year of the budget."""


def write_ratios(book: Workbook, study: Study, portfolio_id: str, ledger: Ledger, lang: str) -> None:
    """What a controller reads beside the budget: ratios of the BBV, risk, and the levy of each payer."""
    portfolio = study.portfolio(portfolio_id)
    for key, frame, lines in (
        ("ratios", ratio_frame(study.balance, ledger, lang), _balance_lines(study, lang)),
        ("risk", risk_frame(study, portfolio, ledger, lang), [(risk_line(study, portfolio, ledger, lang),)]),
        ("payers", payer_frame(ledger, lang), [(payers_line(ledger, lang),)]),
        ("what_if", what_if_frame(ledger, lang, study, portfolio), []),
    ):
        heads: list[Cell] = [str(column) for column in frame.columns]
        rows = Rows(book.create_sheet(t(f"workbook.{key}", lang)), heads)
        for values in frame.itertuples(index=False, name=None):
            rows.add(*(value if isinstance(value, str) else float(value) for value in values))
        for line in lines:
            rows.add(*line)


def _balance_lines(study: Study, lang: str) -> list[tuple[Cell, ...]]:
    """The figures that the ratios rest on, as they were filled in."""
    return [
        (t(f"balance.{item}", lang), study.balance.known.get(item, t("unknown", lang)))
        for item in study.balance.posts()
    ]


def write_budget(
    book: Workbook, ledger: Ledger, purses: Mapping[str, PurseSheet], levy: str, at: dict[str, str], lang: str
) -> None:
    """The budget with the paragraph for a proposal beneath it, and the cover plan, as formulas.

    Parameters
    ----------
    purses : the sheets of charges.
    levy : the sheet of the levy, whose column M holds it per household.
    at : where each assumption stands.
    """
    budget, cover = budget_frame(ledger, lang), cover_frame(ledger, lang)
    rows = _headed(book, "budget", budget, lang)
    formulas = _budget(ledger, purses)
    for values, cells in zip(budget.itertuples(index=False, name=None), formulas, strict=True):
        rows.add(*values[:2], *cells)
    for part in council_paragraph(ledger, lang):
        rows.add(part)
    rows = _headed(book, "cover_plan", cover, lang)
    for place, values in enumerate(cover.itertuples(index=False, name=None)):
        rows.add(values[0], *_cover(ledger, purses[GEMEENTE[1]], levy, at, place, lang))


def _headed(book: Workbook, key: str, frame: pd.DataFrame, lang: str) -> Rows:
    heads: list[Cell] = [str(column) for column in frame.columns]
    return Rows(book.create_sheet(t(f"workbook.{key}", lang)), heads)


def _budget(ledger: Ledger, purses: Mapping[str, PurseSheet]) -> list[list[Formula]]:
    """Every row of `budget_frame` on the sheets of charges: costs, gains, balance per taakveld; then all."""
    general, sewer = (purses[purse] for purse in GEMEENTE)
    places = budget_places(ledger)
    field_of = task_fields(ledger)
    costs, gains = ({field: [[] for _ in places] for field in TASK_FIELDS} for _ in range(2))
    for column, place in enumerate(places):
        for block in general.blocks:
            post = OTHER if block.asset_class == GRANT_CLASS else block.asset_class
            of = (general.cell(block.row[key], place) for key in ("depreciation", "interest"))
            costs[field_of[post]][column] += of
        for asset_class, upkeep in general.upkeep.items():
            costs[field_of[asset_class]][column] += (general.cell(row, place) for row in upkeep)
        levy = (sewer.ref(key, place) for key in ("depreciation", "interest", *PAID, "overhead", "sweeping"))
        costs[field_of["sewer_levy"]][column] += levy
        costs[field_of[OTHER]][column].append(general.ref("grants", place))
        both = [purse.ref("interest", place) for purse in (general, sewer)]
        costs[field_of["interest"]][column] += both
        gains[field_of["interest"]][column] += both
        gains[field_of["reserve_release"]][column] += (
            purse.ref("release", place) for purse in (general, sewer)
        )
        for key, post in LEVIED.items():
            gains[field_of[post]][column].append(sewer.ref(key, place))
        costs[field_of["remission"]][column].append(sewer.ref("remission", place))
        gains[field_of["sewer_levy"]][column] += (sewer.ref(key, place) for key in ("levelling", "borne"))
    columns = [letter(FIRST_BUDGET + n) for n in range(len(places))]
    rows = []
    for number, field in enumerate(TASK_FIELDS):
        top = 2 + 3 * number
        rows += [[Formula("=" + ("+".join(cells) or "0")) for cells in of[field]] for of in (costs, gains)]
        rows.append([Formula(f"={c}{top + 1}-{c}{top}") for c in columns])
    last = 1 + 3 * len(TASK_FIELDS)
    balances = [
        Formula("=ROUND(" + "+".join(f"{c}{row}" for row in range(4, last + 1, 3)) + ",2)") for c in columns
    ]
    once = [
        Formula(
            f"=ROUND({sewer.ref('vat_at_once', place)}-{general.ref('at_once', place)}"
            f"-{general.ref('grants', place)},2)"
        )
        for place in places
    ]
    return [*rows, balances, once, [Formula(f"={c}{last + 1}-{c}{last + 2}") for c in columns]]


def _cover(
    ledger: Ledger, sewer: PurseSheet, levy: str, at: Mapping[str, str], place: int, lang: str
) -> list[Cell]:
    """A year of the cover plan on the sheets of charges and levy, in the order of `cover_frame`."""
    row, own, tariff = place + 2, ledger.split.levy_costs, at["tariff"]
    capital = f"={sewer.ref('depreciation', place)}+{sewer.ref('interest', place)}"
    beside = beside_columns(ledger)
    keys = ("upkeep", "grants", "vat", *beside, "release", "levelling", "borne")
    cells: list[Cell] = [Formula(capital)]
    for key in keys:
        is_unknown = key in BESIDE and BESIDE[key] not in own
        cells.append(t("unknown", lang) if is_unknown else Formula(f"={sewer.ref(key, place)}"))
    known = ledger.levy_households > 0
    release, levelling, rise = (letter(6 + len(beside) + n) for n in (0, 1, 3))
    cells.append(Formula(f"='{levy}'!M{row}") if known else None)
    if ledger.split.levy_tariff_eur:
        more = Formula(f"={tariff}+{rise}{row}"), Formula(f"=100*{rise}{row}/{tariff}")
        cells += more if known else (None, None)
    needed = f"SUM(B{row}:{letter(5 + len(beside))}{row})"
    cells.append(Formula(f"=IF({needed}>0,100*({needed}-{release}{row}-{levelling}{row})/{needed},100)"))
    if ledger.whole_levy is not None:
        price, first = sewer.ref("price", place), len(cells) + 2
        cells.append(Formula(f"={at['whole_costs_eur']}*{price}+{needed}"))
        cells.append(Formula(f"={at['whole_yield_eur']}*{price}+{sewer.ref('borne', place)}"))
        cells.append(Formula(f"=100*{letter(first + 1)}{row}/{letter(first)}{row}"))
    return cells
