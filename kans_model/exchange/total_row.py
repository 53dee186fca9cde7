"""What a row of totals says, held against the rows that were read."""

import pandas as pd

from kans_model.city import columns
from kans_model.exchange.cell_numbers import is_unknown, numbers
from kans_model.exchange.column_reading import ColumnReading
from kans_model.exchange.synonyms import TEXT_COLUMNS, Meaning
from kans_model.words.problems import Phrase

TOLERANCE, ROUNDED = 0.01, 2.5
"""A total differs by no more from its rows, of which CBS rounds each to fives. [-], [count]"""


def total_notes(file: str, entry: Meaning, reading: ColumnReading, cell: object) -> list[Phrase]:
    """Where the rows of a count do not add up to its cell in the row of totals."""
    if is_unknown(cell) or entry.column in TEXT_COLUMNS or columns.unit(entry.column) != "count":
        return []
    total = float(numbers(pd.Series([cell], dtype=object)).values.iloc[0]) * reading.factor
    added = float(reading.values.sum())
    short = total - added if reading.values.notna().all() else 0.0
    if max(short, added - total) > TOLERANCE * total + len(reading.values) * ROUNDED:
        return [
            Phrase(
                "report.total_differs", {"file": file, "column": entry.source, "value": total, "must": added}
            )
        ]
    return []
