"""What a reader must know of his study, and what he can do about it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from dashboards.parts.live.fields import button
from kans_model.words.markup import filled
from kans_model.words.texts import t

ANSWERS = {
    "clash": ("open_other", "keep_copy"),
    "unsaved": ("save",),
    "lost": ("start_anew",),
    "earlier": ("carry_over", "start_anew"),
    "remark": ("seen",),
}
"""What he can do in each case: methods of `Session`."""


@dataclass(frozen=True)
class Alert:
    """One thing at a time; of no kind where there is nothing.

    Attributes
    ----------
    kind : '' or one of `ANSWERS`.
    text : in his language.
    """

    kind: str = ""
    text: str = ""

    def html(self, lang: str) -> Markup:
        """The banner with its buttons; nothing of no kind."""
        if not self.kind:
            return Markup("")
        buttons = Markup(" ").join(
            button(t(f"alert.{answer}", lang), answer) for answer in ANSWERS[self.kind]
        )
        head = t(f"alert.{self.kind}", lang)
        return filled(__file__, "alert.html", head=head, text=self.text, buttons=buttons)


NO_ALERT = Alert()
