"""Aannames: every number with a range as a slider, and the choices that are switched."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.packages.fact_sheet import source_link
from kans_model.outlook.assumptions import MEASURE_COLUMNS
from kans_model.outlook.scenario import CLIMATES, DISCOUNT_RATES, HEAT_VALUES, RAIN_REGIMES
from kans_model.reports.changes_in_words import about, amount
from kans_model.reports.evidence import evidence
from kans_model.tables.reading import table
from kans_model.words.markup import html
from kans_model.words.texts import t

GROUPS = ("pluvial", "heat", "drought", "flood", "money", "effect")
SHOWN_COLUMNS = tuple(name for name in MEASURE_COLUMNS if name not in ("potential_share",))
PERIODS = (50, 100)
STEPS = 200
REASON_LENGTH = 200

SWITCH = """<div class="field"><label for="{key}">{label}</label>
<select id="{key}" data-do="switch" data-name="{key}" data-from="{key}">{options}</select></div>"""

ROW = """
<div class="assumption">
  <label for="a-{id}">{name} <span class="small">{evidence} {source}</span></label>
  <input id="a-{id}" type="range" min="{low}" max="{high}" step="any" data-do="assume" data-name="{id}"
    data-from="{id}" aria-describedby="v-{id}">
  <output id="v-{id}"><b data-slot="{id}_text"></b> <span class="tag" data-slot="{id}_own"></span></output>
  <span class="small">{span}</span>
  <span data-slot="{id}_edit"></span>
