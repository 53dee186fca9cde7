"""Stresstest: what weather extremes cost per buurt, whom they hit, and how sure that is."""

from __future__ import annotations

import pandas as pd
import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.remarks import file_notes, notices
from dashboards.parts.frame.section import grid
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import Shell
from dashboards.parts.look.css import STYLES
from dashboards.sections.stresstest.bearers import Bearers
from dashboards.sections.stresstest.buurt import Buurt
from dashboards.sections.stresstest.damage_map import DamageMap
from dashboards.sections.stresstest.damage_path import DamagePath
from dashboards.sections.stresstest.estimates import Estimates
from dashboards.sections.stresstest.head import Head
from dashboards.sections.stresstest.headlines import Headlines
from dashboards.sections.stresstest.ranking import Ranking
from kans_model.tables.reading import table
from kans_model.uncertainty.stress_test import StressTest


class StresstestPage(Viewer):
    """The city without any package, one theme and one year at a time."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, lang = session, session.lang
        rough, notes = session.city.indicative, file_notes(session)
        self.head = Head(lang, lambda name, value: self.look(**{name: value}), self._choose)
        self.headlines = Headlines(lang, rough)
        self.map = DamageMap(lang, notes, self._choose)
        self.ranking = Ranking(lang, notes, rough, self._choose, self._correct)
        self.bearers = Bearers(lang, notes, rough)
        self.path = DamagePath(lang, notes, rough)
        self.buurt = Buurt(lang, session.city.areas, self._choose, self._correct, self._put_type)
        self.filled = Estimates(lang, notes, session.city)
        self._outlook = session.study.outlook_key
        self.test = StressTest(session.study)
        self.layout = self._laid_out()
        self._show()
        session.param.watch(self.update, "study")
        session.param.watch(self._show_area, "area")

    def _laid_out(self) -> pn.Column:
        stack = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}
        left, right = (self.map, self.ranking), (self.bearers, self.path, self.buurt, self.filled)
        return pn.Column(
            self.head,
            self.headlines,
            grid(
                pn.Column(*left, css_classes=["stack", "span-7"], **stack),
                pn.Column(*right, css_classes=["stack", "span-5"], **stack),
            ),
            css_classes=["page"],
            **stack,
        )

    # --- what the planner does ---------------------------------------------------------------

    def look(self, **choices: str) -> None:
        """Look at another `theme` or `horizon`; what there is not changes nothing."""
        known = {name: self.test.param[name].objects for name in ("theme", "horizon")}
        self.test.param.update({name: value for name, value in choices.items() if value in known[name]})
        with pn.io.hold():
            self._show()

    def _choose(self, code: str) -> None:
        self.session.area = code if code in self.session.city.areas.index else ""

    def _put_type(self, typology: str) -> None:
        """Another type for the buurt that is chosen; everything is worked out anew."""
        code = self.session.area
        if code and typology in table("typologies").index:
            self.session.correct(code, typology=typology)

    def _correct(self) -> None:
        self.session.lead_to("maatregelen", "area")

    # --- shown -------------------------------------------------------------------------------

    def update(self, *_events: object) -> None:
        """Evaluate anew when something else than a package changed."""
        study = self.session.study
        if study.outlook_key == self._outlook:
            return
        self._outlook = study.outlook_key
        self.test = StressTest(study, theme=self.test.theme, horizon=self.test.horizon)
        with pn.io.hold():
            self._show()

    @property
    def estimated(self) -> pd.Series:
        """Which buurten have a type that was estimated, one bool per buurt."""
        return self.session.city.estimated("typology")

    def _show(self) -> None:
        test, estimated, area = self.test, self.estimated, self.session.area
        self.head.show(test, notices(self.session, test.result), self.session.city)
        self.headlines.show(test)
        self.map.show(test, estimated, area)
        self.ranking.show(test, estimated)
        self.bearers.show(test)
        self.path.show(test)
        self.filled.show(self.session.study)
        self.ranking.behind.refresh()
        self._show_area()

    def _show_area(self, *_events: object) -> None:
        self.map.choose(self.test.theme, self.session.area)
        self.buurt.show(self.test, self.estimated, self.session.area)

    def __panel__(self) -> Viewable:
        return self.layout


def page(session: Session) -> Viewable:
    """The page of a session, to stand in the shell."""
    return StresstestPage(session)


if pn.state.served:
    pn.extension(reconnect=False)
    Shell(Session.opened(), {"stresstest": page}, "stresstest").servable()
