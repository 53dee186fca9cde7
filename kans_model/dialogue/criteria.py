"""What is acceptable of an indicator at a place: in which class, since when, by which norm, asked by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from kans_model.dialogue.ambition import Threshold
from kans_model.dialogue.choices import is_number
from kans_model.tables.reading import cells, table
from kans_model.tables.vocabulary import MOMENTS, YEARS
from kans_model.words.amounts import number
from kans_model.words.problems import Problem

ACCEPTANCES = ("unacceptable", "undesirable", "acceptable")
"""Beyond the limit a risk must go by a year, goes when works open the street, or is lived with."""
DAMAGE = "damage_"
"""What the indicators of damage per year begin with; a hazard follows."""
LATEST_YEAR = 2050
"""Of an unacceptable risk, where nobody named a year."""


@dataclass(frozen=True)
class Criterion:
    """A limit to an indicator, in the whole city or in a part of it.

    Attributes
    ----------
    id : str
        Stays when all else changes: decisions, works and rules refer to it.
    indicator : str
        Row of the table of indicators.
    limit : float
        The most, or of what is better when higher the least. [unit of the indicator]
    acceptance : str
        What lies beyond the limit, of `ACCEPTANCES`.
    moment : str
        Of those of the indicator: a horizon, a return period, or none.
    areas : tuple of str
        Codes; empty for the whole city, or for a wijk.
    wijk : str
        All buurten of a wijk, instead of codes.
    each : bool
        It holds for every buurt by itself, and not for all of them as one.
    latest_year : int or None
        By when an unacceptable risk must be gone.
    partners : tuple of str
        Ids of who asked for it.
    reason, since : str
        Why, and the date it was agreed.
    norm : str
        Row of `norms` it follows; empty for none.
    """

    id: str
    indicator: str
    limit: float
    acceptance: str = "undesirable"
    moment: str = "2050"
    areas: tuple[str, ...] = ()
    wijk: str = ""
    each: bool = False
    latest_year: int | None = None
    partners: tuple[str, ...] = ()
    reason: str = ""
    since: str = ""
    norm: str = ""

    @property
    def place(self) -> tuple[tuple[str, ...], str, bool]:
        """Where it holds: two criteria with equal places are about the same buurten."""
        return tuple(sorted(self.areas)), self.wijk, self.each

    @property
    def lower_is_better(self) -> bool:
        return bool(cells("indicators", "better")[self.indicator] == "lower")

    @property
    def follows_norm(self) -> bool:
        """Whether its limit is that of the norm it names: another value is the city's own."""
        return bool(self.norm) and float(table("norms")["value"].get(self.norm, np.nan)) == self.limit

    def mask(self, areas: pd.DataFrame) -> np.ndarray:
        """The buurten it is about, mask (area,); `areas` are those of the city."""
        if self.wijk:
            return (areas["wijk"] == self.wijk).to_numpy(dtype=bool)
        if not self.areas:
            return np.ones(len(areas), dtype=bool)
        mask, places = np.zeros(len(areas), dtype=bool), areas.index.get_indexer(list(self.areas))
        mask[places[places >= 0]] = True
        return mask

    def met_by(self, value: np.ndarray | float) -> np.ndarray:
        """Whether values keep the limit; an unknown one does not. [bool, shape of value]"""
        value = np.asarray(value, dtype=float)
        return value <= self.limit if self.lower_is_better else value >= self.limit

    # --- from and to thresholds of a question ---------------------------------------------------

    @classmethod
    def of_threshold(cls, threshold: Threshold, horizon: str = "2050") -> Criterion:
        """What a threshold of damage says: a hard one is a limit that must be kept.

        Examples
        --------
        >>> Criterion.of_threshold(Threshold("heat", 5e4, "BU01")).indicator
        'damage_heat'
        """
        return cls(
            id=f"{threshold.hazard}-{threshold.area or 'city'}-{horizon}",
            indicator=DAMAGE + threshold.hazard,
            limit=threshold.most_eur_per_year,
            acceptance="unacceptable" if threshold.hard else "undesirable",
            moment=horizon,
            areas=(threshold.area,) if threshold.area else (),
            latest_year=LATEST_YEAR if threshold.hard else None,
        )

    def thresholds(self, horizon: str) -> tuple[Threshold, ...]:
        """As thresholds of a question at a horizon; none where it is about something else than such damage.

        What is unacceptable must be kept, what is undesirable may be missed at its price, and what is
        acceptable asks nothing.
        """
        hazard = self.indicator.removeprefix(DAMAGE)
        asks = self.acceptance != "acceptable" and self.moment == horizon
        one_place = not self.wijk and (self.each or len(self.areas) <= 1)
        if not asks or not one_place or hazard not in table("hazards").index:
            return ()
        hard = self.acceptance == "unacceptable"
        if not self.areas:
            return () if self.each else (Threshold(hazard, self.limit, hard=hard),)
        return tuple(Threshold(hazard, self.limit, area, hard) for area in self.areas)

    # --- what cannot be -------------------------------------------------------------------------

    def problems(self, areas: pd.DataFrame, partners: Collection[str]) -> Iterator[Problem]:
        """What is wrong with it, for a city of these areas and these partners."""
        indicators = table("indicators")
        if self.indicator not in indicators.index:
            known = ", ".join(indicators.index)
            yield Problem("criterion_indicator_unknown", row=self.id, value=self.indicator, known=known)
            return
        row, unit = indicators.loc[self.indicator], indicators["unit"][self.indicator]
        if not is_number(self.limit) or self.limit < 0 or (unit == "%" and self.limit > 100):
            yield Problem("criterion_limit_wrong", row=self.id, value=self.limit, unit=unit)
        if self.moment not in MOMENTS[row["moment"]]:
            known = ", ".join(MOMENTS[row["moment"]]) or "–"
            yield Problem("criterion_moment_unknown", row=self.id, value=self.moment, known=known)
        if self.acceptance not in ACCEPTANCES:
            known = ", ".join(ACCEPTANCES)
            yield Problem("criterion_class_unknown", row=self.id, value=self.acceptance, known=known)
        year = self.latest_year
        if self.acceptance == "unacceptable" and year is None:
            yield Problem("criterion_without_year", row=self.id)
        if year is not None and not (isinstance(year, int) and YEARS[0] <= year <= YEARS[1]):
            yield Problem("criterion_year_wrong", row=self.id, value=year, low=YEARS[0], high=YEARS[1])
        for code in sorted(set(self.areas) - set(areas.index)):
            yield Problem("area_unknown", row=self.id, value=code)
        if self.wijk and not self.mask(areas).any():
            known = ", ".join(sorted(set(areas["wijk"].dropna()))[:8])
            yield Problem("criterion_wijk_unknown", row=self.id, value=self.wijk, known=known)
        for partner in sorted(set(self.partners) - set(partners)):
            yield Problem("partner_unknown", row=self.id, value=partner, known=", ".join(partners))
        yield from self._norm_problems()

    def _norm_problems(self) -> Iterator[Problem]:
        if not self.norm:
            return
        norms = table("norms")
        if self.norm not in norms.index:
            yield Problem("norm_unknown", row=self.id, value=self.norm)
        elif self.norm not in usable_norms(self.indicator).index:
            row = norms.loc[self.norm]
            kind = (
                "norm_not_cited"
                if row["evidence"] != "cited"
                else "norm_new_build"
                if row["applies"] == "new_build"
                else "norm_not_about_it"
            )
            yield Problem(kind, row=self.id, value=row["name_nl"], indicator=self.indicator)

    def to_dict(self) -> dict[str, Any]:
        """As plain values; what is usual is left out."""
        usual = {choice.name: choice.default for choice in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value != usual[name]
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Criterion:
        """The criterion that `to_dict` wrote."""
        plain = dict(values)
        for name in ("areas", "partners"):
            plain[name] = tuple(plain.get(name, ()))
        return cls(**plain)


@dataclass(frozen=True)
class LimitName:
    """What a limit is called in a sentence, in whatever language is asked.

    Examples
    --------
    >>> LimitName(Criterion("x", "deaths", 4.5, wijk="Noord")).text("en")
    'Deaths by heat 2050 Noord 4.5 1/yr'
    """

    criterion: Criterion

    def text(self, lang: str = "nl") -> str:
        own, indicators = self.criterion, table("indicators")
        where = own.wijk or ", ".join(own.areas)
        limit = number(own.limit, lang)
        parts = (indicators[f"name_{lang}"][own.indicator], own.moment, where, limit)
        return " ".join(filter(None, (*parts, indicators["unit"][own.indicator])))

    def __str__(self) -> str:
        return self.text()


def usable_norms(indicator: str) -> pd.DataFrame:
    """Norms that a criterion on this indicator may name: from a text that was read, for a city that stands.

    Returns
    -------
    pandas.DataFrame
        Rows of `norms`; guidelines and rules, no benchmarks.
    """
    norms = table("norms")
    about = norms["indicator"].str.split(";").map(lambda names: indicator in names)
    about &= norms["unit"] == table("indicators")["unit"].get(indicator)
    stands = (norms["evidence"] == "cited") & (norms["applies"] != "new_build")
    return norms[about & stands & (norms["kind"] != "benchmark")]


def contradictions(criteria: Iterable[Criterion]) -> Iterator[Problem]:
    """Pairs about one indicator, place and moment that cannot both stand.

    Twice in one class, or a limit of a worse class that is reached before that of a better one: more than 5
    cannot be unacceptable where more than 8 is only undesirable.
    """
    groups: dict[Any, list[Criterion]] = {}
    for criterion in criteria:
        groups.setdefault((criterion.indicator, criterion.moment, criterion.place), []).append(criterion)
    for group in groups.values():
        ordered = sorted(group, key=lambda criterion: ACCEPTANCES.index(criterion.acceptance))
        for worse, milder in combinations(ordered, 2):
            if worse.acceptance == milder.acceptance:
                yield Problem(
                    "criterion_twice",
                    row=milder.id,
                    value=worse.id,
                    first=LimitName(worse),
                    second=LimitName(milder),
                )
                continue
            wrong = worse.limit < milder.limit if worse.lower_is_better else worse.limit > milder.limit
            if wrong:
                yield Problem(
                    "criterion_contradicts",
                    row=worse.id,
                    value=milder.id,
                    limit=LimitName(worse),
                    milder=LimitName(milder),
                )
