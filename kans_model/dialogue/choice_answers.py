"""What a partner chose when asked between two packages, or neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from kans_model.dialogue.choices import is_number
from kans_model.words.problems import Problem

OPTIONS = ("first", "second", "neither")


@dataclass(frozen=True)
class ChoiceAnswer:
    """One answer, with what both packages bring: it can be read again without them.

    Attributes
    ----------
    first, second : dict
        Subject → what the package brings, as part of the most that the money can; of money what it takes,
        below 0. [-]
    chosen : str
        Of `OPTIONS`; neither is doing nothing.
    """

    first: Mapping[str, float] = field(hash=False)
    second: Mapping[str, float] = field(hash=False)
    chosen: str = "neither"

    def problems(self, partner: str, known: tuple[str, ...]) -> Iterator[Problem]:
        """What is wrong with it, among these subjects."""
        if self.chosen not in OPTIONS:
            options = ", ".join(OPTIONS)
            yield Problem("partner_answer_wrong", row=partner, value=self.chosen, known=options)
        for brings in (self.first, self.second):
            for subject, share in brings.items():
                if subject not in known:
                    yield Problem(
                        "partner_subject_unknown", row=partner, value=subject, known=", ".join(known)
                    )
                elif not is_number(share):
                    yield Problem("partner_answer_share", row=partner, column=subject, value=share)

    def to_dict(self) -> dict[str, Any]:
        """As plain values; subjects of which a package brings nothing are left out."""
        plain = asdict(self)
        for name in ("first", "second"):
            plain[name] = {subject: share for subject, share in plain[name].items() if share}
        return plain
