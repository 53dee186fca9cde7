"""What a package consists of: per measure how much of what fits, the quantity and the euros."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from kans_model.tables.reading import table
from kans_model.words.amounts import money_short, number, percent, quantity_text
from kans_model.words.markup import macros
from kans_model.words.texts import t

TOP_MEASURES = 5
LEAST_SHOWN = 0.01

_CONTENTS = macros(__file__, "contents.html")


def share_text(share: float, lang: str) -> str:
    """A share in whole percents; what is less than one but not nothing says so.

    Examples
    --------
    >>> share_text(0.27, "en"), share_text(0.002, "en"), share_text(0.0, "en")
    ('27%', '<1%', '0%')
    """
    if 0 < share < LEAST_SHOWN / 2:
        return t("slider.less_than", lang, share=percent(LEAST_SHOWN, lang))
    return percent(share, lang)


def contents_table(rows: pd.DataFrame, lang: str) -> Markup:
    """The measures that take most of the money, and how many others there are."""
    measures = table("measures")
    names, units = measures[f"name_{lang}"], measures["unit"]
    top, rest = rows.iloc[:TOP_MEASURES], rows.iloc[TOP_MEASURES:]
    heads = [t(key, lang) for key in ("table.measure", "optimumtab.uptake", "optimumtab.euro")]
    body = [
        (
            names[name],
            quantity_text(quantity, units[name], lang),
            (share_text(uptake, lang), money_short(eur, lang)),
        )
        for name, uptake, quantity, eur in top.itertuples()
    ]
    others = ""
    if len(rest):
        key = "optimumtab.one_more" if len(rest) == 1 else "optimumtab.others_more"
        money = money_short(float(rest["capex_eur"].sum()), lang)
        others = t(key, lang, n=number(len(rest), lang, 0), money=money)
    return Markup(_CONTENTS.table(t("optimumtab.contents_head", lang), heads, body, others))
