"""The uptake of each measure: its slider, what it comes to, and the table of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import pandas as pd
import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.fields import notice
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.live.travel import in_rows
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.fact_sheet import fact_sheet
from dashboards.sections.maatregelen.measure_slider import MeasureSlider
from kans_model.evaluation.travel import PLACES
from kans_model.measures.allotment import Allotment, allotments, is_public
from kans_model.measures.portfolio import Portfolio
from kans_model.reports.evidence import evidence
from kans_model.reports.participation_in_words import participation_origin
from kans_model.reports.price_evidence_in_words import price_evidence
from kans_model.tables.reading import table
from kans_model.uncertainty.bands import Band
from kans_model.uncertainty.package_result import PackageResult
from kans_model.uncertainty.package_travel import PackageTravel
from kans_model.words.amounts import millions_range, millions_text, percent, quantity_text
from kans_model.words.markup import filled
from kans_model.words.texts import t

FULL = 100
"""Where a slider on private ground stops softly. [%]"""


class Planner(Protocol):
    """What a reader can do with a measure of the package."""

    def move(self, measure: str, uptake_pct: int) -> None: ...

    def rest(self) -> None: ...

    def touch(self, measure: str) -> None: ...

    def leave(self) -> None: ...

    def remove(self, measure: str) -> None: ...

    def target(self, measure: str, targeting: str) -> None: ...

    def beyond(self, measure: str) -> None: ...


class Uptake(Viewer):
    """A row per measure of the package; rows that stay are kept as they are."""

    def __init__(self, lang: str, notes: Sequence[str], rough: bool, price_year: int, planner: Planner):
        super().__init__()
        self.lang, self.rough, self.planner = lang, rough, planner
        self.rows: dict[str, MeasureSlider] = {}
        self._laid_out = False
        self.sliders = pn.Column(sizing_mode="stretch_width", css_classes=["list"], stylesheets=[STYLES])
        title = self._t("measures_table")
        self.under = LiveHtml.of(__file__, "uptake.html", links=links(title, lang, is_chart=False))
        self.behind = Behind(self.under, title, self.frame, lang, notes)
        self.section = Section(
            self.sliders, self.under, title=self._t("uptake"), deck=self._t("uptake_deck", year=price_year)
        )

    def _t(self, key: str, **values: object) -> str:
        return t(f"maatregelen.{key}", self.lang, **values)

    # --- laid out ----------------------------------------------------------------------------

    def is_laid_out(self, package: Portfolio) -> bool:
        """Whether the rows are those of the package, in its order, and each can say where it goes."""
        same = list(package.choices) == list(self.rows)
        return self._laid_out and same and all(self._has_row(package, measure) for measure in package.choices)

    def _has_row(self, package: Portfolio, measure: str) -> bool:
        row = self.rows.get(measure)
        return row is not None and package.choices[measure]["targeting"] in row.rules

    def lay_out(self, package: Portfolio, has_works: bool) -> None:
        """One row per measure; `has_works`: whether the city knows of planned works to go along with."""
        self._laid_out = True
        self.rows = {
            measure: self.rows[measure]
            if self._has_row(package, measure)
            else self._row(package, measure, has_works)
            for measure in package.choices
        }
        self.sliders[:] = list(self.rows.values())
        self.under.show(
            empty="" if package.choices else notice(self._t("empty")),
            prices=filled(
                __file__,
                "uptake_prices.html",
                prices=[
                    (evidence(kind, self.lang, word=False), text)
                    for kind, text in price_evidence(list(package.choices), self.lang)
                ],
            ),
        )

    def _row(self, package: Portfolio, measure: str, has_works: bool) -> MeasureSlider:
        places = package.targetings(measure, has_works)
        slider = MeasureSlider(
            measure=measure,
            label=table("measures")[f"name_{self.lang}"][measure],
            lang=self.lang,
            targeting=package.choices[measure]["targeting"],
            rules=[(place, t(f"targeting.{place}", self.lang)) for place in places],
            private=not is_public(measure),
            value=round(package.uptake_pct(measure)),
        )
        planner = self.planner
        slider.param.watch(lambda event: planner.move(measure, event.new), "value")
        slider.on("leave", lambda _data: planner.leave())
        slider.on("touch", lambda _data: planner.touch(measure))
        slider.on("rest", lambda _data: planner.rest())
        slider.on("remove", lambda _data: planner.remove(measure))
        slider.on("targeting", lambda data: planner.target(measure, str(data.get("value", ""))))
        slider.on("beyond", lambda _data: planner.beyond(measure))
        slider.on("sheet", lambda _data: slider.toggle_sheet(fact_sheet(measure, self.lang)))
        return slider

    # --- shown -------------------------------------------------------------------------------

    def show(self, package: PackageResult) -> None:
        """Write what every measure comes to, and where its slider stops."""
        self._package, base = package, package.study.baseline
        quantity = package.result["quantity"].values
        granted = allotments(package.portfolio, base.room, base.first_euro.need_eur_per_ha, quantity)
        low, capex, high = package.measure_capex_eur()
        for place, measure in zip(package.places(list(self.rows)), self.rows, strict=True):
            self._show_row(
                package.portfolio, measure, granted[measure], (low[place], capex[place], high[place])
            )
        self.behind.refresh()

    def _show_row(
        self,
        package: Portfolio,
        measure: str,
        allotment: Allotment,
        capex_eur: tuple[float, float, float],
    ) -> None:
        measures, choice, slider = table("measures"), package.choices[measure], self.rows[measure]
        low, middle, high = capex_eur
        slider.value = round(package.uptake_pct(measure))
        slider.targeting = choice["targeting"]
        slider.show(
            chosen=len(choice["areas"]) if choice["targeting"] == "chosen" else None,
            by_hand=len(package.explicit.get(measure, {})),
            row=list(self.rows).index(measure),
            unit=measures["unit"][measure],
            quantity=quantity_text(allotment.quantity, measures["unit"][measure], self.lang),
            euro=millions_text(middle, self.lang),
            range_text=millions_range(low, high, self.lang),
            kind=measures["evidence"][measure],
            holders=[measures[f"name_{self.lang}"][allotment.holder]] if allotment.holder else [],
            limit=allotment.stop_pct,
            granted=allotment.granted_share,
            drained=allotment.lacks_catchment,
            rough=self.rough,
            uptake=choice["uptake"],
            remark=self._owners(measure, at_stop=slider.value == FULL),
            further="" if is_public(measure) else t("slider.beyond", self.lang),
        )

    def _owners(self, measure: str, at_stop: bool) -> str:
        """How many owners full uptake stands for; at the soft stop also from what experience that comes."""
        if is_public(measure):
            return ""
        joins = self._package.study.assumptions.value(f"{measure}:participation_share")
        said = t("slider.owners", self.lang, share=percent(joins, self.lang))
        return f"{said}. {participation_origin(measure, joins, self.lang)}" if at_stop else said

    def travelled(self, travel: PackageTravel, moved: str) -> dict[str, np.ndarray]:
        """Columns of a slider's travel."""
        package, places = travel.package, travel.package.places(list(self.rows))
        share = np.tile([package.portfolio.uptake_pct(measure) / 100 for measure in self.rows], (PLACES, 1))
        share[:, list(self.rows).index(moved)] = np.arange(PLACES) / (PLACES - 1)
        capex = Band(*(end[:, places] for end in travel.measure_capex_eur()))
        return {
            "rows.share": share,
            "rows.quantity": travel.travel.quantity[:, places],
            "rows.capex": in_rows(capex),
        }

    def frame(self) -> pd.DataFrame:
        """The chosen measures with everything that is counted for them."""
        package, lang = self._package.portfolio, self.lang
        chosen = list(package.choices)
        measures = table("measures").loc[chosen]
        columns: Mapping[str, Sequence | np.ndarray] = {
            t("table.measure", lang): measures[f"name_{lang}"].tolist(),
            t("slider.where", lang): [
                t(f"targeting.{choice['targeting']}", lang) for choice in package.choices.values()
            ],
            self._t("column_uptake"): [package.uptake_pct(measure) for measure in chosen],
            self._t("column_quantity"): self._of("quantity").sum(axis=1),
            self._t("column_unit"): [t(f"unit.one_{unit}", lang) for unit in measures["unit"]],
            self._t("column_capex"): self._of("capex_eur"),
            self._t("column_opex"): self._of("opex_eur_per_year"),
            self._t("column_cost"): self._of("present_value_cost_eur"),
            self._t("column_benefit"): self._of("present_value_benefit_eur"),
            self._t("column_evidence"): [t(f"evidence.{kind}", lang) for kind in measures["evidence"]],
        }
        return pd.DataFrame(columns)

    def _of(self, name: str) -> np.ndarray:
        """A result per measure of the package, in its order."""
        return self._package.result[name].sel(measure=list(self._package.portfolio.choices)).values

    def __panel__(self) -> Viewable:
        return self.section.column
