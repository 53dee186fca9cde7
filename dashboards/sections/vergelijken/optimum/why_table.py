"""Why a measure is in the best package or not, for the city and for one buurt."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from kans_model.measures.catalogue import plain
from kans_model.measures.quantities import quantity_text
from kans_model.optimum.findings import Found
from kans_model.optimum.reasons import per_measure
from kans_model.study.references import NOT_IN_ALL
from kans_model.tables.reading import table
from kans_model.words.amounts import NBSP, money, money_short, number, percent
from kans_model.words.markup import html, options
from kans_model.words.texts import t

KINDS = ("in", "price", "surface", "other")
"""What rows can be filtered on."""
PER_EUR = 1000.0
"""What a thousand euro brings reads better than what one does."""

NEAR = 1.1
"""What brings up to a tenth more than needed is about equal: the search knows it no better. [-]"""
CENTS_BELOW = 100.0
"""Amounts below this have cents, all of them. [EUR]"""

FRAME = """
<div class="tools"><input type="search" data-do="search" data-key="search" placeholder="{search}"
 aria-label="{search}"><select data-do="kind" data-from="kind" aria-label="{kind}">{kinds}</select>
<select data-do="area" data-from="area" aria-label="{area}">{areas}</select></div>
<p class="small" role="status" data-slot="count"></p><div data-slot="shown"></div>{links}
"""
TABLE = """<p class="scroll-hint">{hint}</p>
<div class="table-box tall" tabindex="0" role="region" aria-label="{title}"><table>
<caption class="spoken">{title}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"""


class WhyTable(Viewer):
    """A row per measure with the reason in words; `show()` writes those of an optimum."""

    def __init__(self, lang: str, areas: dict[str, str], notes: Sequence[str] = ()):
        super().__init__()
        self.lang, self.areas = lang, areas
        self.names = table("measures")[f"name_{lang}"]
        self.found: Found | None = None
        self.words, self.kind, self.area = "", "", ""
        title = self._t("why_table")
        frame = html(
            FRAME,
            search=self._t("why_search"),
            kind=self._t("why_kind"),
            kinds=options([("", self._t("why_all")), *((one, self._t(f"why_{one}")) for one in KINDS)]),
            area=self._t("why_area"),
            areas=options([("", self._t("whole_city")), *areas.items()]),
            links=links(title, lang),
        )
        self.view = LiveHtml(frame)
        for action in ("search", "kind", "area"):
            self.view.on(action, getattr(self, f"_{action}"))
        self.behind = Behind(self.view, title, self.frame, lang, notes)

    def _t(self, key: str, **values: object) -> str:
        return t(f"optimumtab.{key}", self.lang, **values)

    def show(self, found: Found) -> None:
        """The reasons of this optimum."""
        self.found = found
        self.city = per_measure(found.why)
        rest = found.why[(found.why["built_share"] <= 0) & (found.why["reason"] != "no_room")]
        self.rest = rest.groupby("measure")["reason"].agg(lambda one: one.mode().iloc[0]).to_dict()
        self._write()

    # --- what the reader does ------------------------------------------------------------------

    def _search(self, data: dict) -> None:
        self.words = plain(str(data.get("value", "")))[:80]
        self._write()

    def _kind(self, data: dict) -> None:
        self.kind = str(data.get("value", ""))
        self._write()

    def _area(self, data: dict) -> None:
        code = str(data.get("value", ""))
        self.area = code if code in self.areas else ""
        self._write()

    # --- rows ----------------------------------------------------------------------------------

    def rows(self) -> pd.DataFrame:
        """One row per measure: ``name, kind, why, built, quantity, capex_eur, gets, needs``.

        Gets and needs per thousand euro; quantity and investment here, NaN where nothing is built.
        """
        assert self.found is not None
        if self.area:
            here = self.found.why[self.found.why["area"] == self.area].set_index("measure")
            told = {name: self._here(name, row) for name, row in here.iterrows()}
        else:
            told = {name: self._everywhere(name, row) for name, row in self.city.iterrows()}
        rows = pd.DataFrame.from_dict(told, orient="index", columns=["kind", "why", "built", "gets", "needs"])
        rows.insert(0, "name", self.names[rows.index])
        quantity, capex = self._amounts()
        rows["quantity"] = quantity.reindex(rows.index)
        rows["capex_eur"] = capex.reindex(rows.index)
        near = (
            (rows["kind"] == "in") & (rows["gets"] > rows["needs"]) & (rows["gets"] <= NEAR * rows["needs"])
        )
        rows.loc[near, "why"] = self._t("reason_part_equal")
        rows["order"] = rows["kind"].map(KINDS.index)
        return rows.sort_values(["order", "gets"], ascending=[True, False], na_position="last")

    def _amounts(self) -> tuple[pd.Series, pd.Series]:
        """Quantity and investment per measure, in the chosen buurt or the whole city; built ones only."""
        assert self.found is not None
        found, names = self.found, self.names.index
        quantity = found.result["quantity"].to_pandas()
        quantity.columns = quantity.columns.astype(str)
        city = quantity.sum(axis=1)
        here = quantity[self.area] if self.area else city
        capex = found.result["capex_eur"].to_pandas()
        part = (here / city.where(city > 0)).fillna(0.0)
        built = here > 0
        return here.where(built).reindex(names), (capex * part).where(built).reindex(names)

    def _kind_of(self, reason: str) -> str:
        if reason in ("full", "part"):
            return "in"
        return reason if reason in KINDS else "other"

    def _everywhere(self, name: str, row: pd.Series) -> tuple:
        built, fits = int(row["n_built"]), int(row["n_areas"])
        whole = built and built >= fits
        gets, needs = PER_EUR * row["per_eur"], PER_EUR * row["needed_per_eur"]
        if whole:
            why = self._t("reason_everywhere")
        elif built:
            why = self._somewhere(self.rest.get(name, "price"), row["holder"])
        else:
            why = self._reason(name, row["reason"], row["holder"])
        where = self._t("n_of", n=number(built, self.lang, 0), all=number(fits, self.lang, 0))
        known = not whole and row["reason"] not in ("no_room", "not_calculated", "no_effect", "banned")
        return (self._kind_of(row["reason"]), why, where, gets if known else float("nan"),
                needs if known else float("nan"))  # fmt: skip

    def _somewhere(self, rest: str, holder: str) -> str:
        """In the package, and what decides in the other buurten."""
        known = rest if rest in ("surface", "no_effect", "limits") else "price"
        key = "held" if known == "surface" and holder else known
        return self._t(f"reason_somewhere_{key}", holder=self.names[holder] if holder else "")

    def _here(self, name: str, row: pd.Series) -> tuple:
        known = row["reason"] not in ("no_room", "not_calculated", "no_effect", "banned", "full")
        return (
            self._kind_of(row["reason"]),
            self._reason(name, row["reason"], row["holder"]),
            percent(row["built_share"], self.lang) if row["built_share"] > 0 else "–",
            PER_EUR * row["per_eur"] if known else float("nan"),
            PER_EUR * row["needed_per_eur"] if known else float("nan"),
        )

    def _reason(self, name: str, reason: str, holder: str) -> str:
        assert self.found is not None
        if reason == "banned" and name in NOT_IN_ALL and name not in self.found.best.question.bans:
            return self._t("reason_damage_itself")
        if reason == "surface" and not holder:
            return self._t("reason_surface_alone")
        return self._t(f"reason_{reason}", holder=self.names[holder] if holder else "")

    def _per_euro(self, value: float) -> str:
        if value != value:
            return "–"
        if self.found is not None and self.found.best.question.goal == "weighted":
            return number(value, self.lang)
        if abs(value) >= CENTS_BELOW:
            return money(value, self.lang)
        return f"€{NBSP if self.lang == 'nl' else ''}{number(value, self.lang, 2)}"

    def _gets(self, gets: float, needs: float) -> str:
        """What the next step brings; near what is needed it is not told apart from it."""
        if needs < gets <= NEAR * needs:
            return self._t("about_equal")
        return self._per_euro(gets)

    def filtered(self) -> pd.DataFrame:
        """The rows that match what is searched and chosen."""
        rows = self.rows()
        if self.kind in KINDS:
            rows = rows[rows["kind"] == self.kind]
        if self.words:
            rows = rows[[self.words in plain(name) for name in rows["name"]]]
        return rows

    def _heads(self) -> list[str]:
        unit = self._t(
            f"per_thousand_{self.found.best.question.goal}" if self.found else "per_thousand_avoided"
        )
        return [
            t("table.measure", self.lang),
            self._t("why"),
            self._t("built_here" if self.area else "built"),
            self._t("quantity"),
            self._t("euro"),
            f"{self._t('gets')}, {unit}",
            f"{self._t('needs')}, {unit}",
        ]

    def _write(self) -> None:
        if self.found is None:
            return
        rows, units = self.filtered(), table("measures")["unit"]
        heads = Markup("").join(
            html('<th scope="col"{}>{}</th>', Markup(' class="num"') if place > 1 else "", head)
            for place, head in enumerate(self._heads())
        )
        body = Markup("").join(
            html(
                '<tr><th scope="row"{}>{}</th><td class="why">{}</td>'
                + 5 * '<td class="num">{}</td>'
                + "</tr>",
                Markup(' class="own"') if row.kind == "in" else "",
                row.name,
                row.why,
                row.built,
                quantity_text(row.quantity, units[measure], self.lang) if row.quantity > 0 else "–",
                money_short(row.capex_eur, self.lang) if row.capex_eur > 0 else "–",
                self._gets(row.gets, row.needs),
                self._per_euro(row.needs),
            )
            for measure, row in zip(rows.index, rows.itertuples(index=False), strict=True)
        )
        words = {"hint": t("table.more_beside", self.lang), "title": self._t("why_table")}
        shown = html(TABLE, heads=heads, rows=body, **words) if len(rows) else Markup("")
        n_in = number(int((self.rows()["kind"] == "in").sum()), self.lang, 0)
        where = self.areas.get(self.area) or self._t("whole_city")
        count = self._t("why_count", n=number(len(rows), self.lang, 0), chosen=n_in, where=where)
        self.view.show(shown=shown, count=count, kind=self.kind, area=self.area)
        self.behind.refresh()

    def frame(self) -> pd.DataFrame:
        heads = self._heads()
        if self.found is None:
            return pd.DataFrame({head: [] for head in heads})
        rows = self.filtered()
        columns = ("name", "why", "built", "quantity", "capex_eur", "gets", "needs")
        return pd.DataFrame(
            {head: rows[column].tolist() for head, column in zip(heads, columns, strict=True)}
        )

    def __panel__(self) -> Viewable:
        return self.view
