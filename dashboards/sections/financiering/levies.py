"""What a household pays more, and the charges behind it."""

from __future__ import annotations

from dashboards.parts.charts.time_chart import TimeChart
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from dashboards.sections.financiering.case import LONG_YEARS, Case
from kans_model.reports.financing_tables import credit_frame, credit_line
from kans_model.uncertainty.bands import p5_p95
from kans_model.words.amounts import in_millions, number
from kans_model.words.texts import t


class LevyPath(Section):
    """The sewer levy per household through the years, with its band."""

    def __init__(self, case: Case):
        self.case = case
        self.chart = TimeChart(
            case.text("levy_table"), case.lang, unit=case.text("levy_unit"), notes=case.notes
        )
        super().__init__(self.chart, title=case.text("levy_path"), deck=case.text("levy_path_deck"))

    def update(self) -> None:
        """The path, its peak marked."""
        case, ledger, levy = self.case, self.case.ledger, self.case.ledger.levy
        years, span = case.years(LONG_YEARS), slice(LONG_YEARS)
        low, high = p5_p95(case.bands.levy_eur[:, span])
        marked = []
        if levy["peak"] > 0 and levy["peak_year"] in years:
            amount = number(levy["peak"], case.lang, 2)
            words = case.text("peak", year=levy["peak_year"], amount=amount)
            marked.append((years.index(int(levy["peak_year"])), words))
        colour = theme.ACTORS["gemeente_rioolheffing"]
        self.chart.path(years, low, ledger.levy_eur[span], high, colour, marked)


class Charges(Section):
    """Depreciation, interest and upkeep of municipality and water board."""

    def __init__(self, case: Case):
        self.case = case
        unit = t("unit.meur_per_year", case.lang)
        self.chart = TimeChart(case.text("charges_table"), case.lang, unit=unit, notes=case.notes)
        super().__init__(self.chart, title=case.text("charges"), deck=case.text("charges_deck"))

    def update(self) -> None:
        """Bars per year."""
        case = self.case
        charges = case.ledger.public_charges_eur
        layers = {
            t(f"workbook.{key}", case.lang): (colour, in_millions(charges[key][:LONG_YEARS]))
            for key, colour in zip(charges, theme.CHARGES, strict=True)
        }
        self.chart.bars(case.years(LONG_YEARS), layers)


class Credit(Section):
    """What is capitalised and paid off, as a table to open or take along."""

    def __init__(self, case: Case):
        self.case, caption = case, case.text("credit_table")
        self.view = LiveHtml.of(
            __file__, "levies_credit.html", links=links(caption, case.lang, is_chart=False)
        )
        self.behind = Behind(
            self.view, caption, lambda: credit_frame(case.ledger, case.lang), case.lang, case.notes
        )
        super().__init__(self.view, title=case.text("credit"), deck=case.text("credit_deck"))

    def update(self) -> None:
        """What it comes to in a sentence; the table again if it is open."""
        self.view.show(line=credit_line(self.case.ledger, self.case.lang))
        self.behind.refresh()
