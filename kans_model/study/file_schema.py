"""What a study file may hold: every part with its type and bounds, whoever wrote the file."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from kans_model.city.city import City
from kans_model.city.columns import TEXT_COLUMNS
from kans_model.study.file_parts import QuestionPart, StudyFile
from kans_model.study.part_kinds import TooMany
from kans_model.study.references import REFERENCES
from kans_model.words.problems import KansError, Phrase, Problem

LISTED = 8
"""Problems of one file that are said; whoever has more has another kind of file."""
SHOWN = 60
MOST_ERRORS = 2000
"""From here on it is no study: nobody reads what is wrong with each part."""


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
        StudyFile.model_validate(values)
    except ValidationError as error:
        raise KansError(few(_told(error), file)) from None
    if problems := list(_correction_problems(values["city"].get("corrections", {}))):
        raise KansError(few(problems, file))


def check_question(values: Any) -> None:
    """Refuse what is no question to the optimiser by its parts, types and bounds; raises as `check_parts`."""
    try:
        QuestionPart.model_validate(values)
    except ValidationError as error:
        raise KansError(few(_told(error), None)) from None


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
            yield Problem(
                "study_part", column=f"{place}.id", value=portfolio["id"], must=Phrase("must.no_reference")
            )
        for measure in portfolio["explicit"]:
            if measure not in portfolio["choices"]:
                yield Problem(
                    "study_part", column=f"{place}.explicit", value=measure, must=Phrase("must.in_choices")
                )
        named = {f"explicit.{measure}": areas for measure, areas in portfolio["explicit"].items()}
        for measure, choice in portfolio["choices"].items():
            named[f"choices.{measure}.areas"] = choice["areas"]
            named[f"choices.{measure}.pattern"] = choice.get("pattern", {})
        for where, areas in named.items():
            for code in areas:
                if code not in codes:
                    yield Problem(
                        "study_part", column=f"{place}.{where}", value=code, must=Phrase("must.area_code")
                    )


def few(problems: Sequence[Problem], file: str | None) -> list[Problem]:
    """The first problems, each with the file, and how many more there are."""
    said = [
        Problem(problem.key, file, problem.row, problem.column, problem.value, **problem.details)
        for problem in problems[:LISTED]
    ]
    rest = len(problems) - len(said)
    return [*said, Problem("study_more", file, value=rest)] if rest else said


def _told(invalid: ValidationError) -> list[Problem]:
    """The errors of the library as problems: of a part that may be several things only the first."""
    if invalid.error_count() > MOST_ERRORS:
        return [Problem("study_none", value=invalid.error_count())]
    by_place: dict[str, Problem] = {}
    for error in invalid.errors(include_url=False):
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
    if isinstance(about.get("error"), TooMany):
        return Phrase("must.length", {"high": str(about["error"])})
    if kind == "value_error":  # of `file_parts`, which names the options
        return Phrase("must.one_of", {"options": str(about["error"])})
    if kind in ("too_short", "string_too_short"):
        return Phrase("must.not_empty")
    if kind in ("too_long", "string_too_long"):
        return Phrase("must.length", {"high": about["max_length"]})
    return Phrase(_KINDS.get(kind, "must.as_saved"))


_KINDS = {"float_type": "must.number", "finite_number": "must.number", "int_type": "must.whole"}
_KINDS |= {"int_from_float": "must.whole", "string_type": "must.text", "bool_type": "must.true_or_false"}
_KINDS |= {"list_type": "must.list", "dict_type": "must.object", "model_type": "must.object"}
_KINDS |= {"model_attributes_type": "must.object", "string_unicode": "must.text"}
