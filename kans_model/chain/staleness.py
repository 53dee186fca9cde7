"""What was decided on older figures: what it read then, what it reads now, and by how much that moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from kans_model.chain.lever_records import brings, package_digest
from kans_model.chain.records import package_of, quantity_digest, worth_eur
from kans_model.comparison.quotes import MOVED, moved_quotes
from kans_model.study.study import Study
from kans_model.tables.reading import table


@dataclass(frozen=True)
class Stale:
    """One figure that a choice rests on and that reads otherwise now.

    Attributes
    ----------
    choice : {"decision", "projects", "years", "levers"}
        What was chosen.
    key : str
        Of the choice: the id of a decision, of the package, of the set of levers; empty for the years.
    figure : str
        What moved: an indicator, a measure, `worth`, or a figure of `LeverBasis`.
    old, new : float
        [unit]; NaN where it is unknown now.
    unit : str
        A row of the texts `unit`, or of the table of indicators.
    page : str
        Where the choice is made.
    """

    choice: str
    key: str
    figure: str
    old: float
    new: float
    unit: str
    page: str

    @property
    def change(self) -> float:
        """By which share it moved; NaN where that says nothing. [-]

        Examples
        --------
        >>> Stale("years", "", "worth", 200.0, 150.0, "EUR", "uitvoeringsagenda").change
        -0.25
        """
        return (self.new - self.old) / abs(self.old) if self.old and isfinite(self.new) else float("nan")


def stale(study: Study) -> tuple[Stale, ...]:
    """Everything in a study that rests on figures which have moved since."""
    return (*stale_decisions(study), *stale_projects(study), *stale_years(study), *stale_levers(study))


def stale_decisions(study: Study) -> Iterator[Stale]:
    """Figures that the log quotes; corrected entries no longer count."""
    corrected = {decision.corrects for decision in study.dialogue.decisions}
    units = table("indicators")["unit"]
    for decision in study.dialogue.decisions:
        if decision.id not in corrected:
            for quote, now in moved_quotes(study, decision):
                yield Stale(
                    "decision",
                    decision.id,
                    quote.indicator,
                    quote.value,
                    now,
                    str(units[quote.indicator]),
                    "risicodialoog",
                )


def stale_projects(study: Study) -> Iterator[Stale]:
    """Measures of which the package builds otherwise than when projects were made of it.

    As much of it elsewhere in the city counts too: old and new are equal then.
    """
    programme = study.programme
    if not programme.projects or not programme.made_on.is_noted:
        return
    quantity = study.evaluate(package_of(study))["quantity"].to_numpy()
    if quantity_digest(quantity) == programme.made_on.package:
        return
    units, total = table("measures")["unit"], quantity.sum(axis=1)
    found = []
    for row, measure in enumerate(table("measures").index):
        old, new = programme.made_on.quantities.get(str(measure), 0.0), float(total[row])
        if abs(new - old) > MOVED * abs(old):
            unit = str(units[measure])
            found.append(
                Stale("projects", programme.package, str(measure), old, new, unit, "uitvoeringsagenda")
            )
    if found:
        yield from found
    else:
        yield Stale(
            "projects", programme.package, "places", float("nan"), float("nan"), "", "uitvoeringsagenda"
        )


def stale_years(study: Study) -> Iterator[Stale]:
    """What the chosen years come to, where climate, city, assumptions or tables are others than then."""
    programme, basis = study.programme, study.programme.planned_on
    if not programme.is_planned or basis.worth_eur is None or basis.outlook == study.outlook_key:
        return
    now = worth_eur(study.plan(package_of(study)))
    new = float("nan") if now is None else now
    if not abs(new - basis.worth_eur) <= MOVED * abs(basis.worth_eur):
        yield Stale("years", "", "worth", basis.worth_eur, new, "EUR", "uitvoeringsagenda")


def stale_levers(study: Study) -> Iterator[Stale]:
    """What the chosen set of levers comes to, where anything upstream is other than when it was chosen."""
    policy, basis = study.policy, study.policy.chosen_on
    own = {portfolio.id: portfolio for portfolio in study.portfolios} | study.references()
    package = own.get(basis.package)
    if not basis.is_noted or policy.chosen_set is None:
        return
    same_outlook = basis.outlook == study.outlook_key
    if package is not None and same_outlook and basis.quantities == package_digest(study, package):
        return
    now = {} if package is None else brings(study, package)
    for name, old in basis.figures.items():
        new = now.get(name, float("nan"))
        if not abs(new - old) <= MOVED * abs(old):
            unit = "share" if name == "brings_share" else "EUR"
            yield Stale("levers", policy.chosen, name, old, new, unit, "beleid")
