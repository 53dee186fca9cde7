"""Maatregelen: choose measures, move their sliders, see cost, risk and synergy move with them."""

from __future__ import annotations

from typing import Any

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.decision import Decision
from dashboards.parts.frame.remarks import file_notes, notices
from dashboards.parts.frame.section import grid
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import SERVED, Shell
from dashboards.parts.live.fold import Fold
from dashboards.parts.live.phone_tabs import PhoneTabs
from dashboards.parts.live.post import together
from dashboards.parts.live.travel import Travel
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.both_balances import BothBalances
from dashboards.parts.packages.looks import known_packages
from dashboards.sections.maatregelen.assumptions import AssumptionsPanel
from dashboards.sections.maatregelen.balance import Balance
from dashboards.sections.maatregelen.benefit_choice import BenefitChoice
from dashboards.sections.maatregelen.beside_references import BesideReferences
from dashboards.sections.maatregelen.buurt import Buurt
from dashboards.sections.maatregelen.head import Head
from dashboards.sections.maatregelen.headlines import Headlines
from dashboards.sections.maatregelen.library import Library
from dashboards.sections.maatregelen.opgaven import Opgaven
from dashboards.sections.maatregelen.package_bar import Packages
from dashboards.sections.maatregelen.package_map import PackageMap
from dashboards.sections.maatregelen.theme_damage import ThemeDamage
from dashboards.sections.maatregelen.uptake import Uptake
from kans_model.comparison.answers import damage_change_keur_per_ha
from kans_model.reports.contrast_in_words import conclusion, next_decision
from kans_model.study.names import portfolio_name
from kans_model.tables.reading import table
from kans_model.uncertainty.package_result import PackageResult
from kans_model.uncertainty.package_travel import PackageTravel, has_travel, travel_key
from kans_model.words.amounts import percent
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

BANDS_AFTER_MS = 60
SOON_MS = 1
"""Of a slider that rests: its middle values stand on screen, and nothing of it is on its way."""
PARTICIPATION, BEYOND_STEP = "participation_share", 0.05
"""Of owners; past the soft stop of a slider so many more of them are counted on at once. [-]"""
PHONE_TABS = ("uptake", "effect", "library", "more")
"""What a phone shows one at a time, in its order."""


