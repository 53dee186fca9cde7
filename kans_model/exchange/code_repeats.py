"""Tables in which areas have more than one row, such as one for men and one for women."""

import pandas as pd

from kans_model.exchange.cell_numbers import cell_text, numbers
from kans_model.exchange.import_report import row_list
from kans_model.words.problems import Phrase, Problem

MOST_KINDS = 12
"""A column that tells the rows of an area apart has no more different cells than this."""


def code_repeats(frame: pd.DataFrame, codes: pd.Series, file: str) -> list[Problem]:
    """What to say of codes that occur more than once: one message, with the column that tells them apart.

    Parameters
    ----------
    frame : DataFrame
        The rows of the file.
    codes : Series, same index
        The code of each row.

    Examples
    --------
    >>> rows = pd.DataFrame({"sekse": ["man", "vrouw"] * 2, "inwoners": ["4", "5", "6", "7"]})
    >>> problem = code_repeats(rows, pd.Series(["011", "011", "012", "012"]), "c.csv")[0]
    >>> problem.text("en").partition(";")[2]
    ' column sekse tells them apart (man, vrouw). Keep one row per area'
    """
    twice = codes[codes.duplicated()].unique().tolist()
    if len(twice) == 1:
        return [Problem("city_code_twice", file=file, row=twice[0], column="code", value=twice[0])]
    if not twice:
        return []
    apart: Phrase | str = ""
    again = codes.isin(twice)
    for name in frame.columns:
        texts = frame.loc[again, name].map(cell_text)
        if _tells_apart(texts, codes[again]):
            apart = Phrase("problem.rows_apart", {"column": str(name), "value": row_list(texts.unique())})
            break
    return [Problem("city_codes_twice", file=file, n=len(twice), rows=row_list(twice), apart=apart)]


def _tells_apart(texts: pd.Series, codes: pd.Series) -> bool:
    """Whether cells are words, few of them, and never the same twice in one area."""
    if texts.isna().any() or not 1 < texts.nunique() <= MOST_KINDS:
        return False
    return bool(
        numbers(texts).values.isna().all() and not pd.concat([codes, texts], axis=1).duplicated().any()
    )
