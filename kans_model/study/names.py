"""What packages and splits are called on screen and in files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_terms import PRESETS
from kans_model.measures.portfolio import Portfolio
from kans_model.study.references import OWN_TITLE, REFERENCES, SAMPLE, is_untouched_sample
from kans_model.study.study import Study
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import LANGUAGES, t

LONGEST_ID = 20
"""Of an id that says something; a longer one is random, and the name says more."""
TITLE_LENGTH, DESCRIPTION_LENGTH = 80, 400


@dataclass(frozen=True)
class Names:
    """What one may choose from, by the names people see; an id that says something stands behind its name.

    Attributes
    ----------
    known : dict
        Id → its name in each of `LANGUAGES`.
    """

    known: Mapping[str, list[str]]

    def text(self, lang: str = "nl") -> str:
        place = LANGUAGES.index(lang)
        return ", ".join(
            f"{names[place]} ({key})" if len(key) < LONGEST_ID else names[place]
            for key, names in self.known.items()
        )


def package_name(portfolio: Portfolio, lang: str) -> str:
    """The title the planner gave; the sample is called so until it is changed, and then his own package."""
    if portfolio.title != OWN_TITLE or portfolio.id != SAMPLE:
        return portfolio.title
    return t("portfolio.example" if is_untouched_sample(portfolio) else "portfolio.own", lang)


def split_name(split: FinancingSplit, lang: str = "nl") -> str:
    """What people call a split: its title, or the preset's name in their language."""
    return t(f"split.{split.id}", lang) if split.id == split.preset else split.title


def portfolio_name(portfolio: Portfolio, lang: str = "nl") -> str:
    """What people call a package: its title, or the reference's name in their language."""
    if portfolio.id in REFERENCES:
        return t(f"portfolio.{portfolio.id}", lang)
    return package_name(portfolio, lang)


def package_id(study: Study, name: str) -> str:
    """The id of the package that somebody calls so: by its id, or by its name in either language.

    Raises
    ------
    KansError
        When no package, or more than one, is called so; with the names there are.
    """
    own = {package.id: [package_name(package, lang) for lang in LANGUAGES] for package in study.portfolios}
    for package in study.portfolios:
        if package.title == OWN_TITLE and package.id == SAMPLE:  # the sample is found as one's own as well
            own[package.id] += [t("portfolio.own", lang) for lang in LANGUAGES]
    known = {key: [t(f"portfolio.{key}", lang) for lang in LANGUAGES] for key in REFERENCES} | own
    return _called(name, known, "portfolio")


def split_id(study: Study, name: str) -> str:
    """The id of the way to finance that somebody calls so.

    Raises
    ------
    KansError
        When none, or more than one, is called so; with the names there are.
    """
    presets = {key: [t(f"split.{key}", lang) for lang in LANGUAGES] for key in PRESETS}
    own = {split.id: [split_name(split, lang) for lang in LANGUAGES] for split in study.splits}
    return _called(name, presets | own, "split")


def _called(name: str, known: dict[str, list[str]], kind: str) -> str:
    if name in known:
        return name
    wanted = " ".join(name.casefold().split())
    found = [key for key, names in known.items() if wanted in [" ".join(n.casefold().split()) for n in names]]
    if len(found) == 1:
        return found[0]
    if found:
        raise KansError(Problem(f"{kind}_ambiguous", value=name, known=", ".join(found)))
    raise KansError(Problem(f"{kind}_unknown", value=name, known=Names(known)))
