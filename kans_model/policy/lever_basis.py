"""What a set of levers was chosen on: by this one sees later whether its figures have moved since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class LeverBasis:
    """The figures of the chosen set, as they stood then. None of it decides a number now.

    Attributes
    ----------
    package, quantities : str
        Id of the package it was held against, and the digest of what that built where.
    outlook : str
        What else decided the figures: city, tables, scenario, assumptions, model.
    brings_share : float or None
        Part of the investment asked of owners that came, middle. [-]
    avoids_eur : float or None
        Damage avoided in the year that is told of, middle. [EUR/yr]
    costs_eur : float or None
        What the municipality paid until the end of it. [EUR]
    """

    package: str = ""
    quantities: str = ""
    outlook: str = ""
    brings_share: float | None = None
    avoids_eur: float | None = None
    costs_eur: float | None = None

    @property
    def is_noted(self) -> bool:
        """Whether anybody noted it: a policy of before this was kept says nothing."""
        return bool(self.outlook)

    @property
    def figures(self) -> dict[str, float]:
        """Those that are known then, by name. [unit in the name]"""
        names = ("brings_share", "avoids_eur", "costs_eur")
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    def to_dict(self) -> dict[str, Any]:
        """As plain values; what is not known is left out."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> LeverBasis:
        """The basis that `to_dict` wrote."""
        return cls(**{own.name: values[own.name] for own in fields(cls) if own.name in values})


NO_BASIS = LeverBasis()
