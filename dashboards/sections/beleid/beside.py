"""Sets of levers side by side: what each brings, avoids and costs, and how often it is the best."""

from __future__ import annotations

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tables import table_html
from dashboards.sections.beleid.levers import Levers
from kans_model.reports.policy_in_words import sets_table
from kans_model.words.texts import t


class Beside(Section):
    """A row per set."""

    def __init__(self, levers: Levers):
        self.levers, self.view = levers, LiveHtml()
        super().__init__(self.view, title=levers.text("beside_title"))

    def update(self) -> None:
        levers = self.levers
        frame = sets_table(levers.study, levers.together, levers.lang)
        self.show(deck=levers.text("beside_deck", year=levers.year))
        self.view.draw(
            __file__,
            "beside.html",
            table=table_html(frame, levers.lang, levers.text("beside_title")),
            rule=t("policy.rule", levers.lang),
        )
