"""A lever as it is filled in on a form."""

from __future__ import annotations

from typing import Any

import param

from kans_model.dialogue.choices import FIXED, Choices, Option, Quantity
from kans_model.policy.levers import NORM_MM, Lever
from kans_model.tables.vocabulary import YEARS

PERCENT = 100
FIELDS = {
    "subsidy": ("subsidy_pct", "subsidy_eur", "ceiling_eur", "budget_eur"),
    "discount": ("discount_eur",),
    "speed": ("budget_eur",),
    "new_build": ("norm_mm", "compliance_pct"),
    "renovation": ("norm_mm", "compliance_pct"),
    "turnover": ("compliance_pct",),
    "ramp": ("compliance_pct",),
    "none": (),
}
"""What is asked of a lever of each mechanism, beside kind, measure, owner and years."""


class LeverEntry(Choices):
    """What a form asks of a lever."""

    kind: str = Option(default="subsidy", label="lever.kind", doc="Row of `levers`.", **FIXED)
    measure: str = Option(default="", label="lever.measure", doc="Empty for all it moves.", **FIXED)
    owner: str = Option(default="", label="lever.owner", doc="Empty for all it reaches.", **FIXED)
    start: int | None = Quantity(2027, bounds=YEARS, label="lever.start", doc="First year.", **FIXED)
    end: int | None = Quantity(None, bounds=YEARS, label="lever.end", doc="Last year.", **FIXED)
    subsidy_pct: float | None = Quantity(
        50.0, bounds=(0, 100), label="lever.subsidy_pct", doc="Of the price. [%]", **FIXED
    )
    subsidy_eur: float | None = Quantity(
        None, bounds=(0, None), label="lever.subsidy_eur", doc="Per unit. [EUR]", **FIXED
    )
    ceiling_eur: float | None = Quantity(
        None, bounds=(0, None), label="lever.ceiling_eur", doc="Per application. [EUR]", **FIXED
    )
    budget_eur: float | None = Quantity(
        None, bounds=(0, None), label="lever.budget_eur", doc="No limit without. [EUR/yr]", **FIXED
    )
    norm_mm: float | None = Quantity(
        60.0, bounds=NORM_MM, label="lever.norm_mm", doc="Held on the plot. [mm]", **FIXED
    )
    compliance_pct: float | None = Quantity(
        None, bounds=(0, 100), label="lever.compliance_pct", doc="Of who must. [%]", **FIXED
    )
    discount_eur: float | None = Quantity(
        1.0, bounds=(0, None), label="lever.discount_eur", doc="Per unit. [EUR/yr]", **FIXED
    )
    areas: tuple[str, ...] = param.Parameter((), doc="Codes; empty for all.", **FIXED)

    @property
    def asked(self) -> tuple[str, ...]:
        """Names of the fields that its kind asks for."""
        lever = Lever("", self.kind, YEARS[0])
        return ("kind", "measure", "owner", "start", "end", *FIELDS[lever.mechanism])

    def lever(self, lever_id: str) -> Lever:
        """The lever it says, with what its kind asks for.

        Examples
        --------
        >>> made = LeverEntry(measure="rain_barrel", budget_eur=1e5).lever("a")
        >>> made.subsidy_share, made.measures, made.norm_mm
        (0.5, ('rain_barrel',), None)
        """
        asked: dict[str, Any] = {
            name: getattr(self, name) if name in self.asked else None for name in self.parameters()
        }
        for name in ("subsidy_pct", "compliance_pct"):
            if asked[name] is not None:
                asked[name] = asked[name] / PERCENT
        return Lever(
            id=lever_id,
            kind=self.kind,
            start=YEARS[0] if self.start is None else int(self.start),
            end=None if self.end is None else int(self.end),
            measures=(self.measure,) if self.measure else (),
            owners=(self.owner,) if self.owner else (),
            areas=self.areas,
            subsidy_share=asked["subsidy_pct"],
            subsidy_eur_per_unit=asked["subsidy_eur"],
            ceiling_eur=asked["ceiling_eur"],
            budget_eur_per_year=asked["budget_eur"],
            norm_mm=asked["norm_mm"],
            compliance=asked["compliance_pct"],
            discount_eur=asked["discount_eur"],
        )
