"""Weights from choices: two packages side by side, three buttons, and what the answers say so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.slow_work import SlowWork
from dashboards.sections.risicodialoog.table import Table
from kans_model.dialogue.choice_answers import OPTIONS
from kans_model.dialogue.dilemmas import answer_between, next_pair
from kans_model.dialogue.partners import Partner
from kans_model.dialogue.preferences import Preference, default, preference, with_chosen_weights
from kans_model.dialogue.subject_names import subject_name
from kans_model.optimum.menu import Menu, menu
from kans_model.reports.choices_in_words import fitting_text, pair_rows, weight_text
from kans_model.study.study import Study
from kans_model.words.amounts import percent
from kans_model.words.problems import KansError, Problem

HORIZON = "2050"


class Choosing(Section):
    """Who chooses, his questions one at a time, and his weights beside those he typed."""

    def __init__(self, table: Table, budget: Callable[[], float | None]):
        self.table, self.budget = table, budget
        self.partner_id = ""
        self.menus: dict[str, Menu] = {}
        self.form, self.view = LiveHtml(), LiveHtml()
        self.form.on("who", self._who)
        for action in ("choose", "use", "again"):
            self.view.on(action, getattr(self, f"_{action}"))
        self.work = SlowWork(table.text("choosing_start"), table.lang, menu, self._made, self._ready)
        super().__init__(
            self.form,
            self.work.live,
            self.view,
            title=table.text("choosing"),
            deck=table.text("choosing_deck"),
        )

    @property
    def partner(self) -> Partner | None:
        """Who chooses: the first, until another is named."""
        partners = self.table.dialogue.partners
        return next((own for own in partners if own.id == self.partner_id), partners[0] if partners else None)

    @property
    def menu(self) -> Menu | None:
        """His packages, as long as they are about this study and budget."""
        shown = self.menus.get(self.partner.id) if self.partner else None
        return shown if shown and not self._stale(shown) else None

    def _stale(self, shown: Menu) -> bool:
        now, then = self.table.study, shown.study
        return (
            shown.budget_eur != self.budget()
            or now.outlook_key != then.outlook_key
            or now.thresholds(HORIZON) != then.thresholds(HORIZON)
        )

    # --- what the reader does ------------------------------------------------------------------

    def _who(self, data: dict[str, Any]) -> None:
        self.partner_id = str(data.get("value"))
        self.update()

    def _ready(self) -> tuple[Study, Partner, float, str]:
        budget_eur = self.budget()
        if self.partner is None:
            raise KansError(Problem("consensus_without_partners"))
        if budget_eur is None:
            raise KansError(Problem("consensus_without_budget"))
        return self.table.study, self.partner, budget_eur, HORIZON

    def _made(self, shown: Menu) -> None:
        self.menus[shown.partner] = shown
        self.update()
        self.view.enter("choose-first")

    def _choose(self, data: dict[str, Any]) -> None:
        """Keep an answer with the partner."""
        partner, shown, chosen = self.partner, self.menu, str(data.get("name"))
        if partner is None or shown is None or chosen not in OPTIONS:
            return
        pair = next_pair(self._known(partner), shown.brings)
        if pair is not None and len(partner.answers) < self._most:
            self._put(partner.with_answer(answer_between(shown.brings, pair, chosen)))

    def _use(self, _data: dict[str, Any]) -> None:
        if self.partner is not None:
            self._put(with_chosen_weights(self.partner, self._known(self.partner)))

    def _again(self, _data: dict[str, Any]) -> None:
        if self.partner is not None:
            self._put(self.partner.without_answers())

    def _put(self, partner: Partner) -> None:
        self.table.change(lambda dialogue: dialogue.with_partner(partner), self.view)

    # --- shown ---------------------------------------------------------------------------------

    @property
    def _most(self) -> int:
        return int(default("choice_questions"))

    def _known(self, partner: Partner) -> Preference:
        shown = self.menus.get(partner.id)
        return preference(partner, shown.reach.silent if shown else ())

    def update(self) -> None:
        """The next question as far as there is one, and the weights so far."""
        partner, table = self.partner, self.table
        self.column.visible = partner is not None
        if partner is None:
            return
        names = [(own.id, own.name) for own in table.dialogue.partners]
        self.form.draw(__file__, "choosing_form.html", label=table.text("choosing_who"), partners=names)
        self.form.show(who=partner.id)
        n, shown = len(partner.answers), self.menu
        known = self._known(partner)
        pair = next_pair(known, shown.brings) if shown and n < self._most else None
        words = ("first", "second", "neither", "more", "result", "subject", "typed", "chosen", "use", "again")
        enough = n >= int(default("choice_questions", "low"))
        self.view.draw(
            __file__,
            "choosing.html",
            stale=table.text("choosing_stale") if partner.id in self.menus and not shown else "",
            words={word: table.text(f"choosing_{word}") for word in words},
            step=table.text("choosing_step", n=n + 1, all=self._most),
            ask=table.text("choosing_ask", partner=partner.name),
            n=n,
            most=self._most,
            rows=pair_rows(shown, pair, known.subjects, table.lang) if shown and pair else [],
            done=table.text("choosing_done") if n >= self._most else "",
            weights=self._weights(partner, known) if n else [],
            fitting=fitting_text(known, table.lang) if n else "",
            wait="" if enough else table.text("choosing_wait", n=int(default("choice_questions", "low"))),
            enough=enough,
        )

    def _weights(self, partner: Partner, known: Preference) -> list[tuple[str, str, str]]:
        typed = dict(zip(known.subjects, known.typed(partner), strict=True))
        return [
            (
                subject_name(name, self.table.lang),
                percent(typed[name], self.table.lang),
                weight_text(known, place, self.table.lang),
            )
            for place, name in enumerate(known.subjects)
        ]
