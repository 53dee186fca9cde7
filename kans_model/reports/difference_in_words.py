"""What differs between two versions of a study, in words: part, what it is about, then and now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from kans_model.comparison.milestone import headline_eur
from kans_model.finance.city_balance import CityBalance
from kans_model.finance.split import FinancingSplit
from kans_model.measures.portfolio import Portfolio
from kans_model.reports.changes_in_words import about, amount, choice_name
from kans_model.reports.split_in_words import split_changes
from kans_model.study.names import package_name, split_name
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.amounts import money_short, number, percent, quantity_text
from kans_model.words.texts import has_text, t

MOST_AREAS = 3
"""Buurten with a quantity of their own that are told one by one; of more only how many."""
SAID = frozenset(
    (
        *("schema", "model", "tables", "city", "scenario", "assumptions"),
        *("ambition", "portfolios", "splits", "balance", "seed"),
    )
)
"""Parts of a study that have words of their own below; of another is said that it differs."""
TABLES = {"soil": "soils", "typology": "typologies"}
"""Columns of a buurt whose values are words, and where those stand."""
HEADLINES = ("capex", "avoided", "npv")


class Difference(NamedTuple):
    """One thing that differs, ready to read.

    Attributes
    ----------
    part : what it belongs to: a package, a split, the assumptions.
    name : what it is.
    before, now : what it was and is; a word for nothing where it was not there.
    """

    part: str
    name: str
    before: str
    now: str


def differences(before: Study, now: Study, lang: str) -> list[Difference]:
    """Everything that differs, from what decides most to what decides least; nothing when nothing does."""
    found = [
        *_of_outlook(before, now, lang),
        *_of_packages(before, now, lang),
        *_of_splits(before, now, lang),
        *_of_ambition(before, now, lang),
        *_of_city(before, now, lang),
        *_of_balance(before.balance, now.balance, lang),
    ]
    then, since = before.to_dict(), now.to_dict()
    for part in sorted({*then, *since} - SAID):
        if then.get(part) != since.get(part):
            name = t(f"difference.part_{part}", lang) if has_text(f"difference.part_{part}") else part
            found.append(Difference(t("difference.study", lang), name, *_otherwise(lang)))
    if before.seed != now.seed:
        seeds = str(before.seed), str(now.seed)
        found.append(Difference(t("difference.study", lang), t("difference.seed", lang), *seeds))
    return found


def difference_text(before: Study, now: Study, lang: str) -> str:
    """The same in lines for a terminal."""
    lines = [f"{d.part}: {d.name}: {d.before} → {d.now}" for d in differences(before, now, lang)]
    return "\n".join(lines) if lines else t("difference.none", lang)


def _otherwise(lang: str) -> tuple[str, str]:
    return t("difference.as_then", lang), t("difference.changed", lang)


def _of_outlook(before: Study, now: Study, lang: str) -> Iterator[Difference]:
    part, then = t("assumptions.title", lang), before.scenario
    for name in then.to_dict():
        both = [getattr(study.scenario, name) for study in (before, now)]
        if both[0] != both[1]:
            said = [choice_name(name, value, lang) for value in both]
            yield Difference(part, t(f"assumptions.{name}", lang), said[0], said[1])
    for key in _keys(before.assumptions.own, now.assumptions.own):
        values = [_assumed(study, key) for study in (before, now)]
        if values[0] != values[1]:
            name, unit, _, _ = about(key, lang)
            yield Difference(part, name, *(amount(value, unit, lang) for value in values))


def _assumed(study: Study, key: str) -> float:
    own = study.assumptions.own.get(key)
    return float(study.assumptions.default(key)[0] if own is None else own["value"])


def _of_packages(before: Study, now: Study, lang: str) -> Iterator[Difference]:
    then, since = ({own.id: own for own in study.portfolios} for study in (before, now))
    for package in _keys(then, since):
        old, new = then.get(package), since.get(package)
        if old is None or new is None:
            yield _came_or_went(t("difference.package", lang), _package(old or new, lang), old is None, lang)
        elif old.to_dict() != new.to_dict():
            yield from _of_package(before, now, old, new, lang)
            yield from _of_headlines(before, now, new, lang)
        elif before.outlook_key != now.outlook_key:
            yield from _of_headlines(before, now, new, lang)


def _package(package: Portfolio | None, lang: str) -> str:
    return "" if package is None else package_name(package, lang)


def _of_package(before: Study, now: Study, old: Portfolio, new: Portfolio, lang: str) -> Iterator[Difference]:
    part, none = _package(new, lang), t("difference.absent", lang)
    if old.title != new.title:
        yield Difference(part, t("packages.title", lang), _package(old, lang), part)
    if old.description != new.description:
        yield Difference(part, t("packages.about", lang), old.description or none, new.description or none)
    if old.budget_eur != new.budget_eur:
        budgets = (
            none if own.budget_eur is None else money_short(own.budget_eur, lang) for own in (old, new)
        )
        yield Difference(part, t("difference.budget", lang), *budgets)
    measures, built = table("measures"), [_built(before, old), _built(now, new)]
    for measure in _keys(
        {**dict.fromkeys(old.choices), **old.explicit}, {**dict.fromkeys(new.choices), **new.explicit}
    ):
        name = measures[f"name_{lang}"][measure]
        if old.choices.get(measure) != new.choices.get(measure):
            unit = measures["unit"][measure]
            said = (
                _choice(own.choices.get(measure), quantity.get(measure, 0.0), unit, lang)
                for own, quantity in zip((old, new), built, strict=True)
            )
            yield Difference(part, name, *said)
        yield from _of_explicit(now, measure, (old, new), part, lang)


def _built(study: Study, package: Portfolio) -> dict[str, float]:
    quantity = study.evaluate(package)["quantity"].sum("area")
    return dict(zip(quantity["measure"].values.tolist(), quantity.values.tolist(), strict=True))


def _choice(choice: Mapping[str, Any] | None, quantity: float, unit: str, lang: str) -> str:
    """How much of what fits, where, and what that is in the whole city."""
    if choice is None:
        return t("difference.absent", lang)
    where = t(f"targeting.{choice['targeting']}", lang)
    if choice["targeting"] == "chosen":
        where = t("difference.chosen", lang, n=len(choice["areas"]))
    share, built = percent(choice["uptake"], lang), quantity_text(quantity, unit, lang)
    return t("difference.uptake", lang, share=share, where=where, quantity=built)


def _of_explicit(
    study: Study, measure: str, packages: tuple[Portfolio, Portfolio], part: str, lang: str
) -> Iterator[Difference]:
    """Quantities that somebody put in single buurten."""
    old, new = (package.explicit.get(measure, {}) for package in packages)
    changed = [code for code in _keys(old, new) if old.get(code) != new.get(code)]
    name, unit = table("measures")[f"name_{lang}"][measure], table("measures")["unit"][measure]
    for code in changed[:MOST_AREAS]:
        said = (
            t("difference.by_rule", lang)
            if own.get(code) is None
            else quantity_text(float(own[code]), unit, lang)
            for own in (old, new)
        )
        yield Difference(part, t("difference.in_area", lang, name=name, area=_area(study, code)), *said)
    if (more := len(changed) - MOST_AREAS) > 0:
        yield Difference(part, t("difference.in_more", lang, name=name, n=more), *_otherwise(lang))


def _of_headlines(before: Study, now: Study, package: Portfolio, lang: str) -> Iterator[Difference]:
    """What the package costs and does, under both outlooks."""
    results = [study.evaluate(package.id) for study in (before, now)]
    for headline in HEADLINES:
        said = [money_short(headline_eur(result, headline), lang) for result in results]
        if said[0] != said[1]:
            yield Difference(_package(package, lang), t(f"difference.{headline}", lang), *said)


def _of_splits(before: Study, now: Study, lang: str) -> Iterator[Difference]:
    then, since = ({own.id: own for own in study.splits} for study in (before, now))
    for split in _keys(then, since):
        old, new = then.get(split), since.get(split)
        if old is None and new is not None and split == new.preset:
            old = FinancingSplit.of(split)  # a preset that was changed stands in the study from then on
        if old is None or new is None:
            either = old or new
            name = "" if either is None else split_name(either, lang)
            yield _came_or_went(t("difference.split", lang), name, old is None, lang)
        elif old.to_dict() != new.to_dict():
            yield from _of_split(before, now, old, new, lang)


def _of_split(
    before: Study, now: Study, old: FinancingSplit, new: FinancingSplit, lang: str
) -> Iterator[Difference]:
    part = t("difference.of_split", lang, name=split_name(new, lang))
    if old.preset != new.preset:
        presets = (t(f"split.{own.preset}", lang) for own in (old, new))
        yield Difference(part, t("difference.preset", lang), *presets)
    if old.title != new.title:
        yield Difference(part, t("packages.title", lang), split_name(old, lang), split_name(new, lang))
    said = [
        {
            change.name: change
            for change in split_changes(own, study.actors, float(study.city.areas["households"].sum()), lang)
        }
        for own, study in ((old, before), (new, now))
    ]
    for name in _keys(*said):
        then, since = (own.get(name) for own in said)
        was = then.value if then else since.default if since else ""
        value = since.value if since else then.default if then else ""
        if was != value:
            yield Difference(part, name, was, value)


def _of_ambition(before: Study, now: Study, lang: str) -> Iterator[Difference]:
    part, old, new = t("difference.ambition", lang), before.ambition, now.ambition
    limits = [{limit.name: limit for limit in own.thresholds} for own in (old, new)]
    for key in _keys(*limits):
        hazard, area = key[1], key[2]
        where = t("difference.city", lang) if area is None else _area(now, area)
        said = [
            t("difference.absent", lang)
            if (limit := own.get(key)) is None
            else t("difference.limit", lang, amount=money_short(limit.most_eur_per_year, lang))
            for own in limits
        ]
        if limits[0].get(key) != limits[1].get(key):
            name = t("difference.threshold", lang, theme=t(f"hazard.{hazard}", lang), where=where)
            yield Difference(part, name, said[0], said[1])
    if old.equity_share != new.equity_share:
        shares = (percent(own.equity_share, lang) for own in (old, new))
        yield Difference(part, t("difference.equity", lang), *shares)
    if old.weights != new.weights:
        weights = (
            ", ".join(
                f"{t(f'difference.weight_{key}', lang)} {number(value, lang)}"
                for key, value in own.weights.items()
            )
            for own in (old, new)
        )
        yield Difference(part, t("question.weights", lang), *weights)
    rest = [
        {k: v for k, v in own.to_dict().items() if k not in ("thresholds", "equity_share", "weights")}
        for own in (old, new)
    ]
    if rest[0] != rest[1]:
        yield Difference(part, t("difference.other_choices", lang), *_otherwise(lang))


def _of_city(before: Study, now: Study, lang: str) -> Iterator[Difference]:
    old, new = before.city.corrections, now.city.corrections
    for code in _keys(old, new):
        for column in _keys(old.get(code, {}), new.get(code, {})):
            values = [study.city.areas[column].get(code) for study in (before, now)]
            if values[0] != values[1]:
                name = t(f"area.{column}", lang) if has_text(f"area.{column}") else column
                said = (_figure(column, value, lang) for value in values)
                yield Difference(_area(now, code), name, *said)


def _figure(column: str, value: Any, lang: str) -> str:
    """A figure of a buurt: a word of a table, a share in percent, or a number."""
    if column in TABLES and value in (names := table(TABLES[column])[f"name_{lang}"]).index:
        return str(names[value])
    if isinstance(value, str):
        return value
    return percent(value, lang, 1) if "share" in column.split("_") else number(value, lang)


def _of_balance(old: CityBalance, new: CityBalance, lang: str) -> Iterator[Difference]:
    for item in CityBalance.posts():
        both = [getattr(own, item) for own in (old, new)]
        if both[0] != both[1]:
            said = (t("unknown", lang) if eur is None else money_short(eur, lang) for eur in both)
            yield Difference(t("difference.balance", lang), t(f"balance.{item}", lang), *said)


def _came_or_went(part: str, name: str, came: bool, lang: str) -> Difference:
    there, absent = t("difference.present", lang), t("difference.absent", lang)
    return Difference(part, name, *((absent, there) if came else (there, absent)))


def _area(study: Study, code: str) -> str:
    return str(study.city.areas["name"].get(code, code))


def _keys(*sides: Iterable[Any]) -> list[Any]:
    """Keys of all sides, each once, in the order they come."""
    return list(dict.fromkeys(key for side in sides for key in side))
