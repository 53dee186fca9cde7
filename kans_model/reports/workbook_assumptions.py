"""What a financing rests on, as cells that the formulas of the workbook read."""

from __future__ import annotations

import datetime

import numpy as np
from openpyxl import Workbook

import kans_model
from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.finance.actors import GEMEENTE
from kans_model.finance.ledger import Ledger
from kans_model.finance.split_checks import LEVY_COSTS, LEVY_TODAY
from kans_model.reports.changes_in_words import changes
from kans_model.reports.split_in_words import rule_terms, split_changes
from kans_model.reports.workbook_rows import Formula, Rows
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.uncertainty.bands import drawn
from kans_model.uncertainty.ensemble import summary
from kans_model.uncertainty.ledger_ranges import ranges
from kans_model.words.texts import t

RATE = "0.00%"
PLAIN = "0.############"


class Assumptions:
    """The sheet of assumptions, and where each of them stands.

    Attributes
    ----------
    at : dict
        Key → place of its value.
    """

    def __init__(self, book: Workbook, study: Study, ledger: Ledger, lang: str):
        self.ledger, self.lang = ledger, lang
        self.rows = Rows(
            book.create_sheet(self.word("assumptions")),
            [self.word("what"), self.word("value"), self.word("unit"), self.word("default")],
        )
        self.at: dict[str, str] = {}
        self._made()
        self._rates()
        self._terms()
        self._limits()
        self._changes(study)

    def word(self, key: str) -> str:
        return t(f"workbook.{key}", self.lang)

    def _put(
        self,
        key: str,
        name: str,
        value: float | str,
        unit: str = "",
        usual: float | str = "",
        code: str = PLAIN,
    ) -> None:
        row = self.rows.add(name, value, unit, usual, code=code)
        self.at[key] = self.rows.at(row)

    def _made(self) -> None:
        self._put("date", self.word("date"), datetime.date.today().isoformat())
        self._put("version", self.word("version"), f"KANS {kans_model.__version__}")

    def _rates(self) -> None:
        ledger, split = self.ledger, self.ledger.split
        usual = table("finance_defaults", split.reference_year)
        year = t("split_choice.reference_year", self.lang)
        self._put("reference_year", year, split.reference_year)
        self._put("price_year", self.word("price_year"), PRICE_YEAR)
        discount = float(ledger.inputs.base.costs.discount_rate)
        self._put("discount", self.word("discount_rate"), discount, "", "", RATE)
        self._put("vat", self.word("vat_rate"), float(ledger.inputs.base.scalar["vat_rate"]), "", "", RATE)
        for key in ("inflation", "levy_household_share", "levy_user_share", "levy_vat_share"):
            self._put(
                key, usual[f"name_{self.lang}"][key], split.rate(key), "", float(usual["value"][key]), RATE
            )
        for actor in ledger.actors.capitalising:
            name = f"{self.word('interest')}: {ledger.actors.name(actor, self.lang)}"
            self._put(
                f"rate:{actor}", name, split.purse_rate(actor), "", float(usual["value"]["omslagrente"]), RATE
            )
        self._put(
            "units", self.word("units"), float(ledger.levy_households), "", float(ledger.inputs.households)
        )
        self._put("households", self.word("households"), float(ledger.inputs.households))
        for key in LEVY_COSTS:
            said, is_share = t(f"split_choice.{key}", self.lang), key.endswith("_share")
            value = split.levy_costs.get(key, t("unknown", self.lang))
            self._put(key, said, value, "" if is_share else "EUR", "", RATE if is_share else PLAIN)
        for key in LEVY_TODAY:
            eur = split.levy_today.get(key, t("unknown", self.lang))
            self._put(key, t(f"split_choice.{key}", self.lang), eur, "EUR")
        tariff = t("split_choice.levy_tariff_eur", self.lang)
        self._put("tariff", tariff, split.levy_tariff_eur or t("unknown", self.lang), "EUR")
        if split.water_levy_units:
            self._put(
                "water_units", t("split_choice.water_levy_units", self.lang), float(split.water_levy_units)
            )

    def _terms(self) -> None:
        split, inputs = self.ledger.split, self.ledger.inputs
        years, classes = t("assumptions.years", self.lang), table("asset_classes", split.reference_year)
        for name in inputs.asset_classes:
            said = t("split_choice.term", self.lang, of=classes[f"name_{self.lang}"][name])
            self._put(
                f"term:{name}", said, split.term_years(name), years, int(classes["depreciation_years"][name])
            )
        names = table("measures")[f"name_{self.lang}"]
        usual = table("levy_shares", split.reference_year)["rioolheffing_share"]
        for measure, share in zip(inputs.lines.measures, self.ledger.riool_share, strict=True):
            said = t("split_choice.levy_share", self.lang, of=names[measure])
            self._put(f"share:{measure}", said, float(share), "", float(usual[measure]), RATE)

    def _limits(self) -> None:
        """Loans, ceilings, money set aside and rules, as the split has them."""
        split, ledger = self.ledger.split, self.ledger
        for name in ("reserves", "renewal_provisions", "levelling_provisions"):
            kept = getattr(split, name)
            levelled = name == "levelling_provisions"
            purses = [a for a in ledger.actors.capitalising if not levelled or ledger.actors.has_tariff(a)]
            for actor in dict.fromkeys([*purses, *kept]):
                of = ledger.actors.name(actor, self.lang)
                said = t(f"split_choice.{name}", self.lang, of=of)
                self._put(f"{name}:{actor}", said, float(kept.get(actor, 0.0)), "EUR", 0.0)
        if split.capitalisation_threshold_eur:
            said = t("split_choice.capitalisation_threshold_eur", self.lang)
            self._put("threshold", said, float(split.capitalisation_threshold_eur), "EUR", 0.0)
        for actor in split.loans:
            if ledger.actors.role("borrows")[ledger.actors.place(actor)]:
                self._loan(actor)
        for rule in split.instruments:
            said = t("split_choice.rule", self.lang, of=ledger.rule(rule)[f"name_{self.lang}"])
            status = t(f"split_choice.status_{ledger.rule(rule)['status']}", self.lang)
            self.rows.add(said, rule_terms(split, rule, ledger.actors, self.lang), status)
            self._rule(rule)

    def _rule(self, name: str) -> None:
        """What a rule gives, what may cut it and its ceilings, each in a cell of its own."""
        scheme = self.ledger.rule(name)
        for key, column, code in (
            ("share_of", "share", RATE),
            ("amount_of", "amount_eur", PLAIN),
            ("yearly_ceiling_eur", "yearly_ceiling_eur", PLAIN),
            ("total_ceiling_eur", "total_ceiling_eur", PLAIN),
            ("stacking_limit", "stacking_limit", RATE),
            ("own_share_min", "own_share_min", RATE),
            ("cap_eur", "cap_eur", PLAIN),
            ("projects_per_year", "projects_per_year", PLAIN),
            ("min_eur", "min_eur", PLAIN),
        ):
            if scheme[column] is not None:
                said = f"{self.word(f'rule_{column}')}: {scheme[f'name_{self.lang}']}"
                unit = "EUR" if column.endswith("_eur") else ""
                self._put(f"{key}:{name}", said, float(scheme[column]), unit, "", code)

    def _loan(self, actor: str) -> None:
        """How a party borrows: which part of its investment, at what rate, how long, and how it pays back."""
        loan, name = self.ledger.split.loan(actor), self.ledger.actors.name(actor, self.lang)
        kind = t(f"split_choice.loan_{loan['kind']}", self.lang)
        for key, value, unit, code in (
            ("share", float(loan.get("share", 1.0)), "", RATE),
            ("rate", float(loan["rate"]), "", RATE),
            ("years", int(loan["years"]), t("assumptions.years", self.lang), PLAIN),
            ("kind", kind, "", PLAIN),
        ):
            self._put(f"loan_{key}:{actor}", f"{self.word(f'loan_{key}')}: {name}", value, unit, "", code)

    def _changes(self, study: Study) -> None:
        found = [
            *changes(study, self.lang),
            *split_changes(self.ledger.split, study.actors, self.ledger.inputs.households, self.lang),
        ]
        self.rows.add(self.word("differs") if found else t("council.changed_none", self.lang))
        for change in found:
            self.rows.add(change.name, change.value, change.reason, change.default)


