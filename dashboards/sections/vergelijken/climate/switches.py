"""Choices that are never drawn, side by side: who leads under each option, and where the order turns."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.packages.contest import Contest
from kans_model.comparison.switches import most_decisive
from kans_model.reports.switch_in_words import option_name
from kans_model.words.amounts import number
from kans_model.words.markup import html
from kans_model.words.texts import t

TABLE = """
<div class="table-box whole" tabindex="0" role="region" aria-label="{title}">
<table class="switches">
<caption>{title}</caption><thead><tr><th scope="col">{corner}</th>{heads}
<th scope="col">{leader}</th></tr></thead>
{bodies}</table></div>
"""
BODY = '<tbody><tr class="group"><th scope="rowgroup" colspan="{span}">{name}</th></tr>{rows}</tbody>'
ROW = '<tr{kind}><th scope="row">{name}{now}</th>{cells}<td>{leader}{turns}</td></tr>'


class Switches(Viewer):
    """One switch moved at a time."""

    def __init__(self, lang: str, notes: Sequence[str] = ()):
        super().__init__()
        self.lang = lang
        self.contest: Contest | None = None
        self.rows = pd.DataFrame()
        self.view = LiveHtml(
            html('<div data-slot="table_of"></div>{}', links(t("certain.switches", lang), lang))
        )
        self.behind = Behind(self.view, t("certain.switches", lang), self.frame, lang, notes)
        self.section = Conclusion(
            self.view, title=t("certain.switches_title", lang), deck=t("certain.switches_deck", lang)
        )

    def show(self, contest: Contest, rows: pd.DataFrame) -> None:
        """Rows of `robustness.switch_table`."""
        self.contest, self.rows = contest, rows
        bodies = Markup("").join(
            html(
                BODY,
                span=len(contest.ids) + 2,
                name=t(f"switch.{switch}", self.lang),
                rows=Markup("").join(self._row(switch, option, row) for (_, option), row in group.iterrows()),
            )
            for switch, group in rows.groupby(level="switch", sort=False)
        )
        self.view.show(
            table_of=html(
                TABLE,
                title=contest.text("switches_caption", unit=contest.unit),
                corner=contest.text("option"),
                heads=Markup("").join(
                    html('<th scope="col" class="num">{}</th>', contest.marked(one)) for one in contest.ids
                ),
                leader=contest.text("leader"),
                bodies=bodies,
            )
        )
        self.section.tell(*self._sentences())
        self.behind.refresh()

    @property
    def _leader(self) -> str:
        """The package that leads under the choices in force."""
        return str(self.rows.loc[self.rows["in_force"].astype(bool), "leader"].iloc[0])

    def _row(self, switch: str, option: object, row: pd.Series) -> Markup:
        assert self.contest is not None
        contest = self.contest
        cells = Markup("").join(
            html(
                '<td class="num">{}</td>',
                html("<b>{}</b>", contest.plain(row[one]))
                if one == row["leader"]
                else contest.plain(row[one]),
            )
            for one in contest.ids
        )
        first = row["leader"] != self._leader
        turns = "order_turns" if first else "order_behind" if row["order_changes"] else ""
        return html(
            ROW,
            kind=Markup(' class="turns"') if first else "",
            name=option_name(switch, option, self.lang),
            now=html(" <small>{}</small>", contest.text("in_force")) if row["in_force"] else "",
            cells=cells,
            leader=contest.marked(row["leader"]),
            turns=html("<small>{}</small>", contest.text(turns)) if turns else "",
        )

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
                contest.text("option"): [option_name(*key, self.lang) for key in rows.index],
            }
            | {
                f"{contest.name(one)}, {contest.unit}": rows[one].to_numpy(float) / contest.scale
                for one in contest.ids
            }
            | {
                contest.text("leader"): [contest.name(one) for one in rows["leader"]],
                contest.text("order_turns"): [yes[one != self._leader] for one in rows["leader"]],
                contest.text("order_behind"): [
                    yes[bool(moved) and one == self._leader]
                    for moved, one in zip(rows["order_changes"], rows["leader"], strict=True)
                ],
                contest.text("in_force"): [yes[bool(one)] for one in rows["in_force"]],
            }
        )

    def __panel__(self) -> Viewable:
        return self.section.column
