"""What a study file may hold: every part with its type and bounds, whoever wrote the file."""

import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import param
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from kans_model.city.city import City
from kans_model.city.columns import TEXT_COLUMNS
from kans_model.finance.grants import NUMBERS
from kans_model.finance.split import PRESETS
from kans_model.measures.portfolio import TARGETINGS, WORKED_OUT
from kans_model.outlook.scenario import Scenario
from kans_model.study.references import REFERENCES
from kans_model.tables.vocabulary import WHOLE
from kans_model.words.json_text import LARGEST_NUMBER
from kans_model.words.problems import KansError, Phrase, Problem

SCHEMA = 1
LISTED = 8
"""Problems of one file that are said; whoever has more has another kind of file."""
SHOWN = 60

Text = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Field(min_length=1, max_length=2000)]
Number = Annotated[float, Field(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
Amount = Annotated[float, Field(ge=0, le=LARGEST_NUMBER)]
Pair = Annotated[list[Name], Field(min_length=2, max_length=2)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    """A part of the file: nothing is left out that has no default, nothing more stands in it."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class _City(_Part):
    name: Name
    content_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    corrections: dict[Name, dict[Name, Number | Text | None]] = {}


class _OwnValue(_Part):
    value: Number
    reason: Text


class _Assumptions(_Part):
    own: dict[Name, _OwnValue]


class _Threshold(_Part):
    hazard: Name
    most_eur_per_year: Amount
    area: Name | None = None
    hard: bool = True


class _Ambition(_Part):
    thresholds: list[_Threshold] = []
    equity_share: Share = 0.0
    vulnerable: list[Name] = []
    weights: dict[Name, Amount] = {}


class _Question(_Ambition):
    """As `optimum.Question` writes itself; what it means is checked where it is asked again."""

    goal: Name = ""
    horizon: Name = ""
    budget_eur: Amount | None = None
    budget_eur_per_year: Amount | None = None
    budget_of: Name = ""
    pins: dict[Name, Share] = {}
    bans: list[Name] = []
    caps: dict[Name, Share] = {}
    areas: list[Name] = []
    least_project_eur: Amount = 0.0
    exclusions: list[Pair] = []
    dependencies: list[Pair] = []
    whole: bool = False
    split: Name | None = None
    free_split: bool = False
    expected: bool = False
    least_reach_pct: Amount | None = None
    private_most: Any = None


class _Choice(_Part):
    uptake: Share
    targeting: Literal[(*TARGETINGS, WORKED_OUT)]
    areas: list[Name]
    pattern: dict[Name, Amount] = {}


class _Portfolio(_Part):
    id: Name
    title: Text
    description: Text = ""
    best_first: bool = False
    budget_eur: Amount | None = None
    choices: dict[Name, _Choice]
    explicit: dict[Name, dict[Name, Amount]]
    question: _Question = _Question()


class _Ceiling(_Part):
    ceiling_eur: Amount
    committed_eur: Amount = 0.0


class _Loan(_Part):
    kind: Name = ""
    rate: Share = 0.0
    years: Amount = 0
    share: Share = 1.0


class _LevyShare(_Part):
    rioolheffing_share: Share
    reason: Text = ""


_RULE_TEXTS = (
    *("name", "name_nl", "name_en", "payer", "unit", "cap_per", "status", "note", "source", "evidence"),
    *("version_of", "funding"),
)
_RULE_LISTS = ("measures", "themes", "owners")
_Rule = create_model(  # the columns of `funding`, as far as a rule needs them
    "_Rule",
    __base__=_Part,
    **dict.fromkeys(_RULE_TEXTS, (Text | None, None)),
    **dict.fromkeys(_RULE_LISTS, (Text | list[Name] | None, None)),
    **dict.fromkeys(NUMBERS, (Amount | Literal[""] | None, None)),
)


class _Split(_Part):
    id: Name
    title: Text
    description: Text = ""
    preset: Literal[PRESETS]
    own: dict[Name, dict[Name, Annotated[int, Field(ge=0, le=WHOLE)]]] = {}
    locked: list[Name] = []
    instruments: list[Name] = []
    rules: dict[Name, _Rule] = {}
    ceilings: dict[Name, _Ceiling] = {}
    loans: dict[Name, _Loan] = {}
    reserves: dict[Name, Amount] = {}
    rates: dict[Name, Share] = {}
    levy_units: Annotated[float, Field(ge=1, le=LARGEST_NUMBER)] | None = None
    levy_shares: dict[Name, _LevyShare] = {}
    depreciation_years: dict[Name, Amount] = {}


class _NewActor(_Part):
    name: Text
    like: Name


class _Actors(_Part):
    names: dict[Name, Text] = {}
    joined: dict[Name, Name] = {}
    added: dict[Name, _NewActor] = {}


def _choice_type(parameter: param.Parameter) -> Any:
    """The type of a choice of a Param class, with its bounds."""
    if isinstance(parameter, param.ListSelector):
        return list[Literal[tuple(parameter.objects)]]
    if isinstance(parameter, param.Selector):
        return Literal[tuple(parameter.objects)]
    low, high = parameter.bounds
    return Annotated[int, Field(ge=low, le=high)]


_Scenario = create_model(
    "_Scenario",
    __base__=_Part,
    **{name: (_choice_type(Scenario.param[name]), ...) for name in Scenario.param if name != "name"},
)


class _Study(_Part):
    schema_: Annotated[Literal[SCHEMA], Field(alias="schema")]
    model: Name = ""
    city: _City
    tables: Text = ""
    scenario: _Scenario
    assumptions: _Assumptions
    ambition: _Ambition = _Ambition()
    portfolios: Annotated[list[_Portfolio], Field(min_length=1, max_length=500)]
    splits: Annotated[list[_Split], Field(max_length=500)] = []
    actors: _Actors = _Actors()
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0


def check_parts(values: Any, file: str | None = None) -> None:
    """Refuse what is no study by its parts, types and bounds.

    Raises
    ------
    KansError
        Each wrong part by its place in the file, with what it must be; the first eight.
    """
    if not isinstance(values, dict):
        raise KansError(Problem("json_no_object", file))
    try:
        _Study.model_validate(values)
    except ValidationError as error:
        raise KansError(few(_told(error.errors(include_url=False)), file)) from None
    if problems := list(_correction_problems(values["city"].get("corrections", {}))):
        raise KansError(few(problems, file))


def check_question(values: Any) -> None:
    """Refuse what is no question to the optimiser by its parts, types and bounds; raises as `check_parts`."""
    try:
        _Question.model_validate(values)
    except ValidationError as error:
        raise KansError(few(_told(error.errors(include_url=False)), None)) from None


def check_places(values: dict[str, Any], city: City, file: str | None = None) -> None:
    """Refuse packages that name each other's ids, or areas that the city does not have.

    Raises
    ------
    KansError
        As `check_parts`.
    """
    if problems := list(_place_problems(values, set(city.areas.index))):
        raise KansError(few(problems, file))


def _correction_problems(corrections: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    """Numbers where a city has texts, and texts where it has numbers."""
    for code, corrected in corrections.items():
        for column, value in corrected.items():
            kind = str if column in TEXT_COLUMNS else int | float
            if value is not None and not isinstance(value, kind):
                must = Phrase("must.text" if kind is str else "must.number")
                place = f"city.corrections.{code}.{column}"
                yield Problem("study_part", column=place, value=_shown(value), must=must)


def _place_problems(values: dict[str, Any], codes: set[str]) -> Iterator[Problem]:
    for part in ("portfolios", "splits"):
        ids = [item["id"] for item in values.get(part, [])]
        for own_id in sorted({own_id for own_id in ids if ids.count(own_id) > 1}):
            yield Problem("study_part", column=f"{part}.id", value=own_id, must=Phrase("must.once"))
    for portfolio in values["portfolios"]:
        place = f"portfolios.{portfolio['id']}"
        if portfolio["id"] in REFERENCES:
            yield Problem("study_part", column=f"{place}.id", value=portfolio["id"],
                          must=Phrase("must.no_reference"))  # fmt: skip
        for measure in portfolio["explicit"]:
            if measure not in portfolio["choices"]:
                yield Problem("study_part", column=f"{place}.explicit", value=measure,
                              must=Phrase("must.in_choices"))  # fmt: skip
        named = {f"explicit.{measure}": areas for measure, areas in portfolio["explicit"].items()}
        for measure, choice in portfolio["choices"].items():
            named[f"choices.{measure}.areas"] = choice["areas"]
            named[f"choices.{measure}.pattern"] = choice.get("pattern", {})
        for where, areas in named.items():
            for code in areas:
                if code not in codes:
                    yield Problem("study_part", column=f"{place}.{where}", value=code,
                                  must=Phrase("must.area_code"))  # fmt: skip


def few(problems: Sequence[Problem], file: str | None) -> list[Problem]:
    """The first problems, each with the file, and how many more there are."""
    said = [
        Problem(problem.key, file, problem.row, problem.column, problem.value, **problem.details)
        for problem in problems[:LISTED]
    ]
    rest = len(problems) - len(said)
    return [*said, Problem("study_more", file, value=rest)] if rest else said


def _told(errors: list[Any]) -> list[Problem]:
    """The errors of the library as problems: of a part that may be several things only the first."""
    by_place: dict[str, Problem] = {}
    for error in errors:
        place = _place(error["loc"])
        if place not in by_place:
            by_place[place] = _problem(error, place)
    return list(by_place.values())


def _place(location: tuple[int | str, ...]) -> str:
    """Where in the file: `portfolios[0].choices.wadi.uptake`; the names of types in between are left out."""
    said = ""
    for part in location:
        if isinstance(part, int):
            said += f"[{part + 1}]"
        elif part not in _TYPE_NAMES and "[" not in part:
            said += f".{part[:SHOWN]}"
    return said.removeprefix(".").encode("utf-8", "replace").decode()


_TYPE_NAMES = ("str", "float", "int", "none", "constrained-str", "constrained-float")


def _problem(error: Any, place: str) -> Problem:
    kind, about = error["type"], error.get("ctx", {})
    if kind == "missing":
        return Problem("study_part_missing", column=place)
    if kind == "extra_forbidden":
        return Problem("study_part_extra", column=place)
    return Problem("study_part", column=place, value=_shown(error["input"]), must=_must(kind, about))


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    text = value if isinstance(value, str) else json.dumps(value)
    text = text.encode("utf-8", "replace").decode()
    return f"{text[:SHOWN]}…" if len(text) > SHOWN else text or "''"


def _must(kind: str, about: dict[str, Any]) -> Phrase:
    """What a part must be, by the library's name of what is wrong."""
    if kind in ("greater_than_equal", "less_than_equal"):
        low, high = about.get("ge"), about.get("le")
        return (
            Phrase("must.at_least", {"low": low}) if high is None else Phrase("must.at_most", {"high": high})
        )
    if kind == "literal_error":
        return Phrase("must.one_of", {"options": about["expected"].replace("'", "").replace(" or ", ", ")})
    if kind in ("too_short", "string_too_short"):
        return Phrase("must.not_empty")
    if kind in ("too_long", "string_too_long"):
        return Phrase("must.length", {"high": about["max_length"]})
    return Phrase(_KINDS.get(kind, "must.as_saved"))


_KINDS = {"float_type": "must.number", "finite_number": "must.number", "int_type": "must.whole"}
_KINDS |= {"int_from_float": "must.whole", "string_type": "must.text", "bool_type": "must.true_or_false"}
_KINDS |= {"list_type": "must.list", "dict_type": "must.object", "model_type": "must.object"}
_KINDS |= {"model_attributes_type": "must.object", "string_unicode": "must.text"}
