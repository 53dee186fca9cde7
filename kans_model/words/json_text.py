"""JSON from outside, read so that what comes of it can be counted with and written again."""

import json
import math
from collections import Counter
from typing import Any

from kans_model.words.problems import KansError, Problem

MOST_LEVELS = 40
"""Parts within parts; what the tool writes has eight."""
LARGEST_NUMBER = 2**53 - 1
"""Above this not every whole number exists as JSON number (RFC 8785)."""
SHOWN = 40


def json_value(text: str | bytes, file: str | None = None) -> Any:
    """What a JSON text says.

    Raises
    ------
    KansError
        No JSON; a number that is not finite or above 2^53; half a character; too many levels; a key twice.

    Examples
    --------
    >>> json_value('{"uptake": 0.3}')
    {'uptake': 0.3}
    >>> json_value('{"uptake": NaN}')
    Traceback (most recent call last):
    ...
    kans_model.words.problems.KansError: NaN in dit JSON-bestand is geen getal waarmee te rekenen is
    """
    try:
        plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        value = json.loads(
            plain, parse_constant=_not_finite, parse_int=_whole, object_pairs_hook=_without_twins
        )
    except UnicodeDecodeError:
        raise KansError(Problem("json_encoding", file=file)) from None
    except RecursionError:
        raise KansError(Problem("json_deep", file=file, must=MOST_LEVELS)) from None
    except json.JSONDecodeError as error:
        raise KansError(Problem("json_malformed", file=file, line=error.lineno, sign=error.colno)) from None
    except _Unusable as error:
        raise KansError(Problem(error.key, file=file, value=error.value)) from None
    _check(value, file)
    return value


def json_object(text: str | bytes, file: str | None = None) -> dict[str, Any]:
    """What a JSON text says, when it is an object; raises as `json_value`."""
    value = json_value(text, file)
    if not isinstance(value, dict):
        raise KansError(Problem("json_no_object", file=file))
    return value


class _Unusable(Exception):
    """A part of the text that no JSON of ours can hold."""

    def __init__(self, key: str, value: str):
        super().__init__(key)
        self.key, self.value = key, value[:SHOWN]


def _not_finite(name: str) -> float:
    raise _Unusable("json_number", name)


def _whole(digits: str) -> int:
    if len(digits) > len(str(-LARGEST_NUMBER)) or abs(number := int(digits)) > LARGEST_NUMBER:
        raise _Unusable("json_number", digits)
    return number


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these pairs; of two with one key one would be lost."""
    values = dict(pairs)
    if len(values) < len(pairs):
        count = Counter(key for key, _ in pairs)
        [(twin, _)] = count.most_common(1)
        raise _Unusable("json_twice", twin.encode("utf-8", "replace").decode())
    return values


def _check(value: Any, file: str | None) -> None:
    level = [value]
    for _ in range(MOST_LEVELS):
        below: list[Any] = []
        for part in level:
            if isinstance(part, dict):
                below += [*part, *part.values()]
            elif isinstance(part, list):
                below += part
            elif isinstance(part, str):
                _check_text(part, file)
            elif isinstance(part, float) and not math.isfinite(part):
                raise KansError(Problem("json_number", file=file, value="1e999"))
        level = below
        if not level:
            return
    raise KansError(Problem("json_deep", file=file, must=MOST_LEVELS))


def _check_text(text: str, file: str | None) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        shown = text.encode("utf-8", "replace").decode()[:SHOWN]
        raise KansError(Problem("json_half_character", file=file, value=shown)) from None
