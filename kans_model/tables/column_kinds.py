"""The kinds of columns that tables are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pandera.pandas as pa

from kans_model.tables.rules import not_cited_by_judgement, ordered
from kans_model.tables.vocabulary import EVIDENCE, YEARS
from kans_model.words.problems import Problem


@dataclass(frozen=True)
class Table:
    """A pandera schema with the rules that look across columns or rows.

    A rule takes the parsed table and its file name, and returns the problems it finds.
    """

    schema: pa.DataFrameSchema
    rules: tuple[Callable[[pd.DataFrame, str], list[Problem]], ...] = ()


def text(required: bool = True, **metadata: object) -> pa.Column:
    """A text; without `required` it may be empty."""
    return pa.Column(str, [pa.Check.str_length(min_value=1)] if required else [], metadata=metadata)


def choice(options: tuple[str, ...], **metadata: object) -> pa.Column:
    """One of a few words; the empty one among them stands for none."""
    return pa.Column(str, pa.Check.isin(options), metadata=metadata)


def number(
    unit: str, low: float = 0, high: float | None = None, known: bool = True, **metadata: object
) -> pa.Column:
    """A number in a unit; one that is not `known` everywhere may be empty."""
    bound = pa.Check.ge(low) if high is None else pa.Check.in_range(low, high)
    return pa.Column(float, bound, nullable=not known, metadata={"unit": unit, **metadata})


def whole(low: int, high: int) -> pa.Column:
    """A whole number, a year or a flag."""
    return pa.Column(int, pa.Check.in_range(low, high), metadata={"unit": ""})


def key(name: str) -> pa.Column:
    """The key of a row in another table."""
    return text(key_into=name)


def keys(name: str) -> pa.Column:
    """Keys of rows in another table, with semicolons between; may be empty."""
    return text(required=False, list_into=name)


def uncertain(name: str, *args: Any, ranged: bool = True, **kwargs: Any) -> dict[str, pa.Column]:
    """A number with its low and high; without `ranged` these may be empty."""
    ends = {**kwargs, "known": ranged and kwargs.get("known", True)}
    return {
        name: number(*args, **kwargs, uncertain=True),
        f"{name}_low": number(*args, **ends),
        f"{name}_high": number(*args, **ends),
    }


def name_columns(*stems: str) -> dict[str, pa.Column]:
    return {f"{stem}_{lang}": text() for stem in stems for lang in ("nl", "en")}


def source_columns() -> dict[str, pa.Column]:
    return {"source": key("sources"), "evidence": choice(EVIDENCE)}


def _index(**levels: type) -> pa.Index | pa.MultiIndex:
    indexes = [pa.Index(kind, name=name) for name, kind in levels.items()]
    return indexes[0] if len(indexes) == 1 else pa.MultiIndex(indexes)


def checked_table(
    columns: dict[str, pa.Column], *rules: Any, key_into: dict[str, str] | None = None, **levels: type
) -> Table:
    schema = pa.DataFrameSchema(
        columns, index=_index(**levels), strict=True, metadata={"key_into": key_into or {}}
    )
    ranged = [ordered] if any(name.endswith("_low") or name == "low" for name in columns) else []
    sourced = [not_cited_by_judgement] if {"source", "evidence"} <= set(columns) else []
    return Table(schema, (*ranged, *sourced, *rules))


VALUE = {name: number("", -1e12, known=False) for name in ("value", "low", "high")}
PRICE_YEAR = {"price_year": number("", *YEARS, known=False)}
VALID_FROM = {"valid_from": number("", *YEARS, known=False)}
NOTE = {"note": text(required=False)}
SCALED = {"scaled_to": choice(("", "national_total"))}
"""What a number was set to come out at, if it was: agreement with that proves nothing."""
