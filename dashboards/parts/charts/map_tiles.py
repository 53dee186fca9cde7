"""The national background map as images, fetched when a reader asks; it says so if they do not come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bokeh.models import ColumnDataSource, CustomJS, TileRenderer, WMTSTileSource
from bokeh.plotting import figure

TILES = "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:28992/{Z}/{X}/{Y}.png"
TILE_GRID: dict[str, Any] = {
    "tile_size": 256,
    "initial_resolution": 3440.64,
    "x_origin_offset": 285_401.92,
    "y_origin_offset": -22_598.08,
    "max_zoom": 14,
    "wrap_around": False,
    "snap_to_zoom": False,
}
"""The Dutch tile grid (Geonovum, Nederlandse richtlijn tiling 1.1): resolution in m per pixel at level 0, and
the lower left corner, (-285 401.92, 22 598.08) in RD New, with its sign turned as Bokeh counts it."""
PROBE_LEVEL = 6
PATIENCE_MS = 8000

PROBE = """const [address] = asked.data.url
if (!address) return
const image = new Image()
const say = (came) => {
  clearTimeout(late)
  image.onload = image.onerror = null
  told.data = { url: [address], came: [came] }
}
const late = setTimeout(() => say(false), %d)
image.onload = () => say(true)
image.onerror = () => say(false)
image.src = address"""


def tile_address(x: float, y: float, level: int = PROBE_LEVEL) -> str:
    """Where the image that holds a place stands; rows count from the north. RD New. [m]"""
    width = TILE_GRID["tile_size"] * TILE_GRID["initial_resolution"] / 2**level
    column = int((x + TILE_GRID["x_origin_offset"]) // width)
    row = 2**level - 1 - int((y + TILE_GRID["y_origin_offset"]) // width)
    return TILES.format(Z=level, X=column, Y=row)


class MapTiles:
    """Images under the buurten of a plot.

    Parameters
    ----------
    place : in the middle of the map, RD New. [m]
    on_missing : called when the images do not come.
    """

    def __init__(self, plot: figure, place: tuple[float, float], on_missing: Callable[[], None]):
        self.plot, self.address, self._on_missing = plot, tile_address(*place), on_missing
        self.asked, self.told = (
            ColumnDataSource({"url": [""]}),
            ColumnDataSource({"url": [""], "came": [True]}),
        )
        args = {"asked": self.asked, "told": self.told}
        self.asked.js_on_change("data", CustomJS(args=args, code=PROBE % PATIENCE_MS))
        self.told.on_change("data", self._heard)
        plot.tags = [self.asked, self.told]  # they travel with the plot

    def show(self, wanted: bool) -> None:
        """Lay them, or take them away; whether they come is tried with one of them."""
        laid = [layer for layer in self.plot.renderers if isinstance(layer, TileRenderer)]
        if wanted and not laid:
            tiles = TileRenderer(tile_source=WMTSTileSource(url=TILES, **TILE_GRID), level="image")
            self.plot.renderers = [tiles, *self.plot.renderers]
        elif laid and not wanted:
            self.plot.renderers = [layer for layer in self.plot.renderers if layer not in laid]
        self.asked.data = {"url": [self.address if wanted else ""]}

    def _heard(self, _attribute: str, _old: object, new: dict[str, list[Any]]) -> None:
        if not new["came"][0] and self.asked.data["url"][0]:
            self._on_missing()
