"""Packages in a plane of cost and benefit, with the bands of both."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboards.parts.charts.canvas import by_column, lettered
from dashboards.parts.look import theme

PARTS = ("low", "mid", "high")
NAME_PX, BELOW_PX, ABOVE_PX = 10, 16, -6
"""How far a name stands beside its mark, and below or above it, in turn."""
OPEN_PX, FILLED_PX = 18, 12
NOTHING = "niets_doen"


def package_scatter(packages: pd.DataFrame, **options: Any) -> Any:
    """Every package at its cost and benefit, on the line where both are the same or beside it.

    Parameters
    ----------
    packages : columns name, look (a key of `theme.PACKAGES`), and cost_ and benefit_ with low, mid and high;
        one unit for all.
    options : of the picture, such as `width=600`.

    Returns
    -------
    holoviews.Overlay
        All its marks have one set of columns.
    """
    import holoviews as hv  # a second to import: not for a page without a chart
    import holoviews.plotting.bokeh

    colours, texts, markers = zip(*(theme.PACKAGES[look] for look in packages["look"]), strict=True)
    hollow = packages["look"].to_numpy() == NOTHING
    columns = packages.reset_index(drop=True).assign(
        colour=colours,
        text=texts,
        marker=markers,
        size=np.where(hollow, OPEN_PX, FILLED_PX),
        fill=np.where(hollow, 0.0, 1.0),
        beside=NAME_PX,
        below=[BELOW_PX if place % 2 else ABOVE_PX for place in range(len(packages))],
        align="left",
    )
    bands = [
        hv.Segments(columns, list(ends), "colour", label=label).opts(
            backend="bokeh", line_width=2, line_alpha=0.6, hooks=[by_column(line_color="colour")]
        )
        for label, ends in {
            "cost": ("cost_low", "benefit_mid", "cost_high", "benefit_mid"),
            "benefit": ("cost_mid", "benefit_low", "cost_mid", "benefit_high"),
        }.items()
    ]
    place = ["cost_mid", "benefit_mid"]
    look = by_column(
        fill_color="colour", line_color="colour", marker="marker", size="size", fill_alpha="fill"
    )
    marks = hv.Points(columns, place, ["colour", "marker", "size", "fill"], label="marks")
    beside = by_column(text_color="text", x_offset="beside", y_offset="below", text_align="align")
    names = hv.Labels(columns, place, ["name", "text", "beside", "below", "align"], label="names")
    even = hv.Slope(1, 0).opts(
        backend="bokeh", line_color=theme.EDGE, line_dash="dashed", line_width=1, level="annotation"
    )
    parts = [
        even,
        *bands,
        marks.opts(backend="bokeh", line_width=2, hooks=[look]),
        names.opts(backend="bokeh", hooks=[lettered, beside]),
    ]
    bare = {"default_tools": [], "tools": [], "show_legend": False}
    return hv.Overlay(parts).opts(backend="bokeh", **bare | options)
