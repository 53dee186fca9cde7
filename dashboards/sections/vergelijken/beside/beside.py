"""Two to six packages side by side: what sets them apart, and what it takes to change the order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import panel as pn
from markupsafe import Markup, escape
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.remarks import caveats, file_notes
from dashboards.parts.frame.section import grid
from dashboards.parts.frame.session import Session
from dashboards.parts.live.fields import link_button
from dashboards.parts.live.fold import Fold
from dashboards.parts.live.phone_tabs import PhoneTabs
from dashboards.parts.live.post import together
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.both_balances import BothBalances
from dashboards.parts.packages.looks import MOST, chosen_packages, first_choice, known_packages
from dashboards.parts.packages.marks import Looks
from dashboards.sections.vergelijken.beside.candidates import Candidates
from dashboards.sections.vergelijken.beside.differences import Differences
from dashboards.sections.vergelijken.beside.equity import Equity
from dashboards.sections.vergelijken.beside.scatter import Scatter
from dashboards.sections.vergelijken.beside.small_maps import SmallMaps
from dashboards.sections.vergelijken.beside.theme_dots import HazardDots, OpgaveDots
from dashboards.sections.vergelijken.beside.top import Top
from dashboards.sections.vergelijken.beside.weights import EQUAL, Weights
from kans_model.comparison.answers import answers, drawn_answers
from kans_model.comparison.robustness import FEWEST
from kans_model.comparison.switches import other_heat_value, with_switch
from kans_model.outlook.scenario import Scenario
from kans_model.reports.changes_in_words import choice_name
from kans_model.reports.evidence import package_grounds
from kans_model.reports.per_euro_in_words import per_euro_text
from kans_model.study.references import REFERENCES
from kans_model.uncertainty.contrast import Contrast, first_pair
from kans_model.words.amounts import money_change
from kans_model.words.texts import t

PHONE_TABS = ("weigh", "differences", "where", "more")
"""What a phone shows one at a time, in its order."""
STACK: dict[str, Any] = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}


class Beside(Viewer):
    """The top with ticks for packages, and the sections that show those that are ticked."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.rough, self.notes = session.city.indicative, file_notes(session)
        self.chosen = chosen_packages(session)
        self.base = session.query.get("base", "")
        self._weights = dict(EQUAL)
        self.top = Top(
            session.lang,
            self.rough,
            MOST,
            {
                "pick": self._pick,
                "base": self._base,
                "set": self._set_switch,
                "go": lambda _data: session.lead_to("vergelijken", "optimum"),
            },
        )
        self.parts = {name: pn.Column(css_classes=["stack", "dense"], **STACK) for name in PHONE_TABS}
        self.parts["more"].css_classes = ["stack", "folds"]
        names = {name: t(f"vergelijken.tab_{name}", session.lang) for name in PHONE_TABS}
        label = t("vergelijken.phone_tabs", session.lang)
        self.phone_tabs = PhoneTabs({name: [part] for name, part in self.parts.items()}, names, label)
        whole = (self.top, self.phone_tabs, *self.parts.values())
        self.layout = pn.Column(*whole, css_classes=["stack", "dense"], **STACK)
        self._lay_out()

    # --- packages ----------------------------------------------------------------------------

    def known(self) -> Looks:
        """Own and reference packages."""
        return known_packages(self.session)

    def packages(self) -> Looks:
        """The packages on the page."""
        return {key: look for key, look in self.known().items() if key in self.chosen}

    def own(self) -> str:
        """The package that is held against the base: the open one, or another that the reader made."""
        made = [portfolio.id for portfolio in self.session.study.portfolios]
        others = [key for key in self.packages() if key != self.base]
        return first_pair([*others, self.base], made, self.session.portfolio.id)[0]

    # --- laid out when the choice of packages changes ------------------------------------------

    def _lay_out(self) -> None:
        lang, packages = self.lang, self.packages()
        self._laid_out = dict(self.known())
        made = [portfolio.id for portfolio in self.session.study.portfolios]
        if self.base not in packages:
            self.base = first_pair(list(packages), made, self.session.portfolio.id)[1]
        self.top.lay_out(self._laid_out, list(packages), self.own(), packages)
        candidates = Candidates.of(self.session, packages, self.base)
        self.differences = Differences(candidates, lang, self.notes, self.rough)
        self.balances = BothBalances(packages, lang, self.notes)
        self.scatter = Scatter(packages, lang, self.notes)
        self.weights = Weights(self._weights, lang)
        self.hazards = HazardDots(packages, lang, self.notes)
        self.opgaven = OpgaveDots(packages, lang, self.notes, candidates, self.own())
        self.small_maps = SmallMaps(self.session, packages, self.notes)
        self.equity = Equity(lang)
        self.parts["weigh"][:] = [_halves((self.scatter,), (self.weights,))]
        self.parts["differences"][:] = [self.differences.section.column]
        self.parts["where"][:] = [_halves((self.small_maps,), (self.opgaven,))]
        folds = {"themes": (self.hazards, self.equity), "balances": (self.balances,)}
        self.parts["more"][:] = [grid(*(self._fold(name, *parts) for name, parts in folds.items()))]
        self._show()

    def _fold(self, name: str, *parts: Any) -> pn.Column:
        """What takes more than a look, in the page only when it is opened."""
        about = t(f"vergelijken.{name}_about", self.lang)
        fold = Fold(t(f"vergelijken.{name}", self.lang), about, *(part.section.column for part in parts))
        return pn.Column(fold.layout, css_classes=["stack", "span-6"], **STACK)

    # --- what the planner does ---------------------------------------------------------------

    def _pick(self, data: dict[str, Any]) -> None:
        key, wanted = str(data.get("name")), bool(data.get("value"))
        if key not in self.known():
            return
        ticked = {*self.chosen, key} if wanted else {*self.chosen} - {key}
        chosen = [package for package in self.known() if package in ticked]
        if not FEWEST <= len(chosen) <= MOST:
            self.top.tell(t("vergelijken.how_many", self.lang, few=FEWEST, most=MOST))
            return
        self.chosen = chosen
        self._remember(cmp=",".join(chosen))
        with together():
            self._lay_out()

    def _base(self, data: dict[str, Any]) -> None:
        if str(data.get("value")) in self.packages():
            self.base = str(data["value"])
            self._remember()
            with together():
                self._lay_out()

    def _remember(self, **choices: str) -> None:
        """Ticks and base in the address, so that a reload and the other tabs keep them."""
        self.session.remember(**choices, base=self.base)

    # --- shown -------------------------------------------------------------------------------

    def update(self, *_events: object) -> None:
        """Follow the study: other packages lay the page out anew, other numbers only move it."""
        known = self.known()
        fresh = [key for key in known if key not in self._laid_out]
        self.chosen = chosen_packages(self.session)
        if fresh and self.chosen != first_choice(self.session):
            self.chosen = [key for key in known if key in (*self.chosen, *fresh)][:MOST]
            self._remember(cmp=",".join(self.chosen))
        with together():
            if self._laid_out != known or set(self.candidates.looks) != set(self.chosen):
                self._lay_out()
            else:
                self._show()

    def _show(self) -> None:
        self.candidates = candidates = Candidates.of(self.session, self.packages(), self.base)
        self._show_top()
        self.differences.show(candidates)
        self.balances.show(candidates.study, candidates.results)
        self.scatter.show(candidates)
        self.weights.show(candidates)
        self.hazards.show(candidates)
        self.opgaven.show(candidates)
        self.small_maps.show(candidates)
        self.equity.show(candidates)

    def _show_top(self) -> None:
        study, own = self.session.study, self.own()
        result = self.candidates.results[own]
        self.top.show(
            Contrast.of(study, own, self.base),
            {key: name for key, (name, _) in self.known().items()},
            package_grounds(result, self.lang),
            study.scenario.period_years,
            caveats(self.session, result),
            self._decisive(),
            self._per_euro(),
        )

    def _per_euro(self) -> str:
        """Which of the packages on the page avoids most damage for its costs."""
        results, ranges = self.candidates.results, self.candidates.ranges
        return per_euro_text(
            {key: answers(result)["avoided_per_keur"] for key, result in results.items()},
            {key: drawn_answers(drawn)["avoided_per_keur"] for key, drawn in ranges.items()},
            {key: name for key, (name, _) in self.candidates.looks.items()},
            self.lang,
        )

    def _set_switch(self, data: dict[str, Any]) -> None:
        """Go on with another option of a switch; what there is not changes nothing."""
        switch, text = str(data.get("name")), str(data.get("option"))
        option = Scenario.option(switch, text)
        if option is not None:
            self.session.look_ahead(**{switch: option})

    def _decisive(self) -> Markup:
        """What the balance becomes under the other value of deaths by heat, which moves it furthest."""
        study, lang = self.session.study, self.lang
        now, other = study.scenario.heat_value, other_heat_value(study)
        turned = with_switch(study, heat_value=other)
        sentences = []
        for key, (name, _) in self.candidates.looks.items():
            if key in REFERENCES:
                continue
            now_eur, then_eur = (
                money_change(float(result["npv_eur"]), lang)
                for result in (self.candidates.results[key], turned.evaluate(key))
            )
            words = "unmoved" if now_eur == then_eur else "moved"
            sentences.append(t(f"vergelijken.{words}", lang, name=name, now=now_eur, then=then_eur))
        names = [choice_name("heat_value", value, lang) for value in (now, other)]
        text = t("vergelijken.decisive", lang, now=names[0], other=names[1])
        told = f"{text} {'; '.join(sentences)}." if sentences else text
        set_to = t("certain.set_to", lang, option=names[1])
        attributes = {"data-name": "heat_value", "data-option": other}
        return escape(told) + Markup(" ") + link_button(set_to, "set", attributes=attributes)

    def __panel__(self) -> Viewable:
        return self.layout


def _halves(*halves: Sequence[Any]) -> pn.Column:
    """Sections beside each other on a desk, one under the other in each half."""
    return grid(
        *(
            pn.Column(
                *(part.section.column for part in half), css_classes=["stack", "dense", "span-6"], **STACK
            )
            for half in halves
        )
    )
