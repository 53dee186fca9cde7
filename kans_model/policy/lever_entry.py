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
    "new_build": ("norm_mm", "from_m2", "compliance_pct"),
    "renovation": ("norm_mm", "from_m2", "compliance_pct"),
    "turnover": ("compliance_pct",),
    "ramp": ("compliance_pct",),
    "none": (),
}
"""What is asked of a lever of each mechanism, beside kind, measures, owner, areas and years."""
LISTS = {"measure": "measures", "area": "areas"}
"""Fields that add to a list."""


class LeverEntry(Choices):
    """What a form asks of a lever."""

    kind: str = Option(default="subsidy", label="lever.kind", doc="Row of `levers`.", **FIXED)
    measure: str = Option(default="", label="lever.measure", doc="One more of `measures`.", **FIXED)
    measures: tuple[str, ...] = param.Parameter((), doc="Empty for all it moves.", **FIXED)
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
    from_m2: float | None = Quantity(
        None,
        bounds=(0, None),
        label="lever.from_m2",
        doc="Roof and paving from which it holds. [m²]",
        **FIXED,
    )
    compliance_pct: float | None = Quantity(
        None, bounds=(0, 100), label="lever.compliance_pct", doc="Of who must. [%]", **FIXED
    )
    discount_eur: float | None = Quantity(
        1.0, bounds=(0, None), label="lever.discount_eur", doc="Per unit. [EUR/yr]", **FIXED
    )
    area: str = Option(default="", label="lever.area", doc="One more of `areas`.", **FIXED)
    areas: tuple[str, ...] = param.Parameter((), doc="Codes; empty for all.", **FIXED)

    @property
    def asked(self) -> tuple[str, ...]:
        """Names of the fields that its kind asks for."""
        lever = Lever("", self.kind, YEARS[0])
        return ("kind", "measure", "owner", "area", "start", "end", *FIELDS[lever.mechanism])

    def with_item(self, name: str, value: str) -> LeverEntry:
        """With one more measure or area.

        Examples
        --------
        >>> LeverEntry().with_item("measure", "wadi").with_item("measure", "wadi").measures
        ('wadi',)
        """
        items = tuple(dict.fromkeys((*getattr(self, LISTS[name]), value)))
        return self.but(**{LISTS[name]: items})

    def without_item(self, name: str, value: str) -> LeverEntry:
        """Without a measure or area."""
        return self.but(**{LISTS[name]: tuple(own for own in getattr(self, LISTS[name]) if own != value)})

    def lever(self, lever_id: str) -> Lever:
        """The lever it says, with what its kind asks for.

        Examples
        --------
        >>> made = LeverEntry(measures=("rain_barrel",), budget_eur=1e5).lever("a")
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
            measures=self.measures,
            owners=(self.owner,) if self.owner else (),
            areas=self.areas,
            subsidy_share=asked["subsidy_pct"],
            subsidy_eur_per_unit=asked["subsidy_eur"],
            ceiling_eur=asked["ceiling_eur"],
            budget_eur_per_year=asked["budget_eur"],
            norm_mm=asked["norm_mm"],
            from_m2=asked["from_m2"],
            compliance=asked["compliance_pct"],
            discount_eur=asked["discount_eur"],
        )
