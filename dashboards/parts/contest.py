"""Packages held against each other on one result: which, what they are called, and how amounts read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboards.parts.bands import drawn
from dashboards.parts.comparison import package_mark
from dashboards.parts.live import Markup, html
from dashboards.parts.packages import package_name
from dashboards.parts.session import Session
from kans_model.headline import headline
from kans_model.numbers import change, money_short, number, range_text
from kans_model.study import REFERENCES, Study, digest, hashed, is_untouched_sample
from kans_model.texts import t

FEWEST, MOST = 2, 6
LOOKS = ("own", "second", "third", "fourth", "fifth", "sixth")
EURO = ("npv_eur", "avoided_eur_per_year")
MILLION = 1e6
DIGITS = {"npv_eur": 1, "bcr": 2, "avoided_eur_per_year": 2, "deaths_avoided": 1}


def known_packages(session: Session) -> dict[str, tuple[str, str]]:
    """Own and reference packages: id → (name, look)."""
    looks = package_looks(session.study)
    own = {one.id: (package_name(one, session.lang), looks[one.id]) for one in session.study.portfolios}
    return own | {key: (t(f"portfolio.{key}", session.lang), key) for key in REFERENCES}


def package_looks(study: Study) -> dict[str, str]:
    """The mark of every package, wherever it stands: id → key of `theme.PACKAGES`.

    The first that an optimiser made keeps the mark of the best package; the others take theirs in the order
    in which they were made.
    """
    best = next((one.id for one in study.portfolios if one.question), None)
    others = (one.id for one in study.portfolios if one.id != best)
    looks = {one: LOOKS[place % len(LOOKS)] for place, one in enumerate(others)}
    return looks | ({} if best is None else {best: "optimum"}) | {one: one for one in REFERENCES}


def chosen_packages(session: Session) -> list[str]:
    """What all tabs start with: the packages the reader ticked on one of them, else the first choice."""
    known = known_packages(session)
    ticked = session.query.get("cmp", "").split(",")
    chosen = [one for one in known if one in ticked]
    return chosen if FEWEST <= len(chosen) <= MOST else first_choice(session)


def first_choice(session: Session) -> list[str]:
    """The packages the planner made beside doing nothing; a single one beside the reference packages.

    A reference that does the same as one before it in every draw is left out: it would only double a line.
    """
    portfolios = session.study.portfolios
    made = [portfolio for portfolio in portfolios if not is_untouched_sample(portfolio)]
    own = [portfolio.id for portfolio in made or portfolios]
    if len(own) > 1:
        return [*own[: MOST - 1], REFERENCES[0]]
    kept, seen = [], []
    for one in REFERENCES:
        ranges = session.study.evaluate(one, drawn(session.study))
        values = [np.asarray(headline(ranges, name)) for name in EURO]
        if not any(np.array_equal(values, others) for others in seen):
            kept.append(one)
            seen.append(values)
    return [*own, *kept]


@dataclass(frozen=True, eq=False)
class Contest:
    """What is held against each other.

    Attributes
    ----------
    packages : id → (name, look).
    headline : one of `kans_model.headline.HEADLINES`.
    rough : the city rests on estimates: ranges stand before middles.
    """

    study: Study
    packages: Mapping[str, tuple[str, str]]
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
            (one, *known, digest(hashed(study.portfolio(one).to_dict())))
            for one, known in self.packages.items()
        )
        return (study.outlook_key, study.seed, tuple(packages), self.headline, self.lang, self.rough)

    def only(self, ids: Sequence[str]) -> Contest:
        """The same among fewer packages."""
        kept = {one: self.packages[one] for one in ids}
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
        return MILLION if self.headline in EURO else 1.0

    @property
    def digits(self) -> int:
        return DIGITS[self.headline]

    def name(self, package: str) -> str:
        return self.packages[package][0]

    def marked(self, package: str) -> Markup:
        """Shape, colour and name."""
        name, look = self.packages[package]
        return html("{} {}", package_mark(look), name)

    def amount(self, value: float) -> str:
        """A value to read in a sentence."""
        if self.headline in EURO:
            return money_short(value, self.lang)
        return number(value, self.lang, self.digits)

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
        return self.text("between", low=self.amount(low), high=self.amount(high))

    def plain(self, value: float, signed: bool = False) -> str:
        """A value in the unit of the column it stands in."""
        scaled = value / self.scale
        tiny = 0 < abs(scaled) < 0.5 * 10**-self.digits
        digits = 0 if abs(scaled) >= 100 else self.digits + 1 if tiny else self.digits
        return (change if signed else number)(scaled, self.lang, digits)

    def plain_span(self, low: float, high: float) -> str:
        """A range in the unit of the column."""
        low, high = low / self.scale, high / self.scale
        digits = 0 if max(abs(low), abs(high)) >= 100 else self.digits
        return range_text(low, high, self.lang, digits)

    def cell(self, middle: float, low: float, high: float) -> Markup:
        """Middle with its range under it; on estimated city data the range first."""
        if not np.isfinite(middle):
            return html('<span class="unknown">{}</span>', t("unknown", self.lang))
        value = self.plain(middle)
        if not (np.isfinite(low) and np.isfinite(high)) or low == high:
            return html("{}", value)
        band = self.plain_span(low, high)
        first, second = (band, t("figure.middle", self.lang, n=value)) if self.rough else (value, band)
        return html("{}<small>{}</small>", first, second)
