"""Aannames: every number with a range as a slider, and the choices that are switched."""

from __future__ import annotations

from typing import Any, NamedTuple

from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.packages.fact_sheet import source_link
from kans_model.outlook.assumptions import REASON_LENGTH, form_keys, is_scaled
from kans_model.outlook.scenario import SWITCHES, Scenario
from kans_model.reports.changes_in_words import about, amount, choice_name
from kans_model.reports.evidence import evidence
from kans_model.words.markup import filled
from kans_model.words.texts import t


class AssumptionRow(NamedTuple):
    """An assumption with its slider, ready to read."""

    key: str
    name: str
    evidence: Markup
    scaled: str
    source: Markup
    low: float
    high: float
    span: str


class AssumptionGroup(NamedTuple):
    """Assumptions that open together."""

    name: str
    title: str
    n: int
    is_open: bool


class AssumptionsPanel(Viewer):
    """Sliders within low–high; a changed value is marked own value, with its reason and a way back."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.groups: dict[str, list[str]] = {}
        self.opened: set[str] = set()
        self._seen: tuple = ()
        self._offered: list[tuple] = []
        self.view = LiveHtml()
        for name in ("assume", "reason", "reset", "reset_all", "switch", "group"):
            self.view.on(name, getattr(self, f"_{name}"))
        self.section = Section(
            self.view,
            title=t("assumptions.title", self.lang),
            deck=t("maatregelen.assumptions_deck", self.lang),
        )
        self.show()

    def _t(self, key: str, **values: object) -> str:
        return t(f"assumptions.{key}", self.lang, **values)

    @property
    def keys(self) -> list[str]:
        """Every assumption that can be moved here."""
        return [key for keys in self.groups.values() for key in keys]

    # --- laid out ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.groups = form_keys(self.session.portfolio.choices)
        self.opened &= set(self.groups)
        groups = []
        for group, keys in self.groups.items():
            name = "assumptions.of_measures" if group == "measures" else f"assumption_group.{group}"
            title = t(name, self.lang).capitalize()
            groups.append(AssumptionGroup(group, title, len(keys), group in self.opened))
        scenario = self.session.study.scenario
        switches = [
            (
                name,
                self._t(name),
                [(option, choice_name(name, option, self.lang)) for option in scenario.options(name)],
            )
            for name in SWITCHES
        ]
        words = {"switches": switches, "groups": groups, "reset_all": self._t("reset_all")}
        self.view.html = str(filled(__file__, "assumptions.html", **words))

    def _row(self, key: str) -> AssumptionRow:
        _, low, high = self.session.study.assumptions.default(key)
        name, unit, kind, source = about(key, self.lang)
        return AssumptionRow(
            key=key,
            name=name,
            evidence=evidence(kind, self.lang),
            scaled=t("evidence.scaled", self.lang) if is_scaled(key) else "",
            source=source_link(source, self.lang),
            low=low,
            high=high,
            span=amount(low, unit, self.lang, to=high),
        )

    # --- shown -------------------------------------------------------------------------------

    def show(self) -> None:
        """Write the values in force."""
        assumptions, scenario = self.session.study.assumptions, self.session.study.scenario
        seen = (assumptions, scenario, *self.session.portfolio.choices)
        if len(seen) == len(self._seen) and all(
            new is old for new, old in zip(seen, self._seen, strict=True)
        ):
            return  # a slider of a measure moved: nothing here changes
        offered = [scenario.options(name) for name in SWITCHES]
        if self._seen[2:] != seen[2:] or not self.keys or offered != self._offered:
            self._offered = offered
            self._lay_out()
        self._seen = seen
        self._write()

    def _write(self) -> None:
        """The switches, and the rows of the groups that were opened: seventy rows unseen cost much."""
        assumptions, scenario = self.session.study.assumptions, self.session.study.scenario
        slots: dict[str, Any] = {name: str(getattr(scenario, name)) for name in SWITCHES}
        for group, keys in self.groups.items():
            rows = [self._row(key) for key in keys] if group in self.opened else []
            slots[f"rows_{group}"] = filled(__file__, "assumptions_rows.html", rows=rows)
            for key in keys if rows else ():
                slots |= self._value(key)
        n = len(assumptions.own)
        slots |= {"own": self._t("n_own", n=n), "any_own": "1" if n else "", "problem": ""}
        self.view.show(**slots)

    def _value(self, key: str) -> dict[str, str | Markup]:
        """The value in force of an assumption, and the reason of an own one."""
        assumptions = self.session.study.assumptions
        name, unit, _, _ = about(key, self.lang)
        value, is_own = assumptions.value(key), key in assumptions.own
        edit = filled(
            __file__,
            "assumptions_edit.html",
            key=key,
            name=name,
            why=self._t("why"),
            reset=self._t("reset"),
            reason=assumptions.reason(key),
            most=REASON_LENGTH,
        )
        return {
            key: f"{value:.12g}",
            f"{key}_text": amount(value, unit, self.lang),
            f"{key}_own": self._t("own_value") if is_own else "",
            f"{key}_edit": edit if is_own else "",
        }

    # --- what the planner does ---------------------------------------------------------------

    def _group(self, data: dict[str, Any]) -> None:
        group = str(data.get("name"))
        if group in self.groups and group not in self.opened:
            self.opened.add(group)
            self._write()

    def _assume(self, data: dict[str, Any]) -> None:
        key, assumptions = str(data.get("name")), self.session.study.assumptions
        if key in self.keys:
            value = assumptions.clipped(key, float(data["value"]))
            self.session.assume(key, value, assumptions.reason(key))

    def _reason(self, data: dict[str, Any]) -> None:
        key, own = str(data.get("name")), self.session.study.assumptions.own
        if key in own:
            self.session.assume(key, own[key]["value"], str(data.get("value", ""))[:REASON_LENGTH])

    def _reset(self, data: dict[str, Any]) -> None:
        if str(data.get("name")) in self.session.study.assumptions.own:
            self.session.forget(str(data["name"]))

    def _reset_all(self, _data: dict[str, Any]) -> None:
        self.session.forget()

    def _switch(self, data: dict[str, Any]) -> None:
        name = str(data.get("name"))
        option = Scenario.option(name, str(data.get("value")))
        if option is not None:
            self.session.look_ahead(**{name: option})

    def __panel__(self) -> Viewable:
        return self.section.column
