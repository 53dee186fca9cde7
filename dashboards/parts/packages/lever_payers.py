"""Who pays what the levers bring, in total and per year: the same wherever it is told."""

from __future__ import annotations

from dashboards.parts.frame.section import Section
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.split_in_view import split_in_view
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tables import table_html
from kans_model.comparison.lever_years import LeverYears
from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.policy.effect import private_of
from kans_model.policy.levers import LeverSet
from kans_model.reports.lever_years_in_words import levy_sentence, payers_table, years_table
from kans_model.study.names import split_name
from kans_model.study.study import Study
from kans_model.words.texts import t


class LeverPayers(Section):
    """A sentence on the levy, a row per payer, and a fold with the years; not there without levers."""

    def __init__(self, session: Session):
        self.session, self.lang = session, session.lang
        self.view = LiveHtml()
        self.view.on("go", lambda _data: session.lead_to("financiering", "levers"))
        self._seen: tuple[Study, str, str] | None = None
        super().__init__(self.view, title=t("policy.payers_title", self.lang))

    def update(self) -> None:
        """Write it, where study, package or split are others than before."""
        session, lang, split = self.session, self.lang, split_in_view(self.session)
        study, package = session.study, session.portfolio
        seen = (study, package.id, split.id)
        if self._seen is not None and self._seen[0] is study and self._seen[1:] == seen[1:]:
            return
        self._seen, chosen = seen, study.policy.chosen_set
        self.column.visible = bool(chosen and chosen.levers and private_of(package))
        if chosen is None or not self.column.visible:
            return
        own = LeverYears(study, package, split, chosen)
        years = study.policy.years
        self.show(
            deck=t(
                "policy.payers_deck",
                lang,
                set=chosen.title,
                split=split_name(split, lang),
                first=years[0],
                last=years[-1],
                price_year=PRICE_YEAR,
            )
        )
        if not own.is_known:
            self.view.draw(__file__, "lever_payers.html", unknown=t("policy.payers_unknown", lang))
            return
        none = LeverYears(study, package, split, LeverSet("", ""))
        payers, title = payers_table(own, lang), t("policy.payers_title", lang)
        self.view.draw(
            __file__,
            "lever_payers.html",
            unknown="",
            levy=levy_sentence(own, none, lang),
            payers=table_html(payers, lang, title) if len(payers) else "",
            years=table_html(years_table(own, lang), lang, t("policy.payers_years", lang)),
            words={name: t(f"policy.payers_{name}", lang) for name in ("rule", "none", "years", "go")},
        )
