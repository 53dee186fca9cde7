"""Where the tables, the texts and the fictional city stand."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def data_path() -> Path | Traversable:
    """Folder of the data: inside the installed package, else beside it in a checkout."""
    inside = files("kans_model") / "data"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[1] / "data"


def csv_files(folder: str) -> list[Path | Traversable]:
    """Every CSV file of `tables` or `texts`, by name."""
    found = [path for path in (data_path() / folder).iterdir() if path.name.endswith(".csv")]
    return sorted(found, key=lambda path: path.name)
