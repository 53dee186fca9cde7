"""Works below the threshold for capitalising, as formulas: paid at once and not kept as an asset."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kans_model.reports.workbook_rows import Formula


class SmallWorks:
    """Per measure what a purse builds and renews in a year, held against the threshold.

    Parameters
    ----------
    columns : columns of the years.
    least : place of the threshold. [EUR, nominal]
    rows : dict
        Measure → rows of what is built and renewed, and vat_built and vat_renewed where the levy bears VAT.
    grants : dict
        Measure → what is received for it in each year, nominal, as parts of a formula.
    """

    def __init__(
        self, columns: list[str], least: str, rows: dict[int, dict[str, int]], grants: dict[int, list[str]]
    ):
        self.columns, self.least, self.rows, self.grants = columns, least, rows, grants

    def kept(self, measures: Iterable[int], key: str) -> list[Formula]:
        """What of these measures is built or renewed and capitalised."""
        return self._sums(measures, lambda c, m: self._if(c, m, key, "0", f"{c}{self.rows[m][key]}"))

    def received(self, measures: Iterable[int]) -> list[Formula]:
        """Grants for what is capitalised."""
        return self._sums(measures, lambda c, m: self._if(c, m, "built", "0", self._grant(c, m)))

    def at_once(self) -> list[Formula]:
        """What is paid at once, after grants."""

        def of(c: str, m: int) -> str:
            built = self._if(c, m, "built", f"{c}{self.rows[m]['built']}-{self._grant(c, m)}", "0")
            renewed = f"{c}{self.rows[m]['renewed']}"
            return f"{built}+{self._if(c, m, 'renewed', renewed, '0')}"

        return self._sums(self.rows, of)

    def vat(self, measures: Iterable[int], is_kept: bool) -> list[Formula]:
        """VAT that the levy bears on what is capitalised, or on what is paid at once."""

        def of(c: str, m: int) -> str:
            parts = []
            for key in ("built", "renewed"):
                vat = f"{c}{self.rows[m][f'vat_{key}']}"
                parts.append(self._if(c, m, key, *(("0", vat) if is_kept else (vat, "0"))))
            return "+".join(parts)

        return self._sums(measures, of)

    def _if(self, column: str, measure: int, key: str, small: str, large: str) -> str:
        return f"IF({column}{self.rows[measure][key]}<{self.least},{small},{large})"

    def _grant(self, column: str, measure: int) -> str:
        return self.grants[measure][self.columns.index(column)]

    def _sums(self, measures: Iterable[int], of: Callable[[str, int], str]) -> list[Formula]:
        counted = [measure for measure in measures if measure in self.rows]
        return [Formula("=" + ("+".join(of(c, m) for m in counted) or "0")) for c in self.columns]
