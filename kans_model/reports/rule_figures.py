"""Numbers of a rule's text: each with its value, its unit and the way back to where it comes from."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.indicator_names import indicator_name
from kans_model.evaluation.indicators import reading
from kans_model.policy.effect import Gap
from kans_model.policy.levers import Lever
from kans_model.reports.dialogue_in_words import place_text, value_text, when_text
from kans_model.reports.policy import beside, years_of
from kans_model.study.names import portfolio_name
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.amounts import money_short, number, percent
from kans_model.words.digits import is_known, signed_euro
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

MOMENT = "2050"
"""Of the damage that a text speaks of."""
LEVER_FIELDS = {
    "start": "year",
    "start_date": "date",
    "end": "year",
    "subsidy_share": "share",
    "subsidy_eur_per_unit": "eur",
    "ceiling_eur": "eur",
    "own_share_min": "share",
    "budget_eur_per_year": "eur",
    "norm_mm": "mm",
    "from_m2": "m2",
    "discount_eur": "eur",
    "agreed_share": "share",
}
"""Slots that are what somebody chose for the lever, each with how it is written."""
FIELDS = {"start_date": "start", "agreed_share": "compliance"}
"""Of a lever, where a slot has another name."""
RESULTS = {
    "rain_before_eur": ("damage_pluvial", "before"),
    "rain_after_eur": ("damage_pluvial", "after"),
    "heat_before_eur": ("damage_heat", "before"),
    "heat_after_eur": ("damage_heat", "after"),
}
"""Slots that are an indicator in the area of the lever, without or with the package."""
COMPLIANCE = {"ramp": "duty_compliance", "new_build": "norm_compliance", "renovation": "norm_compliance"}
"""Row of `uptake_parameters` that holds where the lever has no compliance of its own, per mechanism."""
GAPS = {"gap_wished": "wished", "gap_low": "low", "gap_high": "high"}
"""Slots that are uptake of one measure: what the package counts on, and what the set of levers brings."""
UNITS = {
    "share": "-",
    "eur": "EUR",
    "mm": "mm",
    "m2": "m²",
    "year": "",
    "date": "",
    "count": "",
    "short": "EUR/yr",
}


@dataclass(frozen=True)
class Origin:
    """The way back from a number to the study.

    Attributes
    ----------
    kind : str
        `lever` (set, lever, field), `row` (table, row, column), `result` (package, indicator, moment,
        `before` or `after`, set, lever), `gap` (package, set, measure, year, field of `Gap`), `criterion`
        (id), `place` (set, lever, column or `n_areas`) or `moment` (year).
    path : tuple of str
    """

    kind: str
    path: tuple[str, ...]

    @property
    def key(self) -> str:
        """In one word, as files hold it."""
        return "/".join((self.kind, *self.path))

    def text(self, study: Study, lang: str = "nl") -> str:
        """Where a number comes from, in words."""
        return t(f"rule.origin_{self.kind}", lang, **_ORIGIN_WORDS[self.kind](study, self.path, lang))


@dataclass(frozen=True)
class Figure:
    """A number in a text.

    Attributes
    ----------
    slot : str
        What it is, as the table of blocks calls it.
    value : float
        NaN where it is not known.
    unit, text : str
        `text` is how it stands in the sentence.
    origin : Origin
    study : str
        Hash of the study it was read from.
    """

    slot: str
    value: float
    unit: str
    text: str
    origin: Origin
    study: str

    @property
    def known(self) -> bool:
        return math.isfinite(self.value)

    def said(self, study: Study, lang: str = "nl") -> str:
        """What stands beside it on screen: its origin and the first of the hash."""
        return f"{self.origin.text(study, lang)} · {t('rule.study_hash', lang, hash=self.study[:12])}"


def resolved(study: Study, origin: Origin) -> float:
    """The value that an origin leads to in a study; NaN where it is not known.

    Raises
    ------
    KansError
        When a set, lever, package or criterion is no longer there.
    """
    return _VALUES[origin.kind](study, origin.path)


def lever_of(study: Study, set_id: str, lever_id: str) -> Lever:
    """A lever of a set of the policy.

    Raises
    ------
    KansError
        When there is no such set or lever.
    """
    levers = {own.id: own for own in study.policy.set(set_id).levers}
    if lever_id not in levers:
        raise KansError(
            Problem("rule_lever_unknown", row=set_id, value=lever_id, known=", ".join(levers) or "–")
        )
    return levers[lever_id]


def lever_gaps(study: Study, set_id: str, package: str) -> list[Gap]:
    """What a package counts on and what a set of levers brings, per measure on private ground."""
    return _gaps(study, package, set_id, gap_year(study))


def _gaps(study: Study, package: str, set_id: str, year: int) -> list[Gap]:
    chosen = study.portfolio(package)
    return beside(study, chosen, [study.policy.set(set_id)]).effects[0].gaps(year)


def gap_year(study: Study) -> int:
    """Year in which uptake is told."""
    return years_of(study)[0]


def lever_mask(study: Study, lever: Lever) -> np.ndarray:
    """The buurten in which a lever works, bool, shape (area,)."""
    index = study.city.areas.index
    return np.asarray(index.isin(lever.areas)) if lever.areas else np.ones(len(index), dtype=bool)


def exact(value: float, style: str, lang: str = "nl") -> str:
    """A number as a rule writes it: nothing rounded off that somebody chose.

    Examples
    --------
    >>> exact(12345, "eur").replace("\\xa0", " "), exact(7.5, "eur", "en"), exact(0.125, "share", "en")
    ('€ 12.345', '€7.50', '12.5%')
    >>> exact(62.5, "mm").replace("\\xa0", " "), exact(2027, "year"), exact(2027, "date")
    ('62,5 mm', '2027', '1 januari 2027')
    """
    if style in ("year", "date"):
        return t("rule.date", lang, year=int(value)) if style == "date" else str(int(value))
    if style == "share":
        return percent(value, lang, _decimals(100 * value))
    if style == "eur":
        return signed_euro(value, number(abs(value), lang, 2 if _decimals(value) else 0), lang)
    amount = number(value, lang, _decimals(value))
    return t(f"rule.in_{style}", lang, n=amount) if style in ("mm", "m2") else amount


def _decimals(value: float) -> int:
    """As many as it takes to write it down whole, three at most."""
    return next((n for n in range(3) if math.isclose(value, round(value, n), abs_tol=1e-9)), 3)


# --- slots of a lever ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """Every number that a text about one lever may hold."""

    study: Study
    set_id: str
    lever: Lever
    package: str
    hash: str

    def figure(self, slot: str, lang: str = "nl") -> Figure:
        """A slot as a number of the study."""
        origin, style = self._origin(slot)
        value = resolved(self.study, origin)
        if slot == "own_share_min" and value == 0:
            value = math.nan  # nothing is asked: no sentence about it
        text = t("unknown", lang)
        if is_known(value):
            text = money_short(value, lang) if style == "short" else exact(value, style, lang)
        return Figure(slot, value, UNITS[style], text, origin, self.hash)

    def limit(self, criterion: Criterion, lang: str = "nl") -> Figure:
        """A limit that was agreed for a place that the lever works in."""
        words = (
            value_text(criterion.indicator, criterion.limit, lang),
            when_text(criterion.moment, lang, criterion.indicator),
        )
        text = f"{' '.join(filter(None, words))} ({place_text(criterion, self.study.city.areas, lang)})"
        unit = str(table("indicators")["unit"][criterion.indicator])
        return Figure("limit", criterion.limit, unit, text, Origin("criterion", (criterion.id,)), self.hash)

    @cached_property
    def gaps(self) -> list[Gap]:
        """Uptake of the measures that the lever moves, where it is known."""
        found = lever_gaps(self.study, self.set_id, self.package)
        known = (own for own in found if is_known(own.wished) and is_known(own.low) and is_known(own.high))
        return [own for own in known if own.measure in self.lever.moves]

    def gap(self, slot: str, gap: Gap, lang: str = "nl") -> Figure:
        """One of the numbers of a gap."""
        year = gap_year(self.study)
        path = (self.package, self.set_id, gap.measure, str(year), GAPS[slot])
        value = getattr(gap, GAPS[slot])
        return Figure(slot, value, "-", percent(value, lang), Origin("gap", path), self.hash)

    def _origin(self, slot: str) -> tuple[Origin, str]:
        place = (self.set_id, self.lever.id)
        if slot in LEVER_FIELDS:
            return Origin("lever", (*place, FIELDS.get(slot, slot))), LEVER_FIELDS[slot]
        if slot == "compliance":
            row = COMPLIANCE.get(self.lever.mechanism)
            if self.lever.compliance is None and row:
                return Origin("row", ("uptake_parameters", row, "value")), "share"
            return Origin("lever", (*place, "compliance")), "share"
        if slot in RESULTS:
            indicator, when = RESULTS[slot]
            return Origin("result", (self.package, indicator, MOMENT, when, *place)), "short"
        if slot in ("moment", "gap_year"):
            year = MOMENT if slot == "moment" else str(gap_year(self.study))
            return Origin("moment", (year,)), "year"
        return Origin("place", (*place, slot)), "count"


# --- from an origin to its value --------------------------------------------------------------------------


def _lever_value(study: Study, path: tuple[str, ...]) -> float:
    value = getattr(lever_of(study, path[0], path[1]), path[2])
    return math.nan if value is None else float(value)


def _result_value(study: Study, path: tuple[str, ...]) -> float:
    package, indicator, moment, when, set_id, lever_id = path
    found = reading(study.baseline, study.evaluate(package), indicator, when)
    return found.together(moment, lever_mask(study, lever_of(study, set_id, lever_id)))[0]


def _place_value(study: Study, path: tuple[str, ...]) -> float:
    mask = lever_mask(study, lever_of(study, path[0], path[1]))
    if path[2] == "n_areas":
        return float(mask.sum())
    return float(study.city.areas[path[2]].to_numpy(dtype=float)[mask].sum())


def _gap_value(study: Study, path: tuple[str, ...]) -> float:
    package, set_id, measure, year, field = path
    found = (gap for gap in _gaps(study, package, set_id, int(year)) if gap.measure == measure)
    return next((float(getattr(gap, field)) for gap in found), math.nan)


def criterion_of(study: Study, criterion_id: str) -> Criterion:
    """A criterion by its id.

    Raises
    ------
    KansError
        When it is no longer there.
    """
    known = {own.id: own for own in study.criteria}
    if criterion_id not in known:
        raise KansError(Problem("rule_criterion_unknown", value=criterion_id))
    return known[criterion_id]


_VALUES: dict[str, Callable[[Study, tuple[str, ...]], float]] = {
    "lever": _lever_value,
    "row": lambda _, path: float(table(path[0])[path[2]][path[1]]),
    "result": _result_value,
    "criterion": lambda study, path: criterion_of(study, path[0]).limit,
    "place": _place_value,
    "moment": lambda _, path: float(path[0]),
    "gap": _gap_value,
}


# --- from an origin to words ------------------------------------------------------------------------------


def _lever_words(study: Study, path: tuple[str, ...], lang: str) -> dict[str, object]:
    return {"lever": lever_of(study, path[0], path[1]).name(lang), "what": t(f"rule.field_{path[2]}", lang)}


def _row_words(_: Study, path: tuple[str, ...], lang: str) -> dict[str, object]:
    row = table(path[0]).loc[path[1]]
    return {"name": row[f"name_{lang}"], "source": table("sources")["title"][row["source"]]}


def _result_words(study: Study, path: tuple[str, ...], lang: str) -> dict[str, object]:
    return {
        "indicator": indicator_name(path[1], lang),
        "when": t(f"rule.when_{path[3]}", lang, package=portfolio_name(study.portfolio(path[0]), lang)),
        "moment": path[2],
    }


def _criterion_words(study: Study, path: tuple[str, ...], lang: str) -> dict[str, object]:
    return {"indicator": indicator_name(criterion_of(study, path[0]).indicator, lang)}


def _gap_words(study: Study, path: tuple[str, ...], lang: str) -> dict[str, object]:
    return {
        "measure": table("measures")[f"name_{lang}"][path[2]],
        "what": t(f"rule.gap_{path[4]}", lang, package=portfolio_name(study.portfolio(path[0]), lang)),
        "year": path[3],
    }


_ORIGIN_WORDS: dict[str, Callable[[Study, tuple[str, ...], str], dict[str, object]]] = {
    "lever": _lever_words,
    "row": _row_words,
    "result": _result_words,
    "criterion": _criterion_words,
    "place": lambda _, path, lang: {"what": t(f"rule.place_{path[2]}", lang)},
    "moment": lambda _, path, __: {"moment": path[0]},
    "gap": _gap_words,
}
