"""Agreement in sight: who stands near whom by what they weigh, and who stands behind which limit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.sections.risicodialoog.partners import letter
from dashboards.sections.risicodialoog.table import Table
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.groups import Group, group_agreement, groups
from kans_model.reports.choices_in_words import group_text
from kans_model.reports.dialogue_in_words import criterion_text
from kans_model.words.amounts import percent


class Nearness(Section):
    """Groups of partners, and a row per limit with a tick for who stands behind it."""

    def __init__(self, table: Table):
        self.table, self.view = table, LiveHtml()
        self.view.on("stand", self._stand)
        super().__init__(self.view, title=table.text("near"), deck=table.text("near_deck"))

    def _stand(self, data: dict[str, Any]) -> None:
        """A partner stands behind a limit, or no longer, as `criterion:partner`."""
        criterion_id, _, partner = str(data.get("name")).rpartition(":")
        criterion = self.table.dialogue.criterion(criterion_id)
        others = tuple(name for name in criterion.partners if name != partner)
        behind = (*others, partner) if data.get("value") else others
        self.table.change(
            lambda dialogue: dialogue.with_criterion(replace(criterion, partners=behind)), self.view
        )

    def update(self) -> None:
        """Written anew; without two partners there is nothing to see."""
        table = self.table
        partners, criteria = table.dialogue.partners, table.dialogue.criteria
        self.column.visible = len(partners) > 1
        if len(partners) < 2:
            return
        found = groups(table.shares())
        names = [own.name for own in partners]
        unanimous = sum({own.id for own in partners} <= set(limit.partners) for limit in criteria)
        self.view.draw(
            __file__,
            "nearness.html",
            groups=[group_text(group, names, table.lang) for group in found],
            all=table.text("near_all", n=unanimous, all=len(criteria)),
            partners=[(letter(place), name) for place, name in enumerate(names)],
            words={word: table.text(f"near_{word}") for word in ("limits", "limit", "score")},
            limits=[self._row(limit, found) for limit in criteria],
        )

    def _row(self, limit: Criterion, found: tuple[Group, ...]) -> dict[str, Any]:
        table, partners = self.table, self.table.dialogue.partners
        text = criterion_text(limit, table.areas, table.lang)
        agrees = np.array([own.id in limit.partners for own in partners])
        return {
            "text": text,
            "score": percent(group_agreement(agrees, [group.members for group in found]), table.lang),
            "cells": [
                {
                    "name": f"{limit.id}:{own.id}",
                    "label": table.text("near_tick", partner=own.name, limit=text),
                    "checked": bool(stands),
                }
                for own, stands in zip(partners, agrees, strict=True)
            ],
        }
