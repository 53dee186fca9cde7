"""What packages and splits are called on screen and in files."""

from __future__ import annotations

from kans_model.finance.split import FinancingSplit
from kans_model.measures.portfolio import Portfolio
from kans_model.study.references import REFERENCES
from kans_model.words.texts import t

TITLE_LENGTH, DESCRIPTION_LENGTH = 80, 400


def package_name(portfolio: Portfolio, lang: str) -> str:
    """The title the planner gave; the first package is called own package in his language."""
    first = portfolio.id == "eigen" and portfolio.title == "Eigen pakket"
    return t("portfolio.own", lang) if first else portfolio.title


def split_name(split: FinancingSplit, lang: str = "nl") -> str:
    """What people call a split: its title, or the preset's name in their language."""
    return t(f"split.{split.id}", lang) if split.id == split.preset else split.title


def portfolio_name(portfolio: Portfolio, lang: str = "nl") -> str:
    """What people call a package: its title, or the reference's name in their language."""
    return t(f"portfolio.{portfolio.id}", lang) if portfolio.id in REFERENCES else portfolio.title
