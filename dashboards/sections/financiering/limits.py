"""What parties can bear and what a levy may carry: ceilings, reserves, rates, terms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import isfinite
from typing import Any

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.sections.financiering.case import Case
from kans_model.finance.cost_part import ANY
from kans_model.finance.grant_scheme import rule
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_checks import RATES
from kans_model.reports.split_in_words import examples_line, later_rows_line
from kans_model.tables.reading import table
from kans_model.words.entry import field_millions, field_number, field_share, in_field

HEADINGS = (
    *("ceilings", "committed", "rooms", "reserves", "renewal_provisions", "levelling_provisions"),
    *("rates", "terms", "levy_shares", "units", "water_units", "grant_years", "threshold", "reference_year"),
    *("purse_rates", "rule_years"),
)
Edit = Callable[[FinancingSplit, str, float | None], FinancingSplit]
EDITS: dict[str, tuple[Callable[[object, str], float | None], Edit]] = {
    "ceiling": (field_millions, lambda split, name, value: split.with_ceiling(name, value)),
    "committed": (field_millions, lambda split, name, value: split.with_committed(name, value)),
    "room": (field_millions, lambda split, name, value: split.with_room(name, value)),
    "reserve": (field_millions, lambda split, name, value: split.with_reserve(name, value)),
    "provision": (field_millions, lambda split, name, value: split.with_provision(name, value)),
    "levelling": (field_millions, lambda split, name, value: split.with_levelling(name, value)),
    "grant_years": (field_number, lambda split, name, value: split.with_grant_years(name, value)),
    "rate": (field_share, lambda split, name, value: split.with_rate(name, value)),
    "units": (field_number, lambda split, _name, value: split.changed(levy_units=value)),
    "water_units": (field_number, lambda split, _name, value: split.changed(water_levy_units=value)),
    "term": (field_number, lambda split, name, value: split.with_term(name, value)),
    "threshold": (field_number, lambda split, _name, value: split.with_threshold(value)),
    "reference_year": (field_number, lambda split, _name, value: split.with_reference_year(value)),
    "levy_share": (field_share, lambda split, name, value: split.with_levy_share(name, value)),
}
"""Per kind of field how it is read, and what it changes."""


class Limits(Section):
    """A field for each limit."""

    def __init__(self, case: Case):
        self.case = case
        self.view = LiveHtml()
        for action in EDITS:
            self.view.on(action, partial(self._change, action))
        super().__init__(self.view, title=case.text("limits"), deck=case.text("limits_deck"))

    def _change(self, action: str, data: dict[str, Any]) -> None:
        read, edit = EDITS[action]
        name, value = str(data.get("name")), read(data.get("value"), self.case.lang)
        self.case.change(lambda split: edit(split, name, value), f"{action}-{name}", self.view)

    def _payer(self, rule_id: str) -> str:
        """Who pays a rule here."""
        payer = str(rule(rule_id, self.case.split.rules)["payer"])
        return self.case.actors.joined.get(payer, payer)

    def _draw(self) -> None:
        case, inputs = self.case, self.case.ledger.inputs
        name = f"name_{case.lang}"
        classes, measures = table("asset_classes")[name], table("measures")[name]
        reasons = table("levy_shares")[f"reason_{case.lang}"]
        self.view.draw(
            __file__,
            "limits.html",
            words={key: case.text(key) for key in HEADINGS},
            ceilings=[
                (actor, who, actor in case.split.ceilings) for actor, who in case.actor_names(case.payers)
            ],
            limited=bool(case.split.ceilings),
            rooms=case.actor_names(case.actors.capitalising),
            roomed=bool(case.split.rooms),
            reserved=bool(
                case.split.reserves or case.split.renewal_provisions or case.split.levelling_provisions
            ),
            purses=case.actor_names(case.actors.capitalising),
            tariffs=case.actor_names(
                [actor for actor in case.actors.capitalising if case.actors.has_tariff(actor)]
            ),
            reserves=[(actor, case.text(f"reserve_{actor}")) for actor in case.actors.capitalising],
            rates=[(key, f"{table('finance_defaults')[name][key]}, %") for key in RATES],
            purse_rates=[
                (f"omslagrente:{actor}", who) for actor, who in case.actor_names(case.actors.capitalising)
            ],
            purses_apart=any(key.startswith("omslagrente:") for key in case.split.rates),
            rule_years=[
                (key, rule(key, case.split.rules)[name])
                for key in case.split.instruments
                if self._payer(key) in case.actors.capitalising
            ],
            terms=[(key, classes[key]) for key in inputs.depreciated_classes],
            levy_shares=[(key, measures[key], reasons[key]) for key in inputs.lines.measures],
        )

    def update(self) -> None:
        """Fields for the parties and measures there are, with what is set."""
        case, split, ledger, lang = self.case, self.case.split, self.case.ledger, self.case.lang
        self._draw()
        slots = {f"ceiling_{actor}": "" for actor in case.payers}
        slots |= {f"committed_{actor}": "" for actor in split.ceilings}
        for kind, of_split in (
            ("reserve", split.reserves),
            ("provision", split.renewal_provisions),
            ("levelling", split.levelling_provisions),
            ("room", split.rooms),
        ):
            for actor in case.actors.capitalising:
                if kind == "levelling" and not case.actors.has_tariff(actor):
                    continue
                eur = of_split.get(actor)
                slots[f"{kind}_{actor}"] = "" if eur is None else in_field(eur, lang, "millions")
        for actor, limit in split.ceilings.items():
            slots[f"ceiling_{actor}"] = in_field(limit["ceiling_eur"], lang, "millions")
            if limit.get("committed_eur"):
                slots[f"committed_{actor}"] = in_field(limit["committed_eur"], lang, "millions")
        slots |= {f"rate_{key}": in_field(split.rate(key), lang, "percent") for key in RATES}
        for actor in case.actors.capitalising:
            key = f"omslagrente:{actor}"
            slots[f"rate_{key}"] = in_field(split.rates[key], lang, "percent") if key in split.rates else ""
        for key in split.instruments:
            slots[f"grant_years_{key}"] = (
                in_field(split.grant_treatment[key], lang) if key in split.grant_treatment else ""
            )
        least = split.capitalisation_threshold_eur
        slots["threshold_all"] = in_field(least, lang) if least else ""
        for name in ledger.inputs.depreciated_classes:
            slots[f"term_{name}"] = in_field(split.term_years(name), lang)
        for measure, share in zip(ledger.inputs.lines.measures, ledger.riool_share, strict=True):
            slots[f"levy_share_{measure}"] = in_field(share, lang, "percent")
        slots["reference_year_all"] = str(split.reference_year)
        slots["examples"] = examples_line(split, lang)
        slots["later_rows"] = later_rows_line(split.reference_year, lang)
        slots["grant_years_all"] = in_field(split.grant_years(ANY), lang)
        slots["water_units_levy"] = in_field(split.water_levy_units, lang) if split.water_levy_units else ""
        slots["units_levy"] = (
            in_field(ledger.levy_households, lang) if isfinite(ledger.levy_households) else ""
        )
        self.view.show(**slots)
