"""One package for every climate: what it gives up in each, beside what hindsight would build."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.fields import button, notice
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.live.tables import table_html
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.least_regret import Robust
from kans_model.words.amounts import money_short, percent
from kans_model.words.entry import THOUSAND
from kans_model.words.texts import t


class RobustTable(Viewer):
    """Regret per climate; `show()` writes it.

    Parameters
    ----------
    open_package : called with the package that is robust.
    """

    def __init__(self, lang: str, open_package: Callable[[Portfolio], None], notes: Sequence[str] = ()):
        super().__init__()
        self.lang, self.title = lang, t("optimumtab.regret_table", lang)
        self.robust: Robust | None = None
        self.view = LiveHtml.of(
            __file__, "robust_table.html", links=links(self._t("regret_of_best"), lang, is_chart=False)
        )
        self.view.on("keep", lambda _data: open_package(self.robust.portfolio) if self.robust else None)
        self.behind = Behind(self.view, self._t("regret_of_best"), self.of_best, lang, notes)

    def _t(self, key: str, **values: object) -> str:
        return t(f"optimumtab.{key}", self.lang, **values)

    def show(self, robust: Robust) -> None:
        """Write what was found."""
        self.robust = robust
        told = self._t(
            "robust_told",
            most=money_short(robust.most_eur, self.lang),
            share=percent(robust.most_share, self.lang, 2),
            climate=t(f"climate.{robust.worst_climate}", self.lang),
        )
        keep = button(self._t("keep"), "keep")
        self.view.show(told=told, shown=table_html(self.regrets(), self.lang, self.title), act=keep)
        self.behind.refresh()

    def _climates(self, robust: Robust) -> list[str]:
        return [t(f"climate.{climate}", self.lang) for climate in robust.climates]

    def regrets(self) -> pd.DataFrame:
        """Per climate: what the best for it avoids, what this package does, and the difference."""
        robust = self.robust
        if robust is None:
            return pd.DataFrame()
        columns = {
            "regret_best": robust.best_eur,
            "regret_this": robust.value_eur,
            "regret": robust.regret_eur,
        }
        return pd.DataFrame(
            {self._t("climate"): self._climates(robust)}
            | {
                self._t(key): [values[climate] / THOUSAND for climate in robust.climates]
                for key, values in columns.items()
            }
        )

    def of_best(self) -> pd.DataFrame:
        """Regret of the best package for one climate when another comes."""
        robust = self.robust
        if robust is None:
            return pd.DataFrame({self._t("climate"): []})
        built_for = {
            self._t("built_for", climate=t(f"climate.{climate}", self.lang)): [
                robust.of_best[climate][comes] / THOUSAND for comes in robust.climates
            ]
            for climate in robust.climates
        }
        return pd.DataFrame({self._t("comes"): self._climates(robust)} | built_for)

    def kept(self, text: str) -> None:
        """Say that the package was kept."""
        self.view.show(kept=notice(text))

    def __panel__(self) -> Viewable:
        return self.view
