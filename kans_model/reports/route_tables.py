"""Which instrument carries every euro and who decides, and what instruments there are: tables to read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kans_model.finance.ledger import Ledger
from kans_model.finance.legal_routes import Title, titles, untitled_eur
from kans_model.finance.route_choice import is_open, routes_of
from kans_model.tables.reading import table
from kans_model.words.amounts import in_millions, money_short
from kans_model.words.texts import t


def titles_line(ledger: Ledger, lang: str) -> str:
    """How much is asked without a legal route, and of whom, in one sentence."""
    untitled = untitled_eur(ledger)
    if untitled.sum() < 1:
        return t("route.all", lang)
    order = np.argsort(-untitled, kind="stable")
    names = [ledger.actors.name(ledger.actors.ids[place], lang) for place in order if untitled[place] >= 1]
    return t("route.none_for", lang, amount=money_short(float(untitled.sum()), lang), names=", ".join(names))


def titles_frame(ledger: Ledger, lang: str) -> pd.DataFrame:
    """Every payer and landowner: instrument, who decides and the amount before grants; grants beneath."""
    rows = [_row(ledger, title, lang) for title in titles(ledger)]
    discount = ledger.inputs.lines.discount
    for name, given in zip(ledger.split.instruments, ledger.grants_eur, strict=True):
        eur = float(given @ discount)
        if eur >= 1:
            scheme = ledger.rule(name)
            payer = ledger.actors.name(scheme["payer"], lang)
            grant = t("route.grant", lang, name=scheme[f"name_{lang}"])
            rows.append((payer, t("route.receivers", lang), grant, payer, in_millions(eur)))
    heads = [t(f"route.{word}", lang) for word in ("payer", "ground", "instrument", "decides")]
    return pd.DataFrame(rows, columns=[*heads, f"{t('workbook.amount', lang)}, {t('unit.meur', lang)}"])


def _row(ledger: Ledger, title: Title, lang: str) -> tuple[str, str, str, str, Any]:
    instruments = table("instruments")
    if title.instrument is None:
        instrument, decides = t("route.missing", lang), "–"
    else:
        instrument = instruments[f"name_{lang}"][title.instrument]
        decides = instruments[f"decides_{lang}"][title.instrument]
    payer = ledger.actors.name(title.payer, lang)
    return payer, t(f"landowner.{title.landowner}", lang), instrument, decides, in_millions(title.eur)


def route_names(ledger: Ledger, lang: str) -> dict[str, list[tuple[str, str]]]:
    """Per party that is asked without a title or has one named: the open routes that may be named."""
    untitled, names = untitled_eur(ledger), table("instruments")[f"name_{lang}"]
    of_route = table("legal_routes")["instrument"]
    found = {}
    for place, actor in enumerate(ledger.actors.ids):
        routes = [str(route) for route in routes_of(ledger.actors.like(actor), "named").index]
        if routes and (untitled[place] >= 1 or actor in ledger.split.routes):
            found[actor] = [
                (route, names[of_route[route]])
                for route in routes
                if is_open(route, ledger.split.reference_year)
            ]
    return found


def instruments_frame(lang: str) -> pd.DataFrame:
    """Every instrument: whether it is there, when, who decides, what for, and what the model does."""
    rows = table("instruments")

    def years(first: float, last: float) -> str:
        ends = ["" if np.isnan(year) else f"{year:.0f}" for year in (first, last)]
        return "–".join(ends) if any(ends) else ""

    return pd.DataFrame(
        {
            t("route.instrument", lang): rows[f"name_{lang}"].to_numpy(),
            t("route.status", lang): [t(f"route.status_{status}", lang) for status in rows["status"]],
            t("route.years", lang): [
                years(first, last) for first, last in zip(rows["valid_from"], rows["valid_to"], strict=True)
            ],
            t("route.decides", lang): rows[f"decides_{lang}"].to_numpy(),
            t("route.purpose", lang): rows[f"purpose_{lang}"].to_numpy(),
            t("route.effect", lang): [t(f"route.effect_{effect}", lang) for effect in rows["effect"]],
        }
    )
