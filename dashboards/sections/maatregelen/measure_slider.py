"""The controls of a package: one row per measure, with a slider that stops where the room ends."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

import param
from markupsafe import Markup, escape

from dashboards.parts.live.live import Script
from dashboards.parts.live.travel import moving
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.contents import share_text
from kans_model.measures.allotment import NEARLY_WHOLE
from kans_model.reports.evidence import evidence
from kans_model.words.amounts import percent
from kans_model.words.markup import filled, macros
from kans_model.words.texts import t

_BEYOND = macros(__file__, "beyond.html")


class MeasureSlider(Script):
    """One measure of a package: name, where it goes, uptake (inzet, % of what fits), quantity, euro.

    A native range input: it has a name and a spoken value in the reader's language, keys and touch work
    as everywhere, and thirty rows cost the browser little: measured, a move is on screen in about 80 ms,
    with sliders of Panel in about 200. `value` follows the thumb; `rest` callbacks run
    when it is let go. The thumb cannot pass `limit`, what is left of the surface the measure needs.

    Parameters
    ----------
    measure, label, unit : id, name in the page's language, unit of its quantity in the plural.
    rules : where it can go, as (id, text).
    private : on private ground the uptake is called deelname.
    """

    value = param.Integer(default=0, bounds=(0, 100), doc="Uptake, share of what fits. [%]")
    limit = param.Integer(default=100, bounds=(0, 100), doc="Where the slider stops. [%]")
    targeting = param.String(doc="Id of where it goes; the select follows it.")
    texts = param.Dict(default={}, doc="Slot name → HTML.")
    html = param.String(doc="The frame, drawn once.")
    answered = param.Integer(default=0, doc="The last move that was worked out.")
    aim = param.String(doc="New each time the keyboard is to go to this slider.")

    _bundle = "measure_slider.js"

    def __init__(
        self,
        *,
        measure: str,
        label: str,
        lang: str,
        private: bool = False,
        rules: Sequence[tuple[str, str]] = (),
        **params: Any,
    ):
        self.measure, self.label, self.lang = measure, label, lang
        self.uptake_word = t("slider.participation" if private else "slider.uptake", lang)
        self._actions: dict[str, Callable[[dict[str, Any]], None]] = {}
        self.rules = [rule for rule, _ in rules]
        least, most = self.param.value.bounds
        frame = filled(
            __file__,
            "measure_slider.html",
            measure=measure,
            label=label,
            where=t("slider.where", lang),
            rules=list(rules),
            uptake=self.uptake_word,
            typed=t("slider.typed", lang, uptake=self.uptake_word),
            least=least,
            most=most,
            remove=t("slider.remove", lang),
        )
        params.setdefault("sizing_mode", "stretch_width")
        super().__init__(html=str(frame), stylesheets=[STYLES], **params)

    def on(self, action: str, callback: Callable[[dict[str, Any]], None]) -> None:
        """Call this on `touch`, `rest` (let go), `leave` (page gone), `targeting`, `sheet`, `remove` or
        `beyond` (past a soft stop)."""
        self._actions[action] = callback

    def enter(self) -> None:
        """Bring the slider into view and the keyboard to it."""
        self.aim = uuid.uuid4().hex

    def show(
        self,
        *,
        row: int,
        unit: str,
        quantity: str,
        euro: str,
        range_text: str,
        kind: str | None,
        holders: Sequence[str] = (),
        limit: int = 100,
        granted: float = 1.0,
        rough: bool = False,
        chosen: int | None = None,
        by_hand: int = 0,
        uptake: float | None = None,
        remark: str = "",
        drained: bool = False,
        further: str = "",
    ) -> None:
        """Write what the uptake comes to.

        Parameters
        ----------
        row, unit : its place among the measures of the package, and the unit of its quantity.
        holders : names of the measures that hold the rest of the room.
        limit : where the slider stops. [%]
        granted : share of what was asked that fits beside the others. [-]
        rough : it rests on estimated city data: the range stands first, the middle under it.
        chosen : how many buurten it goes to, where that is a choice of single ones.
        by_hand : in how many buurten its quantity was set by hand.
        uptake : what is built, as share of what fits, where the slider cannot show how little it is. [-]
        remark : said first under the slider.
        drained : it lacks roofs and paving that drain to it, not a surface.
        further : what a button says that goes past the end, where that is a soft stop.
        """
        self.limit = max(limit, self.value)
        stop = self._stop(granted, holders, chosen, by_hand, remark, drained)
        said = percent(self.value / 100, self.lang)
        if self.value == 0 and uptake:
            said = share_text(uptake, self.lang)
        most = self.param.value.bounds[1]
        second = moving("rows.capex", "measure_capex_eur_band", range_text, row=row, waits=True)
        first = moving("rows.capex", "measure_capex_eur", euro, row=row)
        if rough and range_text:
            span = t("unit.amount_meur", self.lang, n=range_text)
            second = Markup(escape(t("figure.middle", self.lang, n="{}"))).format(first)
            first = moving("rows.capex", "measure_capex_eur_band_alone", span, row=row, waits=True)
        texts = {
            "share": str(moving("rows.share", "uptake_share", said, row=row)),
            "quantity": str(moving("rows.quantity", f"amount_{unit}", quantity, row=row)),
            "euro": str(first),
            "range": str(Markup("{} {}").format(second, evidence(kind, self.lang, word=False))),
            "stop": str(_BEYOND.stop(stop, further if self.value == most else "")),
            "spoken": f"{said} {self.uptake_word}, {quantity}, {euro}",
        }
        changed = {name: text for name, text in texts.items() if self.texts.get(name) != text}
        if changed:
            self.change("texts", changed)

    def _stop(
        self,
        granted: float,
        holders: Sequence[str],
        chosen: int | None,
        by_hand: int,
        remark: str,
        drained: bool,
    ) -> str:
        """What stands under the slider: why it stops, or what it does not do by itself."""
        lang, names, stop = self.lang, ", ".join(holders), ""
        if chosen == 0:
            stop = t("slider.none_chosen", lang)
        elif granted < NEARLY_WHOLE:
            key = ("slider.cut_drained" if drained else "slider.cut") if holders else "slider.cut_alone"
            stop = t(key, lang, share=percent(granted, lang), holders=names)
        elif self.limit == 0:
            stop = t("slider.nowhere", lang)
        elif self.limit < self.param.limit.bounds[1]:
            key = "slider.stops_drained" if drained else "slider.stops"
            key = f"{key}_held" if holders else key
            stop = t(key, lang, share=percent(self.limit / 100, lang), holders=names)
        where = t("slider.n_chosen", lang, n=chosen) if chosen else ""
        own = (
            t("slider.by_hand_one" if by_hand == 1 else "slider.by_hand", lang, n=by_hand) if by_hand else ""
        )
        return "; ".join(filter(None, [remark, own, where, stop]))

    def toggle_sheet(self, sheet: str) -> None:
        """Open or close the fact sheet under the row."""
        self.change("texts", {"sheet": "" if self.texts.get("sheet") else str(escape(sheet))})

    def act(self, message: dict[str, Any]) -> None:
        """Follow the thumb, or call what was given to `on`."""
        action = str(message.pop("do", ""))
        if action == "move":
            self.value = min(max(int(message["value"]), 0), self.limit)
            self.answered = int(message["sequence"])
        elif action in self._actions:
            self._actions[action](message)
