"""Grant rules from a file, in the columns of funding.csv."""

from pathlib import Path
from typing import Any

import pandas as pd

from kans_model.finance.grants import NUMBERS, rule_problems
from kans_model.words.problems import KansError, Problem


def read_rules(path: str | Path, actors: Any) -> dict[str, dict[str, Any]]:
    """Own rules from a CSV file in the columns of `funding.csv`; those a rule does not need may be left out.

    Raises
    ------
    KansError
        All that is wrong at once, by file, row and column.
    """
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, sep=None, engine="python")
    except (OSError, ValueError, pd.errors.ParserError) as error:
        raise KansError(Problem("rules_unreadable", file=Path(path).name, value=str(error))) from None
    frame.columns = [str(name).strip() for name in frame.columns]
    problems = []
    if "funding" not in frame or "payer" not in frame:
        raise KansError(Problem("rules_columns", file=Path(path).name, value=", ".join(frame.columns)))
    rules: dict[str, dict[str, Any]] = {}
    for row in frame.to_dict("records"):
        name, fields = row.pop("funding"), {key: text.strip() for key, text in row.items() if text.strip()}
        for column in set(NUMBERS) & set(fields):
            try:
                fields[column] = float(fields[column].replace(",", "."))
            except ValueError:
                about = {"row": name, "column": column, "value": fields.pop(column)}
                problems.append(Problem("rule_number", file=Path(path).name, **about))
        if name in rules:
            problems.append(Problem("rule_twice", file=Path(path).name, row=name))
        rules[name] = {"status": "own", **fields}
    problems += rule_problems(rules, actors, Path(path).name)
    if problems:
        raise KansError(problems)
    return rules
