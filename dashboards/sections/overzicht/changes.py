"""What changed since the last version, or since the study was opened; and what rests on older figures."""

from __future__ import annotations

from dashboards.parts.frame.section import Section
from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from kans_model.chain.journey import Standing
from kans_model.reports.chain_in_words import stale_text
from kans_model.reports.difference_in_words import differences
from kans_model.store import versions
from kans_model.study.study import Study
from kans_model.words.problems import KansError
from kans_model.words.texts import t

SHOWN = 4
"""Lines of each list: the page stays one screen."""


class Changes(Section):
    """Two short lists."""

    def __init__(self, session: Session):
        self.session, self.lang = session, session.lang
        self.opened = session.steps.first or session.study  # other pages may have changed it before
        self.view = LiveHtml()
        super().__init__(self.view, title=t("overzicht.changed", self.lang))

    def _then(self) -> tuple[Study, str]:
        """What the study is held against, and what that is called."""
        kept = self.session.kept
        known = [] if kept is None else versions.versions(kept.id)
        if known:
            last = known[0]
            try:
                study = Study.from_dict(last.study, self.session.base_city)
            except KansError:  # of another import of the city: it can no longer be held against this one
                return self.opened, t("overzicht.since_opened", self.lang)
            name = last.name or t("versions.number", self.lang, n=last.number)
            return study, t("overzicht.since_version", self.lang, version=name)
        return self.opened, t("overzicht.since_opened", self.lang)

    def update(self, standing: Standing) -> None:
        """Write what changed."""
        lang = self.lang
        before, since = self._then()
        found = differences(before, standing.study, lang)
        self.show(deck=since)
        self.view.draw(
            __file__,
            "changes.html",
            rows=[tuple(row) for row in found[:SHOWN]],
            more=t("overzicht.more", lang, n=len(found) - SHOWN) if len(found) > SHOWN else "",
            empty="" if found else t("overzicht.nothing_changed", lang),
            stale=[stale_text(standing.study, own, lang) for own in standing.stale[:SHOWN]],
            stale_head=t("chain.stale", lang, n=len(standing.stale)) if standing.stale else "",
            fresh="" if standing.stale else t("chain.fresh", lang),
        )
