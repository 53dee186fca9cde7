"""What a household notices: its levy as owner or tenant, general funds, and where incomes are low."""

from __future__ import annotations

from typing import Any

from dashboards.parts.live.live import LiveHtml
from dashboards.sections.financiering.case import Case
from dashboards.sections.financiering.finance_tables import FinanceTable
from kans_model.finance.split_checks import LEVY_PAYERS
from kans_model.reports.household_in_words import household_lines
from kans_model.reports.ratio_tables import payer_frame
from kans_model.words.entry import field_number, field_share, in_field


class Household(FinanceTable):
    """Sentences, the levy of each kind of payer, and the city's own weighting."""

    def __init__(self, case: Case):
        super().__init__(case, "payers", "payers_table", lambda: payer_frame(case.ledger, case.lang))
        self.fields = LiveHtml.of(
            __file__,
            "ratios.html",
            heading=case.text("payer_fields"),
            items=[(key, case.text(key)) for key in LEVY_PAYERS],
            open=False,
            example=case.text("payers_example"),
        )
        self.fields.on("item", self._item)
        self.column.append(self.fields)

    def _item(self, data: dict[str, Any]) -> None:
        key = str(data.get("name"))
        read = field_number if key == "businesses" else field_share
        value = read(data.get("value"), self.case.lang)
        self.case.change(lambda split: split.with_levy_payers(key, value), f"payer-{key}", self.fields)

    def update(self) -> None:
        """The fields, the table and its sentences."""
        super().update()
        case = self.case
        lines = household_lines(case.study, case.portfolio_id, case.ledger, case.lang)
        self.show(deck=" ".join(lines[1:]))  # the levy itself stands in the table
        for key in LEVY_PAYERS:
            value = case.split.levy_payers.get(key)
            kind = "number" if key == "businesses" else "percent"
            self.fields.show(**{key: "" if value is None else in_field(value, case.lang, kind)})
