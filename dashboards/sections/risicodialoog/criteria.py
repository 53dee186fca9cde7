"""What is acceptable: limits with what becomes of them, and a form for the next one."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboards.parts.frame.section import Section
from dashboards.parts.live.entry_fields import entry_fields
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.sent_file import sent_file
from dashboards.parts.live.table_behind import Behind, links
from dashboards.sections.risicodialoog.table import Table
from kans_model.comparison.verdicts import Verdict
from kans_model.dialogue.choices import Quantity
from kans_model.dialogue.criteria import ACCEPTANCES, usable_norms
from kans_model.dialogue.entries import BUURT, CITY, EACH, EACH_OF, GROUP, WIJK, CriterionEntry
from kans_model.dialogue.indicator_names import indicator_name, unit_text
from kans_model.exchange.limits_table import limits_csv, limits_workbook, read_limits
from kans_model.reports.dialogue_in_words import (
    criterion_text,
    moment_text,
    verdict_text,
)
from kans_model.tables.reading import table as table_of
from kans_model.uncertainty.criterion_chance import chance_met
from kans_model.words.amounts import chance as chance_text
from kans_model.words.amounts import number, percent
from kans_model.words.entry import field_number, in_field
from kans_model.words.texts import t

MOST_BYTES = 1_000_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIGNS = {"met": "✓", "not_met": "✕", "unknown": "?"}
"""Beside the word: a verdict is never a colour alone."""


class Criteria(Section):
    """The limits, and the form under them."""

    def __init__(self, table: Table):
        self.table = table
        self.entry, self.unfolded = CriterionEntry(), False
        self.rows, self.form = LiveHtml(), LiveHtml()
        self.rows.on("remove", self._remove)
        self.form.on("entry", self._enter)
        self.form.on("add", self._add)
        self.form.on("leave", self._leave)
        for action in ("file", "csv", "excel"):
            self.rows.on(action, getattr(self, f"_{action}"))
        self.behind = Behind(self.rows, table.text("limits"), self.frame, table.lang, table.notes)
        super().__init__(self.rows, self.form, title=table.text("limits"), deck=table.text("limits_deck"))

    def begin(self, indicator: str, area: str, moment: str) -> None:
        """Open the form for a limit on an indicator in a buurt, or in the whole city, without its number."""
        if indicator not in table_of("indicators").index:
            return
        place = f"{BUURT}{area}" if area in self.table.areas.index else CITY
        self.entry = CriterionEntry().with_field("indicator", indicator).but(place=place)
        if moment in self.entry.moments:
            self.entry = self.entry.but(moment=moment)
        self.unfolded = True
        self._draw_form()
        self.form.focus("c-limit")

    # --- what the reader does ------------------------------------------------------------------

    def _enter(self, data: dict[str, Any]) -> None:
        name, value = str(data.get("name")), data.get("value")
        parameter = CriterionEntry.parameters().get(name)
        if isinstance(parameter, Quantity):
            typed = field_number(value, self.table.lang)
            self.entry = self.entry.with_field(name, int(typed) if name == "year" and typed else typed)
        elif parameter is not None:
            self.entry = self.entry.with_field(name, str(value))
        self._draw_form()

    def _leave(self, data: dict[str, Any]) -> None:
        self.entry = self.entry.without_member(str(data.get("name")))
        self._draw_form()
        self.form.focus("c-member")

    def _add(self, _data: dict[str, Any]) -> None:
        criterion = self.entry.criterion(uuid.uuid4().hex, date.today().isoformat())
        if self.table.change(lambda dialogue: dialogue.with_criterion(criterion), self.form):
            self.entry = self.entry.but(limit=None, reason="", norm="", group=())
            self._draw_form()

    def _csv(self, _data: dict[str, Any]) -> None:
        content = limits_csv(*self._as_table())
        self.rows.download(self.table.text("limits_file"), content, "text/csv")

    def _excel(self, _data: dict[str, Any]) -> None:
        content = limits_workbook(*self._as_table())
        self.rows.download(self.table.text("limits_file").replace(".csv", ".xlsx"), content, XLSX)

    def _as_table(self) -> tuple[Any, ...]:
        table = self.table
        return table.study.criteria, table.areas, table.dialogue.partners, table.lang

    def _file(self, data: dict[str, Any]) -> None:
        """Limits from a table: they join those that are there, or take the place of the same."""
        with sent_file(data, MOST_BYTES) as path:
            limits = read_limits(path, self.table.areas, self.table.dialogue.partners)
        self.table.change(lambda dialogue: dialogue.with_criteria(limits), self.rows)

    def _remove(self, data: dict[str, Any]) -> None:
        gone = str(data.get("name"))
        ids = [criterion.id for criterion in self.table.dialogue.criteria]
        if self.table.change(lambda dialogue: dialogue.without_criterion(gone), self.rows) and gone in ids:
            place = ids.index(gone)
            left = [*ids[place + 1 :], *reversed(ids[:place])]
            if left:
                self.rows.enter(f"remove-{left[0]}")
            else:
                self.form.enter("add")

    # --- shown ---------------------------------------------------------------------------------

    def update(self) -> None:
        """Rows with their verdicts, and the form."""
        table = self.table
        if self.entry.partner not in {partner.id for partner in table.dialogue.partners}:
            self.entry = self.entry.but(partner="")
        pairs = table.decisive()
        words = ("without", "with", "class", "chance", "remove", "limit", "bring", "csv", "excel")
        self.rows.draw(
            __file__,
            "criteria.html",
            rows=list(self._rows(pairs)),
            title=table.text("limits"),
            empty="" if pairs else table.text("limits_empty"),
            words={word: table.text(f"limits_{word}", package=table.package_name) for word in words},
            most=MOST_BYTES,
            links=links(table.text("limits"), table.lang) if pairs else Markup(""),
        )
        self.behind.refresh()
        self._draw_form()

    def _rows(self, pairs: list[tuple[Verdict, Verdict]]) -> Iterator[dict[str, Any]]:
        table, lang = self.table, self.table.lang
        own = {criterion.id for criterion in table.dialogue.criteria}
        names = {partner.id: partner.name for partner in table.dialogue.partners}
        for before, after in pairs:
            criterion = after.criterion
            said = [names[partner] for partner in criterion.partners if partner in names]
            if criterion.norm:
                name = str(table_of("norms")[f"name_{lang}"][criterion.norm])
                said.append(name if criterion.follows_norm else table.text("off_norm", name=name))
            if criterion.reason:
                said.append(criterion.reason)
            acceptance = t(f"dialogue.acceptance_{criterion.acceptance}", lang)
            if criterion.latest_year:
                acceptance = table.text("by_year", name=acceptance, year=criterion.latest_year)
            share = self._chance(after)
            drawn = math.isfinite(share)
            yield {
                "drawn": drawn,
                "id": criterion.id if criterion.id in own else "",
                "key": criterion.id,
                "text": criterion_text(criterion, table.areas, lang),
                "about": " · ".join(said),
                "acceptance": acceptance,
                "before": (SIGNS[before.verdict], verdict_text(before, lang), before.verdict),
                "after": (SIGNS[after.verdict], verdict_text(after, lang), after.verdict),
                "chance": chance_text(share, lang) if drawn else table.text("no_band"),
            }

    def _chance(self, verdict: Verdict) -> float:
        """How likely a limit is met at a moment; unknown where that is not drawn. [-]"""
        table, own = self.table, verdict.criterion
        return chance_met(own, table.drawn, table.areas, verdict.moment, verdict.when)

    def frame(self) -> pd.DataFrame:
        """Every limit at every moment, without and with the package, and how likely that is."""
        table, lang = self.table, self.table.lang
        rows = [
            (
                criterion_text(verdict.criterion, table.areas, lang),
                moment_text(verdict.moment, lang, verdict.criterion.indicator) or "–",
                table.text("limits_without")
                if verdict.when == "before"
                else table.text("limits_with", package=table.package_name),
                t(f"dialogue.verdict_{verdict.verdict}", lang),
                verdict.value,
                unit_text(verdict.criterion.indicator, lang),
                round(100 * self._chance(verdict), 1),
            )
            for verdict in table.verdicts()
        ]
        columns = (
            "limits_limit",
            "column_moment",
            "column_case",
            "column_verdict",
            "column_value",
            "column_unit",
            "column_chance",
        )
        return pd.DataFrame(rows, columns=[table.text(name) for name in columns])

    def _draw_form(self) -> None:
        table, lang, entry = self.table, self.table.lang, self.entry
        options = self._options()
        by_hand = entry.place in (GROUP, EACH_OF)
        needed = {
            "member": by_hand,
            "group": False,
            "moment": bool(options["moment"]),
            "year": entry.acceptance == "unacceptable",
            "partner": bool(options["partner"]),
            "norm": bool(options["norm"]),
        }
        fields = entry_fields(
            CriterionEntry,
            "c",
            lang,
            names=[name for name in CriterionEntry.parameters() if needed.get(name, True)],
            options=options,
            optional=("partner", "norm", "member"),
            units={"limit": unit_text(entry.indicator, lang)},
        )
        self.form.draw(
            __file__,
            "criterion_form.html",
            fields=fields,
            add=table.text("form_add"),
            leave=table.text("form_leave"),
            group=[(code, str(table.areas["name"].get(code, code))) for code in entry.group if by_hand],
            heading=table.text("form"),
            open=self.unfolded or not table.study.criteria,
            hint=f"{table_of('indicators')[f'what_{lang}'][entry.indicator]} {self._examples()}",
        )
        shown = {
            name: "" if value is None else value for name, value in entry.values().items() if name != "group"
        }
        limit = "" if entry.limit is None else in_field(float(entry.limit), lang)
        self.form.show(**shown | {"limit": limit})

    def _options(self) -> dict[str, list[tuple[str, str]]]:
        """What can be chosen in each field: values and their names."""
        table, lang, indicator = self.table, self.table.lang, self.entry.indicator
        areas, norms = table.areas, usable_norms(indicator)
        wijken = [
            (WIJK + wijk, table.text("form_wijk", name=wijk.removeprefix("Wijk ")))
            for wijk in sorted(areas["wijk"].dropna().unique())
        ]
        buurten = [(f"{BUURT}{code}", str(name)) for code, name in areas["name"].sort_values().items()]
        places = [(place, t(f"dialogue.place_{place}", lang)) for place in (CITY, EACH)]
        by_hand = {GROUP: "group", EACH_OF: "each_of_group"}
        places += [(place, t(f"dialogue.place_{word}", lang)) for place, word in by_hand.items()]
        return {
            "indicator": [(name, indicator_name(name, lang)) for name in table_of("indicators").index],
            "place": [*places, *wijken, *buurten],
            "member": [
                (str(code), str(name))
                for code, name in areas["name"].sort_values().items()
                if code not in self.entry.group
            ],
            "moment": [
                (moment, moment_text(moment, lang, indicator)) for moment in self.entry.moments if moment
            ],
            "acceptance": [(name, t(f"dialogue.acceptance_{name}", lang)) for name in ACCEPTANCES],
            "partner": [(partner.id, partner.name) for partner in table.dialogue.partners],
            "norm": [(str(name), str(row[f"name_{lang}"])) for name, row in norms.iterrows()],
        }

    def _examples(self) -> str:
        """What others name for this indicator without its being a norm: benchmarks, and rows nobody read."""
        norms, lang = table_of("norms"), self.table.lang
        about = norms[norms["indicator"] == self.entry.indicator]
        about = about[~about.index.isin(usable_norms(self.entry.indicator).index)]
        said = []
        for _, row in about.iterrows():
            value = percent(row["value"] / 100, lang) if row["unit"] == "%" else number(row["value"], lang)
            said.append(f"{row[f'name_{lang}']} {value}")
        return self.table.text("examples", list="; ".join(said)) if said else ""
