"""The sheet of cost lines: what each costs a year, who bears it, and of what asset it is part."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letter

from kans_model.finance import purses
from kans_model.finance.actors import GEMEENTE
from kans_model.finance.burden import SHARED_AS
from kans_model.finance.cost_lines import KINDS
from kans_model.finance.ledger import Ledger
from kans_model.reports.workbook_rows import Cell, Formula, Rows
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import LANDOWNERS
from kans_model.words.texts import t

SMALL_EUR = 0.005
KIND_COLUMN, ASSET_COLUMN, FIRST_SHARE = 3, 5, 6


def asset_names(ledger: Ledger, lang: str) -> list[str]:
    """What each asset of a package is called: its class and how long it lasts."""
    names = table("asset_classes")[f"name_{lang}"]
    return [
        t("workbook.asset_name", lang, asset_class=names[asset.asset_class], years=asset.life_years)
        for asset in purses.assets(ledger)
    ]


class LineSheet:
    """One row per measure, landowner and kind: the shares of the parties, then the years.

    What the sewer levy bears of a measure is a formula on its levy share; general funds bear the rest.

    Parameters
    ----------
    at : dict
        Where each assumption stands.

    Attributes
    ----------
    invested : dict
        Measure and landowner, as places → row of the investment.
    """

    def __init__(self, book: Workbook, ledger: Ledger, at: dict[str, str], lang: str):
        self.ledger, self.at, self.lang = ledger, at, lang
        self.actors = ledger.actors.ids
        self.years = [int(year) for year in ledger.inputs.lines.years]
        self.first_year = FIRST_SHARE + len(self.actors) + 1
        self.first_taxed = self.first_year + len(self.years)
        self.rows = Rows(book.create_sheet(self.word("lines")), self._head())
        self.assets = asset_names(ledger, lang)
        self.invested: dict[tuple[int, int], int] = {}
        self._write()

    def word(self, key: str) -> str:
        return t(f"workbook.{key}", self.lang)

    def _head(self) -> list[Cell]:
        names = [self.ledger.actors.name(actor, self.lang) for actor in self.actors]
        head = [self.word(key) for key in ("measure", "landowner", "kind", "vat", "asset")]
        taxed = [t("workbook.taxed_part", self.lang, who=name) for name in names]
        return [*head, *names, self.word("sum"), *self.years, *taxed]

    def _write(self) -> None:
        ledger, lines = self.ledger, self.ledger.inputs.lines
        names = table("measures")[f"name_{self.lang}"]
        asset_of = {
            place: name
            for name, asset in zip(self.assets, purses.assets(ledger), strict=True)
            for place in asset.measures.tolist()
        }
        for m, measure in enumerate(lines.measures):
            for o, owner in enumerate(LANDOWNERS):
                for k, kind in enumerate(KINDS):
                    if np.abs(lines.eur[k, m, o]).max() < SMALL_EUR:
                        continue
                    is_taxed, at = kind != "restwaarde", SHARED_AS[kind]
                    words = [names[measure], t(f"landowner.{owner}", self.lang), self.kind(kind)]
                    first, last = letter(FIRST_SHARE), letter(FIRST_SHARE + len(self.actors) - 1)
                    row = self.rows.last + 1
                    if kind == KINDS[0]:
                        self.invested[m, o] = row
                    shares = self._shares(measure, ledger.wished_shares[at, m, o])
                    taxed: Sequence[Cell] = (
                        self._shares(measure, ledger.wished_taxed[at, m, o])
                        if is_taxed
                        else [0.0] * len(self.actors)
                    )
                    self.rows.add(
                        *words,
                        int(is_taxed),
                        asset_of[m],
                        *shares,
                        Formula(f"=SUM({first}{row}:{last}{row})"),
                        *map(float, lines.eur[k, m, o]),
                        *taxed,
                        codes={FIRST_SHARE: "0.00%", self.first_year: "#,##0.00", self.first_taxed: "0.00%"},
                    )

    def _shares(self, measure: str, wished: np.ndarray) -> list[Cell]:
        """Shares of a line as somebody wished them, the levy's part held to what it may bear."""
        parts: list[Cell] = [float(part) for part in wished]
        general, sewer = (self.ledger.actors.place(purse) for purse in GEMEENTE)
        if wished[sewer] and general != sewer:
            levy, may = float(wished[sewer]), self.at[f"share:{measure}"]
            parts[sewer] = Formula(f"={levy!r}*{may}")
            parts[general] = Formula(f"={float(wished[general])!r}+{levy!r}*(1-{may})")
        return parts

    def kind(self, kind: str) -> str:
        return t(f"cost_kind.{kind}", self.lang)

    def column(self, index: int) -> str:
        """A column of the cost lines, whole, for a formula."""
        name = letter(index)
        return f"{self.rows.title}!${name}$2:${name}${max(2, self.rows.last)}"

    def share(self, actor: int) -> str:
        """What a party bears of every line."""
        return self.column(FIRST_SHARE + actor)

    def taxed(self, actor: int) -> str:
        """What a party bears of every line with VAT that it does not recover."""
        return self.column(self.first_taxed + actor)

    def year(self, place: int) -> str:
        """What every line costs in a year."""
        return self.column(self.first_year + place)

    def is_kind(self, *kinds: str) -> str:
        """1 for every line of one of these kinds."""
        tests = "+".join(f'({self.column(KIND_COLUMN)}="{self.kind(kind)}")' for kind in kinds)
        return f"--({tests})"

    def of_measure(self, cell: str) -> str:
        """1 for every line of the measure named in a cell."""
        return f"--({self.column(1)}={cell})"

    def of_asset(self, cell: str) -> str:
        """1 for every line that is part of the asset named in a cell."""
        return f"--({self.column(ASSET_COLUMN)}={cell})"
