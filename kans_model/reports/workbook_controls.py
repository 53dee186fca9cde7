"""What the sheets of charges, levy and grants add up to, beside the model's own totals."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kans_model.finance.ledger import Ledger
from kans_model.reports.budget_tables import BESIDE
from kans_model.reports.workbook_charges import PurseSheet
from kans_model.reports.workbook_grants import GrantSheet
from kans_model.reports.workbook_payments import CashRows
from kans_model.reports.workbook_rows import year_column
from kans_model.words.terminal import printable
from kans_model.words.texts import t

Control = tuple[str, str, float]
"""What is held against what: its name, the formula and the number of the model."""


def charge_controls(
    ledger: Ledger, purses: Mapping[str, PurseSheet], levy: str, totals: Mapping[str, str], lang: str
) -> list[Control]:
    """The levy, the charges of each purse, nominal cash and the gap.

    Parameters
    ----------
    levy : the cells of the levy of each year.
    totals : dict
        nominal and, where there is a ceiling, gap_value → the place of that total.
    """

    def word(key: str) -> str:
        return t(f"workbook.{key}", lang)

    model = {"nominal": float(ledger.cash_nominal_eur.sum()), "gap_value": ledger.gap_total_eur}
    rows = [
        (word("levy_peak"), f"=MAX({levy})", float(ledger.levy["peak"])),
        (word("levy_sum"), f"=SUM({levy})", float(ledger.levy_eur.sum())),
    ]
    for actor, purse in purses.items():
        credit, name = ledger.credit(actor), printable(ledger.actors.name(actor, lang))
        rows += [
            (f"{name}: {word(key)}", f"=SUM({purse.over_years(key)})", float(credit[key].sum()))
            for key in ("gross", "depreciation", "interest", *BESIDE, "borne")
            if key in purse.row
        ]
    return rows + [(word(key), f"={place}", model[key]) for key, place in totals.items()]


def grant_controls(ledger: Ledger, cash: str, rows_of: CashRows, lang: str) -> list[Control]:
    """What each party receives and pays as grants over all years; two last rows of each on the cash flow."""
    first, last = year_column(0), year_column(len(ledger.inputs.lines.years) - 1)
    rows = []
    for place, actor in enumerate(ledger.actors.ids):
        end = rows_of[actor][1]
        for row, kind, flow in (
            (end - 1, "subsidie_ontvangen", -ledger.received_eur[place]),
            (end, "subsidie_betaald", ledger.paid_eur[place]),
        ):
            if np.abs(flow).any():
                what = f"{printable(ledger.actors.name(actor, lang))}: {t(f'cost_kind.{kind}', lang)}"
                rows.append((what, f"=SUM('{cash}'!{first}{row}:{last}{row})", float(flow.sum())))
    return rows


def rule_controls(ledger: Ledger, sheet: GrantSheet, lang: str) -> list[Control]:
    """What each rule gives over all years."""
    rows = []
    for place, name in enumerate(ledger.split.instruments):
        formula = sheet.given(place)
        if formula is not None:
            what = f"{t('workbook.rule_given', lang)}: {printable(ledger.rule(name)[f'name_{lang}'])}"
            rows.append((what, formula, float(ledger.grants_eur[place].sum())))
    return rows
