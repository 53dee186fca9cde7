"""The headlines: damage avoided, investment and balance, with what moved them and how sure they are."""

from __future__ import annotations

import math

import numpy as np
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.headline_figures import Figures
from dashboards.parts.live.travel import in_rows
from kans_model.comparison.answers import HORIZON
from kans_model.comparison.milestone import change_since_eur
from kans_model.comparison.switches import other_heat_value
from kans_model.reports.chance_in_words import chance_text
from kans_model.reports.changes_in_words import choice_name
from kans_model.reports.evidence import Grounds, package_grounds
from kans_model.study.study import Study
from kans_model.uncertainty.bands import Band
from kans_model.uncertainty.package_result import PackageResult
from kans_model.uncertainty.package_travel import PackageTravel
from kans_model.words.amounts import band_text, money_and_range, money_change, money_short, number
from kans_model.words.texts import t

QUANTITIES = {"avoided": "avoided_eur_per_year", "capex": "capex_eur", "npv": "npv_eur"}
"""The figures, and the quantity of each."""


class Headlines(Viewer):
    """Three figures of the package; `compact` is the same in a line that stays in sight."""

    def __init__(self, lang: str, rough: bool, price_year: int):
        super().__init__()
        self.lang, self.rough = lang, rough
        years = {"avoided": HORIZON, "capex": price_year}
        self.figures = Figures(
            {name: self._t(name, year=years.get(name, "")) for name in QUANTITIES},
            lang,
            short={name: self._t(f"{name}_short") for name in QUANTITIES},
        )
        self.compact = self.figures.compact

    def _t(self, key: str, **values: object) -> str:
        return t(f"maatregelen.{key}", self.lang, **values)

    def show(self, package: PackageResult, milestone: Study | None) -> None:
        """Write the figures, and how far they moved since `milestone` was saved."""
        lang, founded = self.lang, package_grounds(package.result, self.lang)
        damage = money_short(package.damage_eur(), lang)
        public, private = package.capex_by_owner_eur()
        self._show_figure(
            package,
            milestone,
            "avoided",
            package.avoided_eur(),
            founded=founded["avoided"],
            note=self._t("of_damage", damage=damage),
        )
        self._show_figure(
            package,
            milestone,
            "capex",
            package.capex_eur(),
            founded=founded["capex"],
            note=self._t(
                "per_resident",
                public=money_short(public, lang),
                private=money_short(private, lang),
                amount=number(package.capex_per_resident_eur(), lang, 0),
                upkeep=money_short(package.upkeep_eur_per_year(), lang),
            ),
        )
        self._show_figure(
            package,
            milestone,
            "npv",
            package.npv_eur(),
            founded=founded["npv"],
            note="; ".join(
                filter(
                    None, [self._ratio(package), self._both_ways(package), self._other_death_value(package)]
                )
            )
            if package.capex_eur().mid
            else "",
        )

    def _ratio(self, package: PackageResult) -> str:
        low, ratio, high = (float(end) for end in package.bcr())
        return self._t(
            "bcr",
            years=package.study.scenario.period_years,
            ratio=number(ratio, self.lang, 2),
            band=band_text(low, high, self.lang),
        )

    def _other_death_value(self, package: PackageResult) -> str:
        """The balance under the other value of a death by heat; nothing where it stays."""
        amount = money_change(package.npv_other_death_value_eur(), self.lang)
        if amount == money_change(float(package.npv_eur().mid), self.lang):
            return ""
        value = choice_name("heat_value", other_heat_value(package.study), self.lang)
        return self._t("other_death_value", value=value, amount=amount)

    def _both_ways(self, package: PackageResult) -> str:
        """The balance with damage avoided alone, or that nothing else counts."""
        if not package.study.scenario.co_benefits:
            return t("benefits.only_counted", self.lang)
        alone = money_change(float(package.npv_avoided_only_eur().mid), self.lang)
        return t("benefits.only_avoided", self.lang, amount=alone)

    def _show_figure(
        self,
        package: PackageResult,
        milestone: Study | None,
        name: str,
        band: Band,
        *,
        founded: Grounds,
        note: str,
    ) -> None:
        low, middle, high = (float(end) for end in band)
        nothing = low == middle == high == 0
        moved = change_since_eur(milestone, package.portfolio.id, name, middle)
        since = t("packages.since", self.lang, change=money_change(moved, self.lang)) if moved else ""
        text, span = money_and_range(middle, low, high, self.lang, signed=name == "npv")
        self.figures.show(
            name,
            number=text,
            range_text="" if nothing or not math.isfinite(low) else span,
            **({} if nothing else founded._asdict()),
            note="; ".join(filter(None, [note, since, self._chance(package, name)])),
            rough=self.rough and not nothing,
            quantity=QUANTITIES[name],
        )

    def travelled(self, travel: PackageTravel) -> dict[str, np.ndarray]:
        """Columns of a slider's travel."""
        bands = {"avoided": travel.avoided_eur(), "capex": travel.capex_eur(), "npv": travel.npv_eur()}
        return {f"headline.{name}": in_rows(band) for name, band in bands.items()}

    def _chance(self, package: PackageResult, name: str) -> str:
        """How often the package beats what this figure is held against: of a balance, nought."""
        rival = "niets_doen" if name == "npv" else package.rivals.nearest
        chance = package.chances_against(rival).get(name, np.nan)
        return chance_text(f"chance.{name}", chance, self.lang, rival=t(f"portfolio.{rival}", self.lang))

    def __panel__(self) -> Viewable:
        return self.figures.view
