"""Tables that hold splits and packages beside each other, and who pays beside who enjoys."""

from __future__ import annotations

from dashboards.parts.live.live import LiveHtml
from dashboards.sections.financiering.case import Case
from dashboards.sections.financiering.finance_tables import FinanceTable
from kans_model.reports.financing_tables import difference_frame, splits_frame, who_matrix
from kans_model.reports.split_range_tables import (
    buurt_frame,
    low_income_line,
    split_ranges_frame,
    what_if_frame,
)

MOST = 6
"""Splits or packages that stand beside each other."""


class Versus(FinanceTable):
    """What each party bears under two splits."""

    def __init__(self, case: Case):
        super().__init__(
            case,
            "versus",
            "versus_table",
            lambda: difference_frame(case.ledger, case.other, case.pair, case.lang),
        )


class Splits(FinanceTable):
    """This package under several splits."""

    def __init__(self, case: Case):
        super().__init__(
            case, "splits", "splits_table", lambda: splits_frame(case.under_splits(MOST), case.lang)
        )


class SplitRanges(FinanceTable):
    """The same splits under every draw, and the chance that the one shown is cheaper."""

    apart = True

    def __init__(self, case: Case):
        super().__init__(
            case,
            "split_ranges",
            "split_ranges_table",
            lambda: split_ranges_frame(case.study, case.portfolio_id, case.under_splits(MOST), case.lang),
        )
        self.button = LiveHtml.of(__file__, "split_ranges.html", label=case.text("split_ranges_draw"))
        self.button.on("draw", self._draw)
        self.column.insert(1, self.button)

    def _draw(self, _data: object = None) -> None:
        super().update()

    def update(self) -> None:
        """Nothing until it is asked for: every split takes all draws."""
        self.view.show(rows="")


class OtherOutcomes(FinanceTable):
    """What a refused or late grant, owners that stay away or a higher rate does."""

    apart = True

    def __init__(self, case: Case):
        super().__init__(
            case,
            "what_if",
            "what_if_table",
            lambda: what_if_frame(case.ledger, case.lang, case.session.study, case.portfolio),
        )


class Buurten(FinanceTable):
    """What every buurt pays and enjoys."""

    def __init__(self, case: Case):
        super().__init__(
            case,
            "buurten",
            "buurten_table",
            lambda: buurt_frame(case.study, case.portfolio_id, case.ledger, case.lang),
        )

    def update(self) -> None:
        """The table, and what comes to the lowest incomes in the line above it."""
        super().update()
        case = self.case
        line = low_income_line(case.study, case.portfolio_id, case.ledger, case.lang)
        self.show(deck=f"{case.text('buurten_deck')}. {line}")


class Packages(FinanceTable):
    """This split over several packages."""

    def __init__(self, case: Case):
        super().__init__(
            case, "packages", "packages_table", lambda: splits_frame(case.of_packages(MOST), case.lang)
        )


class Who(FinanceTable):
    """Who pays without enjoying, and who enjoys without paying."""

    def __init__(self, case: Case):
        super().__init__(
            case, "who", "who_table", lambda: who_matrix(case.ledger, case.lang, is_final=case.is_final)
        )

    def update(self) -> None:
        """The table, as the first payer or as who bears in the end."""
        super().update()
        view = self.case.text("final_bearer" if self.case.is_final else "first_payer")
        self.show(deck=f"{self.case.text('who_deck')} ({view})")
