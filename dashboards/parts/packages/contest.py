"""Packages held against each other on one result: which, what they are called, and how amounts read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from dashboards.parts.packages.marks import NOTHING, Looks, marked_name
from kans_model.comparison.answers import MILLION
from kans_model.comparison.headline import IN_EURO
from kans_model.comparison.switches import most_decisive, moved_most
from kans_model.reports.switch_in_words import option_name
from kans_model.study.hashing import digest, hashed
from kans_model.study.study import Study
from kans_model.words.amounts import NBSP, band_text, change, money_band, money_change, money_short, number
from kans_model.words.markup import macros
from kans_model.words.texts import t

DIGITS = {"npv_eur": 1, "bcr": 2, "avoided_eur_per_year": 2, "deaths_avoided": 1}

_CONTEST = macros(__file__, "contest.html")


@dataclass(frozen=True, eq=False)
class Contest:
    """What is held against each other.

    Attributes
    ----------
    packages : id → (name, look).
    headline : one of `comparison.headline.HEADLINES`.
    rough : the city rests on estimates: ranges stand before middles.
    """

    study: Study
    packages: Looks
    headline: str
    lang: str
    rough: bool = False

    @property
    def ids(self) -> list[str]:
        return list(self.packages)

    def same(self, other: Contest | None) -> bool:
        """Whether another asks for the same."""
        return (
            other is not None
            and self.study is other.study
            and self.headline == other.headline
            and dict(self.packages) == dict(other.packages)
        )

    @property
    def key(self) -> tuple:
        """Equal keys give equal results, whoever asks."""
        study = self.study
        packages = (
            (package, *known, digest(hashed(study.portfolio(package).to_dict())))
            for package, known in self.packages.items()
        )
        return (study.outlook_key, study.seed, tuple(packages), self.headline, self.lang, self.rough)

    def only(self, ids: Sequence[str]) -> Contest:
        """The same among fewer packages."""
        kept = {package: self.packages[package] for package in ids}
        return Contest(self.study, kept, self.headline, self.lang, self.rough)

    # --- words ---------------------------------------------------------------------------------

    def text(self, key: str, **values: Any) -> str:
        """A text of these tabs; {what} is the result in a sentence."""
        what = t(f"certain.what.{self.headline}", self.lang)
        return t(f"certain.{key}", self.lang, **({"what": what} | values))

    @property
    def unit(self) -> str:
        """Of the axis and of the columns of tables."""
        return t(f"certain.unit.{self.headline}", self.lang)

    @property
    def scale(self) -> float:
        """What one of that unit is. [unit of the headline]"""
        return MILLION if self.headline in IN_EURO else 1.0

    @property
    def digits(self) -> int:
        return DIGITS[self.headline]

    def name(self, package: str) -> str:
        return self.packages[package][0]

    def marked(self, package: str) -> Markup:
        """Shape, colour and name."""
        return marked_name(*self.packages[package])

    def amount(self, value: float) -> str:
        """A value to read in a sentence."""
        if self.headline in IN_EURO:
            return money_short(value, self.lang)
        return number(value, self.lang, self.digits)

    def difference(self, middle: float, low: float, high: float) -> tuple[str, str]:
        """A difference and its band, both with their signs and the unit."""
        if self.headline in IN_EURO:
            band = money_band(low, high, self.lang, signed=True)
            return money_change(middle, self.lang), band.removesuffix(" euro")
        return change(middle, self.lang, None), band_text(low, high, self.lang, signed=True)

    def lost(self, value: float) -> str:
        """How much of it one does without, in a sentence."""
        return t(f"certain.amount.{self.headline}", self.lang, n=self.amount(value))

    def lost_range(self, middle: float, low: float, high: float) -> str:
        """The same; on estimated city data its range."""
        if not self.rough or low == high:
            return self.lost(middle)
        return t(f"certain.amount.{self.headline}", self.lang, n=self.span(low, high))

    def span(self, low: float, high: float) -> str:
        """A range to read in a sentence."""
        return (money_band if self.headline in IN_EURO else band_text)(low, high, self.lang)

    def bare_span(self, low: float, high: float) -> str:
        """The same under a figure, which has the euro sign."""
        return self.span(low, high).removesuffix(" euro").removeprefix("€").strip(f" {NBSP}")

    def plain(self, value: float, signed: bool = False) -> str:
        """A value in the unit of the column it stands in, in three significant digits."""
        return (change if signed else number)(value / self.scale, self.lang, None)

    def plain_span(self, low: float, high: float) -> str:
        """A range in the unit of the column, in two significant digits."""
        return band_text(low / self.scale, high / self.scale, self.lang)

    def cell(self, middle: float, low: float, high: float) -> Markup:
        """Middle with its range under it; on estimated city data the range first."""
        if not np.isfinite(middle):
            return Markup(_CONTEST.unknown(t("unknown", self.lang)))
        value = self.plain(middle)
        if not (np.isfinite(low) and np.isfinite(high)) or low == high:
            return Markup(_CONTEST.cell(value))
        band = self.plain_span(low, high)
        first, second = (band, t("figure.middle", self.lang, n=value)) if self.rough else (value, band)
        return Markup(_CONTEST.cell(first, second))


def decisive_text(contest: Contest, rows: pd.DataFrame) -> str:
    """The choice that does most to the order, and what it does; '' where none does anything."""
    decisive = most_decisive(rows)
    if decisive is None:
        return ""
    switch, option = decisive
    now, then = rows[rows["in_force"].astype(bool)].iloc[0], rows.loc[[decisive]].iloc[0]
    package, turned = moved_most(rows, decisive), now["leader"] != then["leader"]
    key = "decisive_turns" if turned else "decisive_holds"
    if turned and then["leader"] == NOTHING:  # it stays at nought: what moves is the package that led
        package, key = str(now["leader"]), "decisive_nothing"
    return contest.text(
        key,
        switch=t(f"switch.{switch}", contest.lang),
        option=option_name(switch, option, contest.lang),
        name=contest.name(package),
        now=contest.amount(now[package]),
        then=contest.amount(then[package]),
        leader=contest.name(str(now["leader"])),
    )
