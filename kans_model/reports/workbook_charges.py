"""The charges of each purse, class by class, as formulas on its credits, terms and rate."""

from __future__ import annotations

import numpy as np
from openpyxl import Workbook

from kans_model.finance import levies, purses
from kans_model.finance.actors import GEMEENTE
from kans_model.finance.ledger import Ledger
from kans_model.finance.purses import GRANT_CLASS
from kans_model.reports.workbook_assumptions import price_formula
from kans_model.reports.workbook_rows import Formula, Rows, year_column
from kans_model.tables.reading import table
from kans_model.words.texts import t

TOTALS = ("gross", "net", "book_value", "depreciation", "interest")
PAID = ("upkeep", "grants", "vat")
COVERED = ("release", "levelling")
GRANTED = ("received", "grants")
RISING = ("built", "renewed", "upkeep")
"""Flows in prices of the study, which rise with inflation; grants and provisions are in their own euro."""
WORDS = {"net": "net_credit", "vat": "levied_vat"}


class PurseSheet:
    """The sheet of one purse, and in which row its totals stand.

    Attributes
    ----------
    row : dict
        gross, net, book_value, depreciation, interest, upkeep, grants, vat, release, levelling, borne, price.
    """

    def __init__(self, book: Workbook, ledger: Ledger, actor: str, at: dict[str, str], lang: str):
        self.ledger, self.actor, self.at, self.lang = ledger, actor, at, lang
        self.years = [int(year) for year in ledger.inputs.lines.years]
        self.columns = [year_column(place) for place in range(len(self.years))]
        self.rows = Rows(
            book.create_sheet(self.word(f"charges_{actor}")),
            [self.word("what"), self.word("asset_class"), self.word("value"), *self.years],
        )
        self.row: dict[str, int] = {}
        rules = range(len(ledger.split.instruments))
        self.grants_rise = not any(
            ledger.grants_eur[rule].any() and ledger.follows(rule) == "euro" for rule in rules
        )
        prices = [price_formula(at, f"{column}$1") for column in self.columns]
        self.row["price"] = self.rows.add(self.word("price"), "", "", *prices, code="0.000000")
        self.rate = self.rows.add(self.word("interest"), "", Formula(f"={at[f'rate:{actor}']}"), code="0.00%")
        blocks = self._blocks()
        self._totals(blocks)

    def word(self, key: str) -> str:
        return t(f"workbook.{WORDS.get(key, key)}", self.lang)

    def _blocks(self) -> list[dict[str, int]]:
        """Per asset: credit, renewal, grant and provision as figures, the rest as formulas on them."""
        works = self.ledger.works(self.actor)
        kept = purses.reserves(self.ledger, self.actor)
        provision = works.renewed_eur - levies.after_reserve_eur(works.renewed_eur, kept.renewal_eur)
        blocks, lives = [], [asset.life_years for asset in purses.assets(self.ledger)]
        for place, name in enumerate(works.classes):
            flows = {
                "built": works.built_eur[place],
                "renewed": works.renewed_eur[place],
                "received": works.received_eur[place],
                "provision": provision[place],
            }
            if not any(np.abs(flow).any() for flow in flows.values()):
                continue
            term: float | Formula = int(works.terms_years[place])
            if place < len(lives):  # the term of its class, no longer than it lasts
                term = Formula(f"=MIN({self.at[f'term:{name}']},{lives[place]})")
            blocks.append(self._block(name, term, flows))
        return blocks

    def _block(self, name: str, term: float | Formula, flows: dict[str, np.ndarray]) -> dict[str, int]:
        rows, columns = self.rows, self.columns
        said = (
            self.word("grants") if name == GRANT_CLASS else table("asset_classes")[f"name_{self.lang}"][name]
        )
        at = {
            key: rows.add(self.word(key), said, None, *self._nominal(key, flow))
            for key, flow in flows.items()
        }
        first = rows.last + 1
        at |= {
            key: first + place for place, key in enumerate(("net", "depreciation", "book_value", "interest"))
        }
        net = [
            Formula(f"=MAX(0,{c}{at['built']}-{c}{at['received']})+{c}{at['renewed']}-{c}{at['provision']}")
            for c in columns
        ]
        rows.add(self.word("net"), said, None, *net)
        depreciation = [self._depreciation(at, place) for place in range(len(columns))]
        rows.add(self.word("depreciation"), said, term, *depreciation)
        book = [self._book_value(at, place) for place in range(len(columns))]
        rows.add(self.word("book_value"), said, None, *book)
        rows.add(
            self.word("interest"),
            said,
            None,
            *(Formula(f"=$C${self.rate}*{c}{at['book_value']}") for c in columns),
        )
        return at

    def _nominal(self, key: str, flow: np.ndarray) -> list[Formula] | list[float]:
        """Amounts of the day: those that rise with prices as formulas on the price index of their year."""
        if not flow.any() or not (key in RISING or (key in GRANTED and self.grants_rise)):
            return [float(eur) for eur in flow]
        real, row = flow / self.ledger.price, self.row["price"]
        return [Formula(f"={float(eur)!r}*{c}${row}") for eur, c in zip(real, self.columns, strict=True)]

    def _depreciation(self, at: dict[str, int], place: int) -> Formula:
        """What was completed within the term before this year, over the term; all at once without one."""
        term, net, here = f"$C{at['depreciation']}", at["net"], self.columns[place]
        if place == 0:
            return Formula(f"=IF({term}=0,{here}{net},0)")
        first, last = self.columns[0], self.columns[place - 1]
        living = f"SUMPRODUCT(--(${first}$1:{last}$1>={here}$1-{term}),${first}{net}:{last}{net})"
        return Formula(f"=IF({term}=0,{here}{net},{living}/MAX(1,{term}))")

    def _book_value(self, at: dict[str, int], place: int) -> Formula | float:
        if place == 0:
            return 0.0
        before, row = self.columns[place - 1], at["book_value"]
        worth = f"{before}{row}+{before}{at['net']}-{before}{at['depreciation']}"
        return Formula(f"=IF($C{at['depreciation']}=0,0,{worth})")

    def _totals(self, blocks: list[dict[str, int]]) -> None:
        credit = self.ledger.credit(self.actor)
        for key in TOTALS:
            of = ("built", "renewed") if key == "gross" else (key,)
            sums = [
                Formula("=" + ("+".join(f"{c}{at[part]}" for at in blocks for part in of) or "0"))
                for c in self.columns
            ]
            self.row[key] = self.rows.add(self.word(key), self.word("sum"), None, *sums)
        for key in (*PAID, *COVERED):
            cells = self._vat(credit[key]) if key == "vat" else self._nominal(key, credit[key])
            self.row[key] = self.rows.add(self.word(key), "", None, *cells)
        row = self.row
        borne = [
            Formula(
                f"={c}{row['depreciation']}+{c}{row['interest']}"
                + "".join(f"+{c}{row[key]}" for key in PAID)
                + "".join(f"-{c}{row[key]}" for key in COVERED)
            )
            for c in self.columns
        ]
        row["borne"] = self.rows.add(self.word("borne"), self.word("sum"), None, *borne)

    def _vat(self, levied_eur: np.ndarray) -> list[Formula] | list[float]:
        """VAT that the levy bears: all that is compensable, times the part and the rate that are set."""
        split, rate = self.ledger.split, float(self.ledger.inputs.base.scalar["vat_rate"])
        if self.actor != GEMEENTE[1] or not rate:
            return [float(eur) for eur in levied_eur]
        whole = split.changed(self.ledger.actors, rates={**split.rates, "levy_vat_share": 1.0})
        of_all = Ledger(self.ledger.inputs, whole, self.ledger.actors).credit(self.actor)["vat"] / rate
        moved = f"*{self.at['levy_vat_share']}*{self.at['vat']}"
        return [Formula(f"={float(eur)!r}{moved}") for eur in of_all]

    def ref(self, key: str, place: int) -> str:
        """A total of a year, for a formula of another sheet."""
        return f"{self.rows.title}!{self.columns[place]}{self.row[key]}"

    def over_years(self, key: str) -> str:
        """A total of all years."""
        return f"{self.rows.title}!{self.columns[0]}{self.row[key]}:{self.columns[-1]}{self.row[key]}"
