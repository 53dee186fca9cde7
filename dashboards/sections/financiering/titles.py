"""By which legal route each party pays, and which instruments there are."""

from __future__ import annotations

from typing import Any

from dashboards.parts.live.live import LiveHtml
from dashboards.sections.financiering.case import Case
from dashboards.sections.financiering.finance_tables import FinanceTable
from kans_model.finance.cost_part import cell
from kans_model.reports.route_tables import instruments_frame, route_names, titles_frame, titles_line


class Titles(FinanceTable):
    """One line on what has no title, a choice per party without one, and the table of every euro."""

    def __init__(self, case: Case):
        super().__init__(case, "titles", "titles_table", lambda: titles_frame(case.ledger, case.lang))
        self.choices = LiveHtml()
        self.choices.on("route", self._route)
        self.column.insert(1, self.choices)

    def _route(self, data: dict[str, Any]) -> None:
        case, actor, value = self.case, str(data.get("name")), str(data.get("value", ""))
        if actor in case.payers:
            case.change(lambda split: split.with_route(actor, cell(), value or None))

    def update(self) -> None:
        """The line, the choices and the table."""
        case, names = self.case, route_names(self.case.ledger, self.case.lang)
        self.choices.draw(
            __file__,
            "titles.html",
            parties=[
                (actor, case.text("title_name", who=case.actor_name(actor)), routes)
                for actor, routes in names.items()
            ],
            none_word=case.text("title_none"),
        )
        named = {f"route_{actor}": case.split.routes.get(actor, {}).get(cell(), "") for actor in names}
        self.choices.show(line=titles_line(case.ledger, case.lang), **named)
        super().update()


class Instruments(FinanceTable):
    """Every instrument of the table."""

    def __init__(self, case: Case):
        super().__init__(case, "instruments", "instruments_table", lambda: instruments_frame(case.lang))
