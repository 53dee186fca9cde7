"""Cost against benefit, measure by measure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.pairs import CostBenefit
from dashboards.parts.frame.section import Section
from kans_model.tables.reading import table
from kans_model.uncertainty.package_result import PackageResult
from kans_model.uncertainty.package_travel import PackageTravel
from kans_model.words.texts import t


class Balance(Viewer):
    """A square of cost and a disc of benefit per measure of the package."""

    def __init__(self, lang: str, notes: Sequence[str], price_year: int):
        super().__init__()
        self.lang = lang
        self.chart = CostBenefit(self._t("balance_table"), lang, notes, key="balance")
        self.section = Section(self.chart, deck=self._t("balance_deck", year=price_year))

    def _t(self, key: str, **values: object) -> str:
        return t(f"maatregelen.{key}", self.lang, **values)

    def lay_out(self, package: PackageResult) -> None:
        """One row per measure of the package."""
        names = table("measures")[f"name_{self.lang}"]
        self.chart.lay_out([names[measure] for measure in package.portfolio.choices])
        self.scale(package)

    def scale(self, package: PackageResult) -> None:
        """Make room on the axis; when a slider is let go."""
        amounts = np.concatenate(list(package.balance_meur(list(package.portfolio.choices)).values()))
        self.chart.scale_to(float(np.max(np.nan_to_num(amounts), initial=0)))

    def show(self, package: PackageResult) -> None:
        """Move the marks and count what pays."""
        columns = package.balance_meur(list(package.portfolio.choices))
        self.chart.show(**columns)
        n = len(columns["cost_mid"])
        pays = int((columns["benefit_mid"] > columns["cost_mid"]).sum())
        self.section.show(title=self._t("balance_title", n=pays, of=n) if n else self._t("balance_question"))

    def travelled(self, travel: PackageTravel) -> dict[str, np.ndarray]:
        """Columns of a slider's travel."""
        return self.chart.travelled(**travel.balance_meur(list(travel.package.portfolio.choices)))

    def __panel__(self) -> Viewable:
        return self.section.column