</div>
"""
GROUP = """<details data-do="group" data-name="{group}"{open}><summary>{title} ({n})</summary>
<div data-slot="rows_{group}"></div></details>"""
EDIT = """<input type="text" maxlength="200" placeholder="{why}" aria-label="{why}: {name}" value="{reason}"
data-do="reason" data-name="{id}"><button class="button" data-do="reset" data-name="{id}">{reset}</button>"""


class AssumptionsPanel(Viewer):
    """Sliders within low–high; a changed value is marked own value, with its reason and a way back."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.keys: list[str] = []
        self.groups: dict[str, list[str]] = {}
        self.opened: set[str] = set()
        self._seen: tuple = ()
        self.view = LiveHtml()
        for name in ("assume", "reason", "reset", "reset_all", "switch", "group"):
            self.view.on(name, getattr(self, f"_{name}"))
        self.show()

    def _t(self, key: str, **values: Any) -> str:
        return t(f"assumptions.{key}", self.lang, **values)

    # --- laid out ----------------------------------------------------------------------------

    def _measure_keys(self) -> list[str]:
        rows, keys = table("measures"), []
        for measure in self.session.portfolio.choices:
            for column in SHOWN_COLUMNS:
                low, high = rows[f"{column}_low"][measure], rows[f"{column}_high"][measure]
                if pd.notna(low) and high > low and rows[column][measure] > 0:
                    keys.append(f"{measure}:{column}")
        return keys

    def _scalar_keys(self, group: str) -> list[str]:
        rows = table("assumptions")
        shown = (rows["group"] == group) & (rows["high"] > rows["low"])
        return list(rows.index[shown])

    def _row(self, key: str) -> Markup:
        _, low, high = self.session.study.assumptions.default(key)
        name, unit, kind, source = about(key, self.lang)
        span = amount(low, unit, self.lang, to=high)
        return html(
            ROW,
            id=key,
            name=name,
            evidence=evidence(kind, self.lang),
            source=source_link(source, self.lang),
            low=low,
            high=high,
            span=span,
        )

    def _switches(self) -> Markup:
        rates = table("discount_rates")[f"name_{self.lang}"]
        choices = {
            "climate": [(key, t(f"climate.{key}", self.lang)) for key in CLIMATES],
            "discount": [(key, rates[key]) for key in DISCOUNT_RATES],
            "period_years": [(str(n), self._t("n_years", n=n)) for n in PERIODS],
            "rain_regime": [(key, self._t(f"rain_regime.{key}")) for key in RAIN_REGIMES],
            "heat_value": [(key, self._t(f"heat_value.{key}")) for key in HEAT_VALUES],
        }
        return Markup("").join(
            html(
                SWITCH,
                key=key,
                label=self._t(key),
                options=Markup("").join(
                    html('<option value="{}">{}</option>', value, text) for value, text in options
                ),
            )
            for key, options in choices.items()
        )

    def _lay_out(self) -> None:
        parts = [html('<div class="fields" tabindex="-1" data-key="assumptions">{}</div>', self._switches())]
        groups = {"measures": self._measure_keys()}
        groups |= {group: self._scalar_keys(group) for group in GROUPS}
        self.groups = {group: keys for group, keys in groups.items() if keys}
        self.keys = [key for keys in self.groups.values() for key in keys]
        self.opened &= set(self.groups)
        for group, keys in self.groups.items():
            name = "assumptions.of_measures" if group == "measures" else f"assumption_group.{group}"
            parts.append(
                html(
                    GROUP,
                    group=group,
                    open=Markup(" open") if group in self.opened else "",
                    title=t(name, self.lang).capitalize(),
                    n=len(keys),
                )
            )
        parts.append(
            html(
                '<p><span data-slot="own"></span> '
                '<button class="button" data-do="reset_all" data-needs="any_own">{}</button></p>'
                '<div role="alert" data-slot="problem"></div>',
                self._t("reset_all"),
            )
        )
        self.view.html = str(html('<div class="assumptions">{}</div>', Markup("").join(parts)))

    # --- shown -------------------------------------------------------------------------------

    def show(self) -> None:
        """Write the values in force."""
        assumptions, scenario = self.session.study.assumptions, self.session.study.scenario
        seen = (assumptions, scenario, *self.session.portfolio.choices)
        if len(seen) == len(self._seen) and all(
            new is old for new, old in zip(seen, self._seen, strict=True)
        ):
            return  # a slider of a measure moved: nothing here changes
        if self._seen[2:] != seen[2:] or not self.keys:
            self._lay_out()
        self._seen = seen
        self._write()

    def _write(self) -> None:
        """The switches, and the rows of the groups that were opened: seventy rows unseen cost much."""
        assumptions, scenario = self.session.study.assumptions, self.session.study.scenario
        slots: dict[str, Any] = {
            f"rows_{group}": Markup("").join(self._row(key) for key in keys) if group in self.opened else ""
            for group, keys in self.groups.items()
        }
        for key in (key for group in self.opened for key in self.groups[group]):
            name, unit, _, _ = about(key, self.lang)
            value, own = assumptions.value(key), assumptions.own.get(key)
            slots[key] = f"{value:.12g}"
            slots[f"{key}_text"] = amount(value, unit, self.lang)
            slots[f"{key}_own"] = self._t("own_value") if own else ""
            slots[f"{key}_edit"] = (
                html(
                    EDIT, id=key, name=name, why=self._t("why"), reset=self._t("reset"), reason=own["reason"]
                )
                if own
                else ""
            )
        for name in ("climate", "discount", "rain_regime", "heat_value", "period_years"):
            slots[name] = str(getattr(scenario, name))
        n = len(assumptions.own)
        slots |= {"own": self._t("n_own", n=n), "any_own": "1" if n else "", "problem": ""}
        self.view.show(**slots)

    # --- what the planner does ---------------------------------------------------------------

    def _group(self, data: dict[str, Any]) -> None:
        group = str(data.get("name"))
        if group in self.groups and group not in self.opened:
            self.opened.add(group)
            self._write()

    def _assume(self, data: dict[str, Any]) -> None:
        key = str(data.get("name"))
        if key not in self.keys:
            return
        _, low, high = self.session.study.assumptions.default(key)
        value = min(max(float(data["value"]), low), high)
        own = self.session.study.assumptions.own.get(key)
        self.session.assume(key, value, own["reason"] if own else "")

    def _reason(self, data: dict[str, Any]) -> None:
        key, own = str(data.get("name")), self.session.study.assumptions.own
        if key in own:
            self.session.assume(key, own[key]["value"], str(data.get("value", ""))[:REASON_LENGTH])

    def _reset(self, data: dict[str, Any]) -> None:
        if str(data.get("name")) in self.session.study.assumptions.own:
            self.session.forget(str(data["name"]))

    def _reset_all(self, _data: dict[str, Any]) -> None:
        self.session.forget()

    def _switch(self, data: dict[str, Any]) -> None:
        name, value = str(data.get("name")), str(data.get("value"))
        allowed = {
            "climate": CLIMATES,
            "discount": DISCOUNT_RATES,
            "rain_regime": RAIN_REGIMES,
            "heat_value": HEAT_VALUES,
            "period_years": tuple(str(n) for n in PERIODS),
        }
        if value in allowed.get(name, ()):
            self.session.look_ahead(**{name: int(value) if name == "period_years" else value})

    def __panel__(self) -> Viewable:
        return self.view
