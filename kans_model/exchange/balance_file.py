"""The city's own balance from a file: a post and an amount a row."""

from pathlib import Path

import pandas as pd

from kans_model.exchange.cell_numbers import numbers
from kans_model.exchange.grant_rules import WRITTEN, filled_rows
from kans_model.finance.city_balance import CityBalance
from kans_model.study.file_schema import few
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import LANGUAGES, t

COLUMNS = ["post", "eur"]


def read_balance(path: str | Path) -> CityBalance:
    """The balance of a CSV file with the columns post and eur; a post without an amount is unknown.

    A post is called by its key or by its name on the page, in either language.

    Raises
    ------
    KansError
        All that is wrong at once, by file, row and column.
    """
    path = Path(path)
    (_, head), *rows = filled_rows(path)
    header = [name.strip().lower() for name in head]
    if header != COLUMNS:
        raise KansError(Problem("balance_columns", file=path.name, value=", ".join(header)[:200]))
    names = {t(f"balance.{item}", lang).lower(): item for item in CityBalance.posts() for lang in LANGUAGES}
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    for line, row in rows:
        if len(row) != len(COLUMNS):
            known = len(COLUMNS)
            problems.append(Problem("rules_row_length", path.name, line, value=len(row), must=known))
            continue
        post, amount = (text.strip() for text in row)
        item = names.get(post.lower(), post)
        if item not in CityBalance.posts():
            listed = ", ".join(CityBalance.posts())
            problems.append(Problem("balance_item", path.name, line, "post", post, known=listed))
        elif item in texts:
            problems.append(Problem("balance_twice", path.name, line, "post", post))
        else:
            texts[item] = amount
    # large amounts below zero are a mark for unknown in statistics, and debts or deficits here
    unsigned = {item: text.lstrip("+-") for item, text in texts.items()}
    read = numbers(pd.Series(unsigned, dtype=object), decimal=False).values
    known_eur: dict[str, float] = {}
    for item, text in texts.items():
        if not text:
            continue
        if not WRITTEN.fullmatch(text) or "%" in text or "€-" in text.replace(" ", ""):
            problems.append(Problem("balance_amount", path.name, item, "eur", text[:40]))
            continue
        try:
            sign = -1 if text.startswith("-") else 1
            known_eur |= CityBalance.from_dict({item: sign * float(read[item])}).known
        except KansError as error:
            wrong = (Problem(problem.key, path.name, item, "eur", text[:40]) for problem in error.problems)
            problems += wrong
    if problems:
        raise KansError(few(problems, path.name))
    return CityBalance.from_dict(known_eur)
