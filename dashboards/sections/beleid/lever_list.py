"""The sets of levers, the levers of the one that counts, and a form for another."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dashboards.parts.frame.section import Section
from dashboards.parts.live.entry_fields import entry_fields
from dashboards.parts.live.live import LiveHtml
from dashboards.sections.beleid.levers import WITHOUT, Levers
from kans_model.policy.lever_entry import LISTS, LeverEntry
from kans_model.policy.levers import Lever, LeverSet
from kans_model.policy.policy import Policy
from kans_model.reports.policy_in_words import law_line, lever_line
from kans_model.tables.reading import cells, table
from kans_model.words.amounts import number
from kans_model.words.entry import field_number, field_share, in_field
from kans_model.words.problems import KansError
from kans_model.words.texts import t

CHOSEN = ("kind", "owner")
LISTED = (*LISTS, *LISTS.values())
PERCENT = 100


class LeverList(Section):
    """What is laid on, and what could be."""

    def __init__(self, levers: Levers):
        self.levers, self.entry = levers, LeverEntry()
        self.list, self.form = LiveHtml(), LiveHtml()
        for name, act in {
            "choose": self._choose,
            "title": self._title,
            "new": self._new,
            "drop": self._drop,
            "remove": self._remove,
            "dwellings": self._dwellings,
            "renovation": self._renovation,
        }.items():
            self.list.on(name, act)
        self.form.on("entry", self._enter)
        self.form.on("add", self._add)
        self.form.on("leave", self._leave)
        super().__init__(
            self.list, self.form, title=levers.text("levers_title"), deck=levers.text("levers_deck")
        )

    # --- what is shown --------------------------------------------------------------------------

    def update(self) -> None:
        levers, lang = self.levers, self.levers.lang
        names = (
            *("set", "title", "new_set", "drop_set", "remove", "empty"),
            *("city", "dwellings", "dwellings_hint"),
        )
        usual = number(PERCENT * table("uptake_parameters")["value"]["renovation_rate"], lang, 1)
        rates = {"renovation": levers.text("renovation")}
        rates["renovation_hint"] = levers.text("renovation_hint", usual=f"{usual} %")
        self.list.draw(
            __file__,
            "lever_list.html",
            words={name: levers.text(name) for name in names} | rates,
            sets=[(own.id, own.title) for own in levers.policy.sets],
            chosen=levers.chosen.id,
            levers=[(own.id, own.name(lang), lever_line(own, lang)) for own in levers.chosen.levers],
        )
        new, rate = levers.policy.new_dwellings_per_year, levers.policy.renovation_rate
        self.list.show(
            set=levers.chosen.id,
            title=levers.chosen.title,
            dwellings="" if new is None else in_field(new, lang),
            renovation="" if rate is None else in_field(rate, lang, "percent"),
        )
        self._draw_form()

    def _draw_form(self) -> None:
        levers, lang, entry = self.levers, self.levers.lang, self.entry
        kind = Lever("", entry.kind, entry.start or 0)
        measures, owners = cells("measures", f"name_{lang}"), (*kind.reaches,)
        options = {
            "kind": [(str(name), str(row)) for name, row in table("levers")[f"name_{lang}"].items()],
            "measure": [(name, str(measures[name])) for name in kind.moves if name not in entry.measures],
            "area": [(code, name) for code, name in self._areas().items() if code not in entry.areas],
            "owner": [(owner, t(f"owner.{owner}", lang)) for owner in owners],
        }
        fields = entry_fields(
            LeverEntry,
            "lever",
            lang,
            names=entry.asked,
            options=options,
            optional=("measure", "owner", "area"),
        )
        self.form.draw(
            __file__,
            "lever_form.html",
            fields=fields,
            chosen=self._chosen(measures),
            leave=levers.text("leave"),
            heading=levers.text("form"),
            add=levers.text("add"),
            what=cells("levers", f"what_{lang}")[entry.kind],
            law=law_line(entry.kind, lang),
            open=not levers.chosen.levers,
        )
        self.form.show(
            **{name: self._shown(value) for name, value in entry.values().items() if name not in LISTED}
        )

    def _areas(self) -> dict[str, str]:
        """Every buurt by its code."""
        return {str(code): str(name) for code, name in self.levers.study.city.areas["name"].items()}

    def _chosen(self, measures: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """What is in the lists of the form: which list, key and name."""
        entry, areas = self.entry, self._areas()
        chosen = [("measure", name, str(measures[name])) for name in entry.measures]
        return chosen + [("area", code, areas.get(code, code)) for code in entry.areas]

    def _shown(self, value: Any) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        return str(value) if isinstance(value, int) else in_field(float(value), self.levers.lang)

    # --- what a control does --------------------------------------------------------------------

    def _enter(self, data: dict[str, Any]) -> None:
        name, value = str(data.get("name")), data.get("value")
        if name not in LeverEntry.parameters():
            return
        if name in LISTS:
            if value:
                self.entry = self.entry.with_item(name, str(value))
                self._draw_form()
            return
        if name in CHOSEN:
            read: Any = str(value or "")
        else:
            read = field_number(value, self.levers.lang) if str(value or "").strip() else None
        self.entry = self.entry.but(**{name: read})
        if name == "kind":
            self.entry = self.entry.but(measures=(), owner="")
        if name in ("subsidy_pct", "subsidy_eur") and read is not None:
            other = "subsidy_eur" if name == "subsidy_pct" else "subsidy_pct"
            self.entry = self.entry.but(**{other: None})
        self._draw_form()

    def _add(self, _data: dict[str, Any]) -> None:
        lever = self.entry.lever(f"{self.entry.kind}-{uuid.uuid4().hex[:6]}")
        self.levers.change(lambda policy: policy.with_set(self._own(policy).with_lever(lever)), self.form)

    def _leave(self, data: dict[str, Any]) -> None:
        kind = str(data.get("kind"))
        if kind in LISTS:
            self.entry = self.entry.without_item(kind, str(data.get("name")))
            self._draw_form()
            self.form.focus(f"lever-{kind}")

    def _own(self, policy: Policy) -> LeverSet:
        return policy.chosen_set or self._fresh(policy)

    def _fresh(self, policy: Policy) -> LeverSet:
        return LeverSet(uuid.uuid4().hex, self.levers.text("set_title", n=len(policy.sets) + 1))

    def _choose(self, data: dict[str, Any]) -> None:
        self.levers.change(lambda policy: replace(policy, chosen=str(data.get("value"))), self.list)

    def _new(self, _data: dict[str, Any]) -> None:
        def added(policy: Policy) -> Policy:
            fresh = replace(self._fresh(policy), levers=self._own(policy).levers)
            return replace(policy.with_set(fresh), chosen=fresh.id)

        self.levers.change(added, self.list)

    def _drop(self, _data: dict[str, Any]) -> None:
        self.levers.change(lambda policy: policy.without_set(policy.chosen), self.list)

    def _title(self, data: dict[str, Any]) -> None:
        title = str(data.get("value") or "").strip()
        if title and self.levers.chosen.id != WITHOUT:
            chosen = replace(self.levers.chosen, title=title)
            self.levers.change(lambda policy: policy.with_set(chosen), self.list)

    def _remove(self, data: dict[str, Any]) -> None:
        left = self.levers.chosen.without_lever(str(data.get("name")))
        self.levers.change(lambda policy: policy.with_set(left), self.list)

    def _dwellings(self, data: dict[str, Any]) -> None:
        self._city_number(data, field_number, lambda policy, new: replace(policy, new_dwellings_per_year=new))

    def _renovation(self, data: dict[str, Any]) -> None:
        self._city_number(data, field_share, lambda policy, new: replace(policy, renovation_rate=new))

    def _city_number(
        self,
        data: dict[str, Any],
        read: Callable[[Any, str], float | None],
        put: Callable[[Policy, float | None], Policy],
    ) -> None:
        """A number that the city itself knows; empty takes it away."""
        value = data.get("value")
        try:
            new = read(value, self.levers.lang) if str(value or "").strip() else None
        except KansError as error:
            self.list.refuse("\n".join(problem.text(self.levers.lang) for problem in error.problems))
            return
        self.levers.change(lambda policy: put(policy, new), self.list)
