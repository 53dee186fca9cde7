"""Who pays what in which year, beside the budgets."""

from __future__ import annotations

from typing import Any

from dashboards.parts.charts.time_chart import TimeChart
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look import theme
from dashboards.sections.uitvoeringsagenda.agenda import Agenda
from kans_model.comparison.lever_years import LeverYears
from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.policy.effect import private_of
from kans_model.reports.lever_years_in_words import agenda_sentence
from kans_model.study.names import split_name
from kans_model.words.amounts import in_millions
from kans_model.words.entry import field_millions, field_number, in_field
from kans_model.words.texts import t


class Money(Section):
    """A stack of payers per year, and a field for the budget of each."""

    def __init__(self, agenda: Agenda):
        self.agenda = agenda
        self.chart = TimeChart(
            agenda.text("money_chart"), agenda.lang, unit=agenda.text("money_unit"), notes=agenda.notes
        )
        self.fields = LiveHtml()
        self.fields.on("budget", self._budget)
        self.fields.on("levers", lambda _data: agenda.session.lead_to("beleid", "payers"))
        self.fields.on("capacity-eur", lambda data: self._capacity(data, "eur"))
        self.fields.on("capacity-projects", lambda data: self._capacity(data, "projects"))
        super().__init__(self.chart, self.fields, title=agenda.text("money_title"))

    def update(self) -> None:
        agenda, now = self.agenda, self.agenda.now
        self.column.visible = bool(agenda.programme.projects)
        ids, actors = now.ledger.actors.ids, agenda.study.actors
        pays = now.limits.with_a_bill
        layers = {
            actors.name(ids[place], agenda.lang): (
                theme.ACTORS[actors.like(ids[place])],
                in_millions(now.spent_eur[place]),
            )
            for place in pays
        }
        self.chart.bars(list(agenda.programme.years), layers)
        self.show(
            deck=agenda.text("money_deck", price_year=PRICE_YEAR, split=split_name(now.split, agenda.lang))
        )
        payers = [
            (ids[place], agenda.text("budget_field", who=actors.name(ids[place], agenda.lang)))
            for place in pays
        ]
        self.fields.draw(
            __file__,
            "money.html",
            fold=agenda.text("budget_fold"),
            hint=agenda.text("budget_hint"),
            payers=payers,
            capacity=agenda.text("capacity_fold"),
            capacity_hint=agenda.text("capacity_hint"),
            owners=[self._owner(owner) for owner in self._owners()],
            levers=self._levers(),
            levers_go=agenda.text("levers_go"),
        )
        self.fields.show(**self._capacities())
        self.fields.show(**{ids[place]: self._given(ids[place]) for place in pays})

    def _levers(self) -> str:
        """What the programme asks of owners in its years, and what the chosen levers bring of it."""
        agenda, now = self.agenda, self.agenda.now
        chosen, years = agenda.study.policy.chosen_set, agenda.programme.years
        if chosen is None or not chosen.levers or not private_of(now.package):
            return ""
        own = LeverYears(agenda.study, now.package, now.split, chosen)
        if not own.is_known:
            return t("policy.payers_unknown", agenda.lang)
        return agenda_sentence(own, years[0], years[-1], agenda.lang)

    def _given(self, payer: str) -> str:
        """The budget of the first year, as one types it."""
        given = self.agenda.programme.budgets.get(payer)
        if given is None:
            return ""
        first = self.agenda.programme.first_year
        return in_field(self.agenda.programme.budget_eur(payer, first), self.agenda.lang, "millions")

    def _budget(self, data: dict[str, Any]) -> None:
        payer, value = str(data.get("name")), data.get("value")
        eur = field_millions(value, self.agenda.lang) if str(value or "").strip() else None
        self.agenda.change(lambda programme: programme.with_yearly_budget(payer, eur), self.fields)

    # --- what owners can build ------------------------------------------------------------------

    def _owners(self) -> list[str]:
        return list(dict.fromkeys(own.owner for own in self.agenda.programme.projects))

    def _owner(self, owner: str) -> tuple[str, str, str]:
        """An owner with what its two fields are called."""
        who = t(f"owner.{owner}", self.agenda.lang)
        text = self.agenda.text
        return owner, text("capacity_eur_field", who=who), text("capacity_projects_field", who=who)

    def _capacities(self) -> dict[str, str]:
        programme, lang, slots = self.agenda.programme, self.agenda.lang, {}
        for owner in self._owners():
            eur, projects = programme.capacity_eur.get(owner), programme.capacity_projects.get(owner)
            slots[f"eur:{owner}"] = "" if eur is None else in_field(eur, lang, "millions")
            slots[f"projects:{owner}"] = "" if projects is None else in_field(projects, lang)
        return slots

    def _capacity(self, data: dict[str, Any], kind: str) -> None:
        owner, typed, programme = (
            str(data.get("name")),
            str(data.get("value") or "").strip(),
            self.agenda.programme,
        )
        eur, projects = programme.capacity_eur.get(owner), programme.capacity_projects.get(owner)
        if kind == "eur":
            eur = field_millions(typed, self.agenda.lang) if typed else None
        else:
            projects = field_number(typed, self.agenda.lang)
        self.agenda.change(lambda programme: programme.with_capacity(owner, eur, projects), self.fields)
