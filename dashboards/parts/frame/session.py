"""One city per process; per reader one study, the package he works on, and the steps he can take back."""

from __future__ import annotations

import functools
import json
import logging
import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import panel as pn
import param
from babel.dates import format_date

from dashboards.parts.frame.alert import NO_ALERT, Alert
from dashboards.parts.frame.last_saves import save_waiting, waiting
from dashboards.parts.frame.opening_remark import remark
from dashboards.parts.frame.steps_back import StepsBack
from dashboards.parts.live.address import asked_language, asked_query, show_in_address, with_choices
from dashboards.parts.live.presence import is_away
from kans_model.city.city import City
from kans_model.exchange.city_file import open_city
from kans_model.exchange.study_file import study_of
from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.scenario import Scenario
from kans_model.store import study_files, versions
from kans_model.study.file_schema import check_parts
from kans_model.study.fitting import Carryover, Cut, carried_over, fitted, of_other_import, other_figures
from kans_model.study.study import Study
from kans_model.words.json_text import json_object
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import LANGUAGES, t

CITY_VARIABLE = "KANS_CITY"
SAVE_AFTER_MS, RETRY_AFTER_MS = 800, 15_000


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

    place = param.Tuple(("", ""), doc="Page and part of it that a link leads to.")
    page = param.String("", doc="The page he looks at; '' before the first.")
    screen = param.String("", doc="'room' while a page fills the screen of a room; '' at a desk.")
    status = param.String("", doc="What was last saved.")
    alert = param.ClassSelector(
        class_=Alert,
        default=NO_ALERT,
        doc="What keeps his study from being saved, and what he can do about it.",
    )
    remark = param.ClassSelector(
        class_=Alert, default=NO_ALERT, doc="What changed in what he opened; never in the place of an alert."
    )

    def __init__(self, **values: Any):
        super().__init__(**values)
        self.base_city = self.study.city
        self.kept: study_files.StudyRecord | None = None
        self.milestone: Study | None = None
        self.asked: dict[str, Any] | None = None
        """What the address asked for and could not be opened; until he starts anew nothing is saved."""
        self.steps = StepsBack()
        self._saving: Any = None
        self.param.watch(self._remember_package, "package")

    @property
    def city(self) -> City:
        return self.study.city

    @property
    def study_id(self) -> str:
        """Under which the store keeps the study; '' before its first save."""
        return "" if self.kept is None else self.kept.id

    @property
    def portfolio(self) -> Portfolio:
        """The package he works on: one of his own, the first when the one he had is gone."""
        own = {portfolio.id: portfolio for portfolio in self.study.portfolios}
        return own.get(self.package, self.study.portfolios[0])

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

    def assume(self, key: str, value: float, reason: str = "") -> None:
        """Put an own value in place of the table's."""
        self._step(
            self.study.replaced(assumptions=self.study.assumptions.with_value(key, value, reason)), key
        )

    def forget(self, *keys: str) -> None:
        """Go back to the tables: for these assumptions, or for all."""
        self._step(self.study.replaced(assumptions=self.study.assumptions.reset(*keys)))

    def look_ahead(self, **choices: object) -> None:
        """Make other choices about climate, period and discounting."""
        scenario = Scenario(**{**self.study.scenario.param.values(), **choices})
        self._step(self.study.replaced(scenario=scenario))

    def add_package(self, portfolio: Portfolio) -> None:
        """Put a package in the study and work on it."""
        self._step(self.study.with_portfolio(portfolio), package=portfolio.id)

    def replace(self, study: Study, moving: str = "") -> None:
        """Go on with the study after another change than of a package."""
        self._step(study, moving)

    def lead_to(self, page: str, part: str) -> None:
        """Bring the reader to a part of a page."""
        self.place = (page, part)
        self.place = ("", "")  # the same link works twice

    def drop_package(self) -> None:
        """Take the package out of the study; the last one stays."""
        if len(self.study.portfolios) > 1:
            self._step(self.study.without_portfolio(self.portfolio.id))

    # --- kept between visits -----------------------------------------------------------------

    def save(self) -> None:
        """Keep the study as it stands; the address of the page then opens it again.

        One that cannot be kept is said so for as long as that lasts, and tried again.
        """
        self._saving = None
        if self.asked is not None:
            return
        try:
            self.keep()
        except KansError as error:
            self._unsaved(error)
            return
        except Exception:  # on a timer nobody else would tell him
            logging.getLogger(__name__).exception("a study could not be saved")
            self._unsaved(KansError(Problem("store_unwritable")))
            return
        if self.alert.kind in ("clash", "unsaved"):
            self.alert = NO_ALERT
        moment = datetime.now().strftime("%H:%M")  # the reader's day, on the server's clock
        self.remember(s=self.kept.id if self.kept else "", pkg=self.portfolio.id)
        self.status = t("page.saved", self.lang, time=moment)

    def _unsaved(self, error: KansError) -> None:
        clash = error.problems[0].key == "store_clash"
        self.alert = Alert("clash" if clash else "unsaved", error.text(self.lang))
        self.status = ""
        if not clash:
            self.save_soon(RETRY_AFTER_MS)

    def keep(self) -> None:
        """Write the study in the store; raises `KansError` when that cannot be."""
        milestone = None if self.milestone is None else self.milestone.to_dict()
        self.kept = study_files.save(self.study.to_dict(), self.kept, milestone)
        waiting.discard(self)

    def remember(self, **choices: str) -> None:
        """Put choices in the address, so that a reload and the other language keep them; '' takes one out."""
        query = with_choices(self.query, choices)
        if query != self.query:
            self.query = query
            show_in_address(**choices)

    def fill_screen(self, screen: str) -> None:
        """Let a page fill the screen, without bar and menu, or with '' give it back."""
        self.screen = screen
        self.remember(screen=screen)

    def _remember_package(self, *_events: object) -> None:
        self.remember(pkg=self.portfolio.id)

    def save_soon(self, after_ms: int = SAVE_AFTER_MS) -> None:
        """Keep the study within a second, once for all changes until then."""
        document = pn.state.curdoc
        if self._saving is None and document is not None and document.session_context is not None:
            self._saving = document.add_timeout_callback(self._save_waiting, after_ms)
            waiting.add(self)

    def _save_waiting(self) -> None:
        """Keep what nobody kept in the meantime: another page that opened the study may have."""
        self._saving = None
        if self.kept is None and is_away(pn.state.curdoc, seconds=0):
            waiting.discard(self)  # nobody would know its address
        if self in waiting:
            self.save()

    def save_now(self) -> None:
        """Keep at once what was to be kept soon."""
        document = pn.state.curdoc
        if self._saving is not None and document is not None:
            document.remove_timeout_callback(self._saving)
            self.save()

    def mark(self, name: str = "", author: str = "") -> versions.Version | None:
        """Keep this version on purpose: later changes are held against it. None where it cannot be saved."""
        before, self.milestone = self.kept, self.study
        self.save()
        kept = None
        if self.kept is not None and self.kept is not before:
            kept = versions.keep(self.kept.id, self.study.to_dict(), self.study.hash, name, author)
        self.param.trigger("study")
        return kept

    def open_kept(self, study_id: str) -> None:
        """Go on with a study that was kept; one that cannot be opened is said so and changes nothing.

        The address keeps it, and nothing is saved in its place, until the reader starts a new study.
        """
        self.asked = {}
        try:
            kept = study_files.load(study_id)
            self.asked = kept.study
            study = Study.from_dict(kept.study, self.base_city)
            milestone = None if kept.milestone is None else Study.from_dict(kept.milestone, self.base_city)
            study, cuts = fitted(study)
            self._check(study)
        except Exception as error:  # whatever a file holds, the page says that it could not be opened
            self.alert = self._not_opened(error)
            return
        self.kept, self.milestone, self.asked = kept, milestone, None
        own = [portfolio.id for portfolio in study.portfolios]
        wanted = self.query.get("pkg", "")
        self.param.update(study=study, package=wanted if wanted in own else own[0])
        self.param.update(alert=NO_ALERT, remark=self._remark(cuts, other_figures(kept.study)))
        saved = datetime.fromisoformat(kept.saved).astimezone()
        today = saved.date() == datetime.now().astimezone().date()
        moment = saved.strftime("%H:%M") if today else format_date(saved, locale=self.lang)
        self.status = t("page.saved", self.lang, time=moment)

    def open_file(self, text: str) -> None:
        """Go on with a study file, kept as a study of its own where another could not be opened.

        Raises
        ------
        KansError
            When it is none, or belongs to another city.
        """
        try:
            study, cuts = fitted(study_of(text, self.base_city))
        except KansError as error:
            if not of_other_import(error):
                raise
            self._put_carried(json_object(text))
        else:
            self._step(study, package=study.portfolios[0].id)
            self.remark = self._remark(cuts, other_figures(json_object(text)))
        if self.asked is not None:
            self.start_anew()

    def _put_carried(self, values: dict[str, Any]) -> None:
        """Go on with what of a study of another import can come along, and say what could not."""
        carried = carried_over(values, self.base_city)
        self._step(carried.study, package=carried.study.portfolios[0].id)
        self.remark = self._remark(carried.cuts, other_figures(values), carried)

    def _step(self, study: Study, moving: str = "", package: str = "") -> None:
        """Put another study in place, once it is known to stand: written, hashed and evaluated.

        Raises
        ------
        KansError
            When it does not; the old one stays.
        """
        cuts: list[Cut] = []
        if study.outlook_key != self.study.outlook_key:
            study, cuts = fitted(study)
        self._check(study)
        self.steps.leave(self.study, moving)
        self.param.update(study=study, package=package or self.package)  # one event, so one evaluation
        if cuts:
            self.remark = self._remark(cuts, other=False)
        self.save_soon()

    @staticmethod
    def _check(study: Study) -> None:
        """What is kept in memory costs nothing here: packages that did not change are evaluated already."""
        try:
            values = study.to_dict()
            json.dumps(values, allow_nan=False).encode()
            study.hash.encode()
        except (ValueError, TypeError, RecursionError, OverflowError) as error:
            raise KansError(Problem("study_unwritable")) from error
        check_parts(values)  # what is saved can be opened again
        for portfolio in study.portfolios:
            study.evaluate(portfolio)

    # --- what the reader must know -----------------------------------------------------------

    def _remark(self, cuts: Sequence[Cut], other: bool, carried: Carryover | None = None) -> Alert:
        return remark(self.city.areas["name"], self.lang, cuts, other, carried)

    def _not_opened(self, error: Exception) -> Alert:
        logging.getLogger(__name__).warning("a study could not be opened", exc_info=error)
        if not isinstance(error, KansError):
            return Alert("lost", t("page.damaged", self.lang))
        if of_other_import(error):
            try:
                carried_over(self.asked or {}, self.base_city)
            except KansError:
                pass
            else:
                return Alert("earlier", t("page.earlier_city", self.lang))
        return Alert("lost", error.text(self.lang))

    def seen(self) -> None:
        """He has read it."""
        self.remark = NO_ALERT

    def start_anew(self) -> None:
        """Give up what the address asked for: what he sees is a study of his own from now on."""
        self.asked, self.kept, self.milestone, self.alert = None, None, None, NO_ALERT
        self.remember(s="")
        self.save()

    def carry_over(self) -> None:
        """Take the packages of a study of an earlier import along, in a study of its own."""
        self._put_carried(self.asked or {})
        self.start_anew()

    def open_other(self) -> None:
        """Go on with the version that was saved elsewhere; this one is a step back.

        When it cannot be opened this one stays, to be kept beside it.
        """
        if self.kept is None:
            return
        own = self.study
        self.open_kept(self.kept.id)
        if self.asked is None:
            self.steps.leave(own)
            self.param.trigger("study")
        else:
            self.asked, self.alert = None, Alert("clash", self.alert.text)

    def keep_copy(self) -> None:
        """Keep this version as a study of its own, beside the one that was saved elsewhere."""
        of, self.kept = self.study_id, None
        self.save()
        if of and self.study_id:
            versions.copy_to(of, self.study_id)

    def rest(self) -> None:
        """The slider was let go: the next move is a new step."""
        self.steps.rest()

    @property
    def can_undo(self) -> bool:
        return self.steps.can_undo

    @property
    def can_redo(self) -> bool:
        return self.steps.can_redo

    def undo(self) -> None:
        """Take back the last step."""
        self._go_to(self.steps.undo(self.study))

    def redo(self) -> None:
        """Take the step again that was taken back."""
        self._go_to(self.steps.redo(self.study))

    def _go_to(self, study: Study | None) -> None:
        if study is not None:
            self.study = study
            self.save_soon()

    @classmethod
    def opened(cls) -> Session:
        """The session of the page that is being loaded now, from its address; unknown values are left out."""
        query = asked_query()
        session = cls(study=Study.default(served_city()), lang=asked_language(query), query=query)
        if "s" in query:
            save_waiting(query["s"])
            session.open_kept(query["s"])
        return session
