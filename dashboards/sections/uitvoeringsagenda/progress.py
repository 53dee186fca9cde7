"""How far the programme is: projects by state, what the rest must do, and prices that were realised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.sections.uitvoeringsagenda.agenda import Agenda
from kans_model.programme.headway import Progress
from kans_model.programme.projects import Project
from kans_model.reports.progress_in_words import price_offers, progress_conclusion, progress_lines
from kans_model.tables.vocabulary import BUILD_STATES
from kans_model.words.entry import field_millions, field_share, in_field
from kans_model.words.texts import t


class ProgressView(Conclusion):
    """A form for one project at a time, and what follows for all of them."""

    def __init__(self, agenda: Agenda):
        self.agenda = agenda
        programme = agenda.programme
        this_year = date.today().year
        self.year = min(max(this_year, programme.first_year), programme.last_year)
        self.chosen = ""
        self.lines, self.form, self.prices = LiveHtml(), LiveHtml(), LiveHtml()
        self.form.on("project", self._choose)
        self.form.on("over", self._choose_year)
        for name, how in (
            ("status", self._status),
            ("cost", self._cost),
            ("built", self._built),
            ("reason", self._reason),
        ):
            self.form.on(name, how)
        self.prices.on("take", self._take)
        super().__init__(
            self.lines,
            self.form,
            self.prices,
            title=agenda.text("progress_head"),
            deck=agenda.text("progress_deck"),
        )

    def update(self) -> None:
        """Write it for the plan as it stands."""
        agenda, text = self.agenda, self.agenda.text
        projects = {own.id: own for own in agenda.programme.projects}
        if not projects:
            self.tell(text("ahead_none"))
            return
        self.chosen = self.chosen if self.chosen in projects else next(iter(projects))
        found = Progress(agenda.now.plan, self.year)
        self.tell(progress_conclusion(found, agenda.lang))
        self.lines.draw(__file__, "slipping.html", stands=progress_lines(found, agenda.lang), musts=[])
        self._draw_form(projects)
        offers = price_offers(agenda.study, found, agenda.lang)
        self.prices.draw(
            __file__,
            "progress_prices.html",
            head=text("prices_head") if offers else "",
            word=text("price_take"),
            rows=[(own.key, own.text) for own in offers],
        )

    def _draw_form(self, projects: dict[str, Project]) -> None:
        agenda, text = self.agenda, self.agenda.text
        words = ("project", "over", "status", "cost", "built", "reason")
        self.form.draw(
            __file__,
            "progress.html",
            words={name: text(f"progress_{name}") for name in words},
            projects=[(own.id, own.name) for own in projects.values()],
            chosen=self.chosen,
            states=[(state, t(f"build_state.{state}", agenda.lang)) for state in BUILD_STATES],
            status=projects[self.chosen].status,
            years=[(str(year), str(year)) for year in agenda.programme.years],
            year=str(self.year),
        )
        self.form.show(**self._given(projects[self.chosen]))

    def _given(self, own: Project) -> dict[str, str]:
        """What a project has, as one types it."""
        lang = self.agenda.lang
        shares = [
            own.realised[key] / sum(amounts.values())
            for key, amounts in own.quantities.items()
            if key in own.realised and sum(amounts.values()) > 0
        ]
        return {
            "cost": "" if own.realised_eur is None else in_field(own.realised_eur, lang, "millions"),
            "built": in_field(round(shares[0], 6), lang, "percent") if shares else "",
            "reason": own.reason,
        }

    # --- what one gives -------------------------------------------------------------------------

    def _choose(self, data: dict[str, Any]) -> None:
        self.chosen = str(data.get("value", ""))
        self.update()

    def _choose_year(self, data: dict[str, Any]) -> None:
        if str(data.get("value", "")).isdecimal():
            self.year = int(data["value"])
            self.update()

    def _put(self, **values: Any) -> None:
        own = replace(self.agenda.programme.project(self.chosen), **values)
        self.agenda.change(lambda programme: programme.with_project(own), self.form)

    def _status(self, data: dict[str, Any]) -> None:
        self._put(status=str(data.get("value", "")))

    def _cost(self, data: dict[str, Any]) -> None:
        typed = str(data.get("value") or "").strip()
        self._put(realised_eur=field_millions(typed, self.agenda.lang) if typed else None)

    def _built(self, data: dict[str, Any]) -> None:
        share = field_share(data.get("value"), self.agenda.lang)
        self._put(realised=self.agenda.programme.project(self.chosen).built_in_part(share))

    def _reason(self, data: dict[str, Any]) -> None:
        self._put(reason=str(data.get("value") or "").strip())

    def _take(self, data: dict[str, Any]) -> None:
        found = Progress(self.agenda.now.plan, self.year)
        offers = {own.key: own for own in price_offers(self.agenda.study, found, self.agenda.lang)}
        offer = offers.get(str(data.get("name")))
        if offer is not None:
            self.agenda.session.assume(offer.key, offer.value, offer.reason)
