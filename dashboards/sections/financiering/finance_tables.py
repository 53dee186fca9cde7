"""The tables of financing: parties by measure group, by split, and who pays without enjoying."""

from __future__ import annotations

import numpy as np
import pandas as pd
from markupsafe import Markup

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.ledger import Ledger
from kans_model.tables.vocabulary import CATEGORIES
from kans_model.words.amounts import number
from kans_model.words.markup import html
from kans_model.words.texts import t

MILLION = 1e6
DARKEST = 45
"""Tint of the largest cell: dark text stays readable on it. [%]"""
SMALL = 5e-3


def _names(ledger: Ledger, lang: str) -> list[str]:
    return [ledger.actors.name(one, lang) for one in ledger.actors.ids]


def group_matrix(ledger: Ledger, enjoyed_meur: np.ndarray, lang: str) -> Markup:
    """Who pays which measure group, in millions, darker for more; what each group yields beneath."""
    paid = ledger.group_eur / MILLION
    groups = [place for place in range(len(CATEGORIES)) if paid[:, place].any()]
    heads = Markup("").join(
        html('<th scope="col" class="num">{}</th>', word)
        for word in [*(t(f"category.{CATEGORIES[g]}", lang) for g in groups), t("workbook.sum", lang)]
    )
    most = max(float(paid.max(initial=0)), 1e-9)
    rows = []
    for place, name in enumerate(_names(ledger, lang)):
        if not (np.abs(paid[place]) >= SMALL).any():
            continue
        cells = []
        for group in groups:
            value = paid[place, group]
            shade = max(0, round(DARKEST * value / most))
            text = number(value, lang, 1) if abs(value) >= SMALL else "–"
            cells.append(html('<td class="num" style="--shade:{}">{}</td>', shade, text))
        total = html('<td class="num"><b>{}</b></td>', number(paid[place].sum(), lang, 1))
        rows.append(html('<tr><th scope="row">{}</th>{}{}</tr>', name, Markup("").join(cells), total))
    for word, values in (
        (t("workbook.sum", lang), paid.sum(axis=0)),
        (t("financiering.yields", lang), enjoyed_meur.sum(axis=0)),
    ):
        cells = [html('<td class="num"><b>{}</b></td>', number(values[g], lang, 1)) for g in groups]
        cells.append(html('<td class="num"><b>{}</b></td>', number(values[groups].sum(), lang, 1)))
        rows.append(html('<tr><th scope="row"><b>{}</b></th>{}</tr>', word, Markup("").join(cells)))
    caption = t("financiering.matrix_table", lang)
    return html(
        '<div class="table-box whole" tabindex="0" role="region" aria-label="{0}"><table class="matrix">'
        '<caption class="spoken">{0}</caption><thead><tr><td></td>{1}</tr></thead><tbody>{2}</tbody></table>'
        "</div>",
        caption,
        heads,
        Markup("").join(rows),
    )


def party_frame(ledger: Ledger, lang: str) -> pd.DataFrame:
    """Every party by measure group, in euro."""
    columns = {t("workbook.party", lang): _names(ledger, lang)}
    for place, group in enumerate(CATEGORIES):
        columns[f"{t(f'category.{group}', lang)}, EUR"] = ledger.group_eur[:, place]
    return pd.DataFrame(columns | {f"{t('workbook.sum', lang)}, EUR": ledger.present_value_eur})


def difference_frame(ledger: Ledger, other: Ledger, names: tuple[str, str], lang: str) -> pd.DataFrame:
    """What each party bears under two splits and the difference, in millions."""
    first, second = ledger.present_value_eur / MILLION, other.present_value_eur / MILLION
    shown = (np.abs(first) >= SMALL) | (np.abs(second) >= SMALL)
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


def splits_frame(ledgers: dict[str, Ledger], lang: str) -> pd.DataFrame:
    """What each party bears under each of several splits or packages, in millions; totals last."""
    first = next(iter(ledgers.values()))
    borne = {name: one.present_value_eur / MILLION for name, one in ledgers.items()}
    shown = np.any([np.abs(values) >= SMALL for values in borne.values()], axis=0)
    names = [name for name, keep in zip(_names(first, lang), shown, strict=True) if keep]
    unit = t("unit.meur", lang)
    levy = t("financiering.levy", lang)
    return pd.DataFrame(
        {t("workbook.party", lang): [*names, t("workbook.sum", lang), f"{levy}, €"]}
        | {
            f"{name}, {unit}": [*values[shown], values.sum(), ledgers[name].levy["peak"]]
            for name, values in borne.items()
        }
    )


def credit_frame(ledger: Ledger, lang: str) -> pd.DataFrame:
    """Per year what municipality and water board capitalise and pay, and what owners still owe, in euro."""
    years = ledger.inputs.lines.years
    columns: dict[str, object] = {t("table.year", lang): [str(year) for year in years]}
    for actor in (*GEMEENTE, "waterschap"):
        if actor in ledger.actors.ids:
            for key, values in ledger.credit(actor).items():
                if key != "capital":
                    word = t(f"workbook.{'net_credit' if key == 'net' else key}", lang)
                    columns[f"{ledger.actors.name(actor, lang)}: {word}, EUR"] = values
    columns[t("financiering.levy", lang)] = ledger.levy_eur
    if "waterschap" in ledger.actors.ids:
        columns[t("financiering.water_levy", lang)] = ledger.water_levy_eur
    for place, actor in enumerate(ledger.actors.ids):
        if ledger.debt_eur[place].any():
            head = t("financiering.debt", lang, who=ledger.actors.name(actor, lang))
            columns[f"{head}, EUR"] = ledger.debt_eur[place]
    return pd.DataFrame(columns)


def who_matrix(ledger: Ledger, lang: str) -> pd.DataFrame:
    """Every party: what it bears, enjoys, what is left, and in which of four places that puts it."""
    paid, enjoyed = ledger.present_value_eur, ledger.benefit_eur
    size = max(ledger.total_eur, 1e-9) / 1000
    shown = [place for place in range(len(paid)) if max(paid[place], enjoyed[place]) > size]
    unit = t("unit.meur", lang)

    def stands(place: int) -> str:
        pays, gets = paid[place] > size, enjoyed[place] > size
        key = "both" if pays and gets else "pays_only" if pays else "enjoys_only"
        return t(f"financiering.{key}", lang)

    ratio = np.divide(enjoyed, paid, out=np.full_like(paid, np.nan), where=paid > size)
    names = _names(ledger, lang)
    return pd.DataFrame(
        {
            t("workbook.party", lang): [names[place] for place in shown],
            f"{t('chart.paid', lang).capitalize()}, {unit}": paid[shown] / MILLION,
            f"{t('chart.enjoyed', lang).capitalize()}, {unit}": enjoyed[shown] / MILLION,
            f"{t('workbook.net', lang)}, {unit}": (enjoyed - paid)[shown] / MILLION,
            t("workbook.ratio", lang): [
                "–" if np.isnan(ratio[place]) else number(ratio[place], lang, 2) for place in shown
            ],
            t("financiering.stands", lang): [stands(place) for place in shown],
        }
    )
