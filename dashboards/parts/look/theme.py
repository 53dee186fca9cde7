"""What every page looks like: colours, type, spacing, fonts, and the Material theme built from them.

The tokens here are the only place a colour is written down. `assets/parts.css` and `assets/page.css`
read them as custom properties, Bokeh reads them as Python values, panel-material-ui through `THEME_CONFIG`.
"""

from __future__ import annotations

from bokeh.themes import Theme

INK, SECOND, QUIET = "#16202A", "#4A5560", "#66717C"
RULE, EDGE, WASH, PAPER = "#D5DADF", "#7C8791", "#F5F6F7", "#FFFFFF"
ACCENT, ERROR = "#7A1F55", "#A3201D"
WATER = "#D7E6F0"
"""Rivers and lakes on a map: paler than every class but the least."""
BETTER, BETTER_TEXT, WORSE, WORSE_TEXT = "#2F815A", "#22611A", "#965F99", "#6B3F6E"

HAZARDS = {"pluvial": "#24509A", "heat": "#BF3F26", "drought": "#BB8B12", "flood": "#1A9A95"}
HAZARD_TEXT = {"pluvial": "#24509A", "heat": "#B03A22", "drought": "#86630A", "flood": "#11716D"}

PACKAGES = {
    "niets_doen": ("#737B84", "#626A72", "circle"),
    "meekoppelen": ("#A9905A", "#7A6535", "square"),
    "own": (ACCENT, ACCENT, "circle"),
    "second": ("#4398DB", "#2470AE", "diamond"),
    "optimum": ("#7A4CC2", "#7A4CC2", "inverted_triangle"),
    "alles": ("#2B641F", "#2B641F", "triangle"),
    "third": ("#170800", "#170800", "hex"),
    "fourth": ("#4398DB", "#2470AE", "square"),
    "fifth": (ACCENT, ACCENT, "diamond"),
    "sixth": ("#170800", "#170800", "triangle"),
}
"""Mark colour, text colour and Bokeh marker of each kind of package: always colour and shape.

Seven colours are all that every reader can tell apart; further packages share one, in another shape.
"""

ACTORS = {
    "gemeente_algemeen": ACCENT,
    "gemeente_rioolheffing": "#C0659B",
    "waterschap": "#1C2F4A",
    "provincie": "#3F72A3",
    "rijk": "#6D63B0",
    "eu": "#2B8793",
    "woningcorporatie": "#7E8994",
    "particulier": "#A0854B",
    "huurder": "#B5652F",
    "bedrijf": "#5C7B5E",
    "ontwikkelaar": "#2F5233",
    "verzekeraar": "#7C8A1E",
    "zorg": "#B0484F",
}
"""Parties: each its own colour, so that no two layers of a chart look like one party."""

CHARGES = (SECOND, "#8A949E", "#A0854B", "#6E5A7E")
"""Depreciation, interest, upkeep, grants paid."""
MATRIX = "#58748C"
"""Tint of a table's cells by size."""

SEQUENTIAL = {
    "total": ["#E8EBEF", "#C0CCDB", "#99AEC4", "#7691AA", "#58748C", "#41586B", "#2E3D49"],
    "pluvial": ["#E3ECF9", "#ADCDFC", "#75AFF7", "#3A91E7", "#0474C6", "#02579A", "#1C3C66"],
    "heat": ["#FAE8DC", "#FBBE98", "#F19561", "#DD6F39", "#BE4E23", "#96361B", "#66281A"],
    "drought": ["#F3EADB", "#E5C793", "#D2A554", "#B88520", "#996702", "#784C00", "#543507"],
    "flood": ["#DFEEED", "#9DD6D3", "#57BBBA", "#089EA0", "#077E81", "#025F63", "#004346"],
}
DIVERGING = [
    "#2C5640",
    "#2F815A",
    "#56AB7F",
    "#98D0B1",
    "#F3F2EF",
    "#E1B6E2",
    "#C286C5",
    "#965F99",
    "#624363",
]
"""Green is less damage, violet more, grey-white no change."""
DARK_DIVERGING = [
    "#98D0B1",
    "#56AB7F",
    "#2F815A",
    "#2C5640",
    "#2A3036",
    "#624363",
    "#965F99",
    "#C286C5",
    "#E1B6E2",
]
"""The same halves turned round: no change sinks into the dark, the most stands out."""

FONT, NUMBER_FONT = "Inter, system-ui, sans-serif", "Inter Tabular, Inter, system-ui, sans-serif"
BAR_PX, DRAWER_PX, PHONE_PX, TABLET_PX = 56, 232, 700, 1180