def write_ranges(book: Workbook, study: Study, portfolio_id: str, ledger: Ledger, lang: str) -> None:
    """A sheet with the 5, 50 and 95 percent points of the headlines and of what each party bears."""

    def word(key: str) -> str:
        return t(f"workbook.{key}", lang)

    bands = ranges(drawn(study), study, study.portfolio(portfolio_id), ledger)
    rows = Rows(book.create_sheet(word("ranges")), [word("what"), "5 %", "50 %", "95 %", word("model")])
    gemeente = [ledger.actors.place(purse) for purse in GEMEENTE]
    lines: list[tuple[str, np.ndarray, float]] = [
        (word("gemeente"), bands.present_value_eur[:, gemeente].sum(axis=1), ledger.gemeente_eur),
        (word("levy_peak"), bands.levy_peak_eur, float(ledger.levy["peak"])),
        (word("levy_later"), bands.levy_after_eur, float(ledger.levy["after_ten_years"])),
        (word("gap"), bands.gap_eur, ledger.gap_total_eur),
    ]
    for place, actor in enumerate(ledger.actors.ids):
        drawn_eur, middle = bands.present_value_eur[:, place], float(ledger.present_value_eur[place])
        lines.append((ledger.actors.name(actor, lang), drawn_eur, middle))
    for name, draws, middle in lines:
        rows.add(name, *(float(end) for end in summary(draws)), middle)


def price_formula(at: dict[str, str], year_cell: str) -> Formula:
    """Nominal over real prices of a year."""
    return Formula(f"=(1+{at['inflation']})^({year_cell}-{at['price_year']})")
