"""Text to start from: of a lever, in a document, with where each number comes from."""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup

from dashboards.parts.frame.section import Section
from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from kans_model.exchange.area_gml import area_gml
from kans_model.policy.levers import Lever, LeverSet
from kans_model.reports.rule_blocks import Paragraph, RuleBlock, documents_of, rule_block
from kans_model.reports.rule_export import as_of, file_stem, instrument_lines, rule_text, summary_text
from kans_model.tables.reading import table
from kans_model.words.markup import filled
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

PAGE_OF = {"result": "maatregelen", "criterion": "risicodialoog", "row": "bronnen", "place": "stresstest"}
"""Where a number can be looked at, by the kind of its origin; the others are chosen on this page."""
WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class RuleText(Section):
    """A choice of lever, document and day of the law, the text, and the ways to take it along."""

    def __init__(self, session: Session):
        self.session, self.lang = session, session.lang
        self.lever, self.document, self.day = "", "", date.today()
        self.view, self.text = LiveHtml(), LiveHtml()
        for name in ("lever", "document", "day"):
            self.view.on(f"rule_{name}", self._choose(name))
        for name in ("docx", "plain", "gml"):
            self.text.on(name, self._give(name))
        self.text.on("origin", self._lead)
        super().__init__(self.view, self.text, title=self._say("rule_title"), deck=self._say("rule_deck"))

    def _say(self, key: str, **values: object) -> str:
        return t(f"beleid.{key}", self.lang, **values)

    # --- what is chosen -------------------------------------------------------------------------

    @property
    def chosen_set(self) -> LeverSet | None:
        """The set that counts, where it has a lever."""
        own = self.session.study.policy.chosen_set
        return own if own is not None and own.levers else None

    @property
    def chosen_lever(self) -> Lever | None:
        """The lever of the text: the one that was chosen, as long as it is there, else the first."""
        levers = self.chosen_set.levers if self.chosen_set else ()
        return next((own for own in levers if own.id == self.lever), levers[0] if levers else None)

    @property
    def chosen_document(self) -> str:
        """The document of the text: the one that was chosen, else the one that is the lever's own."""
        lever = self.chosen_lever
        known = documents_of(lever.kind) if lever else ()
        rules = [name for name in known if name not in ("vision", "programme", "note")]
        return self.document if self.document in known else next(iter((*rules, *known)), "")

    def block(self) -> RuleBlock:
        """The text as it is chosen.

        Raises
        ------
        KansError
            When there is no lever, or the law is not in force.
        """
        if self.chosen_set is None or self.chosen_lever is None:
            raise KansError(Problem("rule_lever_none"))
        return rule_block(
            self.session.study,
            self.chosen_set.id,
            self.chosen_lever.id,
            self.chosen_document,
            self.session.portfolio.id,
            self.day,
        )

    def show_lever(self, lever_id: str) -> None:
        """Show the text of a lever."""
        self.lever = lever_id
        self.update()

    # --- what is shown --------------------------------------------------------------------------

    def update(self) -> None:
        """Write the choice and the text."""
        lever, levers = self.chosen_lever, self.chosen_set.levers if self.chosen_set else ()
        names = table("rule_documents")[f"name_{self.lang}"]
        self.view.draw(
            __file__,
            "rule_choice.html",
            missing="" if lever else self._say("rule_none"),
            words={name: self._say(f"rule_{name}") for name in ("lever", "document", "day")},
            levers=[(own.id, own.name(self.lang)) for own in levers],
            lever=lever.id if lever else "",
            documents=[(name, names[name]) for name in documents_of(lever.kind)] if lever else [],
            document=self.chosen_document,
            day=self.day.isoformat(),
        )
        if lever is None:
            self.text.draw(__file__, "rule_refused.html", problems=[])
            return
        try:
            block = self.block()
        except KansError as error:
            self.text.draw(__file__, "rule_refused.html", problems=error.text(self.lang).splitlines())
            return
        self._draw(block)

    def _draw(self, block: RuleBlock) -> None:
        words = ("docx", "plain", "gml", "copy", "copied", "copy_refused", "hint")
        self.text.draw(
            __file__,
            "rule_text.html",
            concept=t("rule.concept", self.lang),
            title=block.title,
            lines=instrument_lines(block, self.lang),
            bases=[
                (basis.name(self.lang), basis.summary(self.lang), basis.period(self.lang))
                for basis in block.bases
            ],
            as_of=as_of(block, self.lang),
            paragraphs=[(own.form, own.mark, self._parts(own, place)) for place, own in _after_title(block)],
            summary_title=t("rule.summary", self.lang),
            summary=summary_text(block.summary),
            plain=rule_text([block], self.lang),
            words={name: self._say(f"rule_{name}") for name in words} | {"basis": t("rule.basis", self.lang)},
        )

    def _parts(self, own: Paragraph, place: int) -> Markup:
        """A paragraph, each number a button that says and leads to where it comes from."""
        study = self.session.study
        parts = [
            (
                part.text,
                part.figure.said(study, self.lang) if part.figure else "",
                part.figure.origin.key if part.figure else "",
                f"origin-{place}-{n}",
            )
            for n, part in enumerate(own.parts)
        ]
        return filled(__file__, "rule_parts.html", parts=parts)

    # --- what is asked --------------------------------------------------------------------------

    def _choose(self, name: str) -> Any:
        def chosen(data: dict[str, Any]) -> None:
            value = str(data.get("value", ""))
            if name == "day":
                self.day = _day(value)
            else:
                setattr(self, name, value)
            self.update()

        return chosen

    def _lead(self, data: dict[str, Any]) -> None:
        """Bring the reader to the page where the number is made."""
        page = PAGE_OF.get(str(data.get("name")).split("/")[0])
        if page:
            self.session.lead_to(page, "")

    def _give(self, name: str) -> Any:
        def given(_data: dict[str, Any]) -> None:
            block = self.block()
            stem = file_stem(block, self.lang)
            if name == "docx":
                from kans_model.reports.rule_document import rule_document  # only who takes it along waits

                self.text.download(f"{stem}.docx", rule_document([block], self.lang), WORD_FILE)
            elif name == "plain":
                self.text.download(f"{stem}.txt", rule_text([block], self.lang).encode(), "text/plain")
            else:
                content = area_gml(block.areas, lever=block.lever.id, studie=block.hash)
                self.text.download(f"{stem}.gml", content, "application/gml+xml")

        return given


def _after_title(block: RuleBlock) -> list[tuple[int, Paragraph]]:
    return list(enumerate(block.paragraphs))[1:]


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise KansError(Problem("rule_day", value=typed)) from None
