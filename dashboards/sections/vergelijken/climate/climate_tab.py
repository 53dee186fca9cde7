"""What if the climate turns out otherwise: regret per package and climate."""

from __future__ import annotations

from collections.abc import Callable

import panel as pn

from dashboards.parts.frame.remarks import file_notes
from dashboards.parts.frame.session import Session
from dashboards.parts.packages.contest import Contest
from dashboards.parts.packages.marks import NOTHING
from dashboards.parts.packages.slow_tab import Opening, SlowTab
from dashboards.sections.vergelijken.climate.climate_shares import Best, Enough
from dashboards.sections.vergelijken.climate.regret import Regret
from dashboards.sections.vergelijken.climate.switches import Switches
from kans_model.comparison.robustness import Robustness, robustness
from kans_model.outlook.scenario import Scenario
from kans_model.reports.regret_in_words import next_decision
from kans_model.uncertainty.bands import drawn
from kans_model.words.amounts import number
from kans_model.words.texts import t


class ClimateTab(SlowTab):
    """Regret, how often it is enough, who is best, and the switches."""

    name_in_texts = "climate"
    figure_names = ("regret", "other", "best_in")
    go_text = "optimumtab.robust_start"

    def __init__(self, session: Session):
        super().__init__(session)
        lang, notes = session.lang, file_notes(session)
        self.regret, self.enough, self.best = Regret(lang, notes), Enough(lang, notes), Best(lang, notes)
        self.switches = Switches(lang, self.set_switch, notes)
        self.folds = {
            "shares": self._fold("fold_shares", self.enough.section.column, self.best.section.column),
            "switches": self._fold("fold_switches", self.switches.section.column),
        }
        folds = pn.Column(*(fold.layout for fold in self.folds.values()), **self.fold_style)
        self.views = [self.regret.section.column, folds]
        self.begin()

    def go(self) -> None:
        """To the search for one package for every climate."""
        self.session.lead_to("vergelijken", "optimum")

    def aim(self) -> None:
        """Bring the choices without a range into view."""
        self.folds["switches"].open()
        self.switches.view.focus("table")

    def set_switch(self, switch: str, text: str) -> None:
        """Go on with another option of a switch; what there is not changes nothing."""
        option = Scenario.option(switch, text)
        if option is not None:
            self.session.look_ahead(**{switch: option})
            self.ask()

    def reckon(
        self, contest: Contest, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> Robustness:
        """Every package in every climate, mid and per draw, and under every switch."""
        study = contest.study
        return robustness(study, contest.ids, drawn(study), contest.headline, progress, cancelled)

    def show(self, contest: Contest, found: Robustness) -> list[str]:
        lines = [contest.text("unknown_here", name=contest.name(package)) for package in found.unknown]
        self.shown = not found.switches.empty
        if not self.shown:
            return [*lines, t("certain.too_few", self.lang)]
        known = contest.only(found.ids)
        for view in (self.regret, self.enough, self.best):
            view.show(known, found.values, found.per_draw)
        self.switches.show(known, found.switches)
        return lines

    def opening(self, contest: Contest, found: Robustness) -> Opening:
        """The smallest largest regret, that of another package, and where the first is best."""
        known, regret, bands = contest.only(found.ids), self.regret, self.regret.found
        names = {package: known.name(package) for package in known.ids}
        best = bands.least
        figures = {
            name: {
                "label": known.text("figure_regret", name=names[known.ids[place]]),
                "number": known.lost(float(bands.most[place])),
                "range_text": known.bare_span(*(float(end) for end in bands.most_ends[:, place])),
                "note": contest.text(f"headline.{contest.headline}"),
                "rough": contest.rough,
            }
            for name, place in (("regret", best), ("other", regret.other(best)))
        }
        n = bands.n_best(best)
        nothing = "_nothing" if known.ids[best] == NOTHING else ""
        figures["best_in"] = {
            "label": known.text(f"figure_best_in{nothing}", name=names[known.ids[best]]),
            "number": number(n, self.lang, 0),
            "note": known.text("figure_best_note", all=number(bands.lost.shape[1], self.lang, 0)),
        }
        decision = next_decision(known.ids, bands, names, self.lang)
        return Opening(" ".join(regret.sentences()), figures, decision)
