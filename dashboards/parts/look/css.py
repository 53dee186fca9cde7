"""Colours and type as CSS, and the files of the look."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from dashboards.parts.look.theme import DARK, DARK_DIVERGING, DIVERGING, HAZARDS, PACKAGES, SEQUENTIAL, TOKENS

ASSETS = Path(__file__).resolve().parents[2] / "assets"


@functools.cache
def file_version(path: Path) -> str:
    """The start of a file's hash: in its address, so that a new version is fetched."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def asset(name: str) -> str:
    """The address of a served file."""
    return f"assets/{name}?v={file_version(ASSETS / name)}"


@functools.cache
def carried_fonts() -> str:
    """The letters themselves, for a file that stands alone: it looks and breaks alike on every machine."""
    faces = []
    for weight in (400, 600):
        letters = base64.b64encode((ASSETS / f"inter-{weight}.woff2").read_bytes()).decode("ascii")
        source = f'url("data:font/woff2;base64,{letters}") format("woff2")'
        faces.append(f"@font-face{{font-family:Inter;font-weight:{weight};src:{source}}}")
    return "".join(faces)


STYLES = asset("parts.css")
"""Give this to `stylesheets=` of whatever draws HTML: one file, fetched once, shared by every part."""


ALIKE = {f"{hazard}-text": hazard for hazard in HAZARDS} | {
    f"package-{package}-text": f"package-{package}" for package in PACKAGES
}
"""Words take the colour of the mark after dark: on dark paper it can be read as it is."""

PALETTES = [
    *((ramp, ramp[::-1]) for ramp in SEQUENTIAL.values()),
    (DIVERGING, DARK_DIVERGING),
]
"""Classes of a map on white paper, and after dark: there the most is the lightest."""


def _colour_tokens() -> dict[str, str]:
    """Colour → the first token that has it."""
    tokens: dict[str, str] = {}
    for name, value in TOKENS.items():
        if value.startswith("#"):
            tokens.setdefault(value, name)
    return tokens


TOKEN_OF = _colour_tokens()


def dark(token: str) -> str:
    """The value of a token after dark."""
    if token in DARK:
        return DARK[token]
    if token in ALIKE:
        return dark(ALIKE[token])
    first = TOKEN_OF.get(TOKENS[token], token)
    return TOKENS[token] if first == token else dark(first)


def root_css() -> str:
    """The tokens as custom properties, for the head of the page: they reach into every part.

    Dark only on a screen: what is printed is always light.
    """

    def rules(values: Mapping[str, str]) -> str:
        return "".join(f"--{name}:{value};" for name, value in values.items())

    maps = {
        palette_token(light, row): pair
        for light, after in PALETTES
        for row, pair in enumerate(zip(light, after, strict=True))
    }
    by_day = TOKENS | {name: colour for name, (colour, _) in maps.items()}
    by_night = {name: dark(name) for name in TOKENS} | {name: colour for name, (_, colour) in maps.items()}
    return (
        f":root{{color-scheme:var(--scheme);{rules(by_day)}}}"
        f"@media screen{{:root[data-scheme=dark]{{{rules(by_night)}}}}}"
    )


@functools.cache
def carried_styles() -> str:
    """The look itself, for a part that stands outside a page: what the head of a page says is in it too."""
    return root_css().replace(":root", ":host") + (ASSETS / "parts.css").read_text(encoding="utf-8")


def palette_token(palette: Sequence[str], row: int) -> str:
    """The token of one class of a map."""
    place = next(place for place, (light, _) in enumerate(PALETTES) if light == list(palette))
    return f"map-{place}-{row}"


def class_colour(palette: Sequence[str], row: int) -> str:
    """One class of a map as CSS: by its token, so that it follows into the dark; else as it is."""
    known = any(light == list(palette) for light, _ in PALETTES)
    return f"var(--{palette_token(palette, row)})" if known else palette[row]


_COLOUR = re.compile("|".join(TOKEN_OF), re.IGNORECASE)


def by_role(text: str) -> str:
    """HTML with every colour of ours named by its role, so that it follows the page into the dark."""
    return _COLOUR.sub(lambda found: f"var(--{TOKEN_OF[found[0].upper()]})", text)


def canvas_colours() -> dict[str, object]:
    """What a canvas needs to follow: colour → colour after dark, and the same for classes of maps."""
    return {
        "colours": {"white": DARK["paper"]}
        | {light.lower(): dark(token) for light, token in TOKEN_OF.items()},
        "palettes": [[[colour.lower() for colour in light], after] for light, after in PALETTES],
    }
