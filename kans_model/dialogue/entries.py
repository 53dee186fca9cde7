"""What is filled in at the dialogue: about a limit, a partner, a decision; with bounds, options and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

import param

from kans_model.dialogue.choices import FIXED, Choices, Option, Quantity, Words
from kans_model.dialogue.criteria import ACCEPTANCES, Criterion
from kans_model.dialogue.partners import Partner
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import MOMENTS, YEARS
from kans_model.words.problems import KansError, Problem

CITY, EACH, GROUP, EACH_OF = "city", "each", "group", "each_of"
"""Places of a limit: the whole city as one, or every buurt by itself; the same of a group chosen by hand."""
WIJK, BUURT = "wijk:", "buurt:"
"""What the places begin with that are a part of the city; its name or code follows."""


class CriterionEntry(Choices):
    """A limit as it is filled in."""

    indicator: str = Option(
        default="damage_pluvial",
        label="dialogue.criterion_indicator",
        doc="Row of the table of indicators.",
        **FIXED,
    )
    place: str = Option(
        default=CITY,
        objects=[CITY, EACH, GROUP, EACH_OF],
        label="dialogue.criterion_place",
        doc="The whole city, every buurt by itself, a group chosen by hand, or a wijk or a buurt.",
        **FIXED,
    )
    member: str = Option(
        default="", label="dialogue.criterion_member", doc="Code of a buurt that joins the group.", **FIXED
    )
    group: tuple[str, ...] = param.Parameter(
        (), label="dialogue.criterion_member", doc="Codes of the group chosen by hand.", **FIXED
    )
    moment: str = Option(
        default="2050",
        label="dialogue.criterion_moment",
        doc="Of those of the indicator: a horizon, a return period, or none.",
        **FIXED,
    )
    limit: float | None = Quantity(
        None,
        bounds=(0, None),
        label="dialogue.criterion_limit",
        doc="The most, or of what is better when higher the least. [unit of the indicator]",
        **FIXED,
    )
    acceptance: str = Option(
        default=ACCEPTANCES[1],
        objects=list(ACCEPTANCES),
        label="dialogue.criterion_acceptance",
        doc="What lies beyond the limit: `unacceptable` must be gone by a year, `undesirable` goes when "
        "works open the street, `acceptable` is lived with.",
        **FIXED,
    )
    year: int | None = Quantity(
        2040,
        bounds=YEARS,
        label="dialogue.criterion_year",
        doc="By when what is unacceptable is gone. [-]",
        **FIXED,
    )
    partner: str = Option(
        default="", label="dialogue.criterion_partner", doc="Id of who asks for it.", **FIXED
    )
    norm: str = Option(default="", label="dialogue.criterion_norm", doc="Row of `norms` it follows.", **FIXED)
    reason: str = Words(longest=300, label="dialogue.criterion_reason", doc="Why.", **FIXED)

    @property
    def moments(self) -> tuple[str, ...]:
        """When its indicator is read."""
        return MOMENTS[table("indicators")["moment"][self.indicator]]

    def with_field(self, field: str, value: Any) -> Self:
        """The same after a field was filled in, and what follows from it in the others.

        Another indicator is read at its usual moment, and by no norm; a norm sets the limit, and no longer
        stands beside another one. A member joins the group.

        Examples
        --------
        >>> entry = CriterionEntry().with_field("indicator", "shade")
        >>> entry = entry.with_field("norm", "konijnendijk_canopy")
        >>> entry.moment, entry.limit, entry.with_field("indicator", "damage_heat").norm
        ('', 30.0, '')
        """
        entry = self.but(**{field: value})
        if field == "indicator":
            moments = entry.moments
            usual = "2050" if "2050" in moments else moments[len(moments) // 2]
            return entry.but(moment=usual, norm="")
        if field == "norm" and value:
            return entry.but(limit=float(table("norms")["value"][value]))
        if field == "limit" and entry.norm and value != float(table("norms")["value"][entry.norm]):
            return entry.but(norm="")
        if field == "member":
            joined = (*self.group, value) if value and value not in self.group else self.group
            return entry.but(member="", group=joined)
        return entry

    def without_member(self, code: str) -> Self:
        """The same after a buurt left the group."""
        return self.but(group=tuple(own for own in self.group if own != code))

    def criterion(self, criterion_id: str, since: str) -> Criterion:
        """The limit it says.

        Parameters
        ----------
        criterion_id : str
        since : str
            Day it is agreed, as year-month-day.

        Raises
        ------
        KansError
            Without a limit, or without a buurt in the group.
        """
        if self.limit is None:
            raise KansError(Problem("criterion_without_limit"))
        by_hand = self.place in (GROUP, EACH_OF)
        if by_hand and not self.group:
            raise KansError(Problem("criterion_group_empty"))
        wijk, area = (
            self.place.removeprefix(kind) if self.place.startswith(kind) else "" for kind in (WIJK, BUURT)
        )
        return Criterion(
            id=criterion_id,
            indicator=self.indicator,
            limit=float(self.limit),
            acceptance=self.acceptance,
            moment=self.moment,
            areas=self.group if by_hand else (area,) if area else (),
            wijk=wijk,
            each=self.place in (EACH, EACH_OF),
            latest_year=self.year if self.acceptance == "unacceptable" else None,
            partners=(self.partner,) if self.partner else (),
            reason=self.reason,
            since=since,
            norm=self.norm,
        )


class PartnerEntry(Choices):
    """A partner as it is filled in."""

    organisation: str = Words(longest=80, label="dialogue.partner_name", doc="The organisation.", **FIXED)
    role: str = Words(longest=120, label="dialogue.partner_role", doc="What it is in this city.", **FIXED)
    interest: str = Words(longest=200, label="dialogue.partner_interest", doc="What it is here for.", **FIXED)
    person: str = Words(
        longest=120,
        label="dialogue.partner_person",
        doc="Who speaks for it; leaves the study when that is made public.",
        **FIXED,
    )
    weights: Mapping[str, float] = param.Dict(
        {},
        instantiate=True,
        label="dialogue.partner_weights",
        doc="Subject → weight, 0 or more; only ratios matter. [-]",
        **FIXED,
    )

    @classmethod
    def of(cls, partner: Partner) -> Self:
        """As a partner that is known stands in the form."""
        words = {name: getattr(partner, name) for name in ("role", "interest", "person")}
        return cls(organisation=partner.name, weights=dict(partner.weights), **words)

    def with_weight(self, subject: str, weight: float | None) -> Self:
        """The same with another weight; a subject that weighs nothing is left out.

        Examples
        --------
        >>> PartnerEntry(weights={"heat": 2.0}).with_weight("pluvial", 1.0).with_weight("heat", None).weights
        {'pluvial': 1.0}
        """
        weights = {**self.weights, subject: weight}
        return self.but(weights={name: value for name, value in weights.items() if value})

    def partner(self, partner: Partner) -> Partner:
        """The partner with what stands in the form; words are cut where a field ends."""
        words: dict[str, Any] = {
            name: parameter.cut(getattr(self, name))
            for name, parameter in self.parameters().items()
            if isinstance(parameter, Words)
        }
        return replace(partner, name=words.pop("organisation"), weights=self.weights, **words)


class DecisionEntry(Choices):
    """A decision as it is filled in."""

    what: str = Words(longest=500, label="dialogue.decision_what", doc="What was decided.", **FIXED)
    why: str = Words(longest=500, label="dialogue.decision_why", doc="Why.", **FIXED)
    package: str = Option(
        default="", label="dialogue.decision_package", doc="Id of what was decided on.", **FIXED
    )
    corrects: str = Option(
        default="",
        label="dialogue.decision_corrects",
        doc="Id of the earlier decision that it corrects.",
        **FIXED,
    )
