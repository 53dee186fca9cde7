"""The steps a reader can take back, and take again."""

from __future__ import annotations

from kans_model.study.study import Study

STEPS_KEPT = 100


class StepsBack:
    """Studies before and after the one that stands; moves of one slider between two rests are one step."""

    def __init__(self) -> None:
        self._before: list[Study] = []
        self._after: list[Study] = []
        self._moving = ""

    def leave(self, study: Study, moving: str = "") -> None:
        """Another study takes this one's place; `moving` names the slider that is still in motion."""
        if not moving or moving != self._moving:
            self._before = [*self._before, study][-STEPS_KEPT:]
            self._after = []
        self._moving = moving

    def rest(self) -> None:
        """The slider was let go: the next move is a new step."""
        self._moving = ""

    @property
    def first(self) -> Study | None:
        """The oldest study that is kept; None when nothing was changed."""
        return self._before[0] if self._before else None

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._after)

    def undo(self, study: Study) -> Study | None:
        """The study before this one; None when there is none."""
        return self._moved(study, self._before, self._after)

    def redo(self, study: Study) -> Study | None:
        """The study that this one was taken back from; None when there is none."""
        return self._moved(study, self._after, self._before)

    def _moved(self, study: Study, source: list[Study], target: list[Study]) -> Study | None:
        if not source:
            return None
        target.append(study)
        self.rest()
        return source.pop()
