"""The colours hold for every reader: enough contrast, and different colours stay different."""

import itertools
import re

import pytest
from coloraide import Color

from dashboards.parts.look import theme
from dashboards.parts.look.css import ALIKE, ASSETS, PALETTES, TOKEN_OF, by_role, dark, root_css
from kans_model.tables.reading import table

SET_BY_THE_PARTS = {
    "shade",
    "cut",  # where a handle cuts the upper of two maps
    *("value", "limit", "at", "end", "length", "years"),  # sliders, and the bars of projects
    *("name", "row", "colour", "shift", "low", "mid", "high"),  # charts of rows
    "maps",  # how many small maps stand in a row
    "gap",  # between the parts of a page
    *("paper-width", "paper-zoom"),  # how a page fits its sheet
}
SIGHTS = ["normal", "protan", "deutan", "tritan"]


def distance(first, second, sight):
    """CIEDE2000 as this reader sees it (Machado et al. 2009, severity 1)."""
    colours = [Color(first), Color(second)]
    if sight != "normal":
        colours = [colour.filter(sight, method="machado") for colour in colours]
    return colours[0].delta_e(colours[1], method="2000")


def contrast(colour, background=theme.PAPER):
    return Color(colour).contrast(background, method="wcag21")


@pytest.mark.parametrize("colour", [theme.INK, theme.SECOND, theme.QUIET, theme.ACCENT, theme.ERROR])
def test_text_stands_out_from_paper_and_wash(colour):
    assert contrast(colour) >= 4.5
    assert contrast(colour, theme.WASH) >= 4.5


@pytest.mark.parametrize(
    "colour",
    [*theme.HAZARD_TEXT.values(), *(colours[1] for colours in theme.PACKAGES.values())],
)
def test_coloured_words_can_be_read(colour):
    assert contrast(colour) >= 4.5


@pytest.mark.parametrize(
    "colour",
    [*theme.HAZARDS.values(), *(colours[0] for colours in theme.PACKAGES.values()), theme.EDGE],
)
def test_marks_stand_out_from_paper(colour):
    assert contrast(colour) >= 3.0


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize(
    ("colours", "least"),
    [
        (list(theme.HAZARDS.values()), 13),
        (list(dict.fromkeys(colours[0] for colours in theme.PACKAGES.values())), 16),
    ],
    ids=["themes", "packages"],
)
def test_colours_with_a_meaning_are_told_apart(colours, least, sight):
    closest = min(distance(*pair, sight) for pair in itertools.combinations(colours, 2))
    assert closest >= least - 0.5


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("name", theme.SEQUENTIAL)
def test_map_classes_are_told_from_their_neighbours(name, sight):
    ramp = theme.SEQUENTIAL[name]
    assert min(distance(*pair, sight) for pair in itertools.pairwise(ramp)) >= 6
    lightness = [Color(colour).convert("lab-d65")["l"] for colour in ramp]
    assert lightness == sorted(lightness, reverse=True)


def test_better_and_worse_can_be_read_and_seen():
    assert min(contrast(theme.BETTER_TEXT), contrast(theme.WORSE_TEXT)) >= 4.5
    assert min(contrast(theme.BETTER), contrast(theme.WORSE)) >= 3.0


@pytest.mark.parametrize("sight", SIGHTS)
def test_less_and_more_damage_are_told_apart(sight):
    ramp = theme.DIVERGING
    assert min(distance(*pair, sight) for pair in itertools.pairwise(ramp)) >= 11
    half = len(ramp) // 2
    mirrored = zip(ramp[:half], reversed(ramp[half + 1 :]), strict=True)
    assert min(distance(*pair, sight) for pair in mirrored) >= 16


def test_packages_differ_in_shape_as_well_as_colour():
    looks = [(colours[2], colours[0]) for colours in theme.PACKAGES.values()]
    assert len(set(looks)) == len(looks)
    shapes = list({colour: shape for shape, colour in reversed(looks)}.values())  # one a colour
    assert len(set(shapes)) >= len(shapes) - 1  # doing nothing is an open circle, the own package a disc


def test_styles_use_tokens_that_exist_and_no_colours_of_their_own():
    for name in ("page.css", "parts.css"):
        text = (ASSETS / name).read_text(encoding="utf-8")
        used = set(re.findall(r"var\(--([a-z-]+)", text)) - SET_BY_THE_PARTS
        assert used <= set(theme.TOKENS)
        assert re.findall(r"#[0-9a-fA-F]{3,6}\b", re.sub(r"#loader\S*", "", text)) == []


