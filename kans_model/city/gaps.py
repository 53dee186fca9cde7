"""What a city's sources did not give, counted: by column and rule, and which column lacks most."""

from __future__ import annotations

import pandas as pd

N_NAMED = 4
"""So many columns are named as what helps most to bring."""


def gaps_by_rule(filled: pd.DataFrame) -> pd.DataFrame:
    """How many cells were filled in, one row per column and rule: ``column, rule, evidence, n``.

    Parameters
    ----------
    filled : DataFrame
        `City.filled`: one row per cell.

    Examples
    --------
    >>> cells = {"column": ["soil", "soil"], "rule": ["typology"] * 2, "evidence": ["expert"] * 2}
    >>> gaps_by_rule(pd.DataFrame(cells)).to_numpy().tolist()
    [['soil', 'typology', 'expert', 2]]
    """
    return filled.groupby(["column", "rule", "evidence"]).size().reset_index(name="n")


def emptiest_columns(filled: pd.DataFrame, n: int = N_NAMED) -> list[str]:
    """The columns most cells of which were filled in, most first.

    Examples
    --------
    >>> emptiest_columns(pd.DataFrame({"column": ["soil", "typology", "soil"]}), 1)
    ['soil']
    """
    return [str(name) for name in filled["column"].value_counts().head(n).index]
