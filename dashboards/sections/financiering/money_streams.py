"""Where the money comes from, what it pays for, and who enjoys it; cash per year is `cash_flow`."""

from __future__ import annotations

import pandas as pd

from dashboards.parts.charts.sankey import sankey
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from dashboards.sections.financiering.case import Case
from kans_model.reports.financing_tables import group_enjoyed_meur, party_frame
from kans_model.reports.money_columns import Streams
from kans_model.tables.vocabulary import CATEGORIES
from kans_model.words.amounts import in_millions
from kans_model.words.markup import filled
from kans_model.words.texts import t

HEADS = ("source", "pays", "cost", "enjoys")


class MoneyStreams(Section):
    """From source to payer to measure group to who enjoys."""

    def __init__(self, case: Case):
        self.case = case
        title = case.text("sankey")
        below = links(title, case.lang)
        self.view = LiveHtml.of(__file__, "money_streams.html", label=title, links=below)
        self.behind = Behind(self.view, title, self._frame, case.lang, case.notes)
        super().__init__(self.view, title=title, deck=case.text("sankey_deck"))

    def _frame(self) -> pd.DataFrame:
        return party_frame(self.case.ledger, self.case.lang)

    def _origin(self, actor: str) -> tuple[str, str]:
        """Where a party's money comes from, and its name as payer: the municipality has two purses."""
        case, actors = self.case, self.case.actors
        payer = case.text("gemeente_short") if actors.is_gemeente(actor) else case.actor_name(actor)
        return case.text(f"source_{actors.money_of(actor)}"), payer

    def update(self) -> None:
        """Draw the streams, or say that there is nothing to draw."""
        case, ids = self.case, self.case.actors.ids
        streams = Streams(
            in_millions(case.ledger.group_eur),
            group_enjoyed_meur(case.ledger),
            [case.actor_name(actor) for actor in ids],
            [t(f"category.{group}", case.lang) for group in CATEGORIES],
            [self._origin(actor) for actor in ids],
        )
        colours = {place: case.colour(actor) for place, actor in enumerate(ids)}
        heads = [case.text(f"sankey_{head}") for head in HEADS]
        drawing = sankey(streams, colours, theme.BETTER, case.lang, heads)
        columns = list(zip(heads, streams.node_texts(case.lang), strict=True))
        words = {"columns": columns, "empty": case.text("empty")}
        self.view.show(flows=filled(__file__, "money_streams_drawing.html", drawing=drawing, **words))
        self.behind.refresh()
