"""What is hashed of a study, and how."""

import hashlib
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


def digest(value: Any) -> str:
    """SHA-256 of a structure in canonical JSON (RFC 8785). [hex]"""
    return hashlib.sha256(rfc8785.dumps(rounded(value))).hexdigest()


def hashed(values: Any) -> Any:
    """The part of a serialisation that decides numbers: no names, descriptions or reasons."""
    if isinstance(values, dict):
        if "content_hash" in values:
            return values["content_hash"]
        return {key: hashed(item) for key, item in values.items() if key not in (*UNHASHED, "reason", "id")}
    return [hashed(item) for item in values] if isinstance(values, list) else values
