"""The policy in a study file, with its types and bounds."""

from typing import Annotated

from kans_model.study.part_kinds import (
    MOST_LEVERS,
    Name,
    Names,
    Number,
    Part,
    PerMeasure,
    Text,
    Year,
    at_most,
)
from kans_model.tables.vocabulary import YEARS


class LeverPart(Part):
    id: Name
    kind: Name
    start: Year
    end: Year | None = None
    measures: Annotated[list[Name], PerMeasure] = []
    owners: Annotated[list[Name], PerMeasure] = []
    areas: Names = []
    subsidy_eur_per_unit: Number | None = None
    subsidy_share: Number | None = None
    ceiling_eur: Number | None = None
    own_share_min: Number = 0.0
    budget_eur_per_year: Number | None = None
    norm_mm: Number | None = None
    from_m2: Number | None = None
    compliance: Number | None = None
    discount_eur: Number | None = None
    note: Text = ""


class LeverSetPart(Part):
    id: Name
    title: Text
    levers: Annotated[list[LeverPart], at_most(MOST_LEVERS)] = []


class _LeverBasis(Part):
    package: Text = ""
    quantities: Text = ""
    outlook: Text = ""
    brings_share: Number | None = None
    avoids_eur: Number | None = None
    costs_eur: Number | None = None


class PolicyPart(Part):
    sets: Annotated[list[LeverSetPart], at_most(MOST_LEVERS)] = []
    chosen: Text = ""
    first_year: Year = YEARS[0]
    last_year: Year = YEARS[1]
    new_dwellings_per_year: Number | None = None
    renovation_rate: Number | None = None
    chosen_on: _LeverBasis = _LeverBasis()
