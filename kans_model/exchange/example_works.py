"""The fictional calendar of works that goes with the demo city."""

from __future__ import annotations

from kans_model.city.city import City
from kans_model.data_folder import data_path


def example_works(city: City) -> bytes | None:
    """The example calendar of this city as CSV; None for any city but the demo."""
    if not city.fictional or list(city.areas.index) != list(City.demo().areas.index):
        return None
    return (data_path() / "demo" / "werkkalender.csv").read_bytes()
