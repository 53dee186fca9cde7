"""Tables as HTML, CSV and Excel."""

from __future__ import annotations

import io
import re

import pandas as pd
from markupsafe import Markup

from kans_model.words.amounts import number
from kans_model.words.markup import html
from kans_model.words.texts import t

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


FILE_DIGITS = 6
WIDE = 8
"""From so many columns a table may not fit the screen."""


def cell(value: object, lang: str) -> Markup:
    """One cell: text as it is, numbers at the right in the reader's notation, unknown as the word."""
    if isinstance(value, Markup):
        return html("<td>{}</td>", value)
    if isinstance(value, str):
        return html("<td>{}</td>", value)
    if value is None or pd.isna(value):
        return html('<td class="num unknown">{}</td>', t("unknown", lang))
    size = abs(float(value))
    digits = 0 if size >= 100 or float(value).is_integer() else 1 if size >= 10 else 2
    return html('<td class="num">{}</td>', number(float(value), lang, digits))


def table_html(frame: pd.DataFrame, lang: str, caption: str) -> Markup:
    """A table with its first column as row heads; column names are shown as they are, units included."""
    numeric = [pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns]
    heads = Markup("").join(
        html('<th scope="col"{}>{}</th>', Markup(' class="num"') if is_number else "", name)
        for name, is_number in zip(frame.columns, numeric, strict=True)
    )
    rows = Markup("").join(
        html(
            '<tr><th scope="row">{}</th>{}</tr>', first, Markup("").join(cell(value, lang) for value in rest)
        )
        for first, *rest in frame.itertuples(index=False, name=None)
    )
    return html(
        '{3}<div class="table-box" tabindex="0" role="region" aria-label="{0}"><table><caption>{0}</caption>'
        "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>",
        caption,
        heads,
        rows,
        html('<p class="small">{}</p>', t("table.more_beside", lang)) if len(frame.columns) > WIDE else "",
    )


def _no_formula(value: object) -> object:
    """A text that a spreadsheet would run gets an apostrophe in front."""
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value


def sensible(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers to six significant digits: more would promise what no model knows."""
    return frame.map(lambda one: float(f"{one:.{FILE_DIGITS}g}") if isinstance(one, float) else one)


def csv_bytes(frame: pd.DataFrame, lang: str) -> bytes:
    """CSV as the reader's spreadsheet expects it: semicolons and decimal commas in Dutch."""
    dutch = lang == "nl"
    text = (
        sensible(frame)
        .map(_no_formula)
        .to_csv(index=False, sep=";" if dutch else ",", decimal="," if dutch else ".")
    )
    return text.encode("utf-8-sig")


def excel_bytes(frame: pd.DataFrame, title: str) -> bytes:
    """An Excel file with real numbers, one sheet; texts that look like formulas stay texts."""
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="openpyxl") as writer:
        sensible(frame).to_excel(
            writer, index=False, sheet_name=re.sub(r"[\[\]:*?/\\']", " ", title)[:31] or "KANS"
        )
        for row in writer.book.active.iter_rows():
            for item in row:
                if item.data_type == "f":
                    item.data_type = "s"
    return buffer.getvalue()
