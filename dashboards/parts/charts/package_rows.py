"""The charts of a package: damage per theme, cost against benefit, synergy.

Each is laid out once; `show()` moves its marks and changes its values. Numbers arrive in the unit of the
axis, as arrays with one value per row; NaN is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from markupsafe import Markup

from dashboards.parts.charts.row_chart import (
    Marks,
    RowChart,
    Values,
    mark,
    moving_value,
    nice_end,
    toned,
    unknown_slot,
    value_and_range,
    word_slot,
)
from dashboards.parts.live.fields import hatched
from dashboards.parts.live.travel import moving
from dashboards.parts.look import theme
from kans_model.words.amounts import change, number
from kans_model.words.markup import macros
from kans_model.words.texts import t

_WORDS = macros(__file__, "package_rows.html")
PARTS = ("low", "mid", "high")
LEAST = 0.5
"""Reach below this is neither better nor worse. [%]"""


def as_arrays(columns: Mapping[str, Values]) -> dict[str, np.ndarray]:
    return {name: np.asarray(values, float) for name, values in columns.items()}


def band_table(chart: RowChart, first: str, whats: Sequence[str], unit: str) -> pd.DataFrame:
    """The labels and, for every band, its middle, low and high."""
    columns: dict[str, Any] = {first: chart.labels}
    for what in whats:
        for part in ("mid", "low", "high"):
            head = f"{t(f'chart.{what}', chart.lang)}, {t(f'table.{part}', chart.lang)}, {unit}"
            columns[head] = chart.columns[f"{what}_{part}"]
    return pd.DataFrame(columns)


class HazardBars(RowChart):
    """Damage per year per theme: without the package in grey, with it in the theme's colour. [mln EUR/yr]

    Parameters
    ----------
    labels : id of each theme → its name.
    apart : id → remark under the name of a theme that is read apart from the others.
    """

    def __init__(
        self,
        title: str,
        labels: Mapping[str, str],
        lang: str,
        notes: Sequence[str] = (),
        apart: Mapping[str, str] | None = None,
        rough: bool = False,
        key: str = "",
    ):
        head, apart = t("chart.avoided", lang), apart or {}
        super().__init__(
            title, lang, row_px=52, name_px=112, value_px=88, head=head, notes=notes, rough=rough, key=key
        )
        marks, names = [], []
        for row, (key, text) in enumerate(labels.items()):
            names.append(Markup(_WORDS.hazard(text, theme.HAZARD_TEXT[key], apart.get(key, ""))))
            words = [word_slot(f"{when}{row}") for when in ("without", "with")]
            marks.append(
                mark(f"before:{row}", theme.EDGE, shift=-8, word=words[0], text_colour=theme.SECOND)
                + mark(
                    f"after:{row}",
                    theme.HAZARDS[key],
                    shift=8,
                    word=words[1],
                    text_colour=theme.HAZARD_TEXT[key],
                )
                + unknown_slot(row)
            )
        self.rows(list(labels.values()), marks, names)

    def scale_to(self, damage_meur: float) -> None:
        """Make room for this much damage; once per city, year and scenario."""
        self.scale(nice_end(damage_meur * 1.1))

    def show(self, **columns: Values) -> None:
        """Columns before_…, after_… and avoided_… low, mid and high. [mln EUR/yr]"""
        self.columns = as_arrays(columns)
        known = np.isfinite(self.columns["after_mid"])
        first = int(np.argmax(known)) if known.any() else -1
        marks: Marks = {}
        slots: dict[str, Any] = {}
        for what in ("before", "after"):
            marks |= self.place(what, *(self.columns[f"{what}_{part}"] for part in PARTS))
        for row, is_known in enumerate(known):
            for word in ("without", "with"):
                slots[f"{word}{row}"] = t(f"chart.{word}", self.lang) if row == first else ""
            hatch = hatched(t("unknown", self.lang))
            slots[f"unknown{row}"] = Markup("") if is_known else hatch
        self.view.place(marks)
        self.view.show(**slots)
        avoided = [self.columns[f"avoided_{part}"] for part in ("mid", "low", "high")]
        largest = float(np.nanmax(avoided[2], initial=0))
        self.tell(
            self._value(row, ends, largest) if is_known else Markup("")
            for row, (*ends, is_known) in enumerate(zip(*avoided, known, strict=True))
        )

    def _value(self, row: int, ends: Sequence[float], largest: float) -> Markup:
        if self.key:
            return moving_value(
                f"{self.key}.avoided", "avoided_meur_per_year", row, ends, self.lang, largest, self.rough
            )
        mid, low, high = ends
        return value_and_range(mid, low, high, self.lang, 2 if largest < 10 else 1, self.rough)

    def travelled(self, **columns: Values) -> dict[str, np.ndarray]:
        """Columns of a slider's travel, from after_… and avoided_… low, mid and high, shape (place, row)."""
        after, avoided = ([columns[f"{what}_{part}"] for part in PARTS] for what in ("after", "avoided"))
        numbers = np.stack([np.asarray(avoided[place], float) for place in (1, 0, 2)], axis=-1)
        return {f"{self.key}.avoided": numbers, **self.travel("after", *after)}

    def frame(self) -> pd.DataFrame:
        unit = t("unit.meur_per_year", self.lang)
        return band_table(self, t("table.theme", self.lang), ("before", "after", "avoided"), unit)

    def summary(self) -> str:
        """The chart in words."""
        parts = []
        before_after = (self.columns["before_mid"], self.columns["after_mid"])
        for label, before, after in zip(self.labels, *before_after, strict=True):
            if np.isfinite(after):
                amounts = {"before": number(before, self.lang, 1), "after": number(after, self.lang, 1)}
                parts.append(t("chart.hazard_sentence", self.lang, theme=label, **amounts))
            else:
                parts.append(f"{label}: {t('unknown', self.lang)}")
        return "; ".join(parts) + "."


