"""Which benefits count beside damage avoided: one of each group, none of what counts a gain twice."""

from __future__ import annotations

from typing import Any

from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from kans_model.outlook.benefit_groups import groups_of, with_choice
from kans_model.outlook.scenario import CO_BENEFITS
from kans_model.tables.reading import table
from kans_model.words.markup import filled
from kans_model.words.texts import t

NONE = "none"


class BenefitChoice(Viewer):
    """A choice per group; what cannot stand beside it goes, and the page says so."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.groups, self.gone = groups_of(CO_BENEFITS), ""
        names = table("co_benefits")[f"name_{self.lang}"]
        groups = [
            (
                group,
                t(f"benefit_group.{group}", self.lang),
                [(NONE, self._t("none")), *((name, names[name]) for name in benefits)],
            )
            for group, benefits in self.groups.items()
        ]
        self.view = LiveHtml(
            str(filled(__file__, "benefit_choice.html", groups=groups, why=self._t("why_default")))
        )
        self.view.on("count", self._count)
        self.section = Section(self.view, title=self._t("title"), deck=self._t("deck"))
        self.show()

    def _t(self, key: str, **values: object) -> str:
        return t(f"benefits.{key}", self.lang, **values)

    def show(self) -> None:
        """Write what counts now."""
        counted = self.session.study.scenario.co_benefits
        chosen = {
            group: next((name for name in benefits if name in counted), NONE)
            for group, benefits in self.groups.items()
        }
        self.view.show(**chosen, gone=self.gone if counted else self._t("alone"))

    def _count(self, data: dict[str, Any]) -> None:
        group, benefit = str(data.get("name")), str(data.get("value"))
        if benefit != NONE and benefit not in self.groups.get(group, []):
            return
        counted = self.session.study.scenario.co_benefits
        now, gone = with_choice(counted, group, None if benefit == NONE else benefit)
        names = table("co_benefits")[f"name_{self.lang}"]
        self.gone = self._t("gone", names=", ".join(names[name] for name in gone)) if gone else ""
        self.session.look_ahead(co_benefits=now)
        self.show()

    def __panel__(self) -> Viewable:
        return self.section.column
