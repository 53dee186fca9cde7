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
Parts = tuple[np.ndarray, np.ndarray]
"""What of a flow rises with prices, in prices of the study, and what is in euro of the day. [EUR]"""
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
        rising = _rising(self.ledger, self.actor)
        self.flat = {"upkeep": rising["upkeep_eur"], "grants": rising["grants_eur"]}
        blocks, lives = [], [asset.life_years for asset in purses.assets(self.ledger)]
        for place, name in enumerate(works.classes):
            flows = {
                key: (rising[f"{key}_eur"][0][place], rising[f"{key}_eur"][1][place])
                for key in ("built", "renewed", "received")
            }
            flows["provision"] = np.zeros_like(provision[place]), provision[place]
            if not any(part.any() for parts in flows.values() for part in parts):
                continue
            term: float | Formula = int(works.terms_years[place])
            if place < len(lives):  # the term of its class, no longer than it lasts
                term = Formula(f"=MIN({self.at[f'term:{name}']},{lives[place]})")
            blocks.append(self._block(name, term, flows))
        return blocks

    def _block(self, name: str, term: float | Formula, flows: dict[str, Parts]) -> dict[str, int]:
        rows, columns = self.rows, self.columns
        said = (
            self.word("grants") if name == GRANT_CLASS else table("asset_classes")[f"name_{self.lang}"][name]
        )
        at = {
            key: rows.add(self.word(key), said, None, *self._nominal(*parts)) for key, parts in flows.items()
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

    def _nominal(self, real_eur: np.ndarray, day_eur: np.ndarray) -> list[Formula] | list[float]:
        """Amounts of the day: what rises with prices as formulas on the price index of their year."""
        if not real_eur.any():
            return [float(eur) for eur in day_eur]
        return [
            Formula(f"={float(real)!r}*{c}${self.row['price']}" + (f"+{float(day)!r}" if day else ""))
            for real, day, c in zip(real_eur, day_eur, self.columns, strict=True)
        ]

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
            parts = self.flat.get(key, (np.zeros_like(credit[key]), credit[key]))
            cells = self._vat(credit[key]) if key == "vat" else self._nominal(*parts)
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


def _rising(ledger: Ledger, actor: str) -> dict[str, Parts]:
    """The flows of the works of a purse, each in its two parts.

    The works are worked out at prices once and twice those of the study: what the second adds is all that
    rises, rule by rule, and the rest is in euro of the day.
    """
    inputs, n = ledger.inputs, 2
    ones = np.ones((n, len(inputs.lines.measures)))
    moves = purses.Moves(
        cost=ones,
        upkeep=ones,
        borne=ones,
        price=np.array([1.0, 2.0])[:, None] * np.ones(len(inputs.lines.years)),
        terms_years={name: np.full(n, ledger.split.term_years(name)) for name in inputs.asset_classes},
        grants=np.ones((n, len(ledger.split.instruments))),
    )
    works = purses.works(ledger, actor, np.ones(len(inputs.lines.measures)), moves)
    found = {}
    for key in ("built_eur", "renewed_eur", "received_eur", "upkeep_eur", "grants_eur"):
        once, twice = getattr(works, key)
        rest = 2 * once - twice
        rest = np.where(np.abs(rest) < 1e-6, 0.0, rest)  # nothing but a rounding
        found[key] = twice - once, rest
    return found
