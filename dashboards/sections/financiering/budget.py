"""The budget per taakveld, and the cover plan on the tariff that a reader fills in."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tables import table_html
from dashboards.sections.financiering.case import Case
from dashboards.sections.financiering.finance_tables import FinanceTable
from kans_model.reports.budget_tables import budget_frame, cover_frame, without_empty
from kans_model.words.entry import field_above_zero, in_field
from kans_model.words.markup import filled


class Budget(FinanceTable):
    """Lasten, baten and saldo per taakveld."""

    def __init__(self, case: Case):
        super().__init__(case, "budget", "budget_table", lambda: budget_frame(case.ledger, case.lang))

    def written(self) -> Markup:
        """Without the taakvelden on which nothing falls: these stand in the table behind it."""
        shown, empty = without_empty(self.frame(), self.case.lang)
        table = table_html(shown, self.case.lang, self.caption)
        return filled(__file__, "budget_table.html", table=table, empty=empty)


class CoverPlan(FinanceTable):
    """What the levy covers each year, on today's tariff once that is known."""

    def __init__(self, case: Case):
        super().__init__(case, "cover", "cover_table", lambda: cover_frame(case.ledger, case.lang))
        self.field = LiveHtml.of(__file__, "budget.html", label=case.text("tariff"))
        self.field.on("tariff", self._tariff)
        self.column.insert(1, self.field)

    def _tariff(self, data: dict[str, Any]) -> None:
        tariff = field_above_zero(data.get("value"), self.case.lang)
        self.case.change(
            lambda split: split.changed(self.case.actors, levy_tariff_eur=tariff), view=self.field
        )

    def update(self) -> None:
        """Write the table and the tariff again."""
        super().update()
        tariff = self.case.split.levy_tariff_eur
        self.field.show(tariff=in_field(tariff, self.case.lang) if tariff else "")
