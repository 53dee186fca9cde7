"""The charges of each purse, asset by asset, as formulas on the cost lines and the assumptions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from openpyxl import Workbook

from kans_model.finance import purses
from kans_model.finance.actors import GEMEENTE
from kans_model.finance.ledger import Ledger
from kans_model.finance.purses import AT_ONCE_CLASS, GRANT_CLASS
from kans_model.reports.workbook_assumptions import price_formula
from kans_model.reports.workbook_block import BLOCK, Block
from kans_model.reports.workbook_grants import GrantSheet
from kans_model.reports.workbook_lines import LineSheet
from kans_model.reports.workbook_reserves import level_if_cut, paid_part, released
from kans_model.reports.workbook_rows import Cell, Formula, Rows, year_column
from kans_model.reports.workbook_threshold import SmallWorks
from kans_model.tables.reading import table
from kans_model.words.texts import t

TOTALS = ("gross", "net", "book_value", "depreciation", "interest")
PAID = ("upkeep", "grants", "vat")
KINDS = {"built": "investering", "renewed": "vervanging"}
WORDS = {"net": "net_credit", "vat": "levied_vat"}


class PurseSheet:
    """The sheet of one purse, and in which row its totals stand.

    Attributes
    ----------
    row : dict
        gross, net, book_value, depreciation, interest, upkeep, grants, vat, release, levelling, borne,
        at_once, vat_at_once, price; of the sewer levy overhead, sweeping and remission.
    blocks : list of Block
    upkeep : dict
        Asset class → rows of its upkeep.
    """

    def __init__(
        self, book: Workbook, ledger: Ledger, actor: str, lines: LineSheet, grants: GrantSheet, lang: str
    ):
        self.ledger, self.actor, self.lines, self.lang = ledger, actor, lines, lang
        self.grants = grants
        self.at = lines.at
        self.place = ledger.actors.place(actor)
        self.years = [int(year) for year in ledger.inputs.lines.years]
        self.columns = [year_column(place) for place in range(len(self.years))]
        self.rows = Rows(
            book.create_sheet(self.word(f"charges_{actor}")),
            [self.word("what"), self.word("asset_class"), self.word("value"), *self.years],
        )
        self.row: dict[str, int] = {}
        self.blocks: list[Block] = []
        self.upkeep: dict[str, list[int]] = {}
        self.may_bear_vat = actor == GEMEENTE[1] and bool(ledger.inputs.base.scalar["vat_rate"])
        prices = [price_formula(self.at, f"{column}$1") for column in self.columns]
        self.row["price"] = self.rows.add(self.word("price"), "", "", *prices, code="0.000000")
        self.rate = self._add("interest", "", value=Formula(f"={self.at[f'rate:{actor}']}"), code="0.00%")
        self.small = self._small_works() if ledger.split.capitalisation_threshold_eur else None
        self._write_blocks()
        self._write_totals()

    def word(self, key: str) -> str:
        return t(f"workbook.{WORDS.get(key, key)}", self.lang)

    def _add(
        self,
        key: str,
        of: str,
        cells: Sequence[Cell] = (),
        value: Cell = None,
        code: str = "#,##0.00",
    ) -> int:
        return self.rows.add(self.word(key), of, value, *cells, code=code)

    def _sum(self, cells: Sequence[str]) -> str:
        return "+".join(cells) or "0"

    def _each(self, text: str) -> list[Formula]:
        """One formula for every year: {c} is its column."""
        return [Formula("=" + text.format(c=column)) for column in self.columns]

    def _small_works(self) -> SmallWorks:
        """What is built and renewed per measure, for the threshold that the split sets."""
        ledger, rows, grants = self.ledger, {}, {}
        sewer = ledger.actors.place(GEMEENTE[1])
        for place, measure in enumerate(ledger.inputs.lines.measures):
            wished = self.actor in GEMEENTE and ledger.wished_shares[:2, place][..., sewer].any()
            if not wished and not ledger.by_measure[self.place, :2, place].any():
                continue
            name = table("measures")[f"name_{self.lang}"][measure]
            of = rows[place] = {}
            for key, kind in KINDS.items():
                row = self.rows.last + 1
                of[key] = self._add(key, name, self._of_lines(self.lines.of_measure(f"$B{row}"), kind))
                if self.may_bear_vat:
                    row += 1
                    cells = self._levied_vat(self.lines.of_measure(f"$B{row}"), kind)
                    of[f"vat_{key}"] = self._add("vat", name, cells)
            row = self._add("received", name, self._received_for([place]))
            grants[place] = [f"{c}{row}" for c in self.columns]
        return SmallWorks(self.columns, self.at["threshold"], rows, grants)

    # --- asset by asset -----------------------------------------------------------------------

    def _write_blocks(self) -> None:
        works = self.ledger.works(self.actor)
        lives = [asset.life_years for asset in purses.assets(self.ledger)]
        self.works = works
        wanted = [place for place in range(len(works.classes)) if self._has_any(place, works.classes[place])]
        # The provision pays a part of the renewals of all: the row of that part stands before them.
        start = self.rows.last + 3
        length = len(BLOCK) + (3 if self.may_bear_vat else 0)
        renewed = [start + length * n + BLOCK.index("renewed") for n in range(len(wanted))]
        total = self._add(
            "renewed", self.word("sum"), self._each(self._sum([f"{{c}}{row}" for row in renewed]))
        )
        reserve = self.at[f"renewal_provisions:{self.actor}"]
        self.provided = self._add("provided_part", "", paid_part(self.columns, total, reserve), code="0.00%")
        for place in wanted:
            name = works.classes[place]
            term: Cell = int(works.terms_years[place])
            if place < len(lives):  # the term of its class, no longer than it lasts
                term = Formula(f"=MIN({self.at[f'term:{name}']},{lives[place]})")
            self.blocks.append(self._block(place, name, term))

    def _has_any(self, place: int, asset_class: str) -> bool:
        """Whether an asset has a block here: something is built, or would be with another levy share."""
        works = self.works
        if any(part[place].any() for part in (works.built_eur, works.renewed_eur, works.received_eur)):
            return True
        groups = purses.assets(self.ledger)
        if self.actor not in GEMEENTE or place >= len(groups):
            return False
        sewer = self.ledger.actors.place(GEMEENTE[1])
        return bool(self.ledger.wished_shares[:2, groups[place].measures][..., sewer].any())

    def _block(self, place: int, asset_class: str, term: Cell) -> Block:
        if asset_class == GRANT_CLASS:
            name = self.word("grants")
        elif place < len(self.lines.assets):
            name = self.lines.assets[place]
        else:
            name = table("asset_classes")[f"name_{self.lang}"][asset_class]
        at = {key: self.rows.last + 1 + n for n, key in enumerate(BLOCK)}
        block = Block(asset_class, name, at)
        for key in ("built", "renewed", "received"):
            self._add(key, name, self._flow(key, place, asset_class, at[key]))
        self._add("provision", name, self._each(f"{{c}}{at['renewed']}*{{c}}{self.provided}"))
        self._add(
            "net",
            name,
            self._each(
                f"MAX(0,{{c}}{at['built']}-{{c}}{at['received']})+{{c}}{at['renewed']}-{{c}}{at['provision']}"
            ),
        )
        self._add("depreciation", name, self._depreciation(at["net"], block.term), term)
        self._add("book_value", name, self._book_value(at, "net", "depreciation", "book_value", block.term))
        self._add("interest", name, self._each(f"$C${self.rate}*{{c}}{at['book_value']}"))
        if self.may_bear_vat:
            self._vat_rows(block, place)
        return block

    def _flow(self, key: str, place: int, asset_class: str, row: int) -> list[Formula]:
        """What is built, renewed or received of an asset; or a grant capitalised, or what is paid at once."""
        n_assets = len(self.lines.assets)
        if place >= n_assets:
            if key != "built":
                return self._each("0")
            if asset_class == GRANT_CLASS:
                return self._granted(place - n_assets - self.works.classes[n_assets:].count(AT_ONCE_CLASS))
            return self.small.at_once() if self.small else self._each("0")
        measures = purses.assets(self.ledger)[place].measures.tolist()
        if self.small:
            return self.small.received(measures) if key == "received" else self.small.kept(measures, key)
        if key == "received":
            return self._received_for(measures)
        return self._of_lines(self.lines.of_asset(f"$B{row}"), KINDS[key])

    def _vat_cells(self, place: int, row: int) -> list[Formula]:
        """VAT that the levy bears on what is built and renewed of an asset, or on what is paid at once."""
        is_asset = place < len(self.lines.assets)
        if self.small and is_asset:
            return self.small.vat(purses.assets(self.ledger)[place].measures.tolist(), True)
        if self.small and self.works.classes[place] == AT_ONCE_CLASS:
            return self.small.vat(self.small.rows, False)
        if not is_asset:
            return self._each("0")
        return self._levied_vat(self.lines.of_asset(f"$B{row}"), *KINDS.values())

    def _vat_rows(self, block: Block, place: int) -> None:
        """VAT on what is built and renewed that the levy bears, and its charges."""
        keys = ("vat", "vat_depreciation", "vat_book")
        at = block.row
        at |= {key: self.rows.last + 1 + n for n, key in enumerate(keys)}
        self._add("vat", block.name, self._vat_cells(place, at["vat"]))
        self._add("vat_depreciation", block.name, self._depreciation(at["vat"], block.term))
        self._add("vat_book", block.name, self._book_value(at, *keys, block.term))

    def _of_lines(self, of_line: str, kind: str) -> list[Formula]:
        """What the purse bears of a kind of the cost lines that count, with VAT, nominal."""
        of = f"{of_line},{self.lines.is_kind(kind)}"
        share, taxed = self.lines.share(self.place), self.lines.taxed(self.place)
        return [
            Formula(
                f"=(SUMPRODUCT({of},{share},{self.lines.year(y)})"
                f"+{self.at['vat']}*SUMPRODUCT({of},{taxed},{self.lines.year(y)}))*{c}${self.row['price']}"
            )
            for y, c in enumerate(self.columns)
        ]

    def _levied_vat(self, of_line: str, *kinds: str) -> list[Formula]:
        """Compensable VAT on kinds of cost line that the levy bears; of all lines where none are named."""
        of = self.lines.is_kind(*kinds) + (f",{of_line}" if of_line else "")
        free = f"{self.lines.share(self.place)}-{self.lines.taxed(self.place)}"
        levied = f"{self.at['levy_vat_share']}*{self.at['vat']}"
        return [
            Formula(f"={levied}*SUMPRODUCT({of},{free},{self.lines.year(y)})*{c}${self.row['price']}")
            for y, c in enumerate(self.columns)
        ]

    def _received_for(self, measures: Sequence[int]) -> list[Formula]:
        """The grants for some measures, nominal."""
        return self._priced(self.grants.sums(self.place, False, lambda _rule, measure: measure in measures))

    def _granted(self, place: int) -> list[Formula]:
        """What is granted under a rule and capitalised over one term, nominal; in the order of the works."""
        rule, of = self._capitalised()[place]
        return self._priced(self.grants.sums(self.place, True, lambda at, m: at == rule and bool(of[m])))

    def _capitalised(self) -> list[tuple[int, np.ndarray]]:
        """Rule and mask of its measures for each term over which what the purse grants is capitalised."""
        found = []
        for flow in self.ledger.paid_flows(self.place):
            terms = self._grant_terms(flow.name)
            for term in np.unique(terms):
                if term and flow.eur[terms == term].any():
                    found.append((flow.place, terms == term))
        return found

    def _grant_terms(self, rule: str) -> np.ndarray:
        """Years over which what is granted for each measure is capitalised; 0 is paid at once."""
        years = self.ledger.split.grant_years(rule)
        return np.minimum(years, self.ledger.inputs.life_years).astype(int)

    def _granted_at_once(self) -> list[Formula]:
        """What is granted from the exploitation, nominal."""
        terms = [self._grant_terms(name) for name in self.ledger.split.instruments]
        return self._priced(self.grants.sums(self.place, True, lambda rule, m: not terms[rule][m]))

    def _priced(self, sums: Sequence[str]) -> list[Formula]:
        return [Formula(f"={eur}*{c}${self.row['price']}") for eur, c in zip(sums, self.columns, strict=True)]

    def _depreciation(self, net: int, term: str) -> list[Formula]:
        """What was completed within the term before each year, over the term; all at once without one."""
        first, cells = self.columns[0], []
        for place, here in enumerate(self.columns):
            last = self.columns[place - 1]
            living = f"SUMPRODUCT(--(${first}$1:{last}$1>={here}$1-{term}),${first}{net}:{last}{net})"
            later = f"{living}/MAX(1,{term})" if place else "0"
            cells.append(Formula(f"=IF({term}=0,{here}{net},{later})"))
        return cells

    def _book_value(
        self, at: dict[str, int], net: str, depreciation: str, book_value: str, term: str
    ) -> list[Cell]:
        cells: list[Cell] = [0.0]
        for before in self.columns[:-1]:
            worth = f"{before}{at[book_value]}+{before}{at[net]}-{before}{at[depreciation]}"
            cells.append(Formula(f"=IF({term}=0,0,{worth})"))
        return cells

    # --- all assets together ------------------------------------------------------------------

    def _write_totals(self) -> None:
        for key in TOTALS:
            of = ("built", "renewed") if key == "gross" else (key,)
            cells = [f"{{c}}{block.row[part]}" for block in self.blocks for part in of]
            self.row[key] = self._add(key, self.word("sum"), self._each(self._sum(cells)))
        self.row["at_once"] = self._add("at_once", self.word("sum"), self._each(self._at_once("net")))
        self._write_upkeep()
        self.row["grants"] = self._add("grants", "", self._granted_at_once())
        self._write_vat()
        self._write_release()
        row = self.row
        beside = self._write_beside()
        before = f"{{c}}{row['depreciation']}+{{c}}{row['interest']}"
        before += "".join(f"+{{c}}{row[key]}" for key in (*PAID, *beside)) + f"-{{c}}{row['release']}"
        self._write_levelling(before)
        borne = need = f"{before}-{{c}}{row['levelling']}"
        if beside:
            part = f"SUM({self.at['remission_share']})"
            row["remission"] = self._add("remission", "", self._each(f"({need})*{part}/(1-{part})"))
            borne = f"{need}+{{c}}{row['remission']}"
        row["borne"] = self._add("borne", self.word("sum"), self._each(borne))

    def _write_beside(self) -> tuple[str, ...]:
        """Overhead and street sweeping that the sewer levy bears; what is unknown counts for nothing."""
        if self.ledger.actors.like(self.actor) != GEMEENTE[1]:
            return ()
        row = self.row
        keys = ("depreciation", "interest", "upkeep", "grants")
        direct = self._sum([f"{{c}}{row[key]}" for key in keys])
        share, sweeping = (f"SUM({self.at[key]})" for key in ("overhead_share", "sweeping_eur"))
        row["overhead"] = self._add("overhead", "", self._each(f"{share}*({direct})"))
        row["sweeping"] = self._add("sweeping", "", self._each(f"{sweeping}*{{c}}${row['price']}"))
        return "overhead", "sweeping"

    def _at_once(self, key: str) -> str:
        """What of a row of every block is paid in the year itself."""
        return self._sum([f"IF({block.term}=0,{{c}}{block.row[key]},0)" for block in self.blocks])

    def _write_upkeep(self) -> None:
        """Upkeep of each asset, and of all."""
        ledger = self.ledger
        upkeep_eur = ledger.by_measure[self.place][3] + ledger.vat_by_kind[self.place][2]
        for name, asset in zip(self.lines.assets, purses.assets(ledger), strict=True):
            wished = ledger.wished_shares[2, asset.measures][..., ledger.actors.place(GEMEENTE[1])].any()
            if not upkeep_eur[asset.measures].any() and not (self.actor in GEMEENTE and wished):
                continue
            of = self.lines.of_asset(f"$B{self.rows.last + 1}")
            row = self._add("upkeep", name, self._of_lines(of, "onderhoud"))
            self.upkeep.setdefault(asset.asset_class, []).append(row)
        rows = [f"{{c}}{row}" for of_class in self.upkeep.values() for row in of_class]
        self.row["upkeep"] = self._add("upkeep", "", self._each(self._sum(rows)))

    def _write_vat(self) -> None:
        """Compensable VAT that the levy bears: its charges, and that on upkeep."""
        row = self.row
        if not self.may_bear_vat:
            for key in ("vat", "vat_at_once"):
                row[key] = self._add(key, "", self._each("0"))
            return
        upkeep = self._add("upkeep_vat", "", self._levied_vat("", "onderhoud"))
        charges = [
            f"{{c}}{block.row['vat_depreciation']}+$C${self.rate}*{{c}}{block.row['vat_book']}"
            for block in self.blocks
        ]
        row["vat"] = self._add("vat", "", self._each(self._sum([*charges, f"{{c}}{upkeep}"])))
        row["vat_at_once"] = self._add("vat_at_once", "", self._each(self._at_once("vat")))

    def _write_release(self) -> None:
        """What the reserve covers of the depreciation of each asset."""
        capital = [f"IF({block.term}=0,0,{{c}}{block.row['net']})" for block in self.blocks]
        total = self._add("capitalised", self.word("sum"), self._each(self._sum(capital)))
        reserve = self.at[f"reserves:{self.actor}"]
        part = self._add("reserve_part", "", paid_part(self.columns, total, reserve), code="0.00%")
        of_blocks = [
            self._add("release", block.name, released(self.columns, block.row["net"], part, block.term))
            for block in self.blocks
        ]
        self.row["release"] = self._add(
            "release", "", self._each(self._sum([f"{{c}}{row}" for row in of_blocks]))
        )

    def _write_levelling(self, need: str) -> None:
        """What the provision of a levy takes off the peak of its tariff, in prices of the study."""
        balance, price = self.at.get(f"levelling_provisions:{self.actor}"), self.row["price"]
        if balance is None:
            self.row["levelling"] = self._add("levelling", "", self._each("0"))
            return
        tariff = self._add("tariff_before", "", self._each(f"MAX(0,({need})/{{c}}${price})"))
        ends = f"{self.columns[0]}{{row}}:{self.columns[-1]}{{row}}"
        level = self.rows.last + 1
        highest = Formula(f"=MAX(0,MAX({ends.format(row=level)}))")
        self._add("level", "", level_if_cut(self.columns, tariff, price, balance), highest)
        cut = f"IF({balance}=0,0,MAX(0,{{c}}{tariff}-$C${level})*{{c}}${price})"
        self.row["levelling"] = self._add("levelling", "", self._each(cut))

    def ref(self, key: str, place: int) -> str:
        """A total of a year, for a formula of another sheet."""
        return self.cell(self.row[key], place)

    def cell(self, row: int, place: int) -> str:
        """A row in a year, for a formula of another sheet."""
        return f"{self.rows.title}!{self.columns[place]}{row}"

    def over_years(self, key: str) -> str:
        """A total of all years."""
        return f"{self.rows.title}!{self.columns[0]}{self.row[key]}:{self.columns[-1]}{self.row[key]}"
