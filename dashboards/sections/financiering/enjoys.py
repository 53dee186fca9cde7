"""Who pays against who enjoys, as the first who does or as the one who bears in the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dashboards.parts.charts.pairs import PaysEnjoys
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.post import together
from dashboards.sections.financiering.case import Case
from kans_model.finance.beneficiaries import by_net_benefit, ends_of
from kans_model.reports.financing_in_words import benefit_gap_line
from kans_model.uncertainty.bands import p5_p95
from kans_model.words.amounts import in_millions


class Enjoys(Section):
    """A square and a disc per party on one axis, who gains most on top."""

    def __init__(self, case: Case, on_look: Callable[[], None]):
        self.case, self.on_look = case, on_look
        views = [("first", case.text("first_payer")), ("final", case.text("final_bearer"))]
        self.choice = LiveHtml.of(__file__, "enjoys.html", label=case.text("view"), views=views)
        self.choice.on("final", self._final)
        self.chart = PaysEnjoys(case.text("pays_table"), case.lang, case.notes)
        super().__init__(self.choice, self.chart, title=case.text("pays"), deck=case.text("pays_deck"))

    def _final(self, data: dict[str, Any]) -> None:
        self.case.is_final = data.get("value") == "final"
        with together():
            self.update()
            self.on_look()

    def _amounts_eur(self, middle: np.ndarray, draws: np.ndarray) -> dict[str, np.ndarray]:
        """Low, middle and high per party, passed on to who bears in the end where that is looked at."""
        if self.case.is_final:
            middle, draws = self.case.ledger.final(middle), self.case.ledger.final(draws)
        low, high = p5_p95(draws)
        return {"mid": middle, "low": low, "high": high}

    def update(self) -> None:
        """Rows for the parties that pay or enjoy, and the two ends in the title."""
        case, ledger = self.case, self.case.ledger
        paid = self._amounts_eur(ledger.present_value_eur, case.bands.present_value_eur)
        enjoyed = self._amounts_eur(ledger.benefit_eur, case.bands.benefit_eur)
        shown = by_net_benefit(paid["mid"], enjoyed["mid"], ledger.total_eur)
        names = [case.actor_name(case.actors.ids[place]) for place in shown]
        if self.chart.labels != names:
            self.chart.lay_out(names)
        columns = {
            f"{what}_{part}": in_millions(values[shown])
            for what, amounts in (("paid", paid), ("enjoyed", enjoyed))
            for part, values in amounts.items()
        }
        self.chart.scale_to(max(float(values.max(initial=0)) for values in columns.values()))
        self.chart.show(**columns)
        self.choice.show(final="final" if case.is_final else "first")
        title = case.text("pays")
        if names:
            ends = ends_of((enjoyed["mid"] - paid["mid"])[shown])
            title = case.text(f"pays_{ends}", most=names[0], least=names[-1])
        deck = [case.text("pays_deck"), benefit_gap_line(ledger, case.lang)]
        self.show(title=title, deck=". ".join(filter(None, deck)))
