"""One city per process, one study per session, one language per page load."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass, field

import panel as pn
from kans_model.study import Study

from kans_model.city import City
from kans_model.exchange.geopackage import open_city
from kans_model.texts import LANGUAGES

CITY_VARIABLE = "KANS_CITY"


@functools.cache
def served_city() -> City:
    """The city this server was started with: the file in `KANS_CITY`, else the demo city."""
    return open_city(os.environ.get(CITY_VARIABLE) or "demo")


@dataclass
class Session:
    """What one reader has open: the study, the language, the address he came with."""

    study: Study
    lang: str = "nl"
    query: dict[str, str] = field(default_factory=dict)

    @property
    def city(self) -> City:
        return self.study.city

    @classmethod
    def opened(cls) -> Session:
        """The session of the page that is being loaded now, from its address; unknown values are left out."""
        arguments = pn.state.session_args or {}
        query = {name: values[0].decode("utf-8", "replace") for name, values in arguments.items() if values}
        lang = query.get("lang")
        return cls(
            study=Study.default(served_city()),
            lang=lang if lang in LANGUAGES else LANGUAGES[0],
            query={name: query[name] for name in ("s", "lang") if name in query},
        )