class SynergyDots(RowChart):
    """Reach per opgave from −100 to 100 % of the most that fits; left of zero it works against. [%]

    Parameters
    ----------
    labels : id of each opgave → its name.
    """

    def __init__(
        self,
        title: str,
        labels: Mapping[str, str],
        lang: str,
        notes: Sequence[str] = (),
        key: str = "",
    ):
        super().__init__(title, lang, row_px=28, name_px=208, value_px=44, notes=notes, key=key)
        self.name_rows(list(labels.values()))

    def name_rows(self, names: Sequence[str]) -> None:
        """The opgaven in another order; drawn anew only where it is another."""
        if list(names) == getattr(self, "labels", None):
            return
        marks = [
            mark(f"worse:{row}", theme.WORSE, shape="stem")
            + mark(f"better:{row}", theme.BETTER, shape="stem")
            for row in range(len(names))
        ]
        self.rows(list(names), marks)
        self.scale(110, -110, at=(-100, 0, 100), signed=True)

    def show(self, *, reach: Values, mean: Values) -> None:
        """Reach and mean score. [%] and [−2…2]"""
        self.columns = as_arrays({"reach": reach, "mean": mean})
        values = self.columns["reach"]
        marks: Marks = {}
        for name, ends in self._stems(values).items():
            marks |= self.place(name, *ends)
        self.view.place(marks)
        tones = ["better" if value > LEAST else "worse" if value < -LEAST else "quiet" for value in values]
        self.tell(
            toned(self._value(row, value), tone)
            for row, (value, tone) in enumerate(zip(values, tones, strict=True))
        )

    @staticmethod
    def _stems(reach: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Low, middle and high of the marks left and right of zero."""
        low, high = np.minimum(reach, 0), np.maximum(reach, 0)
        return {
            "worse": (low, np.where(reach < 0, reach, np.nan), high),
            "better": (low, np.where(reach < 0, np.nan, reach), high),
        }

    def _value(self, row: int, reach: float) -> Markup | str:
        text = change(reach, self.lang)
        return moving(f"{self.key}.reach", "reach_pct", text, row=row, tone=LEAST) if self.key else text

    def travelled(self, reach: np.ndarray) -> dict[str, np.ndarray]:
        """Columns of a slider's travel, from the reach at every place, shape (place, row). [%]"""
        columns = {f"{self.key}.reach": reach}
        for name, ends in self._stems(reach).items():
            columns |= self.travel(name, *ends)
        return columns

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(
            {
                t("table.opgave", self.lang): self.labels,
                t("table.reach", self.lang): self.columns["reach"],
                t("table.mean_score", self.lang): self.columns["mean"],
            }
        )

    def summary(self) -> str:
        """The chart in words."""
        pairs = zip(self.labels, self.columns["reach"], strict=True)
        return "; ".join(f"{label} {number(reach, self.lang, 0)} %" for label, reach in pairs) + "."


class PackageDots(RowChart):
    """One mark per package in every row, each in its own colour and shape. [unit of the axis]

    Parameters
    ----------
    packages : id → (name, colour, shape), shape is a marker of `theme.PACKAGES`, or open.
    """

    value_px: ClassVar[int] = 4

    def __init__(
        self,
        title: str,
        labels: Sequence[str],
        packages: Mapping[str, tuple[str, str, str]],
        lang: str,
        *,
        unit: str,
        first: str,
        notes: Sequence[str] = (),
    ):
        row_px = max(28, 10 * len(packages))
        super().__init__(title, lang, row_px=row_px, name_px=176, value_px=self.value_px, notes=notes)
        self.packages, self.unit, self.first = packages, unit, first
        shift = [
            round((9 if len(packages) > 2 else 11) * (place - (len(packages) - 1) / 2))
            for place in range(len(packages))
        ]
        marks = [
            Markup("").join(
                mark(f"{key}:{row}", colour, shape=shape, shift=shift[place])
                for place, (key, (_, colour, shape)) in enumerate(packages.items())
            )
            + unknown_slot(row)
            for row in range(len(labels))
        ]
        self.rows(list(labels), marks)

    @staticmethod
    def _ends(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Low, middle and high of the marks of one package."""
        nothing = np.full(len(numbers), np.nan)
        return nothing, numbers, nothing

    def show(self, columns: Mapping[str, Values], start: float | None = None) -> None:
        """Values per package; NaN is unknown. `start` fixes the left end of the axis."""
        self.columns = as_arrays(columns)
        values = np.concatenate(list(self.columns.values()))
        high = nice_end(float(np.nanmax(values, initial=0)))
        low = float(np.nanmin(values, initial=0))
        self.scale(high, start if start is not None else (-nice_end(-low) if low < 0 else 0.0))
        marks: Marks = {}
        for key, numbers in self.columns.items():
            marks |= self.place(key, *self._ends(numbers))
        self.view.place(marks)
        unknown = np.all([~np.isfinite(numbers) for numbers in self.columns.values()], axis=0)
        hatch = hatched(t("unknown", self.lang))
        self.view.show(
            **{
                f"unknown{row}": hatch if nobody_knows else Markup("")
                for row, nobody_knows in enumerate(unknown)
            }
        )

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(
            {self.first: self.labels}
            | {f"{name}, {self.unit}": self.columns[key] for key, (name, _, _) in self.packages.items()}
        )

    def summary(self) -> str:
        """The chart in words."""
        return " ".join(
            f"{label}: "
            + "; ".join(
                f"{name} {number(self.columns[key][row], self.lang, 1)} {self.unit}"
                for key, (name, _, _) in self.packages.items()
            )
            + "."
            for row, label in enumerate(self.labels)
        )


class PackageBars(PackageDots):
    """A bar from nought per package in every row, with its amount. [unit of the axis]

    Parameters
    ----------
    packages : id → (name, colour).
    """

    value_px: ClassVar[int] = 72

    def __init__(
        self,
        title: str,
        labels: Sequence[str],
        packages: Mapping[str, tuple[str, str]],
        lang: str,
        *,
        unit: str,
        first: str,
        notes: Sequence[str] = (),
    ):
        looks = {key: (name, colour, "bar") for key, (name, colour) in packages.items()}
        super().__init__(title, labels, looks, lang, unit=unit, first=first, notes=notes)

    @staticmethod
    def _ends(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return np.minimum(numbers, 0), numbers, np.maximum(numbers, 0)

    def show(self, columns: Mapping[str, Values], start: float | None = None) -> None:
        """Put the bars; of one package its amounts beside them."""
        super().show(columns, start)
        only = next(iter(self.columns.values()))
        one = len(self.columns) == 1
        self.tell(Markup("") if not one else toned(number(x, self.lang, 1), "") for x in only)
