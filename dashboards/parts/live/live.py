"""HTML that is drawn once and then changes only where it must, with real buttons that call back."""

from __future__ import annotations

import base64
import logging
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import param
from markupsafe import escape
from panel.custom import JSComponent

from dashboards.parts.live.address import reader_language
from dashboards.parts.live.post import post
from dashboards.parts.look.css import STYLES, by_role, file_version
from kans_model.words.markup import filled
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t


class Script(JSComponent):
    """A component whose JavaScript is a file beside its class, fetched once and kept by the browser.

    Written into every component it would travel and be compiled as often as there are components: thirty
    times on a page. The start of the file's hash is in its address, so that a new version is fetched.
    """

    @classmethod
    def _component_resource_path(cls, esm_path: Any, compiled: Any) -> str:
        return f"{super()._component_resource_path(esm_path, compiled)}?v={file_version(Path(esm_path))}"

    @classmethod
    def _patch_datamodel_ref(cls, props: Any, ref: str) -> None:
        """As Panel does, without looking for others within: ours hold none, and a page has a hundred."""
        if (tag := f"__ref:{ref}") not in props.tags:
            props.tags.append(tag)

    def change(self, what: str, changed: Mapping[str, Any]) -> None:
        """Change some entries of a parameter that holds texts or marks: only they travel.

        Parameters
        ----------
        what : name of the parameter, a dict.
        changed : its new entries.
        """
        held = [model for model, _ in self._models.values()]
        if any(model.document is not None and model.document.session_context is None for model in held):
            setattr(self, what, {**getattr(self, what), **changed})  # a notebook
            return
        getattr(self, what).update(changed)
        shown = {name: by_role(new) if isinstance(new, str) else new for name, new in changed.items()}
        for model in held:
            dict.update(getattr(model.data, what), shown)  # told below, not by Bokeh, which would send all
            if model.document is not None:
                post(model.document, model.data.id, what, shown)

    def act(self, message: dict[str, Any]) -> None:
        """Do what the browser asks."""
        raise NotImplementedError

    def _handle_msg(self, data: Any) -> None:
        """Whatever goes wrong is said beside the control that was used; what stood before stays."""
        try:
            self.act(dict(data) if isinstance(data, dict) else {})
        except KansError as error:
            self.refuse(error.text(reader_language()))
        except Exception:
            logging.getLogger(__name__).exception("what a control asked: %s", type(self).__name__)
            self.refuse(t("page.went_wrong", reader_language()))

    def refuse(self, text: str) -> None:
        """Say why the control that was used last changed nothing, and put back what it showed."""
        self._send_msg({"refused": text})


class LiveHtml(Script):
    """A piece of HTML with named slots.

    `html` is the frame, `slots` the texts inside its `data-slot` elements: `show(total="€ 3 mln")` sends
    that text only. An element with `data-do="add"` calls what was given to `on("add", …)` with its data
    attributes and, for inputs and selects, its `value`. Both texts are HTML: build them with `html()`.
    """

    html = param.String(doc="The frame, drawn once.")
    slots = param.Dict(default={}, doc="Slot name → HTML.")
    marks = param.Dict(default={}, doc="Mark name → [low, mid, high] in % of the axis, or None.")

    _bundle = "live.js"
    aim = param.String(doc="Key of the element to bring into view, and a word that makes it new.")

    def __init__(self, frame: str = "", **params: Any):
        self._actions: dict[str, Callable[[dict[str, Any]], None]] = {}
        self._drawn: dict[str, Any] | None = None
        params.setdefault("sizing_mode", "stretch_width")
        super().__init__(html=str(frame), stylesheets=[STYLES, *params.pop("stylesheets", [])], **params)

    @classmethod
    def of(cls, beside: str, name: str, /, **values: Any) -> LiveHtml:
        """The piece whose frame is a template beside a module: `LiveHtml.of(__file__, "head.html", …)`."""
        return cls(filled(beside, name, **values))

    def draw(self, beside: str, name: str, /, **values: Any) -> None:
        """Draw the frame from a template beside a module, anew only when a value in it changed."""
        if values != self._drawn:
            self._drawn, self.html = values, str(filled(beside, name, **values))

    def _process_param_change(self, params: dict[str, Any]) -> dict[str, Any]:
        """Colours travel as roles, so that the browser may show them light or dark."""
        changed = dict(super()._process_param_change(params))
        if "html" in changed:
            changed["html"] = by_role(changed["html"])
        if "slots" in changed:
            changed["slots"] = {name: by_role(text) for name, text in changed["slots"].items()}
        return changed

    def show(self, **slots: Any) -> None:
        """Put these texts in their slots; unchanged ones stay where they are."""
        changed = {name: str(escape(text)) for name, text in slots.items()}
        changed = {name: text for name, text in changed.items() if self.slots.get(name) != text}
        if changed:
            self.change("slots", changed)

    def place(self, marks: Mapping[str, list[float | None] | None]) -> None:
        """Put the marks (`data-mark`) at these places along their axis, or hide them with None."""
        changed = {name: numbers for name, numbers in marks.items() if self.marks.get(name, ()) != numbers}
        if marks.keys() != self.marks.keys():
            self.marks = dict(marks)
        elif changed:
            self.change("marks", changed)

    def on(self, action: str, callback: Callable[[dict[str, Any]], None]) -> None:
        """Call this when an element with `data-do=action` is used."""
        self._actions[action] = callback

    def download(self, file: str, content: bytes, mime: str) -> None:
        """Hand the reader a file made this moment."""
        self._send_msg({"file": file, "mime": mime, "base64": base64.b64encode(content).decode("ascii")})

    def focus(self, key: str) -> None:
        """Bring the element with this `data-key`, or field with this id, into view and the keyboard to it."""
        self.aim = f"{key}#{uuid.uuid4().hex}#"

    def enter(self, key: str) -> None:
        """Move the keyboard to the element with this `data-key`, scrolling no further than needed."""
        self.aim = f"{key}#{uuid.uuid4().hex}#enter"

    def reveal(self, key: str) -> None:
        """Scroll no further than needed to see the element with this `data-key`."""
        self.aim = f"{key}#{uuid.uuid4().hex}#near"

    def act(self, message: dict[str, Any]) -> None:
        """Call what was given to `on`; a text longer than the browser may send changes nothing."""
        if "longest" in message:
            raise KansError(Problem("text_long", value=message["length"], must=message["longest"]))
        action = self._actions.get(str(message.pop("do", "")))
        if action is not None:
            action(message)
