"""What a controller asks: ratios of the BBV, and the risk of the yearly burden."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tables import table_html
from dashboards.sections.financiering.case import Case
from dashboards.sections.financiering.finance_tables import FinanceTable
from kans_model.finance.city_balance import CityBalance
from kans_model.reports.ratio_tables import ratio_frame, risk_frame, risk_line
from kans_model.reports.refusal_in_words import refusal
from kans_model.words.entry import field_millions, field_number, in_field
from kans_model.words.problems import KansError
from kans_model.words.texts import t

PER_HOUSEHOLD = ("household_charges_eur", "national_charges_eur")
"""Asked in euro; the rest of a balance is in millions."""


class Ratios(FinanceTable):
    """The city's own balance, and what the package does to its ratios."""

    def __init__(self, case: Case):
        super().__init__(
            case, "ratios", "ratios_table", lambda: ratio_frame(case.balance, case.ledger, case.lang)
        )
        unit = t("unit.meur", case.lang)
        self.fields = LiveHtml.of(
            __file__,
            "ratios.html",
            heading=case.text("balance_fields"),
            items=[
                (item, t(f"balance.{item}", case.lang) + ("" if item in PER_HOUSEHOLD else f", {unit}"))
                for item in CityBalance.posts()
            ],
            open=False,
            example=case.text("balance_example"),
        )
        self.fields.on("item", self._item)
        self.column.insert(1, self.fields)

    def written(self) -> Markup:
        """Without the package, in its first year and structurally; every year and how reckoned lie behind."""
        frame = self.frame()
        years = list(frame.columns[2:-2])
        shown = [*frame.columns[:2], years[0], years[-1]]
        return table_html(frame[list(dict.fromkeys(shown))], self.case.lang, self.caption)

    def _item(self, data: dict[str, Any]) -> None:
        item, case = str(data.get("name")), self.case
        read = field_number if item in PER_HOUSEHOLD else field_millions
        amount = read(data.get("value"), case.lang)
        try:
            balance = case.balance.changed(item, amount)
        except KansError as error:
            self.fields.refuse(refusal(error, case.actors, case.lang))
            return
        case.session.replace(case.session.study.replaced(balance=balance), moving=f"balance-{item}")

    def update(self) -> None:
        """The fields as they are filled in, and the table."""
        super().update()
        known, lang = self.case.balance.known, self.case.lang
        self.fields.show(
            **{
                item: ""
                if item not in known
                else in_field(known[item], lang, "number" if item in PER_HOUSEHOLD else "millions")
                for item in CityBalance.posts()
            }
        )


class Risk(FinanceTable):
    """How far the yearly burden may lie above its middle; worked out only while it is in sight."""

    def __init__(self, case: Case):
        self.in_sight = False
        super().__init__(
            case,
            "risk",
            "risk_table",
            lambda: risk_frame(case.study, case.portfolio, case.ledger, case.lang),
        )

    def look(self) -> None:
        """From now on it is in sight."""
        self.in_sight = True
        self.update()

    def update(self) -> None:
        """The sentence; every year stands in the table to open."""
        if not self.in_sight:
            return
        case = self.case
        self.view.show(rows=risk_line(case.study, case.portfolio, case.ledger, case.lang))
        self.behind.refresh()