def test_nothing_is_fetched_from_elsewhere():
    for name in ("page.css", "parts.css"):
        assert "http" not in (ASSETS / name).read_text(encoding="utf-8")
    served = {path.name for path in ASSETS.iterdir()}
    css = (ASSETS / "page.css").read_text(encoding="utf-8")
    assert set(re.findall(r"url\(([^)]+)\)", css)) <= served


def test_parties_and_charges_stand_out_on_paper():
    for colour in (*theme.ACTORS.values(), *theme.CHARGES):
        assert contrast(colour) >= 3


def test_no_two_parties_share_a_colour():
    assert len(set(theme.ACTORS.values())) == len(theme.ACTORS) == len(table("actors"))


# --- after dark ------------------------------------------------------------------------------

AFTER_DARK = {name: dark(name) for name in theme.TOKENS}
NIGHT = AFTER_DARK["paper"]


@pytest.mark.parametrize(
    "token",
    [
        *("ink", "second", "quiet", "accent", "error", "better-text", "worse-text"),
        *(f"{hazard}-text" for hazard in theme.HAZARDS),
        *(f"package-{package}-text" for package in theme.PACKAGES),
    ],
)
def test_text_can_be_read_after_dark(token):
    assert contrast(AFTER_DARK[token], NIGHT) >= 4.5


@pytest.mark.parametrize("token", ["ink", "second", "quiet", "accent", "error"])
def test_text_can_be_read_on_a_tinted_row_after_dark(token):
    assert contrast(AFTER_DARK[token], AFTER_DARK["wash"]) >= 4.5


def test_numbers_can_be_read_on_the_fullest_cell_of_a_matrix():
    assert contrast(AFTER_DARK["ink"], AFTER_DARK["matrix"]) >= 4.5


@pytest.mark.parametrize(
    "token",
    [
        *("edge", "tick", "better", "worse", *theme.HAZARDS),
        *(f"package-{package}" for package in theme.PACKAGES),
        *(f"actor-{actor}" for actor in theme.ACTORS),
        *(f"charge-{place}" for place in (1, 2, 3)),
    ],
)
def test_marks_stand_out_after_dark(token):
    assert contrast(AFTER_DARK[token], NIGHT) >= 3.0


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize(
    ("tokens", "least"),
    [(list(theme.HAZARDS), 13), ([f"package-{package}" for package in theme.PACKAGES], 15)],
    ids=["themes", "packages"],
)
def test_colours_with_a_meaning_are_told_apart_after_dark(tokens, least, sight):
    pairs = itertools.combinations(dict.fromkeys(AFTER_DARK[token] for token in tokens), 2)
    assert min(distance(*pair, sight) for pair in pairs) >= least


@pytest.mark.parametrize("hazard", theme.HAZARDS)
def test_a_theme_keeps_its_hue_after_dark(hazard):
    day, night = (Color(one).convert("oklch")["hue"] for one in (theme.HAZARDS[hazard], AFTER_DARK[hazard]))
    assert abs((day - night + 180) % 360 - 180) <= 20


@pytest.mark.parametrize("sight", SIGHTS)
def test_less_and_more_damage_are_told_apart_after_dark(sight):
    ramp = theme.DARK_DIVERGING
    assert min(distance(*pair, sight) for pair in itertools.pairwise(ramp)) >= 11
    half = len(ramp) // 2
    assert min(distance(*pair, sight) for pair in zip(ramp[:half], ramp[:half:-1], strict=True)) >= 16


def test_the_most_is_farthest_from_the_paper_day_and_night():
    for light, after in PALETTES[:-1]:
        assert contrast(light[-1]) > contrast(light[0])
        assert contrast(after[-1], NIGHT) > contrast(after[0], NIGHT)


def test_a_colour_means_one_thing_after_dark_too():
    for name, value in theme.TOKENS.items():
        if value.startswith("#") and name not in ("tick", *ALIKE, "matrix"):
            assert dark(name) == dark(TOKEN_OF[value])


def test_colours_in_html_become_roles():
    frame = f'<i style="background:{theme.ACCENT}"></i><rect fill="{theme.HAZARDS["heat"].lower()}"/>'
    assert by_role(frame) == '<i style="background:var(--accent)"></i><rect fill="var(--heat)"/>'
    assert by_role("<p>#123456 is not ours</p>") == "<p>#123456 is not ours</p>"


def test_what_is_printed_is_light():
    light, _, dark = root_css().partition("@media screen{")
    assert "data-scheme" not in light
    assert dark.startswith(":root[data-scheme=dark]{")
