"""What parts of a study file are made of: kinds of values with their bounds."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from kans_model.outlook.scenario import Scenario
from kans_model.tables.vocabulary import YEARS
from kans_model.words.json_text import LARGEST_NUMBER


def one_of(*options: Any) -> AfterValidator:
    """That a value is one of these; the error of one that is not names them."""

    def check(value: Any) -> Any:
        if value not in options:
            raise ValueError(", ".join(map(str, options)))
        return value

    return AfterValidator(check)


class TooMany(ValueError):
    """More parts than there can be; its text says how many there may be."""


def at_most(most: int) -> BeforeValidator:
    """That there are no more parts than this, before any of them is looked at."""

    def check(value: Any) -> Any:
        if isinstance(value, dict | list) and len(value) > most:
            raise TooMany(str(most))
        return value

    return BeforeValidator(check)


def choice_of(name: str) -> Any:
    """What a choice of the scenario may be, as its Param class has it."""
    choice = Scenario.param[name]
    if hasattr(choice, "objects"):
        return one_of(*choice.objects)
    low, high = choice.bounds
    return Field(ge=low, le=high)


Text = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Field(min_length=1, max_length=2000)]
Number = Annotated[float, Field(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
Amount = Annotated[float, Field(ge=0, le=LARGEST_NUMBER)]
MOST_AREAS, MOST_MEASURES, MOST_PACKAGES = 20_000, 500, 500
MOST_PARTNERS, MOST_DECISIONS, MOST_PROJECTS, MOST_LEVERS = 200, 5_000, 5_000, 200
"""More than the country and the library have: what a file may ask of memory is bounded."""
Names = Annotated[list[Name], Field(fail_fast=True), at_most(MOST_AREAS)]
PerArea = Annotated[dict[Name, Amount], at_most(MOST_AREAS)]
PerMeasure = at_most(MOST_MEASURES)
Pair = Annotated[list[Name], Field(min_length=2, max_length=2)]
Share = Annotated[float, Field(ge=0, le=1)]
Year = Annotated[int, Field(ge=YEARS[0], le=YEARS[1])]
Cell = Amount | Literal[""] | None


class Part(BaseModel):
    """A part of the file: nothing is left out that has no default, nothing more stands in it."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
