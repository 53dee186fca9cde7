"""The trade-off front as a picture: the best package at every budget, and packages beside it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboards.parts.charts.canvas import by_column, lettered
from dashboards.parts.look import theme

DASHES = ("solid", "dashed", "dotted")
FILLS = (1.0, 0.35, 0.0)
"""How each level of synergy is drawn: one colour, because colour is the package."""
BAND_ALPHA = 0.15
PLACE = ["cost", "avoided"]
MARK = ["name", "colour", "edge", "marker", "fill", "text", "beside", "up", "align"]


def no_packages() -> pd.DataFrame:
    """The table of packages beside a front, without any."""
    return pd.DataFrame({column: [] for column in (*PLACE, *MARK)})


def front_curve(points: pd.DataFrame, packages: pd.DataFrame | None = None, **options: Any) -> Any:
    """Cost against avoided damage of the points of a front, a line per level of synergy, on its band.

    Parameters
    ----------
    points : columns cost, avoided and level, the place of its level in `DASHES`; one unit for both axes.
        With columns low and high the band of the first level is drawn.
    packages : columns cost, avoided and those of `MARK`, of which `package_looks` makes some.
    options : of the picture, such as `width=600, logx=True`.

    Returns
    -------
    holoviews.Overlay
        Parts 'band', 'level 0' and further, 'points', 'packages' and 'names'.
    """
    import holoviews as hv  # a second to import: not for a page without a chart
    import holoviews.plotting.bokeh

    packages = no_packages() if packages is None else packages
    colour = theme.PACKAGES["optimum"][0]
    ends = points.reindex(columns=["cost", "low", "high", "level"])
    band = hv.Area(ends[ends["level"] == 0].dropna(), "cost", ["low", "high"], label="band").opts(
        backend="bokeh", fill_color=colour, fill_alpha=BAND_ALPHA, line_color=None
    )
    lines = [
        hv.Curve(points[points["level"] == level], *PLACE, label=f"level {level}").opts(
            backend="bokeh", color=colour, line_dash=dash, line_width=2
        )
        for level, dash in enumerate(DASHES)
    ]
    filled = points.assign(fill=[FILLS[int(level)] for level in points["level"]])
    dots = hv.Points(filled, PLACE, "fill", label="points").opts(
        backend="bokeh",
        fill_color=colour,
        line_color=colour,
        line_width=1.5,
        size=11,
        hooks=[by_column(fill_alpha="fill")],
    )
    look = by_column(marker="marker", fill_color="colour", line_color="edge", fill_alpha="fill")
    beside = by_column(text_color="text", x_offset="beside", y_offset="up", text_align="align")
    marks = hv.Points(packages, PLACE, MARK, label="packages")
    names = hv.Labels(packages, PLACE, MARK, label="names")
    parts = [
        band,
        *lines,
        dots,
        marks.opts(backend="bokeh", size=17, line_width=2, hooks=[look]),
        names.opts(backend="bokeh", hooks=[lettered, beside]),
    ]
    bare = {"default_tools": [], "tools": [], "show_legend": False}
    return hv.Overlay(parts).opts(backend="bokeh", **bare | options)


def package_looks(looks: list[str]) -> dict[str, list[Any]]:
    """Columns colour, edge, marker, fill and text of packages, by their look in `theme.PACKAGES`."""
    chosen = [theme.PACKAGES[look] for look in looks]
    hollow = [look == "niets_doen" for look in looks]
    return {
        "colour": [colour for colour, _, _ in chosen],
        "edge": [
            colour if empty else theme.PAPER for empty, (colour, _, _) in zip(hollow, chosen, strict=True)
        ],
        "marker": [marker for _, _, marker in chosen],
        "fill": [0.0 if empty else 1.0 for empty in hollow],
        "text": [text for _, text, _ in chosen],
    }
