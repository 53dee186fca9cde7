"""The headlines: what the municipality bears, what a household pays more, and what nobody covers."""

from __future__ import annotations

from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.headline_figures import Figures
from dashboards.sections.financiering.case import Case
from kans_model.finance.actors import GEMEENTE
from kans_model.finance.exploitation_room import room_gaps
from kans_model.finance.legal_routes import uncovered_draws_eur, uncovered_eur, untitled_eur
from kans_model.reports.evidence import grounds
from kans_model.reports.financing import LEVY_EVIDENCE, cost_evidence, cost_judged
from kans_model.reports.financing_in_words import levy_suffix
from kans_model.uncertainty.bands import p5_p95
from kans_model.words.amounts import (
    band_text,
    money_and_range,
    money_cents,
    money_range,
    money_short,
    number,
    percent,
)

NAMES = ("gemeente", "levy", "gap")


class Headlines(Viewer):
    """Three figures of the split."""

    def __init__(self, case: Case):
        super().__init__()
        self.case, self.rough = case, case.session.city.indicative
        short = {name: case.text(f"{name}_short") for name in NAMES}
        self.figures = Figures({name: case.text(name) for name in NAMES}, case.lang, short=short)

    def update(self) -> None:
        """Write the three figures."""
        self._show_gemeente()
        self._show_levy()
        self._show_gap()

    def _show_gemeente(self) -> None:
        case, ledger = self.case, self.case.ledger
        places = [case.actors.place(purse) for purse in GEMEENTE]
        low, high = p5_p95(case.bands.present_value_eur[:, places].sum(axis=1))
        text, span = money_and_range(ledger.gemeente_eur, float(low), float(high), case.lang)
        share, total = percent(ledger.gemeente_share, case.lang), money_short(ledger.total_eur, case.lang)
        self.figures.show(
            "gemeente",
            number=text,
            range_text=span if ledger.gemeente_eur else "",
            **grounds(cost_evidence(ledger), cost_judged(ledger), case.lang)._asdict(),
            note=case.text("gemeente_note", share=share, total=total),
            rough=self.rough,
        )

    def _show_levy(self) -> None:
        case, levy = self.case, self.case.ledger.levy
        low, high = (float(end) for end in p5_p95(case.bands.levy_peak_eur))
        later = number(levy["after_ten_years"], case.lang, 2)
        self.figures.show(
            "levy",
            number=money_cents(levy["peak"], case.lang),
            range_text=band_text(low, high, case.lang) if levy["peak"] > 0 else "",
            kind=LEVY_EVIDENCE,
            note=case.text(
                {"": "levy_note", "_no_levy": "levy_none"}.get(levy_suffix(case.ledger), "levy_unknown"),
                year=levy["peak_year"],
                later=later,
            ),
            rough=self.rough,
        )

    def _show_gap(self) -> None:
        case, ledger = self.case, self.case.ledger
        untitled = float(untitled_eur(ledger).sum())
        draws = uncovered_draws_eur(ledger, case.bands.gaps_eur, case.bands.present_value_eur)
        low, high = (float(end) for end in p5_p95(draws))
        limited = bool(case.split.ceilings) or untitled >= 1
        key = "gap_none" if not case.split.ceilings else "gap_note" if ledger.gap_eur.any() else "gap_covered"
        note = case.text(key, year=ledger.gap_year)
        if untitled >= 1:
            without = case.text("gap_untitled", amount=money_short(untitled, case.lang))
            note = f"{without}; {note}" if case.split.ceilings else without
        for gap in room_gaps(ledger):
            words = {"who": case.actor_name(gap.actor), "amount": money_short(gap.eur, case.lang)}
            note = f"{note}; {case.text('gap_room', year=gap.year, **words)}"
        self.figures.show(
            "gap",
            number=money_short(uncovered_eur(ledger), case.lang) if limited else "–",
            range_text=money_range(low, high, case.lang) if limited and high else "",
            kind=LEVY_EVIDENCE if limited else None,
            note=note,
            rough=self.rough,
        )

    def __panel__(self) -> Viewable:
        return self.figures.view
