"""The budget per taakveld, and the cover plan on the tariff that a reader fills in."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tables import table_html
from dashboards.sections.financiering.case import Case
from dashboards.sections.financiering.finance_tables import FinanceTable
from kans_model.finance.split_checks import LEVY_COSTS, LEVY_TODAY
from kans_model.reports.budget_tables import (
    beside_lines,
    budget_frame,
    cover_frame,
    levy_cost_examples,
    whole_cover_line,
    whole_levy_first,
    without_empty,
)
from kans_model.words.entry import field_above_zero, field_millions, field_share, in_field
from kans_model.words.markup import filled
from kans_model.words.texts import t


class Budget(FinanceTable):
    """Lasten, baten and saldo per taakveld."""

    def __init__(self, case: Case):
        super().__init__(case, "budget", "budget_table", lambda: budget_frame(case.ledger, case.lang))

    def written(self) -> Markup:
        """Without the taakvelden on which nothing falls: these stand in the table behind it."""
        shown, empty = without_empty(self.frame(), self.case.lang)
        table = table_html(shown, self.case.lang, self.caption)
        hint = t("table.more_beside", self.case.lang)
        return filled(__file__, "budget_table.html", table=table, empty=empty, hint=hint)


class CoverPlan(FinanceTable):
    """What the levy covers each year, on today's tariff once that is known."""

    def __init__(self, case: Case):
        super().__init__(case, "cover", "cover_table", lambda: cover_frame(case.ledger, case.lang))
        self.field = LiveHtml.of(
            __file__,
            "budget.html",
            label=case.text("tariff"),
            today=[(key, case.text(key)) for key in LEVY_TODAY],
            heading=case.text("levy_costs"),
            items=[(key, case.text(key)) for key in LEVY_COSTS],
            open=bool(case.split.levy_costs),
            examples=levy_cost_examples(case.lang),
        )
        self.field.on("tariff", self._tariff)
        self.field.on("cost", self._cost)
        self.field.on("today", self._today)
        self.column.insert(1, self.field)

    def shown(self) -> pd.DataFrame:
        """What the whole levy covers stands first, what it is made of after it."""
        return whole_levy_first(self.frame(), self.case.lang)

    def _tariff(self, data: dict[str, Any]) -> None:
        tariff = field_above_zero(data.get("value"), self.case.lang)
        self.case.change(
            lambda split: split.changed(self.case.actors, levy_tariff_eur=tariff), view=self.field
        )

    def _cost(self, data: dict[str, Any]) -> None:
        """What the levy bears beside the works: a share, or millions a year."""
        key = str(data.get("name"))
        read = field_share if key.endswith("_share") else field_millions
        value = read(data.get("value"), self.case.lang)
        self.case.change(lambda split: split.with_levy_cost(key, value), f"cost-{key}", self.field)

    def _today(self, data: dict[str, Any]) -> None:
        """What the whole levy costs or brings in today, in millions a year."""
        key, eur = str(data.get("name")), field_millions(data.get("value"), self.case.lang)
        self.case.change(lambda split: split.with_levy_today(key, eur), f"today-{key}", self.field)

    def update(self) -> None:
        """Write the table, the tariff and the costs beside the works again."""
        super().update()
        case, own = self.case, self.case.split.levy_costs
        tariff = case.split.levy_tariff_eur
        slots = {"tariff": in_field(tariff, case.lang) if tariff else ""}
        for key in LEVY_COSTS:
            kind = "percent" if key.endswith("_share") else "millions"
            slots[key] = in_field(own[key], case.lang, kind) if key in own else ""
        today = case.split.levy_today
        for key in LEVY_TODAY:
            slots[key] = in_field(today[key], case.lang, "millions") if key in today else ""
        slots["whole"] = whole_cover_line(case.ledger, case.lang)
        self.field.show(**slots, beside=" ".join(beside_lines(case.ledger, case.lang)))
