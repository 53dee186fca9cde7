"""The five steps with their state, one sentence each, and the first thing each lacks."""

from __future__ import annotations

from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from kans_model.chain.journey import Standing
from kans_model.reports.standing_in_words import conclusion, lack_text, step_text
from kans_model.words.texts import t


class Steps(LiveHtml):
    """Title, conclusion and the steps."""

    def __init__(self, session: Session):
        super().__init__(css_classes=["main"])
        self.session, self.lang = session, session.lang
        self.on("go", lambda data: session.lead_to(str(data.get("page")), ""))

    def update(self, standing: Standing) -> None:
        """Write where the study stands."""
        lang = self.lang
        self.draw(
            __file__,
            "steps.html",
            title=t("page.overzicht", lang),
            deck=t("overzicht.deck", lang, city=self.session.city.name),
            conclusion=conclusion(standing, lang),
            label=t("overzicht.steps", lang),
            steps=[
                (
                    step.page,
                    t(f"page.{step.page}", lang),
                    step.state,
                    t(f"chain.state_{step.state}", lang),
                    step_text(step, standing, lang),
                    [(lack.page, lack_text(lack, lang)) for lack in step.lacks[:2]],
                )
                for step in standing.steps
            ],
        )
