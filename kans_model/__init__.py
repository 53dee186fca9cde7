"""KANS: what measures for climate adaptation cost, avoid and bring, buurt by buurt.

The names below are what a notebook starts with; each is loaded when it is first asked for. They come from the
rooms of this package, where the rest stands: the best package is `kans_model.optimum.optimum.optimum`, known
here as `best_package`, since `kans_model.optimum` is that room.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

# many small products: threads cost more than they bring (set before NumPy loads)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from kans_model.city.city import City
    from kans_model.dialogue.ambition import Ambition, Threshold
    from kans_model.exchange.city_file import open_city
    from kans_model.exchange.study_file import read_study
    from kans_model.finance.split import FinancingSplit
    from kans_model.measures.portfolio import Portfolio
    from kans_model.optimum.front import front
    from kans_model.optimum.optimum import optimum as best_package
    from kans_model.optimum.question import Question
    from kans_model.outlook.scenario import Scenario
    from kans_model.study.study import Study
    from kans_model.tables.reading import table
    from kans_model.uncertainty.draws import draws
    from kans_model.words.problems import KansError

    __version__: str

__all__ = [
    "Ambition",
    "City",
    "FinancingSplit",
    "KansError",
    "Portfolio",
    "Question",
    "Scenario",
    "Study",
    "Threshold",
    "best_package",
    "draws",
    "front",
    "open_city",
    "read_study",
    "table",
]

_PLACES = {
    "Ambition": "dialogue.ambition",
    "City": "city.city",
    "FinancingSplit": "finance.split",
    "KansError": "words.problems",
    "Portfolio": "measures.portfolio",
    "Question": "optimum.question",
    "Scenario": "outlook.scenario",
    "Study": "study.study",
    "Threshold": "dialogue.ambition",
    "best_package": "optimum.optimum:optimum",
    "draws": "uncertainty.draws",
    "front": "optimum.front",
    "open_city": "exchange.city_file",
    "read_study": "exchange.study_file",
    "table": "tables.reading",
}
"""Module of each public name, and after a colon the name it has there, when that is another."""


def __getattr__(name: str) -> Any:
    """A public name, fetched from its room the first time it is asked for."""
    if name == "__version__":
        from importlib.metadata import version

        value = version("kans-model")
    elif name in _PLACES:
        module, _, known_as = _PLACES[name].partition(":")
        value = getattr(import_module(f"kans_model.{module}"), known_as or name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
