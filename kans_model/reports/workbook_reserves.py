"""What money set aside pays each year, as formulas: a part of what it may be used for, or off the peak."""

from __future__ import annotations

from collections.abc import Sequence

from kans_model.reports.workbook_rows import Formula


def paid_part(columns: Sequence[str], total: int, reserve: str) -> list[Formula]:
    """Part of each year's total that a reserve pays, used up first; as `levies.after_reserve_eur`.

    Parameters
    ----------
    total : row of what the reserve may pay.
    reserve : place of what is set aside.
    """
    first, cells = columns[0], []
    for place, here in enumerate(columns):
        before = f"SUM(${first}{total}:{columns[place - 1]}{total})" if place else "0"
        used = f"MIN(SUM(${first}{total}:{here}{total}),{reserve})-MIN({before},{reserve})"
        cells.append(Formula(f"=IF({here}{total}>0,({used})/{here}{total},0)"))
    return cells


def released(columns: Sequence[str], net: int, part: int, term: str) -> list[Formula]:
    """Depreciation of an asset that a reserve covers: of what it paid of the years within the term."""
    first, cells = columns[0], [Formula("=0")]
    for place, here in enumerate(columns[1:]):
        last = columns[place]
        covered = f"${first}{net}:{last}{net},${first}{part}:{last}{part}"
        living = f"SUMPRODUCT(--(${first}$1:{last}$1>={here}$1-{term}),{covered})"
        cells.append(Formula(f"=IF({term}=0,0,{living}/MAX(1,{term}))"))
    return cells


def level_if_cut(columns: Sequence[str], tariff: int, price: int, balance: str) -> list[Formula]:
    """The level of the tariff if a provision pays all that is above it in the years dearer than each.

    The highest of these is the level that the balance can keep; as `levies.levelling_eur`.
    """
    tariffs, prices = (f"${columns[0]}{row}:${columns[-1]}{row}" for row in (tariff, price))
    cells = []
    for here in columns:
        dearer = f"--({tariffs}>={here}{tariff})"
        spent = f"SUMPRODUCT({dearer},{tariffs},{prices})"
        cells.append(Formula(f"=({spent}-{balance})/SUMPRODUCT({dearer},{prices})"))
    return cells