TOKENS = {
    "ink": INK,
    "second": SECOND,
    "quiet": QUIET,
    "rule": RULE,
    "edge": EDGE,
    "wash": WASH,
    "paper": PAPER,
    "water": WATER,
    "accent": ACCENT,
    "tick": ACCENT,
    "error": ERROR,
    "problem": ERROR,  # inside parts, where Bokeh has an --error of its own
    "better": BETTER,
    "better-text": BETTER_TEXT,
    "worse": WORSE,
    "worse-text": WORSE_TEXT,
    **HAZARDS,
    **{f"{hazard}-text": colour for hazard, colour in HAZARD_TEXT.items()},
    **{f"package-{package}": colours[0] for package, colours in PACKAGES.items()},
    **{f"package-{package}-text": colours[1] for package, colours in PACKAGES.items()},
    **{f"actor-{actor}": colour for actor, colour in ACTORS.items()},
    **{f"charge-{place}": colour for place, colour in enumerate(CHARGES, start=1)},
    "matrix": MATRIX,
    "font": FONT,
    "scheme": "light",
    "by-day": "inline",
    "by-night": "none",
}

DARK = {
    "ink": "#E8ECF0",
    "second": "#B6C0CA",
    "quiet": "#93A0AC",
    "rule": "#343D47",
    "edge": "#7D8995",
    "wash": "#1F262E",
    "paper": "#14191F",
    "water": "#16303F",
    "accent": "#EE8AB9",
    "tick": "#B4548C",  # a lighter one makes browsers draw white boxes
    "error": "#F08B84",
    "better": "#4FA87B",
    "better-text": "#7FCB9B",
    "worse": "#AE7BB2",
    "worse-text": "#D2A5D6",
    "pluvial": "#5E8BE6",
    "heat": "#E4684C",
    "drought": "#E5BC50",
    "flood": "#1FC2BC",
    "package-niets_doen": "#818181",
    "package-meekoppelen": "#E6D5AC",
    "package-second": "#A2DBFF",
    "package-optimum": "#A86EF2",
    "package-alles": "#6AA355",
    "package-third": "#D0F724",
    "actor-gemeente_rioolheffing": "#B4548C",
    "actor-waterschap": "#D5E0EC",
    "actor-provincie": "#5A94C8",
    "actor-woningcorporatie": "#89949F",
    "actor-particulier": "#C6A765",
    "actor-bedrijf": "#7FA781",
    "actor-rijk": "#9A91DC",
    "actor-eu": "#4FB3C0",
    "actor-huurder": "#DD8B52",
    "actor-ontwikkelaar": "#B7D6B9",
    "actor-verzekeraar": "#AEBD45",
    "actor-zorg": "#DB7D83",
    "charge-2": "#78848F",
    "matrix": "#456179",
    "scheme": "dark",
    "by-day": "none",
    "by-night": "inline",
}
"""The tokens after dark; one that is missing follows the role it shares its colour with."""

THEME_CONFIG = {
    "palette": {
        "primary": {"main": ACCENT, "contrastText": PAPER},
        "error": {"main": ERROR},
        "text": {"primary": INK, "secondary": SECOND},
        "divider": RULE,
        "background": {"default": PAPER, "paper": PAPER},
    },
    "typography": {
        "fontFamily": FONT,
        "fontSize": 14,
        "button": {"textTransform": "none", "fontWeight": 500},
    },
    "shape": {"borderRadius": 4},
    "components": {
        "MuiAppBar": {
            "defaultProps": {"elevation": 0},
            "styleOverrides": {
                "root": {
                    "backgroundColor": "var(--paper)",
                    "color": "var(--ink)",
                    "backgroundImage": "none",
                    "borderBottom": "1px solid var(--rule)",
                    "boxShadow": "none",
                    "height": BAR_PX,
                }
            },
        },
        "MuiToolbar": {"styleOverrides": {"root": {"minHeight": f"{BAR_PX}px !important", "height": BAR_PX}}},
        "MuiDrawer": {"styleOverrides": {"paper": {"boxShadow": "none", "borderRight": f"1px solid {RULE}"}}},
        "MuiButton": {"defaultProps": {"disableElevation": True, "disableRipple": True}},
        "MuiTab": {"styleOverrides": {"root": {"textTransform": "none"}}},
        "MuiToggleButton": {"styleOverrides": {"root": {"textTransform": "none"}}},
    },
}

BOKEH_THEME = Theme(
    json={
        "attrs": {
            "Plot": {"background_fill_color": None, "border_fill_color": None, "outline_line_color": None},
            "Axis": {
                "axis_line_color": None,
                "major_tick_line_color": None,
                "minor_tick_line_color": None,
                "major_label_text_color": SECOND,
                "major_label_text_font": NUMBER_FONT,
                "major_label_text_font_size": "13px",
                "axis_label_text_color": SECOND,
                "axis_label_text_font": FONT,
                "axis_label_text_font_size": "13px",
                "axis_label_text_font_style": "normal",
            },
            "Grid": {"grid_line_color": RULE},
            "Text": {"text_font": NUMBER_FONT, "text_font_size": "13px", "text_color": INK},
        }
    }
)
