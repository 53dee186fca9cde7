"""Grant rules on the page: which are tried, what each gave and why, and a rule of one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.packages.fact_sheet import source_link
from kans_model.finance.grants import rule
from kans_model.finance.ledger import Ledger
from kans_model.reports.evidence import evidence
from kans_model.reports.financing import audit
from kans_model.tables.reading import table
from kans_model.words.amounts import money_short
from kans_model.words.markup import html
from kans_model.words.texts import t

ROW = """<li><span><b>{name}</b> {proof}<small>{reason}</small></span>
<span class="num">{amount}<small><button class="link" data-do="drop" data-name="{id}" data-key="drop-{id}"
aria-label="{remove}: {name}">{remove}</button></small></span></li>"""
NEW = """
<div class="field"><label for="rule">{add}</label>
<select id="rule" data-do="add" data-from="none"><option value="">{choose}</option>{options}</select></div>
<details><summary>{own}</summary><div class="fields">
<div class="field"><label for="r-name">{name}</label><input id="r-name" type="text" maxlength="60"
 data-do="field" data-name="name"></div>
<div class="field"><label for="r-payer">{payer}</label><select id="r-payer" data-do="field" data-name="payer">
{payers}</select></div>
<div class="field"><label for="r-share">{share}</label><input id="r-share" type="number" min="0" max="100"
 step="any" data-do="field" data-name="share"></div>
<div class="field"><label for="r-from">{from_year}</label><input id="r-from" type="number" step="1"
 data-do="field" data-name="from_year"></div>
<div class="field"><label for="r-to">{to_year}</label><input id="r-to" type="number" step="1"
 data-do="field" data-name="to_year"></div>
<div class="field"><label for="r-ceiling">{ceiling}</label><input id="r-ceiling" type="number" min="0"
 step="any" data-do="field" data-name="yearly_ceiling_eur"></div>
<button class="button" data-do="create" data-key="create">{create}</button></div></details>
<div role="alert" data-slot="problem"></div>
"""


class Rules(Viewer):
    """The audit of a ledger, and the choice of rules.

    Parameters
    ----------
    change : called with the new order of rules and the own rules.
    payers : pairs of id and name of who may pay for a rule.
    """

    def __init__(
        self,
        lang: str,
        change: Callable[[list[str], dict[str, dict]], str],
        payers: Sequence[tuple[str, str]],
        notes: Sequence[str] = (),
    ):
        super().__init__()
        self.lang, self.change, self.payers = lang, change, list(payers)
        self.fields: dict[str, str] = {}
        self.ledger: Ledger | None = None
        self.view = LiveHtml(self._frame())
        for action in ("add", "drop", "field", "create"):
            self.view.on(action, getattr(self, f"_{action}"))
        self.behind = Behind(self.view, self._t("rules_table"), self.frame, lang, notes)

    def _t(self, key: str, **values: Any) -> str:
        return t(f"financiering.{key}", self.lang, **values)

    def _frame(self) -> Markup:
        words = (
            "add",
            "choose",
            "own",
            "name",
            "payer",
            "share",
            "from_year",
            "to_year",
            "ceiling",
            "create",
        )
        names = table("funding")[f"name_{self.lang}"]
        options = (html('<option value="{}">{}</option>', key, name) for key, name in names.items())
        payers = (html('<option value="{}">{}</option>', *one) for one in self.payers)
        new = html(
            NEW,
            options=Markup("").join(options),
            payers=Markup("").join(payers),
            **{word: self._t(f"rule_{word}") for word in words},
        )
        return html(
            '<ul class="rules" data-slot="rows"></ul>{}{}', new, links(self._t("rules_table"), self.lang)
        )

    def show(self, ledger: Ledger) -> None:
        """What each rule gave, and what the sewer levy may not bear."""
        self.ledger = ledger
        lines = audit(ledger, self.lang)
        rows = []
        for name in ledger.split.instruments:
            mine = [line for line in lines if line["rule"] == name]
            one = rule(name, ledger.split.rules)
            kind = None if name in ledger.split.rules else table("funding")["evidence"][name]
            source = Markup("") if name in ledger.split.rules else source_link(one["source"], self.lang)
            rows.append(
                html(
                    ROW,
                    id=name,
                    name=one[f"name_{self.lang}"],
                    proof=html("{} {}", evidence(kind, self.lang), source),
                    reason=mine[0]["text"] if mine else "",
                    amount=money_short(sum(line["eur"] for line in mine), self.lang),
                    remove=self._t("rule_remove"),
                )
            )
        refused = [line for line in lines if line["reason"] == "levy_not_allowed"]
        if refused:
            names = table("measures")[f"name_{self.lang}"]
            rows.append(
                html(
                    '<li><span><b>{}</b><small>{}</small></span><span class="num">{}</span></li>',
                    self._t("levy_refused"),
                    ", ".join(names[line["measure"]] for line in refused),
                    money_short(sum(line["eur"] for line in refused), self.lang),
                )
            )
        empty = html('<li class="quiet">{}</li>', self._t("no_rules"))
        self.view.show(rows=Markup("").join(rows) or empty)
        self.behind.refresh()

    def frame(self) -> pd.DataFrame:
        """The whole audit."""
        lines = audit(self.ledger, self.lang) if self.ledger is not None else []
        names = table("measures")[f"name_{self.lang}"]
        return pd.DataFrame(
            {
                t("workbook.rule", self.lang): [line["name"] for line in lines],
                t("table.measure", self.lang): [
                    names[line["measure"]] if line["measure"] else "" for line in lines
                ],
                f"{t('workbook.amount', self.lang)}, EUR": [line["eur"] for line in lines],
                t("workbook.reason", self.lang): [line["text"] for line in lines],
            }
        )

    # --- what the planner does ---------------------------------------------------------------

    def _changed(self, instruments: list[str], rules: dict[str, dict]) -> None:
        problem = self.change(instruments, rules)
        self.view.show(problem=html('<p class="notice problem">{}</p>', problem) if problem else "")

    def _add(self, data: dict[str, Any]) -> None:
        name = str(data.get("value"))
        if self.ledger is not None and name in table("funding").index:
            split = self.ledger.split
            if name not in split.instruments:
                self._changed([*split.instruments, name], split.rules)

    def _drop(self, data: dict[str, Any]) -> None:
        name = str(data.get("name"))
        if self.ledger is not None and name in self.ledger.split.instruments:
            split = self.ledger.split
            rules = {key: one for key, one in split.rules.items() if key != name}
            self._changed([one for one in split.instruments if one != name], rules)

    def _field(self, data: dict[str, Any]) -> None:
        self.fields[str(data.get("name"))] = str(data.get("value", "")).strip()

    def _create(self, _data: dict[str, Any]) -> None:
        if self.ledger is None:
            return
        numbers = {}
        for key, factor in (("share", 0.01), ("from_year", 1), ("to_year", 1), ("yearly_ceiling_eur", 1)):
            text = self.fields.get(key, "").replace(",", ".")
            try:
                numbers[key] = factor * float(text) if text else None
            except ValueError:
                numbers[key] = None
        split = self.ledger.split
        name = f"own-{len(split.rules) + 1}"
        one = {
            "name": self.fields.get("name") or self._t("rule_own"),
            "payer": self.fields.get("payer") or self.payers[0][0],
            "themes": "pluvial;heat;drought;flood",
            "status": "own",
            **{key: value for key, value in numbers.items() if value is not None},
        }
        self._changed([*split.instruments, name], {**split.rules, name: one})

    def __panel__(self) -> Viewable:
        return self.view
