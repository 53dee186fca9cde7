"""What the model says of schemes elsewhere, beside what was seen there."""

from __future__ import annotations

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tables import table_html
from dashboards.sections.beleid.levers import Levers
from kans_model.policy.hindcast import hindcast, median_error
from kans_model.reports.policy_in_words import hindcast_sentence, schemes_table


class Hindcast(Section):
    """A sentence, and a fold with every scheme."""

    def __init__(self, levers: Levers):
        rows, lang = hindcast(), levers.lang
        view = LiveHtml.of(
            __file__,
            "hindcast.html",
            sentence=hindcast_sentence(rows, median_error(rows), lang),
            fold=levers.text("hindcast_fold"),
            table=table_html(schemes_table(rows, lang), lang, levers.text("hindcast_title")),
            note=levers.text("hindcast_note"),
        )
        super().__init__(view, title=levers.text("hindcast_title"))

    def update(self) -> None:
        """Nothing in it moves with the study."""
