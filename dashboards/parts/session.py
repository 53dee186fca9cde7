"""One city per process; per reader one study, the package he works on, and the steps he can take back."""

from __future__ import annotations

import functools
import os

import panel as pn
import param

from kans_model.city import City
from kans_model.exchange.geopackage import open_city
from kans_model.portfolio import Portfolio
from kans_model.study import Study
from kans_model.texts import LANGUAGES

CITY_VARIABLE = "KANS_CITY"
LANGUAGE_VARIABLE = "KANS_LANG"
STEPS_KEPT = 100


@functools.cache
def served_city() -> City:
    """The city this server was started with: the file in `KANS_CITY`, else the demo city."""
    return open_city(os.environ.get(CITY_VARIABLE) or "demo")


class Session(param.Parameterized):
    """What one reader has open. Pages watch `study`: every change is a new study.

    Moves of the same slider between two rests count as one step to take back.
    """

    study = param.Parameter(doc="The study as it stands.")
    package = param.String("eigen", doc="Id of the package he works on.")
    area = param.String("", doc="Code of the buurt he has chosen; '' for none.")
    lang = param.Selector(default=LANGUAGES[0], objects=list(LANGUAGES), constant=True)
    query = param.Dict(default={}, doc="What the address of the page held.")

    def __init__(self, **values):
        super().__init__(**values)
        self._undone: list[Study] = []
        self._done: list[Study] = []
        self._moving = ""

    @property
    def city(self) -> City:
        return self.study.city

    @property
    def portfolio(self) -> Portfolio:
        """The package he works on: one of his own."""
        return next(own for own in self.study.portfolios if own.id == self.package)

    def change(self, portfolio: Portfolio, moving: str = "") -> None:
        """Put this package in the study; `moving` names the slider that is still in motion."""
        self._step(self.study.with_portfolio(portfolio), moving)

    def correct(self, code: str, **values: object) -> None:
        """Put what the reader knows of a buurt in place of what was given or estimated.

        Raises
        ------
        KansError
            When a value cannot be.
        """
        self._step(self.study.replaced(city=self.city.with_values(code, **values)))

    def _step(self, study: Study, moving: str = "") -> None:
        if not moving or moving != self._moving:
            self._done = [*self._done, self.study][-STEPS_KEPT:]
            self._undone = []
        self._moving = moving
        self.study = study

    def rest(self) -> None:
        """The slider was let go: the next move is a new step."""
        self._moving = ""

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def undo(self) -> None:
        """Take back the last step."""
        if self._done:
            self._undone.append(self.study)
            self.rest()
            self.study = self._done.pop()

    def redo(self) -> None:
        """Take the step again that was taken back."""
        if self._undone:
            self._done.append(self.study)
            self.rest()
            self.study = self._undone.pop()

    @classmethod
    def opened(cls) -> Session:
        """The session of the page that is being loaded now, from its address; unknown values are left out."""
        arguments = pn.state.session_args or {}
        query = {name: values[0].decode("utf-8", "replace") for name, values in arguments.items() if values}
        default = os.environ.get(LANGUAGE_VARIABLE, LANGUAGES[0])
        lang = next((code for code in (query.get("lang"), default) if code in LANGUAGES), LANGUAGES[0])
        return cls(
            study=Study.default(served_city()),
            lang=lang,
            query={name: query[name] for name in ("s", "lang") if name in query},
        )
