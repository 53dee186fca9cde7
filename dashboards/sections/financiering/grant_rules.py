"""Grant rules on the page: which are tried, what each gave and why, and a rule of one's own."""

from __future__ import annotations

from typing import Any, NamedTuple

from markupsafe import Markup

from dashboards.parts.frame.section import Section
from dashboards.parts.live.fields import notice
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.packages.fact_sheet import source_link
from dashboards.sections.financiering.case import Case
from kans_model.finance.actors import NAME_LENGTH
from kans_model.finance.grant_scheme import own_rule, own_rule_id, rule
from kans_model.reports.evidence import evidence
from kans_model.reports.financing import audit
from kans_model.reports.financing_tables import audit_frame
from kans_model.reports.split_in_words import rule_basis
from kans_model.tables.reading import table
from kans_model.words.amounts import money_short
from kans_model.words.entry import field_number, field_share
from kans_model.words.markup import filled

WORDS = (
    *("add", "choose", "own", "name", "payer", "share"),
    *("from_year", "to_year", "ceiling", "create"),
)
FIELDS = {
    "share": field_share,
    "from_year": field_number,
    "to_year": field_number,
    "yearly_ceiling_eur": field_number,
}
"""Numbers of a rule of one's own, and how each is read."""


class RuleRow(NamedTuple):
    """A rule as it is told: what it gave and why, with its evidence and source; without id no button."""

    name: str
    reason: str
    amount: str
    id: str = ""
    evidence: Markup = Markup("")
    source: Markup = Markup("")


class Rules(Section):
    """The audit of a ledger, and the choice of rules."""

    def __init__(self, case: Case):
        self.case = case
        self.fields: dict[str, str] = {}
        caption, name = case.text("rules_table"), f"name_{case.lang}"
        self.payers = case.payers
        self.view = LiveHtml.of(
            __file__,
            "grant_rules.html",
            rules=list(table("funding")[name].items()),
            payers=case.actor_names(self.payers),
            words={word: case.text(f"rule_{word}") for word in WORDS},
            name_length=NAME_LENGTH,
            links=links(caption, case.lang, is_chart=False),
        )
        for action in ("add", "drop", "field", "create"):
            self.view.on(action, getattr(self, f"_{action}"))
        self.behind = Behind(
            self.view, caption, lambda: audit_frame(case.ledger, case.lang), case.lang, case.notes
        )
        self._show_own()
        super().__init__(self.view, title=case.text("rules"), deck=case.text("rules_deck"))

    def update(self) -> None:
        """What each rule gave, and what the sewer levy may not bear."""
        case, lines = self.case, audit(self.case.ledger, self.case.lang)
        rows = [self._row(name, lines) for name in case.split.instruments]
        refused = [line for line in lines if line["reason"] == "levy_not_allowed"]
        if refused:
            names = table("measures")[f"name_{case.lang}"]
            measures = ", ".join(names[line["measure"]] for line in refused)
            rows.append(RuleRow(case.text("levy_refused"), measures, self._sum(refused)))
        words = {"remove": case.text("rule_remove"), "empty": case.text("no_rules")}
        self.view.show(rows=filled(__file__, "grant_rules_list.html", rows=rows, words=words))
        self.behind.refresh()

    def _row(self, name: str, lines: list[dict[str, Any]]) -> RuleRow:
        case, scheme = self.case, rule(name, self.case.split.rules)
        of_rule = [line for line in lines if line["rule"] == name]
        is_own = name in case.split.rules
        return RuleRow(
            name=scheme[f"name_{case.lang}"],
            reason="; ".join([*(line["text"] for line in of_rule[:1]), *rule_basis(scheme, case.lang)]),
            amount=self._sum(of_rule),
            id=name,
            evidence=evidence(None if is_own else table("funding")["evidence"][name], case.lang),
            source=Markup("") if is_own else source_link(scheme["source"], case.lang),
        )

    def _sum(self, lines: list[dict[str, Any]]) -> str:
        return money_short(sum(line["eur"] for line in lines), self.case.lang)

    # --- what the planner does ---------------------------------------------------------------

    def _change(self, instruments: list[str], rules: dict[str, dict[str, Any]]) -> None:
        problem, self.case.problem = self.case.choose(instruments=instruments, rules=rules), ""
        self.view.show(problem=notice(problem, problem=True))

    def _add(self, data: dict[str, Any]) -> None:
        name, split = str(data.get("value")), self.case.split
        if name in table("funding").index and name not in split.instruments:
            self._change([*split.instruments, name], split.rules)

    def _drop(self, data: dict[str, Any]) -> None:
        gone, split = str(data.get("name")), self.case.split
        if gone in split.instruments:
            rules = {name: own for name, own in split.rules.items() if name != gone}
            self._change([name for name in split.instruments if name != gone], rules)

    def _field(self, data: dict[str, Any]) -> None:
        name, typed = str(data.get("name")), str(data.get("value") or "").strip()
        if name in FIELDS:
            FIELDS[name](typed, self.case.lang)  # what is no number is refused beside its field
        self.fields[name] = typed
        self._show_own()

    def _show_own(self) -> None:
        """The rule of one's own as far as it is filled in, so that it stays when one field is refused."""
        self.view.show(**{f"own_{name}": self.fields.get(name, "") for name in ("name", *FIELDS)})
        self.view.show(own_payer=self.fields.get("payer") or self.payers[0])

    def _create(self, _data: object) -> None:
        split, name = self.case.split, own_rule_id()
        own = own_rule(
            self.fields.get("name") or self.case.text("rule_own"),
            self.fields.get("payer") or self.payers[0],
            {key: read(self.fields.get(key), self.case.lang) for key, read in FIELDS.items()},
        )
        self._change([*split.instruments, name], {**split.rules, name: own})