class MaatregelenPage(Viewer):
    """One package: its sliders at the left, what they do at the right, next to the reference packages."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, lang, study = session, session.lang, session.study
        rough, notes = session.city.indicative, file_notes(session)
        self.package = PackageResult(study, session.portfolio)
        self._waiting: Any = None
        self.travel, self._bands, self._moving = Travel(), 0, ""
        price_year, areas = self.package.result.attrs["price_year"], session.city.areas
        steps = {"undo": session.undo, "redo": session.redo, "clear": self.clear}
        self.head = Head(lang, steps)
        self.headlines = Headlines(lang, rough, price_year)
        self.decision = Decision(
            t("contrast.go", lang), lambda _data: session.lead_to("vergelijken", "optimum")
        )
        self.packages = Packages(session)
        self.uptake = Uptake(lang, notes, rough, price_year, self)
        self.library = Library(lang, session.portfolio.choices, self.add, self.remove)
        self.balance = Balance(lang, notes, price_year)
        self.benefits = BenefitChoice(session)
        self.both = BothBalances({"own": (portfolio_name(session.portfolio, lang), "own")}, lang, notes)
        self.assumptions = AssumptionsPanel(session)
        everything = damage_change_keur_per_ha(self.package.rivals.results["alles"], areas["area_m2"])
        self.map = PackageMap(lang, session.city, everything, notes, self._choose_area, self._reveal_area)
        self.buurt = Buurt(lang, areas, self)
        self.themes = ThemeDamage(lang, notes, rough)
        self.opgaven = Opgaven(lang, notes)
        self.beside = BesideReferences(lang, notes, rough, study, session.portfolio, price_year)
        self.folds = self._folds()
        self.layout = self._laid_out()
        self._weigh_library()
        self.themes.scale(self.package)
        self._show()
        session.param.watch(self.update, ["study", "package"])
        session.param.watch(self._show_area, "area")

    def _laid_out(self) -> pn.Column:
        stack = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}
        effect = (self.map, self.buurt, self.themes, self.opgaven)
        parts = {
            "uptake": pn.Column(self.uptake, css_classes=["stack"], **stack),
            "library": pn.Column(self.library, css_classes=["stack"], **stack),
            "more": pn.Column(
                *(fold.layout for fold in self.folds.values()), css_classes=["stack", "folds"], **stack
            ),
            "effect": pn.Column(*effect, css_classes=["stack", "dense", "span-5"], **stack),
        }
        names = {name: t(f"maatregelen.tab_{name}", self.session.lang) for name in PHONE_TABS}
        tabs = {name: [parts[name]] for name in PHONE_TABS}
        self.tabs = PhoneTabs(tabs, names, t("maatregelen.tabs", self.session.lang))
        left = [parts[name] for name in ("uptake", "library", "more")]
        return pn.Column(
            self.head,
            self.headlines.compact,
            self.headlines,
            pn.Column(self.decision, self.packages, css_classes=["stack", "dense"], **stack),
            self.tabs,
            grid(pn.Column(*left, css_classes=["stack", "dense", "span-7"], **stack), parts["effect"]),
            self.travel,
            css_classes=["page", "close"],
            **stack,
        )

    def _folds(self) -> dict[str, Fold]:
        """What takes more than a look; in the page only when it is opened."""
        parts: dict[str, tuple[Viewer, ...]] = {
            "worth": (self.balance, self.both, self.benefits),
            "beside": (self.beside,),
            "assumptions": (self.assumptions,),
        }
        return {
            name: Fold(
                t(f"maatregelen.fold_{name}", self.session.lang),
                t(f"maatregelen.fold_{name}_about", self.session.lang),
                *inside,
                opened=self._show_folds,
            )
            for name, inside in parts.items()
        }

    # --- what the planner does: with measures ------------------------------------------------

    def add(self, measure: str) -> None:
        """Put a measure in the package."""
        package = self.session.portfolio
        if measure not in package.choices:
            room, quantity = self.session.study.baseline.room, self.package.result["quantity"].values
            self.session.change(package.with_measure(measure, room.share_that_fits(quantity, measure)))

    def remove(self, measure: str) -> None:
        """Take a measure out of the package."""
        self.session.change(self.session.portfolio.without(measure))

    def clear(self) -> None:
        """Take every measure out of the package."""
        self.session.change(self.session.portfolio.without(*self.session.portfolio.choices))

    def move(self, measure: str, uptake_pct: int) -> None:
        """Follow a slider."""
        package = self.session.portfolio
        if measure in package.choices and round(package.uptake_pct(measure)) != uptake_pct:
            self._moving = measure
            self.session.change(package.with_uptake(measure, uptake_pct / 100), moving=measure)
            self._moving = ""

    def touch(self, measure: str) -> None:
        """A slider is about to move: send all it can come to."""
        package = self.session.portfolio
        if measure not in package.choices or not has_travel(self.session.study):
            return
        key = self._travel_key(measure)
        if self.travel.has(measure, key):
            return
        travel = PackageTravel(self.package, measure)
        columns = self.uptake.travelled(travel, measure) | self.map.travelled(travel.change_keur_per_ha())
        for part in (self.headlines, self.balance, self.themes, self.opgaven, self.beside):
            columns |= part.travelled(travel)
        self.travel.offer(measure, key, columns)

    def _travel_key(self, measure: str) -> tuple[object, ...]:
        """What a travel rests on: all but the slider's own place, the bands, and the axis that may grow."""
        key = travel_key(self.session.study, self.session.portfolio, measure)
        return key, self._bands, self.balance.chart.end

    def rest(self) -> None:
        """A slider was let go."""
        self.session.rest()
        self.balance.scale(self.package)
        if self._waiting is None:
            self.travel.settle()

    def leave(self) -> None:
        """The page goes: what it showed last is saved at once, for whoever opens it next."""
        self.session.save_now()

    def target(self, measure: str, targeting: str) -> None:
        """Let a measure go somewhere else."""
        package = self.session.portfolio
        if targeting in package.targetings(measure, has_works=True):
            self.session.change(package.with_target(measure, targeting, self.session.area))

    def beyond(self, measure: str) -> None:
        """Count on more owners than is feasible: a step further, no further than the end of the range."""
        key = f"{measure}:{PARTICIPATION}"
        now, most = (
            self.session.study.assumptions.value(key),
            table("measures")[f"{PARTICIPATION}_high"][measure],
        )
        if now >= most:
            raise KansError(Problem("participation_most", value=percent(most, self.session.lang)))
        self.session.assume(
            key, min(most, round(now + BEYOND_STEP, 2)), t("slider.beyond_reason", self.session.lang)
        )

    # --- what the planner does: in one buurt -------------------------------------------------

    def choose(self, code: str) -> None:
        """Look at a buurt; '' for none."""
        self.map.choose(code)

    def _choose_area(self, code: str) -> None:
        self.session.area = code

    def _reveal_area(self, _code: str) -> None:
        self.buurt.view.reveal("facts")

    def include(self, measure: str, wanted: bool) -> None:
        """Count the chosen buurt in, or out, for a measure that goes to single buurten."""
        code, package = self.session.area, self.session.portfolio
        if code and measure in package.choices:
            self.session.change(package.with_area(measure, code, wanted))

    def correct(self, column: str, value: str) -> None:
        """The planner knows better than the estimate."""
        if self.session.area:
            self.session.correct(self.session.area, **{column: value})

    def override(self, measure: str, quantity: float | None) -> None:
        """A quantity by hand in the chosen buurt; None gives it back to the rule."""
        code, package = self.session.area, self.session.portfolio
        if not code or measure not in package.choices:
            return
        changed = package.with_quantity(measure, code, quantity)
        try:
            self.session.study.evaluate(changed)
        except KansError as error:
            self.buurt.refuse(error.text(self.session.lang))
            return
        self.session.change(changed)

    def aim(self, part: str) -> None:
        """Bring a part of the page into view: the assumptions, the chosen buurt, or the slider of a measure
        of a package, `measure/package/measure`."""
        if part.startswith("measure/"):
            self._aim_measure(*part.split("/", 2)[1:])
            return
        if part in self.folds:
            self.folds[part].open()
        self.tabs.open("effect" if part == "area" else "more")
        {"assumptions": self.assumptions.view, "area": self.buurt.view}[part].focus(part)

    def _aim_measure(self, package: str, measure: str) -> None:
        if package in {own.id for own in self.session.study.portfolios}:
            self.session.package = package
        self.tabs.open("uptake")
        if measure in self.uptake.rows:
            self.uptake.rows[measure].enter()

    # --- one evaluation per move -------------------------------------------------------------

    def update(self, *_events: object) -> None:
        """Evaluate the package once and write everything that shows it; bands follow in a later tick.

        Of a slider whose travel was sent the middle values stand on screen; all is written with the bands.
        """
        with together():
            if not self._moving:
                self.travel.drop()
            self.package.follow(self.session.study, self.session.portfolio)
            is_painted = self._moving and self.travel.has(self._moving, self._travel_key(self._moving))
            if not is_painted:
                self._show()
        self._widen_soon(SOON_MS if is_painted else BANDS_AFTER_MS)

    def widen(self) -> None:
        """Work out the bands of the package and write them."""
        self._waiting = None
        other_outlook = self.package.widen()
        with together():
            if other_outlook:
                self._weigh_library()
            self.themes.scale(self.package)
            self._show()
            self._bands += 1
            self.travel.settle()

    def _widen_soon(self, after_ms: int) -> None:
        """Bands when the slider pauses: while it moves, the middle values go first."""
        document = pn.state.curdoc
        if document is None or document.session_context is None:
            self.widen()
            return
        if self._waiting is not None:
            document.remove_timeout_callback(self._waiting)
        self._waiting = document.add_timeout_callback(self.widen, after_ms)

    def _weigh_library(self) -> None:
        baseline = self.session.study.baseline
        first_euro = baseline.first_euro
        self.library.weigh(first_euro.avoided_eur_per_keur, first_euro.acts_on, baseline.counted)

    def _show(self) -> None:
        session, package = self.session, self.package
        if not self.uptake.is_laid_out(session.portfolio):
            has_works = session.study.baseline.room.works_share.any()
            self.uptake.lay_out(session.portfolio, bool(has_works))
            self.balance.lay_out(package)
            self.opgaven.lay_out(package)
            self.library.choose(session.portfolio.choices)
        notice = notices(session, package.result)
        contrast, lang = package.contrast(), session.lang
        names = {key: name for key, (name, _) in known_packages(session).items()}
        text = conclusion(contrast, names, session.city.indicative, lang)
        self.head.show(session.portfolio, text, session.can_undo, session.can_redo, notice)
        self.decision.show(next_decision(contrast, names, lang))
        self.headlines.show(package, session.milestone)
        self.uptake.show(package)
        self.themes.show(package)
        self.opgaven.show(package)
        self.map.show(package.change_keur_per_ha(), session.city.areas["name"])
        self._show_area()
        self.packages.show(float(package.capex_eur().mid))
        self._show_folds()

    def _show_folds(self) -> None:
        """What stands in the folds that are open."""
        package, session = self.package, self.session
        if self.folds["worth"].is_open:
            self.balance.show(package)
            self.both.packages = {"own": (portfolio_name(package.portfolio, session.lang), "own")}
            self.both.show(session.study, {"own": package.result})
            self.benefits.show()
        if self.folds["beside"].is_open:
            self.beside.show_references(package)
            self.beside.show(package)
        if self.folds["assumptions"].is_open:
            self.assumptions.show()

    def _show_area(self, *_events: object) -> None:
        """What the package does in the chosen buurt."""
        self.map.choose(self.session.area)
        self.buurt.show(self.package, self.session.city, self.session.area)

    def __panel__(self) -> Viewable:
        return self.layout


def page(session: Session) -> Viewable:
    """The page of a session, to stand in the shell."""
    return MaatregelenPage(session)


if __name__.startswith(SERVED):
    pn.extension(reconnect=False)
    Shell(Session.opened(), {"maatregelen": page}, "maatregelen").servable()
