"""Choices that are never drawn, side by side: who leads under each option, and where the order turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.packages.contest import Contest
from dashboards.parts.packages.matrix import table_place
from kans_model.comparison.switches import most_decisive
from kans_model.reports.switch_in_words import option_name
from kans_model.words.amounts import number
from kans_model.words.markup import macros
from kans_model.words.texts import t

_SWITCHES = macros(__file__, "switches.html")


class Switches(Viewer):
    """One switch moved at a time, each option with a button that puts it in force.

    Parameters
    ----------
    on_set : called with the switch and the option as a form says them.
    """

    def __init__(self, lang: str, on_set: Callable[[str, str], None], notes: Sequence[str] = ()):
        super().__init__()
        self.lang = lang
        self.contest: Contest | None = None
        self.rows = pd.DataFrame()
        self.view = LiveHtml(table_place(links(t("certain.switches", lang), lang, is_chart=False)))
        self.view.on("set", lambda data: on_set(str(data.get("name")), str(data.get("option"))))
        self.behind = Behind(self.view, t("certain.switches", lang), self.frame, lang, notes)
        self.section = Conclusion(
            self.view, title=t("certain.switches_title", lang), deck=t("certain.switches_deck", lang)
        )

    def show(self, contest: Contest, rows: pd.DataFrame) -> None:
        """Rows of `switches.switch_table`."""
        self.contest, self.rows = contest, rows
        groups = [
            (
                t(f"switch.{switch}", self.lang),
                [self._row(switch, option, row) for (_, option), row in group.iterrows()],
            )
            for switch, group in rows.groupby(level="switch", sort=False)
        ]
        self.view.show(
            table_of=_SWITCHES.table(
                contest.text("switches_caption", unit=contest.unit),
                [contest.text("option"), *map(contest.marked, contest.ids), contest.text("leader")],
                groups,
            )
        )
        self.section.tell(*self._sentences())
        self.behind.refresh()

    @property
    def _leader(self) -> str:
        """The package that leads under the choices in force."""
        return str(self.rows.loc[self.rows["in_force"].astype(bool), "leader"].iloc[0])

    def _row(self, switch: str, option: object, row: pd.Series) -> dict[str, Any]:
        """What a row of the table says of one option."""
        assert self.contest is not None
        contest = self.contest
        first = row["leader"] != self._leader
        turns = "order_turns" if first else "order_behind" if row["order_changes"] else ""
        return {
            "first": first,
            "name": option_name(switch, option, self.lang),
            "now": contest.text("in_force") if row["in_force"] else "",
            "set": contest.text("set_switch"),
            "switch": switch,
            "option": str(option),
            "key": f"{switch}-{option}",
            "cells": [(contest.plain(row[package]), package == row["leader"]) for package in contest.ids],
            "leader": contest.marked(row["leader"]),
            "turns": contest.text(turns) if turns else "",
        }

    def _sentences(self) -> list[str]:
        assert self.contest is not None
        contest, rows, leader = self.contest, self.rows, self._leader
        other = rows[rows["leader"] != leader]
        turned = rows[rows["order_changes"].astype(bool)]
        if not len(turned):
            return [contest.text("switches_hold", leader=contest.name(leader))]
        if not len(other):
            return [
                contest.text("switches_order", leader=contest.name(leader), n=number(len(turned), self.lang))
            ]
        decisive = most_decisive(rows)
        switch, option = other.index[0] if decisive is None else decisive
        return [
            contest.text(
                "switches_turn",
                leader=contest.name(leader),
                n=number(len(other), self.lang),
                all=number(len(rows), self.lang),
            ),
            contest.text(
                "switches_first",
                switch=t(f"switch.{switch}", self.lang),
                option=option_name(switch, option, self.lang),
                name=contest.name(rows["leader"].loc[[(switch, option)]].iloc[0]),
            ),
        ]

    def frame(self) -> pd.DataFrame:
        """Every option with the packages' results."""
        if self.contest is None:
            return pd.DataFrame()
        contest, rows = self.contest, self.rows
        yes = {True: contest.text("yes"), False: contest.text("no")}
        return pd.DataFrame(
            {
                contest.text("switch"): [t(f"switch.{switch}", self.lang) for switch, _ in rows.index],
                contest.text("option"): [
                    option_name(switch, option, self.lang) for switch, option in rows.index
                ],
            }
            | {
                f"{contest.name(package)}, {contest.unit}": rows[package].to_numpy(float) / contest.scale
                for package in contest.ids
            }
            | {
                contest.text("leader"): [contest.name(package) for package in rows["leader"]],
                contest.text("order_turns"): [yes[package != self._leader] for package in rows["leader"]],
                contest.text("order_behind"): [
                    yes[bool(moved) and package == self._leader]
                    for moved, package in zip(rows["order_changes"], rows["leader"], strict=True)
                ],
                contest.text("in_force"): [yes[bool(now)] for now in rows["in_force"]],
            }
        )

    def __panel__(self) -> Viewable:
        return self.section.column
