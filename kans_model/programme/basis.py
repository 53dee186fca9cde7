"""What a choice rested on when it was made: by this one sees later whether figures have moved since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Basis:
    """The figures behind a choice, as they stood then. None of it decides a number now.

    Attributes
    ----------
    package : str
        Digest of how much of what the package built where; empty where nobody noted it.
    outlook : str
        What else decided the figures: city, tables, scenario, assumptions, model.
    worth_eur : float or None
        What the chosen years came to. [EUR, present value]
    quantities : dict
        Measure → how much the package built of it. [unit of the measure]
    """

    package: str = ""
    outlook: str = ""
    worth_eur: float | None = None
    quantities: Mapping[str, float] = field(default_factory=dict, hash=False)

    @property
    def is_noted(self) -> bool:
        """Whether anybody noted it: a programme of before this was kept says nothing."""
        return bool(self.outlook)

    def to_dict(self) -> dict[str, Any]:
        """As plain values; what is not known is left out."""
        plain = {"package": self.package, "outlook": self.outlook, "worth_eur": self.worth_eur}
        return {name: value for name, value in plain.items() if value not in ("", None)} | (
            {"quantities": dict(self.quantities)} if self.quantities else {}
        )

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Basis:
        """The basis that `to_dict` wrote."""
        return cls(**values)


NOT_NOTED = Basis()
