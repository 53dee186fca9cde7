"""What a city finds acceptable: the damage that may remain, who is protected, and what weighs how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import param

from kans_model.dialogue.choices import FIXED, Choices, Quantity, is_number
from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Problem

WEIGHTS = ("avoided", "synergy", "co_benefit")
"""What a weighted goal adds up."""
FIRST_REMAINS_PCT, MOST_REMAINS_PCT = 50, 1000
"""Of today's damage, what a threshold first lets remain, and at most can. [%]"""


@dataclass(frozen=True)
class Threshold:
    """Damage that may remain by one hazard, in one area or the whole city.

    Attributes
    ----------
    hazard : str
    most_eur_per_year : float
        At the question's horizon. [EUR/yr]
    area : str or None
        Code; None for the whole city.
    hard : bool
        False: what remains above it counts against the goal (`shortfall_eur`), but is allowed.
    """

    hazard: str
    most_eur_per_year: float
    area: str | None = None
    hard: bool = True

    @property
    def name(self) -> tuple[str, str, str | None]:
        return ("threshold", self.hazard, self.area)

    def mask(self, areas: Any) -> np.ndarray:
        """The areas it is about, as 0 or 1, shape (area,); `areas` are their codes."""
        return np.ones(len(areas)) if self.area is None else (areas == self.area).astype(float)


class Ambition(Choices):
    """What a risk dialogue came to; questions to the optimiser start from it."""

    thresholds: tuple[Threshold, ...] = param.Parameter(
        (), label="question.local", doc="At most one per hazard and area.", **FIXED
    )
    equity_share: float = Quantity(
        0.0,
        bounds=(0.0, 1.0),
        label="question.equity",
        doc="Part of the damage in vulnerable areas that must be avoided. [-]",
        **FIXED,
    )
    vulnerable: tuple[str, ...] = param.Parameter(
        (), doc="Codes of those areas; empty for the poorest, or else the oldest, two fifths.", **FIXED
    )
    weights: dict[str, float] = param.Parameter(
        dict.fromkeys(WEIGHTS, 1.0),
        instantiate=True,
        label="question.weights",
        doc="Of avoided damage, synergy and co-benefits in a weighted goal, as part of what *alles wat past* "
        "reaches.",
        **FIXED,
    )

    def problems(self, codes: Iterable[str]) -> list[Problem]:
        """What cannot be, for a city of areas with these codes.

        Returns
        -------
        list of Problem
        """
        hazards = list(table("hazards").index)
        problems = [
            Problem("area_unknown", value=code)
            for code in sorted({*self.vulnerable, *(t.area for t in self.thresholds if t.area)} - set(codes))
        ]
        for threshold in self.thresholds:
            hazard, most_eur = threshold.hazard, threshold.most_eur_per_year
            if hazard not in hazards:
                problems.append(Problem("hazard_unknown", value=hazard, known=", ".join(hazards)))
            if not (is_number(most_eur) and most_eur >= 0):
                problems.append(Problem("threshold_negative", row=hazard, value=most_eur))
        names = [threshold.name for threshold in self.thresholds]
        problems += [
            Problem("threshold_twice", value=hazard, area=area or "")
            for _, hazard, area in sorted({name for name in names if names.count(name) > 1}, key=str)
        ]
        if not self.parameters()["equity_share"].holds(self.equity_share):
            problems.append(Problem("equity_out_of_range", value=self.equity_share))
        known = all(is_number(weight) and weight >= 0 for weight in self.weights.values())
        if set(self.weights) - set(WEIGHTS) or not known:
            problems.append(Problem("weights_wrong", value=str(self.weights), known=", ".join(WEIGHTS)))
        return problems

    def check(self, codes: Iterable[str]) -> None:
        """Refuse an ambition that cannot be.

        Raises
        ------
        KansError
            Everything that is wrong with it, at once.
        """
        problems = self.problems(codes)
        if problems:
            raise KansError(problems)

    def to_dict(self) -> dict[str, Any]:
        """As plain values, defaults written out.

        Examples
        --------
        >>> Ambition(thresholds=(Threshold("heat", 5e4),)).to_dict()["thresholds"]
        [{'hazard': 'heat', 'most_eur_per_year': 50000.0, 'area': None, 'hard': True}]
        """
        return {
            "thresholds": [asdict(threshold) for threshold in self.thresholds],
            "equity_share": self.equity_share,
            "vulnerable": list(self.vulnerable),
            "weights": dict(self.weights),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Ambition:
        """The ambition that `to_dict` wrote; what is not there stays as it is by default."""
        plain = dict(values)
        if "thresholds" in plain:
            plain["thresholds"] = tuple(Threshold(**threshold) for threshold in plain["thresholds"])
        if "vulnerable" in plain:
            plain["vulnerable"] = tuple(plain["vulnerable"])
        return cls(**plain)
