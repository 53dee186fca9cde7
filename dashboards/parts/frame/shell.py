"""The frame around every page: bar, menu of the eight steps, the page's own content."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlencode

import panel as pn
import panel_material_ui as pmui
from bokeh.events import ConnectionLost
from bokeh.models import CustomJS
from markupsafe import Markup
from panel.viewable import Viewable

from dashboards.parts.frame.alert import ANSWERS
from dashboards.parts.frame.origin import Origin
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.versions import Versions
from dashboards.parts.live.address import show_in_address
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.post import together
from dashboards.parts.look.css import STYLES, asset, canvas_colours, root_css
from dashboards.parts.look.theme import BOKEH_THEME, THEME_CONFIG
from kans_model.reports.changes_in_words import changes
from kans_model.words.amounts import number
from kans_model.words.markup import filled, macros
from kans_model.words.notation import declaration
from kans_model.words.problems import KansError
from kans_model.words.texts import LANGUAGES, t

HOME = "overzicht"
JOURNEY = (
    HOME,
    "stresstest",
    "risicodialoog",
    "maatregelen",
    "vergelijken",
    "financiering",
    "uitvoeringsagenda",
    "beleid",
    "netwerk",
)
"""Where a study stands, then the pages in the order a planner walks through them; each has, or will have, the
file of its name."""

SERVED = "bokeh_app_"
"""How the server names a page that it runs; `pn.state.served` reads every file on the stack to know it."""
SOURCE_AFTER_MS = 400
VERSION = version("kans-model")

PAGES = Path(__file__).parents[2]
"""Where the pages stand, each with the address of its file."""

SCROLL_WITH_WINDOW = {
    "height": "auto",
    "minHeight": "100vh",
    "overflow": "visible",
    "width": "100%",
    "color": "var(--ink)",
    "backgroundColor": "var(--paper)",
    "colorScheme": "var(--scheme)",
    "& main": {"overflow": "visible", "width": "100%", "backgroundColor": "var(--paper)"},
    "& .main-content": {"overflowY": "visible"},
    "& .MuiLinearProgress-root": {"display": "none"},  # it has no name and, with no busy state, no use
    "& .MuiToolbar-root": {"paddingLeft": "0 !important", "paddingRight": "0 !important", "margin": 0},
    "@media print": {
        "display": "block",
        "& .MuiAppBar-root": {"display": "none"},
        "& main .MuiToolbar-root": {"display": "none"},
    },
}
"""The page scrolls with the window, not in a box of its own: sticky columns, phones and printing need it."""

_SHELL = macros(__file__, "shell.html")


def template(lang: str, city: str = "") -> str:
    """The page around the page: language, fonts, styles, and what stands there while it loads.

    `city`: name of the city that is served, by which the tab keeps which study is open.
    """
    words = ("loading", "no_connection", "connection_lost", "too_slow", "skip")
    return str(
        filled(
            __file__,
            "page.html",
            lang=lang,
            city=city,
            open_study_js=asset("open_study.js"),
            page_css=asset("page.css"),
            parts_css=STYLES,
            root_css=root_css(),
            canvas_colours=canvas_colours(),
            scheme_js=asset("scheme.js"),
            connection_js=asset("connection.js"),
            getting_about_js=asset("getting_about.js"),
            tables_js=asset("tables.js"),
            picture_js=asset("picture.js"),
            paper_js=asset("paper.js"),
            amounts_js=asset("amounts.js"),
            post_js=asset("post.js"),
            amounts=declaration(),
            **{word: t(f"page.{word}", lang) for word in words},
        )
    )


def release(page: pmui.Page) -> None:
    """Stop a page from following the server's busy state, as this shell shows no busy bar.

    Two gains: panel-material-ui keeps a watcher on that state for each page and never takes it away, so every
    session's Document would stay in memory; and each move of a slider would send two messages more.
    """
    for watcher in list(pn.state.param.watchers.get("busy", {}).get("value", [])):
        if getattr(getattr(watcher.fn, "__self__", None), "self", None) is page:
            pn.state.param.unwatch(watcher)


class Shell:
    """Bar, menu and one of the pages; `go()` puts another page in the same place.

    Parameters
    ----------
    session : Session
    pages : dict of page id to a function of the session that draws it. Pages of the journey that are not
        in it stand in the menu as still to come.
    current : id of the page to open with.
    """

    def __init__(self, session: Session, pages: Mapping[str, Callable[[Session], Viewable]], current: str):
        self.session, self.pages, self.current = session, pages, current
        self.drawn: dict[str, Viewable] = {}
        self._seen: tuple[object, ...] | None = None
        self._source_waits = False
        self.bar = LiveHtml(css_classes=["bar"])
        self.menu = LiveHtml(css_classes=["menu"])
        self.alert = LiveHtml(_SHELL.alert(), css_classes=["alert"])
        for answer in {answer for answers in ANSWERS.values() for answer in answers}:
            self.alert.on(answer, partial(self._answer, answer))
        self.versions = Versions(session)
        self.versions.view.on("close", self.toggle_versions)
        self.origin = Origin(session, self._way_to)
        self.content = pn.Column(css_classes=["content"], stylesheets=[STYLES], sizing_mode="stretch_width")
        for part in (self.bar, self.menu):
            part.on("go", lambda data: self.go(str(data.get("page"))))
            part.on("assumptions", lambda _data: session.lead_to("maatregelen", "assumptions"))
            part.on("versions", self.toggle_versions)
        self.body = pn.Row(
            self.menu, self.content, css_classes=["frame"], stylesheets=[STYLES], sizing_mode="stretch_width"
        )
        self.page = pmui.Page(
            title="",
            meta_title=self.title(),
            header=[self.bar],
            main=[self.body],
            sx=SCROLL_WITH_WINDOW,
            theme_config=THEME_CONFIG,
            theme_toggle=False,
            busy_indicator=None,
            template=template(session.lang, session.city.name),
        )
        release(self.page)
        self.go(current)
        session.param.watch(self.show_saved, "status")
        session.param.watch(self.show_alert, ["alert", "remark"])
        session.param.watch(self.show_address, "query")
        session.param.watch(self.show_outlook, "study")
        session.param.watch(self.show_source_soon, "study")
        session.param.watch(self.follow, "place")
        session.param.watch(self.show_screen, "screen")
        self.show_screen()
        self.show_saved()
        self.show_alert()
        self.show_source()

    def show_screen(self, *_events: object) -> None:
        """Bar and menu make way for a page that fills the screen: no key reaches what nobody sees."""
        for part, name in ((self.bar, "bar"), (self.menu, "menu"), (self.origin.column, "origin")):
            part.css_classes = [name, "away"] if self.session.screen else [name]

    def _answer(self, answer: str, _data: object) -> None:
        """Do what he chose about his study."""
        getattr(self.session, answer)()

    def show_alert(self, *_events: object) -> None:
        """What the reader must know of his study, above whatever page he is on, until it is solved."""
        session = self.session
        self.alert.show(alert=session.alert.html(session.lang) + session.remark.html(session.lang))

    def toggle_versions(self, _data: object) -> None:
        """Open or close the versions of the study, above whatever page he is on."""
        self.versions.toggle()
        for part in (self.bar, self.menu):
            part.show(versions="1" if self.versions.is_open else "")
        if not self.versions.is_open:
            self.bar.enter("versions")

    def show_saved(self, *_events: object) -> None:
        """What was last saved, or why not."""
        self.bar.show(saved=self.session.status)

    def show_source(self) -> None:
        """Of which study the numbers are, for what is printed or taken along."""
        self._source_waits = False
        city, lang = self.session.city, self.session.lang
        words = {"city": city.name, "hash": self.session.study.hash[:12], "version": VERSION}
        self.alert.show(source=t("page.source_fictional" if city.fictional else "page.source", lang, **words))

    def show_source_soon(self, *_events: object) -> None:
        """The same, once a slider rests: nobody prints while he moves it."""
        document = pn.state.curdoc
        if document is None or document.session_context is None:
            self.show_source()
        elif not self._source_waits:
            self._source_waits = True
            document.add_timeout_callback(self.show_source, SOURCE_AFTER_MS)

    def show_address(self, *_events: object) -> None:
        """Links carry the address of the study as soon as it has one."""
        with together():
            self.bar.html, self.menu.html = str(self.bar_html()), str(self.menu_html())

    def show_outlook(self, *_events: object) -> None:
        """Beside the menu, and in the menu of a phone; a slider of a package changes nothing here."""
        study = self.session.study
        seen = (study.scenario, study.assumptions, study.city, self.session.query, self.current)
        if self._seen is not None and all(new is old for new, old in zip(seen, self._seen, strict=True)):
            return
        self._seen = seen
        aside = self.outlook_html()
        for part in (self.bar, self.menu):
            part.show(aside=aside)

    def follow(self, *_events: object) -> None:
        """Go where a link on a page leads."""
        page, part = self.session.place
        if page in self.pages:
            self.go(page)
            aim = getattr(self.drawn.get(page), "aim", None)
            if aim is not None and part:
                aim(part)

    def title(self) -> str:
        return f"{t('page.' + self.current, self.session.lang)} · {self.session.city.name} · KANS"

    def go(self, page: str) -> None:
        """Show this page; one that was drawn before is shown as it was left."""
        if page not in self.pages:
            return
        self.current = self.session.page = page
        with together():
            self.content[:] = [self.alert, self.versions.view, self.origin, self.draw(page)]
            self.bar.html = str(self.bar_html())
            self.menu.html = str(self.menu_html())
            self.show_outlook()
        self.origin.show(page)
        show_in_address(page=page)

    def draw(self, page: str) -> Viewable:
        """The page as it was left; a page that fails says what failed and is tried again next time."""
        if page not in self.drawn:
            try:
                self.drawn[page] = self.pages[page](self.session)
            except Exception as error:
                logging.getLogger(__name__).exception("page %s", page)
                lang = self.session.lang
                reason = error.text(lang) if isinstance(error, KansError) else t("page.program_error", lang)
                text = t("page.failed", lang, reason=reason)
                return LiveHtml(_SHELL.failure(t(f"page.{page}", lang), text))
        return self.drawn[page]

    def address(self, **changes: str) -> str:
        """This page's address with some of its query changed."""
        return "?" + urlencode({**self.session.query, "page": self.current, **changes})

    def bar_html(self) -> Markup:
        """City, whether it is real, what is saved; languages at the right."""
        city, lang = self.session.city, self.session.lang
        return Markup(
            _SHELL.bar(
                *self._journey(),
                home=self.address(),
                city=city.name,
                tag=t("page.fictional", lang) if city.fictional else "",
                dark=t("page.dark", lang),
                light=t("page.light", lang),
                language=t("page.language", lang),
                languages=[(code, self.address(lang=code)) for code in LANGUAGES],
                lang=lang,
                title=self.title(),
                versions=t("versions.title", lang),
                share=t("page.share", lang),
                copied=t("page.copied", lang),
                refused=t("page.copy_refused", lang),
            )
        )

    def menu_html(self) -> Markup:
        """The journey, and under it what the numbers rest on."""
        return Markup(_SHELL.menu(*self._journey()))

    def outlook_html(self) -> Markup:
        """The climate every number is for, how many assumptions were changed, how much was filled in."""
        study, lang = self.session.study, self.session.lang
        n = len(changes(study, lang))
        return Markup(
            _SHELL.outlook(
                t("page.climate", lang),
                t(f"climate.{study.scenario.climate}", lang),
                self.address(page="maatregelen"),
                t("assumptions.title", lang),
                t("page.assumptions_changed", lang, n=n) if n else t("page.assumptions_default", lang),
                changed=n > 0,
                filled=t("page.filled", lang, n=number(len(study.city.filled), lang, 0)),
                sources=(t("page.bronnen", lang), *self._way_to("bronnen")),
            )
        )

    def _journey(self) -> tuple[str, list[tuple[int | str, str, str, str]], str, str]:
        """What the menu is called, its pages, the one that is open, and what is said of those to come."""
        lang = self.session.lang
        pages = [
            (step or "", t(f"page.{page}", lang), *self._way_to(page)) for step, page in enumerate(JOURNEY)
        ]
        return t("page.menu", lang), pages, self.current, t("page.later", lang)

    def _way_to(self, page: str) -> tuple[str, str]:
        """Name of a page in this shell, and its address; neither for one to come."""
        if page in self.pages:
            return page, self.address(page=page)
        if (PAGES / f"{page}.py").is_file():
            return "", f"{page}{self.address(page=page)}"
        return "", ""

    def servable(self) -> None:
        """Put this shell in the document of the session that runs now.

        Panel's own notifications stay out: they speak English and keep each session's Document in memory.
        """
        document = pn.state.curdoc
        if document is not None:
            document.theme = BOKEH_THEME
            document.js_on_event(
                ConnectionLost, CustomJS(code=f"connection.lost('{asset('connection.js')}')")
            )
        self.page.servable(title=self.title())
