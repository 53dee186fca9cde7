"""Financing as tables that people read: parties by measure group, by split, and who pays without enjoying."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kans_model.finance.ledger import Ledger
from kans_model.reports.financing import audit
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import CATEGORIES
from kans_model.words.amounts import in_millions, money_short, number
from kans_model.words.texts import t

SMALL_MEUR = 5e-3
"""What is less would read as zero. [mln EUR]"""
CREDIT_WORDS = {"net": "net_credit", "vat": "levied_vat"}
"""Columns of a credit whose word has another key."""
ALWAYS = ("gross", "net", "depreciation", "interest", "upkeep", "borne", "book_value")
"""Columns of a credit that stand in every table; the others where there is something in them."""
STANDS_SHARE = 1e-3
"""Who bears or enjoys less of the whole than this does neither. [-]"""


@dataclass(frozen=True)
class MatrixRow:
    """A row of the table of parties by measure group.

    Attributes
    ----------
    name : str
    amounts : tuple of (str, float)
        Millions ready to read per group, and the amount as part of the largest of all cells. [-]
    total : str
    is_sum : bool
        Over all parties, with no cell to hold against others.
    """

    name: str
    amounts: tuple[tuple[str, float], ...]
    total: str
    is_sum: bool = False


def _names(ledger: Ledger, lang: str) -> list[str]:
    return [ledger.actors.name(actor, lang) for actor in ledger.actors.ids]


def group_enjoyed_meur(ledger: Ledger) -> np.ndarray:
    """Present value of what each party enjoys of each measure group, shape (actor, group). [mln EUR]"""
    return in_millions(ledger.actors.gathered(ledger.inputs.group_benefit).T)


def group_matrix(ledger: Ledger, lang: str) -> tuple[list[str], list[MatrixRow]]:
    """Who pays which measure group, in millions; what all pay and what each group yields beneath.

    Returns
    -------
    heads : list of str
        The groups that cost something, and the sum.
    rows : list of MatrixRow
    """
    paid = in_millions(ledger.group_eur)
    groups = [place for place in range(len(CATEGORIES)) if paid[:, place].any()]
    most = max(float(paid.max(initial=0)), 1e-9)
    rows = []
    for of_party, name in zip(paid, _names(ledger, lang), strict=True):
        if (np.abs(of_party) >= SMALL_MEUR).any():
            amounts = tuple(
                (number(value, lang, 1) if abs(value) >= SMALL_MEUR else "–", max(0.0, float(value / most)))
                for value in of_party[groups]
            )
            rows.append(MatrixRow(name, amounts, number(of_party.sum(), lang, 1)))
    for word, values in (
        (t("workbook.sum", lang), paid.sum(axis=0)),
        (t("finance_table.yields", lang), group_enjoyed_meur(ledger).sum(axis=0)),
    ):
        amounts = tuple((number(value, lang, 1), 0.0) for value in values[groups])
        rows.append(MatrixRow(word, amounts, number(values[groups].sum(), lang, 1), is_sum=True))
    heads = [t(f"category.{CATEGORIES[group]}", lang) for group in groups]
    return [*heads, t("workbook.sum", lang)], rows


def party_frame(ledger: Ledger, lang: str) -> pd.DataFrame:
    """Every party by measure group, in euro."""
    columns: dict[str, object] = {t("workbook.party", lang): _names(ledger, lang)}
    for place, group in enumerate(CATEGORIES):
        columns[f"{t(f'category.{group}', lang)}, EUR"] = ledger.group_eur[:, place]
    return pd.DataFrame(columns | {f"{t('workbook.sum', lang)}, EUR": ledger.present_value_eur})


def difference_frame(ledger: Ledger, other: Ledger, names: tuple[str, str], lang: str) -> pd.DataFrame:
    """What each party bears under two splits and the difference, in millions."""
    first, second = in_millions(ledger.present_value_eur), in_millions(other.present_value_eur)
    shown = (np.abs(first) >= SMALL_MEUR) | (np.abs(second) >= SMALL_MEUR)
    unit = t("unit.meur", lang)
    left, right = names if names[0] != names[1] else (names[0], f"{names[1]} (2)")
    return pd.DataFrame(
        {
            t("workbook.party", lang): [
                name for name, keep in zip(_names(ledger, lang), shown, strict=True) if keep
            ],
            f"{left}, {unit}": first[shown],
            f"{right}, {unit}": second[shown],
            f"{t('workbook.difference', lang)}, {unit}": (first - second)[shown],
        }
    )


def with_unknown(head: str, eur: ArrayLike, lang: str) -> str:
    """A head of amounts per household; where nobody knows these it says what is missing and to be filled in.

    Examples
    --------
    >>> with_unknown("Heffing", [1.0], "nl"), with_unknown("Heffing", [float("nan")], "nl")
    ('Heffing', 'Heffing (onbekend: vul in hoeveel huishoudens de rioolheffing betalen)')
    """
    return t("budget.head_unknown", lang, head=head) if np.isnan(eur).any() else head


def splits_frame(ledgers: Mapping[str, Ledger], lang: str) -> pd.DataFrame:
    """What each party bears under each of several splits or packages, in millions; totals last."""
    first = next(iter(ledgers.values()))
    borne = {name: in_millions(ledger.present_value_eur) for name, ledger in ledgers.items()}
    shown = np.any([np.abs(values) >= SMALL_MEUR for values in borne.values()], axis=0)
    names = [name for name, keep in zip(_names(first, lang), shown, strict=True) if keep]
    unit = t("unit.meur", lang)
    peaks = [ledger.levy["peak"] for ledger in ledgers.values()]
    levy = with_unknown(f"{t('finance_table.levy', lang)}, €", peaks, lang)
    return pd.DataFrame(
        {t("workbook.party", lang): [*names, t("workbook.sum", lang), levy]}
        | {
            f"{name}, {unit}": [*values[shown], values.sum(), ledgers[name].levy["peak"]]
            for name, values in borne.items()
        }
    )


def credit_frame(ledger: Ledger, lang: str) -> pd.DataFrame:
    """Per year what municipality and water board capitalise and pay, and what owners still owe, in euro."""
    years = ledger.inputs.lines.years
    columns: dict[str, object] = {t("table.year", lang): [str(year) for year in years]}
    for actor in ledger.actors.capitalising:
        for key, values in ledger.credit(actor).items():
            if key not in ("capital", "at_once", "vat_at_once") and (key in ALWAYS or values.any()):
                word = t(f"workbook.{CREDIT_WORDS.get(key, key)}", lang)
                columns[f"{ledger.actors.name(actor, lang)}: {word}, EUR"] = values
    for word, eur in (("levy", ledger.levy_eur), ("general", ledger.general_eur)):
        columns[with_unknown(t(f"finance_table.{word}", lang), eur, lang)] = eur
    if "waterschap" in ledger.actors.ids and ledger.split.water_levy_units:
        columns[t("finance_table.water_levy", lang)] = ledger.water_levy_eur
    for place, actor in enumerate(ledger.actors.ids):
        if ledger.debt_eur[place].any():
            head = t("finance_table.debt", lang, who=ledger.actors.name(actor, lang))
            columns[f"{head}, EUR"] = ledger.debt_eur[place]
    return pd.DataFrame(columns)


def credit_line(ledger: Ledger, lang: str) -> str:
    """What is capitalised in all, when the book value is highest, and the most that owners owe."""
    credits = [ledger.credit(actor) for actor in ledger.actors.capitalising]
    gross, net, book = (sum(credit[key] for credit in credits) for key in ("gross", "net", "book_value"))
    years, owed = ledger.inputs.lines.years, ledger.debt_eur.sum(axis=0)
    if not np.any(gross):
        return t("finance_table.no_credit", lang)
    line = t(
        "finance_table.credit",
        lang,
        gross=money_short(float(np.sum(gross)), lang),
        net=money_short(float(np.sum(net)), lang),
        first=years[0],
        last=years[-1],
        book=money_short(float(np.max(book)), lang),
        year=years[int(np.argmax(book))],
    )
    if not owed.any():
        return f"{line} {t('finance_table.no_debt', lang)}"
    year, most = years[int(owed.argmax())], money_short(float(owed.max()), lang)
    return f"{line} {t('finance_table.owed', lang, amount=most, year=year)}"


def who_matrix(ledger: Ledger, lang: str, is_final: bool = False) -> pd.DataFrame:
    """Every party: what it bears, enjoys, what is left, and in which of four places that puts it.

    As the first who pays and enjoys, or as who bears in the end.
    """
    paid, enjoyed = ledger.present_value_eur, ledger.benefit_eur
    if is_final:
        paid, enjoyed = ledger.final(paid), ledger.final(enjoyed)
    size = STANDS_SHARE * max(ledger.total_eur, 1e-9)
    shown = [place for place in range(len(paid)) if max(paid[place], enjoyed[place]) > size]
    unit = t("unit.meur", lang)

    def stands(place: int) -> str:
        pays, gets = paid[place] > size, enjoyed[place] > size
        key = "both" if pays and gets else "pays_only" if pays else "enjoys_only"
        return t(f"finance_table.{key}", lang)

    ratio = np.divide(enjoyed, paid, out=np.full_like(paid, np.nan), where=paid > size)
    names = _names(ledger, lang)
    return pd.DataFrame(
        {
            t("workbook.party", lang): [names[place] for place in shown],
            f"{t('chart.paid', lang).capitalize()}, {unit}": in_millions(paid[shown]),
            f"{t('chart.enjoyed', lang).capitalize()}, {unit}": in_millions(enjoyed[shown]),
            f"{t('workbook.net', lang)}, {unit}": in_millions((enjoyed - paid)[shown]),
            t("workbook.ratio", lang): [
                "–" if np.isnan(ratio[place]) else number(ratio[place], lang, 2) for place in shown
            ],
            t("finance_table.stands", lang): [stands(place) for place in shown],
        }
    )


def audit_frame(ledger: Ledger, lang: str) -> pd.DataFrame:
    """Which rule gave every euro and why another gave nothing, in euro."""
    lines, names = audit(ledger, lang), table("measures")[f"name_{lang}"]
    return pd.DataFrame(
        {
            t("workbook.rule", lang): [line["name"] for line in lines],
            t("table.measure", lang): [names[line["measure"]] if line["measure"] else "" for line in lines],
            f"{t('workbook.amount', lang)}, EUR": [line["eur"] for line in lines],
            t("workbook.reason", lang): [line["text"] for line in lines],
        }
    )
