"""Who says so: partners with their weights, how far they weigh alike, and the same as a table."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from dashboards.parts.charts.row_chart import Marks, RowChart, mark
from dashboards.parts.frame.section import Section
from dashboards.parts.live.entry_fields import entry_fields
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.sent_file import sent_file
from dashboards.sections.risicodialoog.table import Table
from kans_model.dialogue.choices import Words
from kans_model.dialogue.entries import PartnerEntry
from kans_model.dialogue.partners import Partner, most_divided, subjects
from kans_model.dialogue.subject_names import subject_name
from kans_model.exchange.partners_table import partners_csv, partners_workbook, read_partners
from kans_model.words.amounts import percent
from kans_model.words.entry import field_number, in_field
from kans_model.words.texts import t

MOST_BYTES = 1_000_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
N_HEAVIEST = 3
SHAPES = ("disc", "square")
WORDS = [name for name, parameter in PartnerEntry.parameters().items() if isinstance(parameter, Words)]
"""What is said of a partner in words."""
STEP_PX = 7
"""How far marks of partners stand apart, so that equal weights stay in sight. [px]"""


def letter(place: int) -> str:
    """What a partner is called in a chart: A, B, …, Z, A2."""
    turn, rest = divmod(place, 26)
    return chr(ord("A") + rest) + (str(turn + 1) if turn else "")


class WeightSpread(RowChart):
    """Per subject the part of everyone's weight, each partner a mark with a letter."""

    names_above = True

    def __init__(self, table: Table):
        self.table, self.shown, self.shares = table, np.zeros(0, dtype=int), np.zeros((0, len(subjects())))
        super().__init__(
            table.text("spread"),
            table.lang,
            row_px=44,
            name_px=190,
            value_px=90,
            head=table.text("spread_head"),
            notes=table.notes,
        )

    def update(self) -> None:
        """Rows of what somebody weighs, the most divided first."""
        self.shares = self.table.shares()
        self.shown = most_divided(self.shares)
        n = len(self.shares)
        marks = [
            Markup("").join(
                mark(
                    f"p{place}:{row}",
                    "var(--accent)" if place % 2 == 0 else "var(--ink)",
                    shift=round(STEP_PX * (place - (n - 1) / 2)) if n <= 6 else 0,
                    shape=SHAPES[place % 2],
                    word=letter(place),
                )
                for place in range(n)
            )
            for row in range(len(self.shown))
        ]
        names = [subject_name(subjects()[place], self.lang) for place in self.shown]
        self.rows(names, marks)
        self.scale(100.0, 0.0, at=[0, 25, 50, 75, 100])
        places: Marks = {}
        for place in range(n):
            weights = self.shares[place, self.shown]
            values = np.where(weights > 0, 100 * weights, np.nan)  # who weighs nothing here is not in the row
            nothing = np.full(len(values), np.nan)
            places |= self.place(f"p{place}", nothing, values, nothing)
        self.view.place(places)
        self.tell([Markup("{}").format(self._span(place)) for place in self.shown])

    def _span(self, place: int) -> str:
        low, high = self.shares[:, place].min(), self.shares[:, place].max()
        return f"{percent(low, self.lang).removesuffix('%').strip()}–{percent(high, self.lang)}"

    def frame(self) -> pd.DataFrame:
        """A row per subject, a column per partner. [%]"""
        names = [partner.name for partner in self.table.dialogue.partners]
        frame = pd.DataFrame(
            100 * self.shares[:, self.shown].T, columns=[f"{name} (%)" for name in names]
        ).round(1)
        subject = [subject_name(subjects()[place], self.lang) for place in self.shown]
        frame.insert(0, self.table.text("subject"), subject)
        return frame

    def summary(self) -> str:
        """What divides most."""
        if not len(self.shown):
            return ""
        return self.table.text("spread_spoken", subject=subject_name(subjects()[self.shown[0]], self.lang))


