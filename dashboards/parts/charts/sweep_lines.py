"""What packages come to while one assumption moves: lines, a cursor at a value, and where one overtakes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboards.parts.charts.canvas import by_column
from dashboards.parts.look import theme


def sweep_lines(
    values: pd.DataFrame,
    looks: Sequence[str],
    *,
    at: float = 0.0,
    turns: Sequence[float] = (),
    **options: Any,
) -> Any:
    """A line per package.

    Parameters
    ----------
    values : one row per value of the assumption, which is its index; one column per package.
    looks : of each package, a key of `theme.PACKAGES`.
    at : where the cursor stands.
    turns : values at which another package becomes the best.
    options : of the picture, such as `width=600`.

    Returns
    -------
    holoviews.Overlay
        Parts 'turns', 'lines' and 'marks', the last where the lines meet the cursor.
    """
    import holoviews as hv  # a second to import: not for a page without a chart
    import holoviews.plotting.bokeh

    index = values.index.to_numpy(float)
    colours = [theme.PACKAGES[look][0] for look in looks]
    paths = [
        {"x": index, "y": values[package].to_numpy(float), "colour": colour}
        for package, colour in zip(values.columns, colours, strict=True)
    ]
    met = [float(np.interp(at, index, values[package])) for package in values.columns]
    marks = pd.DataFrame(
        {
            "x": [at] * len(met),
            "y": met,
            "colour": colours,
            "marker": [theme.PACKAGES[look][2] for look in looks],
            "fill": [0.0 if look == "niets_doen" else 1.0 for look in looks],
        }
    )
    lined = by_column(line_color="colour")
    marked = by_column(fill_color="colour", line_color="colour", marker="marker", fill_alpha="fill")
    parts = [
        hv.HLine(0).opts(backend="bokeh", color=theme.EDGE, line_width=1, level="annotation"),
        hv.VLine(at).opts(backend="bokeh", color=theme.INK, line_width=1, level="annotation"),
        hv.VLines(list(turns), label="turns").opts(
            backend="bokeh", color=theme.INK, line_dash="dashed", line_width=1
        ),
        hv.Contours(paths, ["x", "y"], "colour", label="lines").opts(
            backend="bokeh", line_width=2, hooks=[lined]
        ),
        hv.Points(marks, ["x", "y"], ["colour", "marker", "fill"], label="marks").opts(
            backend="bokeh", size=11, line_width=2, hooks=[marked]
        ),
    ]
    bare = {"default_tools": [], "tools": [], "show_legend": False}
    return hv.Overlay(parts).opts(backend="bokeh", **bare | options)
