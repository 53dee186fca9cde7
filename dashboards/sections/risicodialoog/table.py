"""The dialogue of the reader's study, and how a section of the page changes it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import xarray as xr

from dashboards.parts.frame.remarks import file_notes
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.study_change import changed
from dashboards.parts.live.live import LiveHtml
from kans_model.comparison.verdicts import Verdict, verdicts
from kans_model.dialogue.dialogue import Dialogue
from kans_model.dialogue.partners import concordance, subjects
from kans_model.measures.portfolio import Portfolio
from kans_model.study.names import portfolio_name
from kans_model.study.study import Study
from kans_model.uncertainty.indicator_draws import IndicatorDraws, indicator_draws
from kans_model.words.texts import t


class Table:
    """What all sections of the page look at: the study, its dialogue, and the package it is read with."""

    def __init__(self, session: Session):
        self.session, self.lang = session, session.lang
        self.notes = file_notes(session)

    def text(self, key: str, **values: object) -> str:
        """A text of this page."""
        return t(f"risicodialoog.{key}", self.lang, **values)

    @property
    def study(self) -> Study:
        return self.session.study

    @property
    def dialogue(self) -> Dialogue:
        return self.study.dialogue

    @property
    def package(self) -> Portfolio:
        return self.session.portfolio

    @property
    def package_name(self) -> str:
        return portfolio_name(self.package, self.lang)

    @property
    def areas(self) -> pd.DataFrame:
        return self.study.city.areas

    @property
    def result(self) -> xr.Dataset:
        return self.study.evaluate(self.package)

    @property
    def drawn(self) -> IndicatorDraws:
        """Every indicator with it, over the draws."""
        return indicator_draws(self.study, self.package)

    def has_package(self, package_id: str) -> bool:
        """Whether a package is still in the study; none in particular always is."""
        own = (portfolio.id for portfolio in self.study.portfolios)
        return not package_id or package_id in {*self.study.references(), *own}

    def verdicts(self) -> list[Verdict]:
        """Every limit at every moment, without and with the package."""
        return verdicts(self.study.baseline, self.result, self.study.criteria, self.areas)

    def decisive(self) -> list[tuple[Verdict, Verdict]]:
        """Of each limit the verdict at its own moment: without the package, and with it."""
        by_key = {(own.criterion.id, own.moment, own.when): own for own in self.verdicts()}
        return [
            (by_key[own.id, own.moment, "before"], by_key[own.id, own.moment, "after"])
            for own in self.study.criteria
        ]

    def shares(self) -> np.ndarray:
        """Weights of the partners as parts of one, shape (partner, subject). [-]"""
        rows = [partner.shares for partner in self.dialogue.partners]
        return np.stack(rows) if rows else np.zeros((0, len(subjects())))

    def concordance(self) -> float:
        """How much of their weights two partners have in common; NaN below two partners. [-]"""
        return concordance(self.shares()) if len(self.dialogue.partners) > 1 else float("nan")

    def change(self, how: Callable[[Dialogue], Dialogue], view: LiveHtml, study: Study | None = None) -> bool:
        """Change the dialogue; what cannot be is said beside the control, and nothing changes.

        Parameters
        ----------
        study : Study, optional
            To go on with, where more than the dialogue changes.
        """

        def make() -> Study:
            dialogue = how(self.dialogue)
            dialogue.check(self.areas, self.study.actors.known)
            return (study or self.study).replaced(dialogue=dialogue)

        return changed(self.session, view, make)
