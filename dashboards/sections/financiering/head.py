"""The top of the page: which package under which split, beside which other, and files to take along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.remarks import notices
from dashboards.parts.live.fields import notice
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tables import XLSX
from dashboards.parts.look.css import carried_fonts
from dashboards.sections.financiering.case import Case
from kans_model.finance.beneficiaries import free_rider
from kans_model.reports.agenda_in_words import planned_years
from kans_model.reports.council import council_page
from kans_model.reports.financing import bridge_line
from kans_model.reports.financing_in_words import bears_most, levy_suffix
from kans_model.reports.workbook import financing_workbook
from kans_model.study.names import TITLE_LENGTH, split_name
from kans_model.study.references import REFERENCES
from kans_model.words.amounts import number
from kans_model.words.texts import t

WORDS = ("undo", "workbook", "council", "portfolio", "split", "more", "versus", "name", "drop")


class Head(Viewer):
    """Title, sentence, choices and files.

    Parameters
    ----------
    on_look : called when something else is looked at.
    """

    def __init__(self, case: Case, on_look: Callable[[], None]):
        super().__init__()
        self.case, self.on_look = case, on_look
        self.view = LiveHtml()
        for action in (
            "undo",
            "workbook",
            "council",
            "portfolio",
            "split",
            "versus",
            "title",
            "drop",
            "levers",
        ):
            self.view.on(action, getattr(self, f"_{action}"))
        case.param.watch(self._show_problem, "problem")

    def _draw(self) -> None:
        case = self.case
        self.view.draw(
            __file__,
            "head.html",
            title=t("page.financiering", case.lang),
            portfolios=case.portfolio_names(),
            splits=list(case.split_names().items()),
            words={word: case.text(f"head_{word}") for word in WORDS},
            levers=self._levers_label(),
            by_levers=case.by_levers,
            title_length=TITLE_LENGTH,
        )

    def update(self) -> None:
        """Write what is looked at."""
        case = self.case
        self._draw()
        said = [] if case.ledger.inputs.lines.measures else [case.text("empty")]
        if case.by_levers:
            said.append(case.text("by_levers_files"))
        if case.session.study.is_planned(case.portfolio_id):
            said.append(planned_years(case.session.study.programme, case.lang))
        result = case.study.evaluate(case.portfolio_id)
        self.view.show(
            portfolio=case.portfolio_id,
            split=case.split_id,
            versus=case.versus_id,
            title=case.pair[0],
            own="" if case.is_preset else "1",
            can_undo="1" if case.session.can_undo else "",
            deck=self._sentence(),
            bridge=bridge_line(case.ledger, case.lang),
            notices=notices(case.session, result, *said),
        )

    def _sentence(self) -> str:
        """Who bears most, how far the levy rises, and who enjoys most without paying."""
        case, ledger = self.case, self.case.ledger
        if not ledger.total_eur:
            return case.text("sentence_empty")
        free = case.actors.ids[free_rider(ledger.share, ledger.net_benefit_eur)]
        levy = ledger.levy
        return case.text(
            f"sentence{levy_suffix(ledger)}",
            bears=bears_most(ledger, case.lang),
            who=case.actor_name(free),
            levy=number(levy["peak"], case.lang, 2),
        )

    def _show_problem(self, *_events: object) -> None:
        self.view.show(problem=notice(self.case.problem, problem=True))

    # --- what the planner does ---------------------------------------------------------------

    def _undo(self, _data: object) -> None:
        self.case.session.undo()

    def _portfolio(self, data: dict[str, Any]) -> None:
        case = self.case
        case.portfolio_id = case.known_portfolio(str(data.get("value")))
        if case.portfolio_id in REFERENCES or case.portfolio_id == case.session.package:
            self.on_look()
        else:
            case.session.package = case.portfolio_id  # Maatregelen goes along, and this page with it

    def _split(self, data: dict[str, Any]) -> None:
        if str(data.get("value")) in self.case.split_names():
            self.case.split_id = str(data["value"])
            self.on_look()

    def _versus(self, data: dict[str, Any]) -> None:
        if str(data.get("value")) in self.case.split_names():
            self.case.versus_id = str(data["value"])
            self.on_look()

    def _levers_label(self) -> str:
        """What the tick for the levers says; none where there are no levers to go by."""
        case, chosen = self.case, self.case.session.study.policy.chosen_set
        if chosen is None or not case.can_by_levers:
            return ""
        return case.text("by_levers", set=chosen.title)

    def _levers(self, data: dict[str, Any]) -> None:
        self.case.by_levers = bool(data.get("value"))
        self.on_look()

    def _title(self, data: dict[str, Any]) -> None:
        case, title = self.case, str(data.get("value", "")).strip()[:TITLE_LENGTH]
        if title and title != split_name(case.split, case.lang):
            case.change(lambda split: split.changed(case.actors, title=title), moving="split-title")

    def _drop(self, _data: object) -> None:
        self.case.drop()

    def _workbook(self, _data: object) -> None:
        case = self.case
        content = financing_workbook(case.session.study, case.portfolio_id, case.split_id, case.lang)
        self.view.download(f"kans-{case.text('file')}.xlsx", content, XLSX)

    def _council(self, _data: object) -> None:
        case = self.case
        choices = case.session.study, case.portfolio_id, case.split_id, case.ledger, case.bands, case.lang
        text = council_page(*choices, fonts_css=carried_fonts())
        self.view.download(f"kans-{case.text('council_file')}.html", text.encode(), "text/html")

    def __panel__(self) -> Viewable:
        return self.view
