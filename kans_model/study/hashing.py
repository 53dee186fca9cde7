"""What is hashed of a study, and how."""

import hashlib
import json
from functools import lru_cache
from typing import Any

import rfc8785

UNHASHED = (
    *("title", "description", "budget_eur", "names", "locked", "question"),
    *("decisions", "role", "interest", "person", "since"),
    *("made_on", "planned_on", "chosen_on"),
)


def rounded(value: Any) -> Any:
    """The same structure with floats to 12 significant digits."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


LONGEST_KEPT = 16_384
"""A structure written longer than this is hashed anew each time: what is kept stays small. [characters]"""


def digest(value: Any) -> str:
    """SHA-256 of a structure in canonical JSON (RFC 8785). [hex]

    Kept by what the structure says: one move of a slider asks it a dozen times of the same outlook.
    """
    text = json.dumps(value)
    return _digest(text) if len(text) <= LONGEST_KEPT else _digest.__wrapped__(text)


@lru_cache(maxsize=512)
def _digest(text: str) -> str:
    return hashlib.sha256(rfc8785.dumps(rounded(json.loads(text)))).hexdigest()


def hashed(values: Any) -> Any:
    """The part of a serialisation that decides numbers: no names, descriptions or reasons."""
    if isinstance(values, dict):
        if "content_hash" in values:
            return values["content_hash"]
        return {key: hashed(item) for key, item in values.items() if key not in (*UNHASHED, "reason", "id")}
    return [hashed(item) for item in values] if isinstance(values, list) else values
