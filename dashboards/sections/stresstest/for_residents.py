"""The stresstest as one file for residents and businesses."""

from __future__ import annotations

import re
from typing import Any

from dashboards.parts.frame.section import Section
from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look.css import carried_fonts
from kans_model.reports.public_page import public_page
from kans_model.words.texts import t


class ForResidents(Section):
    """A button that hands the file over, made of the study as it stands."""

    def __init__(self, session: Session):
        self.session, lang = session, session.lang
        self.view = LiveHtml.of(__file__, "for_residents.html", label=t("public.button", lang))
        self.view.on("public", self._save)
        super().__init__(self.view, title=t("public.section", lang), deck=t("public.section_deck", lang))

    def _save(self, _data: dict[str, Any]) -> None:
        study, lang = self.session.study, self.session.lang
        city = re.sub(r"[^a-z0-9]+", "-", study.city.name.lower()).strip("-")
        page = public_page(study, lang, fonts_css=carried_fonts())
        self.view.download(t("public.file", lang, city=city), page.encode("utf-8"), "text/html")