class Partners(Section):
    """The partners, a form for the next one, and the table in and out."""

    def __init__(self, table: Table):
        self.table, self.opened = table, ""
        self.view, self.chart = LiveHtml(), WeightSpread(table)
        for action in ("put", "weight", "add", "remove", "open", "csv", "excel", "public", "file"):
            self.view.on(action, getattr(self, f"_{action}"))
        super().__init__(
            self.view, self.chart, title=table.text("partners"), deck=table.text("partners_deck")
        )

    def _open(self, data: dict[str, Any]) -> None:
        name = str(data.get("name"))
        self.opened = "" if self.opened == name else name
        self._draw()

    def _add(self, _data: dict[str, Any]) -> None:
        n = len(self.table.dialogue.partners) + 1
        partner = Partner(
            id=uuid.uuid4().hex,
            name=self.table.text("new_partner", n=n),
            weights=dict.fromkeys(subjects()[:3], 1.0),
        )
        if self.table.change(lambda dialogue: dialogue.with_partner(partner), self.view):
            self.opened = partner.id
            self._draw()

    def _remove(self, data: dict[str, Any]) -> None:
        gone = str(data.get("name"))
        if self.table.change(lambda dialogue: dialogue.without_partner(gone), self.view):
            self.view.enter("add")

    def _put(self, data: dict[str, Any]) -> None:
        """A word of a partner, as `id:field`."""
        partner_id, _, field = str(data.get("name")).partition(":")
        if field in WORDS:
            entry = PartnerEntry.of(self.table.dialogue.partner(partner_id))
            self._change(partner_id, entry.but(**{field: str(data.get("value", ""))}))

    def _weight(self, data: dict[str, Any]) -> None:
        """A weight of a partner, as `id:subject`; empty is none."""
        partner_id, _, subject = str(data.get("name")).partition(":")
        weight = field_number(data.get("value"), self.table.lang)
        entry = PartnerEntry.of(self.table.dialogue.partner(partner_id))
        self._change(partner_id, entry.with_weight(subject, weight))

    def _change(self, partner_id: str, entry: PartnerEntry) -> None:
        partner = entry.partner(self.table.dialogue.partner(partner_id))
        self.table.change(lambda dialogue: dialogue.with_partner(partner), self.view)

    def _csv(self, _data: dict[str, Any]) -> None:
        content = partners_csv(self.table.dialogue.partners, self.table.lang)
        self.view.download(self.table.text("partners_file"), content, "text/csv")

    def _excel(self, _data: dict[str, Any]) -> None:
        content = partners_workbook(self.table.dialogue.partners, self.table.lang)
        self.view.download(self.table.text("partners_file").replace(".csv", ".xlsx"), content, XLSX)

    def _public(self, _data: dict[str, Any]) -> None:
        """The whole study as a file, without the name of any person."""
        study = self.table.study.public
        content = json.dumps(study.to_dict(), ensure_ascii=False, indent=1).encode()
        self.view.download(self.table.text("public_file", hash=study.hash[:8]), content, "application/json")

    def _file(self, data: dict[str, Any]) -> None:
        with sent_file(data, MOST_BYTES) as path:
            partners = read_partners(path, self.table.study.actors.known)

        def brought(dialogue: Any) -> Any:
            ids = {own.name.strip().casefold(): own.id for own in dialogue.partners}
            for partner in partners:
                known = ids.get(partner.name.strip().casefold(), partner.id)
                chose = next((own for own in dialogue.partners if own.id == known), partner)
                dialogue = dialogue.with_partner(
                    replace(partner, id=known, answers=chose.answers, typed_weights=chose.typed_weights)
                )
            return dialogue

        self.table.change(brought, self.view)

    def update(self) -> None:
        """Everyone's row, the one that is open with its weights, and the chart."""
        self._draw()
        several = len(self.table.dialogue.partners) > 0
        self.chart.view.visible = several
        if several:
            self.chart.update()
        common = self.table.concordance()
        if np.isfinite(common):
            self.show(deck=self.table.text("common", share=percent(common, self.table.lang)))
        else:
            self.show(deck=self.table.text("partners_deck"))

    def _draw(self) -> None:
        table, lang = self.table, self.table.lang
        partners = table.dialogue.partners
        words = ("add", "remove", "open", "close", "csv", "excel", "public", "file")
        weights = PartnerEntry.param.weights.label
        self.view.draw(
            __file__,
            "partners.html",
            empty="" if partners else table.text("partners_empty"),
            words={word: table.text(f"partner_{word}") for word in words},
            weights=(t(weights, lang), t(f"{weights}_hint", lang)),
            fields=entry_fields(PartnerEntry, "p", lang, names=WORDS, do="put", prefix=self.opened),
            most=MOST_BYTES,
            partners=[
                {
                    "id": partner.id,
                    "letter": letter(place),
                    "name": partner.name,
                    "role": partner.role,
                    "first": self._first(partner),
                    "open": partner.id == self.opened,
                }
                for place, partner in enumerate(partners)
            ],
            subjects=[(subject, subject_name(subject, lang)) for subject in subjects()],
        )
        slots = {}
        for partner in partners:
            if partner.id != self.opened:
                continue
            for field, value in PartnerEntry.of(partner).values().items():
                if field in WORDS:
                    slots[f"{partner.id}_{field}"] = value
            for subject in subjects():
                weight = partner.weights.get(subject)
                slots[f"{partner.id}_{subject}"] = "" if not weight else in_field(weight, lang)
        self.view.show(**slots)

    def _first(self, partner: Partner) -> str:
        """What weighs most for a partner."""
        lang = self.table.lang
        return ", ".join(
            f"{subject_name(name, lang)} {percent(share, lang)}"
            for name, share in partner.heaviest(N_HEAVIEST)
        )
