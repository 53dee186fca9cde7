"""What the page looks at: one package under one split, beside another split."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import param

from dashboards.parts.frame.remarks import file_notes
from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look import theme
from kans_model.comparison.lever_years import LeverYears
from kans_model.finance.actors import Actors
from kans_model.finance.city_balance import CityBalance
from kans_model.finance.ledger import Ledger
from kans_model.finance.shares import noticeable
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_terms import PRESETS
from kans_model.measures.portfolio import Portfolio
from kans_model.policy.effect import private_of
from kans_model.reports.refusal_in_words import refusal
from kans_model.study.names import package_name, split_name
from kans_model.study.references import REFERENCES
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn
from kans_model.uncertainty.ledger_ranges import Ranges, ranges
from kans_model.words.problems import KansError
from kans_model.words.texts import t

FIRST_YEARS, LONG_YEARS = 20, 40
"""Years that charts show; the tables behind them hold all."""
VERSUS = "gemeente"
"""The split that is held beside another to begin with."""


class Case(param.Parameterized):
    """The choices of a reader, and the ledgers that follow from them.

    Attributes
    ----------
    ledger, other : Ledger
        Of the split shown and of the one beside it.
    bands : Ranges
    is_final : bool
        Whether parties are looked at as who bears in the end.
    """

    problem = param.String("", doc="What is wrong with the last change; '' when nothing is.")

    ledger: Ledger
    other: Ledger
    bands: Ranges

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang, self.notes = session, session.lang, file_notes(session)
        query = session.query
        self.portfolio_id = self.known_portfolio(query.get("ref") or query.get("pkg", session.portfolio.id))
        self.split_id = self._known_split(query.get("split", PRESETS[0]))
        self.versus_id, self.is_final = VERSUS, False
        self.by_levers = query.get("levers") == "1"
        self.work_out()

    def text(self, key: str, **values: object) -> str:
        """A text of this page."""
        return t(f"financiering.{key}", self.lang, **values)

    # --- what there is -----------------------------------------------------------------------

    def portfolio_names(self) -> list[tuple[str, str]]:
        """Id and name of every package."""
        own = [(own.id, package_name(own, self.lang)) for own in self.session.study.portfolios]
        return own + [(key, t(f"portfolio.{key}", self.lang)) for key in REFERENCES]

    def split_names(self) -> dict[str, str]:
        """Id → name of every split."""
        presets = {key: t(f"split.{key}", self.lang) for key in PRESETS}
        return presets | {own.id: split_name(own, self.lang) for own in self.session.study.splits}

    def known_portfolio(self, wanted: str) -> str:
        """The package of this id, or the one he works on where there is none."""
        return wanted if wanted in dict(self.portfolio_names()) else self.session.portfolio.id

    def _known_split(self, wanted: str) -> str:
        return wanted if wanted in self.split_names() else PRESETS[0]

    @property
    def can_by_levers(self) -> bool:
        """Whether the study has levers that say what owners build of this package."""
        study, chosen = self.session.study, self.session.study.policy.chosen_set
        if chosen is None or not chosen.levers or self.portfolio_id in REFERENCES:
            return False
        package = study.portfolio(self.portfolio_id)
        return bool(private_of(package)) and LeverYears(study, package, self.split).is_known

    @property
    def study(self) -> Study:
        """The study; with what the levers bring in place of the wish where that is looked at."""
        study = self.session.study
        if not self.by_levers:
            return study
        return study.with_portfolio(self._by_levers(self.portfolio_id, self.split_id).built)

    def _by_levers(self, portfolio_id: str, split_id: str) -> LeverYears:
        study = self.session.study
        return LeverYears(study, study.portfolio(portfolio_id), study.split(split_id))

    def _ledger(self, portfolio_id: str, split_id: str) -> Ledger:
        if self.by_levers and portfolio_id not in REFERENCES:
            return self._by_levers(portfolio_id, split_id).ledger
        return self.session.study.ledger(portfolio_id, split_id)

    @property
    def portfolio(self) -> Portfolio:
        """The package shown."""
        return self.study.portfolio(self.portfolio_id)

    @property
    def split(self) -> FinancingSplit:
        """The split shown."""
        return self.session.study.split(self.split_id)

    @property
    def is_preset(self) -> bool:
        """Whether the split shown is one that every study offers."""
        return self.split_id in PRESETS

    @property
    def pair(self) -> tuple[str, str]:
        """Names of the split shown and of the one beside it."""
        names = self.split_names()
        return names[self.split_id], names[self.versus_id]

    @property
    def balance(self) -> CityBalance:
        """The city's own balance."""
        return self.session.study.balance

    @property
    def actors(self) -> Actors:
        """The parties of the city."""
        return self.session.study.actors

    @property
    def payers(self) -> list[str]:
        """Parties that may bear cost."""
        return self.actors.in_role("pays")

    def actor_name(self, actor: str) -> str:
        """What people call a party."""
        return self.actors.name(actor, self.lang)

    def actor_names(self, actors: list[str]) -> list[tuple[str, str]]:
        """Id and name of parties."""
        return [(actor, self.actor_name(actor)) for actor in actors]

    def colour(self, actor: str) -> str:
        """The colour of a party, in every chart."""
        return theme.ACTORS[self.actors.like(actor)]

    def layers(self, amounts: np.ndarray) -> dict[str, tuple[str, np.ndarray]]:
        """Amounts per party and year as layers of a chart; who bears next to nothing is left out."""
        size = np.abs(amounts).sum(axis=1)
        shown = np.flatnonzero(noticeable(size, size.sum()))
        ids = self.actors.ids
        return {self.actor_name(ids[place]): (self.colour(ids[place]), amounts[place]) for place in shown}

    def years(self, n_years: int) -> list[int]:
        """The first years of the period."""
        return [int(year) for year in self.ledger.inputs.lines.years[:n_years]]

    # --- what the planner does ---------------------------------------------------------------

    def change(
        self,
        edit: Callable[[FinancingSplit], FinancingSplit],
        moving: str = "",
        view: LiveHtml | None = None,
        rules: Mapping[str, str] | None = None,
    ) -> str:
        """Change the split, a preset as a copy of one's own; returns what is wrong, if anything.

        What is wrong is said beside the control of `view` that was used, which shows what stood there again;
        without one at the top of the page. `rules` are the names of own rules that may be told.
        """
        split = self.split.copied(self.text("own_split")) if self.is_preset else self.split
        try:
            changed = edit(split)
            changed.check(self.actors)
            changed.check_entry(split, self.actors)
            study = self.session.study.with_split(changed)
        except KansError as error:
            told = refusal(error, self.actors, self.lang, rules)
            if view is None:
                self.problem = told
            else:
                view.refuse(told)
            return told
        self.problem, self.split_id = "", changed.id
        self.session.replace(study, moving=moving)
        return ""

    def choose(self, **choices: Any) -> str:
        """The same for choices of a split that are put in the place of others."""
        names = {name: str(own.get("name", "")) for name, own in choices.get("rules", {}).items()}
        return self.change(lambda split: split.changed(self.actors, **choices), rules=names)

    def drop(self) -> None:
        """Take the split out of the study, where it is an own one."""
        if not self.is_preset:
            gone, self.split_id = self.split_id, PRESETS[0]
            self.session.replace(self.session.study.without_split(gone))

    def regroup(self, change: Callable[[Actors], Actors]) -> None:
        """Put other parties in the study, or say why not."""
        try:
            actors = change(self.actors)
            study = self.session.study.replaced(actors=actors)
            for split in study.splits:
                split.check(actors)
        except KansError as error:
            self.problem = refusal(error, self.actors, self.lang)
            return
        self.problem = ""
        self.session.replace(study)

    # --- worked out --------------------------------------------------------------------------

    def follow_package(self) -> None:
        """Show the package he works on, unless a reference is looked at."""
        if self.portfolio_id not in REFERENCES:
            self.portfolio_id = self.session.portfolio.id

    def work_out(self) -> None:
        """The ledgers of what is chosen; what went out of the study is chosen no more."""
        self.portfolio_id = self.known_portfolio(self.portfolio_id)
        self.split_id, self.versus_id = self._known_split(self.split_id), self._known_split(self.versus_id)
        self.by_levers = self.by_levers and self.can_by_levers
        study = self.study
        self.ledger = self._ledger(self.portfolio_id, self.split_id)
        self.other = self._ledger(self.portfolio_id, self.versus_id)
        self.bands = ranges(drawn(study), study, study.portfolio(self.portfolio_id), self.ledger)

    def remember(self, tab: str) -> None:
        """Package, split and tab in the address, so that it opens here again."""
        reference = self.portfolio_id in REFERENCES
        package = {"ref": self.portfolio_id} if reference else {"ref": "", "pkg": self.portfolio_id}
        self.session.remember(**package, split=self.split_id, levers="1" if self.by_levers else "", tab=tab)

    def under_splits(self, n_most: int) -> Mapping[str, Ledger]:
        """This package under the split shown, the presets and own ones: name → ledger, no more than asked."""
        names = self.split_names()
        ids = list(dict.fromkeys([self.split_id, *PRESETS, *names]))[:n_most]
        return {names[split]: self._ledger(self.portfolio_id, split) for split in ids}

    def of_packages(self, n_most: int) -> Mapping[str, Ledger]:
        """This split over the packages that hold measures: name → ledger, no more than asked."""
        pairs = [pair for pair in self.portfolio_names() if pair[0] != "niets_doen"][:n_most]
        return {name: self._ledger(portfolio, self.split_id) for portfolio, name in pairs}
