"""Choices of a form that stand as they were made: what cannot be is refused in words, all of it at once."""

import math
from typing import Any, Self, TypeGuard

import param

FIXED = {"constant": True, "per_instance": False}
"""Of every parameter of `Choices`: it stands as it was made, and its bounds are those of its class."""


class _InWords:
    """A parameter that takes whatever it is given: `check` of its class says in words what cannot be."""

    def _validate(self, val: object) -> None:
        """Nothing is refused here, where the first would hide the rest."""


class Option(_InWords, param.Selector):
    """One of some options, which a form offers."""

    def holds(self, value: object) -> bool:
        """Whether it is one of them."""
        return value in self.objects


class Quantity(_InWords, param.Number):
    """A number within bounds, which a form reads; soft ones hold for what is typed only."""

    def holds(self, value: object) -> TypeGuard[float]:
        """Whether it is a number within the bounds."""
        if not is_number(value):
            return False
        low, high = self.bounds or (None, None)
        with_low, with_high = self.inclusive_bounds
        above = low is None or value > low or (with_low and value == low)
        return above and (high is None or value < high or (with_high and value == high))


class Words(_InWords, param.String):
    """A line of text of at most so many characters."""

    __slots__ = ("longest",)

    def __init__(self, default: str = "", /, *, longest: int, **rest: Any):
        super().__init__(default, **rest)
        self.longest = longest

    def cut(self, value: str) -> str:
        """What of it fits."""
        return value[: self.longest]


class Choices(param.Parameterized):
    """What was chosen in a form, equal to another of its class by value.

    The `label` of a parameter is the key of its words in `data/texts`; what a form says beside it has the
    same key with `_hint`.
    """

    @classmethod
    def parameters(cls) -> dict[str, Any]:
        """Its parameters by name, in the order in which they stand in the class."""
        return {name: cls.param[name] for name in cls.param if name != "name"}

    @classmethod
    def labelled(cls, label: str) -> Any:
        """The parameter that has these words.

        Examples
        --------
        >>> from kans_model.optimum.question import Question
        >>> Question.labelled("question.equity").bounds
        (0.0, 1.0)
        """
        return next(parameter for parameter in cls.parameters().values() if parameter.label == label)

    def values(self) -> dict[str, Any]:
        """What was chosen, by name."""
        return {name: getattr(self, name) for name in self.parameters()}

    def but(self, **changes: Any) -> Self:
        """The same choices with some of them changed."""
        return type(self)(**self.values() | changes)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.values() == other.values()


def is_number(value: object) -> TypeGuard[float]:
    """Whether it is a finite number, and no truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
