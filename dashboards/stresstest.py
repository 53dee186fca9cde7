"""Stresstest: what weather extremes cost per buurt, whom they hit, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.decision import Decision
from dashboards.parts.frame.remarks import caveats, file_notes
from dashboards.parts.frame.section import grid
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import SERVED, Shell
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.post import together
from dashboards.parts.live.tabs import tab_list
from dashboards.parts.look.css import STYLES
from dashboards.sections.stresstest.bearers import Bearers
from dashboards.sections.stresstest.buurt import Buurt
from dashboards.sections.stresstest.damage_map import DamageMap
from dashboards.sections.stresstest.damage_path import DamagePath
from dashboards.sections.stresstest.estimates import Estimates
from dashboards.sections.stresstest.events import Events
from dashboards.sections.stresstest.for_residents import ForResidents
from dashboards.sections.stresstest.head import Head
from dashboards.sections.stresstest.headlines import Headlines
from dashboards.sections.stresstest.quality import Quality
from dashboards.sections.stresstest.ranking import Ranking
from dashboards.sections.stresstest.swipe import Swipe
from dashboards.sections.stresstest.switches import Switches
from dashboards.sections.stresstest.urgency import Urgency
from dashboards.sections.stresstest.vulnerable import Vulnerable
from kans_model.reports.stress_test_in_words import next_decision, other_death_value
from kans_model.tables.reading import cells
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.texts import t

TABS = ("city", "swipe", "events", "urgency", "quality")
"""The parts of the page under its head, in the order they stand."""


class StresstestPage(Viewer):
    """The city without any package: one theme, one year and one way to count at a time."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, lang = session, session.lang
        city, notes = session.city, file_notes(session)
        self.head = Head(lang, self._choose)
        self.headlines = Headlines(lang, city.indicative)
        self.decision = Decision(t("stresstest.go", lang), self._go)
        self.switches = Switches(
            lang, city.areas, city.postcodes, lambda name, value: self.look(**{name: value}), self._choose
        )
        self.test = StressTest(session.study)
        self.map = DamageMap(lang, notes, self._choose, self.test)
        self.ranking = Ranking(lang, notes, city.indicative, self._open)
        self.buurt = Buurt(lang, self._close, self._put, self._limit)
        self.bearers = Bearers(lang, notes, self._fix)
        self.path = DamagePath(lang, notes)
        self.filled = Estimates(lang, notes, city)
        self.residents = ForResidents(session)
        self.swipe, self.events = Swipe(session, notes), Events(lang, notes)
        self.urgency, self.vulnerable = Urgency(session, notes), Vulnerable(lang, notes, session.study)
        self.quality = Quality(lang, notes)
        self.tabs = LiveHtml()
        self.tabs.on("tab", lambda data: self.open_tab(str(data.get("name"))))
        self._outlook = session.study.outlook_key
        self.body = self._stack("page")
        self.layout = self._laid_out()
        asked = session.query.get("tab", "")
        self.tab = asked if asked in TABS else TABS[0]
        self._show()
        self.open_tab(self.tab)
        session.param.watch(self.update, "study")
        session.param.watch(self._area_changed, "area")

    @staticmethod
    def _stack(*css_classes: str, parts: Sequence[Viewable | Viewer] = ()) -> pn.Column:
        style = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}
        return pn.Column(*parts, css_classes=list(css_classes), **style)

    def _laid_out(self) -> pn.Column:
        beside = self._stack("stack", "span-5", "first", parts=[self.ranking, self.buurt])
        self.parts: dict[str, list[Viewable | Viewer]] = {
            "city": [
                self.switches,
                grid(self.map.section.column, beside),
                grid(self.bearers.section.column, self.path.section.column),
                self.residents,
            ],
            "swipe": [self.switches, self.swipe],
            "events": [self.events],
            "urgency": [self.urgency, self.vulnerable],
            "quality": [self.quality, self.filled],
        }
        top = self._stack("stack", "top", parts=[self.head, self.headlines, self.decision])
        return self._stack("page", "stresstest", parts=[top, self.tabs, self.body])

    def open_tab(self, name: str) -> None:
        """Show a part of the page; what is worked out for one only is worked out when it is looked at."""
        if name not in TABS:
            return
        self.tab = name
        names = {tab: t(f"stresstest.tab_{tab}", self.session.lang) for tab in TABS}
        with together():
            self._show_tab()
            self.body[:] = self.parts[name]
            self.tabs.html = str(tab_list(names, name, t("stresstest.tabs", self.session.lang)))
        self.session.remember(tab="" if name == TABS[0] else name)

    def _show_tab(self) -> None:
        """Write what only the open tab shows."""
        study, area = self.session.study, self.session.area
        if self.tab == "swipe":
            self.swipe.show(self.test)
        elif self.tab == "events":
            self.events.show(study, area)
        elif self.tab == "urgency":
            self.urgency.show(study)
            self.vulnerable.show(study)
        elif self.tab == "quality":
            self.quality.show(study)

    # --- what the planner does ---------------------------------------------------------------

    def look(self, **choices: str) -> None:
        """Look at another `theme`, `horizon` or `per`; what there is not changes nothing."""
        known = {name: self.test.param[name].objects for name in ("theme", "horizon", "per")}
        self.test.param.update(
            {name: value for name, value in choices.items() if value in known.get(name, ())}
        )
        with together():
            self._show()

    def _choose(self, code: str) -> None:
        self.session.area = code if code in self.session.city.areas.index else ""

    def _open(self, code: str) -> None:
        """Choose a buurt of the ranking, which it takes the place of."""
        self._choose(code)
        self.buurt.enter()

    def _close(self) -> None:
        """Go back to the ranking."""
        code = self.session.area
        self._choose("")
        self.ranking.enter(code)

    def _put(self, column: str, value: object) -> None:
        """What the reader knows better of the buurt that is chosen; everything is worked out anew."""
        if self.session.area:
            self.session.correct(self.session.area, **{column: value})

    def _limit(self) -> None:
        """Go and agree on a limit for what is looked at in the chosen buurt."""
        hazard = self.test.leading_hazard(self.session.area)
        self.session.lead_to("risicodialoog", f"damage_{hazard}:{self.test.horizon}")

    def _fix(self) -> None:
        """Open the buurt where most people live: there what is unknown is added."""
        self._choose(str(self.session.city.areas["residents"].fillna(0).idxmax()))

    def _go(self, _data: dict[str, Any]) -> None:
        self.session.lead_to("maatregelen", "")

    def aim(self, part: str) -> None:
        """Open the buurt of a risk, `risk/indicator/code`, with its theme."""
        kind, _, key = part.partition("/")
        indicator, _, code = key.partition("/")
        if kind == "risk":
            self.open_tab(TABS[0])
            self.look(theme=cells("indicators", "hazard").get(indicator, ""))
            self._open(code)

    # --- shown -------------------------------------------------------------------------------

    def update(self, *_events: object) -> None:
        """Evaluate anew when something else than a package changed."""
        study = self.session.study
        if study.outlook_key == self._outlook:
            if self.tab in ("swipe", "urgency"):  # the package, and the limits of the dialogue
                self._show_tab()
            return
        self._outlook = study.outlook_key
        choices = {name: getattr(self.test, name) for name in ("theme", "horizon", "per")}
        self.test = StressTest(study, **choices)
        with together():
            self._show()

    def _show(self) -> None:
        test, city, area = self.test, self.session.city, self.session.area
        self.head.show(test, self._caveats(), city)
        self.headlines.show(test)
        self.decision.show(next_decision(test, self.session.lang))
        self.switches.show(test)
        self.ranking.show(test, city.estimated("typology"))
        self.map.show(test, city, self.ranking.ranks(), area)
        self.bearers.show(test)
        self.path.show(test)
        self.filled.show(self.session.study)
        self._show_area()
        self._show_tab()

    def _caveats(self) -> list[str]:
        """What must be known with the numbers, one sentence each."""
        test, lang = self.test, self.session.lang
        places = test.worst()
        n = int(self.session.city.estimated("typology").iloc[places].sum())
        lines = caveats(self.session, test.result)
        if n:
            lines.append(t("stresstest.ranked_estimated", lang, n=n, of=len(places)))
        return [*lines, *filter(None, [other_death_value(test, lang)])]

    def _show_area(self) -> None:
        area = self.session.area
        self.map.choose(area)
        self.ranking.section.column.visible = not area
        self.buurt.show(self.test, self.session.city, area)

    def _area_changed(self, *_events: object) -> None:
        with together():
            self._show_area()
            self._show_tab()
        if self.session.area:
            self.buurt.reveal()

    def __panel__(self) -> Viewable:
        return self.layout


def page(session: Session) -> Viewable:
    """The page of a session, to stand in the shell."""
    return StresstestPage(session)


if __name__.startswith(SERVED):
    pn.extension(reconnect=False)
    Shell(Session.opened(), {"stresstest": page}, "stresstest").servable()
