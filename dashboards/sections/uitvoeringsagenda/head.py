"""The top of the page: where the programme stands in a sentence and three figures."""

from __future__ import annotations

from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.headline_figures import Figures
from dashboards.parts.frame.remarks import notices
from dashboards.parts.live.live import LiveHtml
from dashboards.sections.uitvoeringsagenda.agenda import Agenda
from kans_model.programme.opportunities import lost_together_eur
from kans_model.programme.plan import budget_period
from kans_model.programme.risk_path import RiskPath
from kans_model.reports.agenda_in_words import SHOWN_YEAR, conclusion
from kans_model.words.amounts import money_short, number, percent
from kans_model.words.texts import t

NAMES = ("planned", "avoided", "missed")


class Head(Viewer):
    """Title, conclusion, caveats, and three figures."""

    def __init__(self, agenda: Agenda):
        super().__init__()
        self.agenda = agenda
        self.view = LiveHtml.of(__file__, "head.html", title=t("page.uitvoeringsagenda", agenda.lang))
        first, last = budget_period(agenda.programme)
        values = {"first": first, "last": last, "year": SHOWN_YEAR}
        self.figures = Figures({name: agenda.text(f"figure_{name}", **values) for name in NAMES}, agenda.lang)

    def update(self) -> None:
        """Write them."""
        agenda, now, lang = self.agenda, self.agenda.now, self.agenda.lang
        result = agenda.study.evaluate(now.package)
        self.view.show(
            conclusion=conclusion(now.plan, now.missed, lang), caveats=notices(agenda.session, result)
        )
        if not agenda.programme.projects:
            for name in NAMES:  # nobody knows yet, which is not nought
                self.figures.show(name, number="–", note=agenda.text("figure_later"))
            return
        self._show_planned()
        share = RiskPath(now.plan).avoided_share(SHOWN_YEAR)
        self.figures.show("avoided", number=percent(share, lang), note=agenda.text("avoided_note"))
        lost = lost_together_eur(now.missed)
        known = bool(now.works)
        note = agenda.text("missed_note", eur=money_short(lost, lang)) if lost else agenda.text("missed_none")
        self.figures.show(
            "missed",
            number=number(len(now.missed), lang, 0) if known else "–",
            note=note if known else agenda.text("missed_unknown"),
        )

    def _show_planned(self) -> None:
        agenda, now = self.agenda, self.agenda.now
        first, last = budget_period(agenda.programme)
        during = (now.plan.values.years >= first) & (now.plan.values.years <= last)
        given = now.limits.given_eur(during)
        note = agenda.text("planned_note", eur=money_short(given, agenda.lang)) if given else ""
        self.figures.show(
            "planned",
            number=money_short(float(now.spent_eur[:, during].sum()), agenda.lang),
            note=note or agenda.text("planned_note_open"),
        )

    def __panel__(self) -> Viewable:
        return self.view
