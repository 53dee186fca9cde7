"""What each package leaves of the damage per theme, and what it does for each opgave."""

from __future__ import annotations

from collections.abc import Sequence

from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.package_rows import PackageDots
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look import theme
from dashboards.parts.packages.marks import Looks, package_legend, row_shape
from dashboards.sections.vergelijken.beside.candidates import Candidates
from kans_model.comparison.answers import HORIZON, damage_by_hazard_meur
from kans_model.comparison.ranking import order
from kans_model.reports.contrast_in_words import hazard_title, opgave_title
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS
from kans_model.words.texts import t


class ThemeDots(Viewer):
    """A row per theme with the mark of every package on it; a subclass says what is shown."""

    def __init__(self, chart: PackageDots, packages: Looks, name: str, lang: str):
        super().__init__()
        self.chart, self.lang = chart, lang
        self.section = Section(
            LiveHtml(package_legend(packages)),
            chart,
            title=t(f"vergelijken.{name}", lang),
            deck=t(f"vergelijken.{name}_deck", lang, year=HORIZON),
        )

    def show(self, candidates: Candidates) -> None:
        """Put the marks."""
        raise NotImplementedError

    def __panel__(self) -> Viewable:
        return self.section.column


class HazardDots(ThemeDots):
    """Damage per year that is left, per hazard."""

    def __init__(self, packages: Looks, lang: str, notes: Sequence[str]):
        hazards = table("hazards")[f"name_{lang}"]
        chart = PackageDots(
            t("vergelijken.hazards", lang),
            [hazards[hazard] for hazard in HAZARDS],
            _row_looks(packages),
            lang,
            unit=t("unit.meur_per_year", lang),
            first=t("table.theme", lang),
            notes=notes,
        )
        super().__init__(chart, packages, "hazards", lang)

    def show(self, candidates: Candidates) -> None:
        left = {key: damage_by_hazard_meur(result) for key, result in candidates.results.items()}
        self.chart.show(left)
        self.section.show(title=hazard_title(list(left.values()), self.lang))


class OpgaveDots(ThemeDots):
    """How far measures that also serve another opgave reach, per opgave: those it helps most first.

    Parameters
    ----------
    first : id of the package that decides the order.
    """

    def __init__(self, packages: Looks, lang: str, notes: Sequence[str], candidates: Candidates, first: str):
        self.places = order(candidates.results[first]["reach_pct"].values)
        self.names = [str(table("opgaven")[f"name_{lang}"].iloc[place]) for place in self.places]
        chart = PackageDots(
            t("vergelijken.synergy", lang),
            self.names,
            _row_looks(packages),
            lang,
            unit="%",
            first=t("table.opgave", lang),
            notes=notes,
        )
        super().__init__(chart, packages, "synergy", lang)

    def show(self, candidates: Candidates) -> None:
        reach = {
            key: result["reach_pct"].values[list(self.places)] for key, result in candidates.results.items()
        }
        self.chart.show(reach)
        self.section.show(title=opgave_title(self.names, list(reach.values()), self.lang))


def _row_looks(packages: Looks) -> dict[str, tuple[str, str, str]]:
    """Name, colour and shape of every package in a chart of rows."""
    return {key: (name, theme.PACKAGES[look][0], row_shape(look)) for key, (name, look) in packages.items()}
