"""What hangs on what, and what went stale, in words."""

from __future__ import annotations

from collections.abc import Callable

from kans_model.chain.links import KINDS, Node
from kans_model.chain.records import package_of
from kans_model.chain.staleness import Stale, stale
from kans_model.chain.study_chain import study_chain
from kans_model.dialogue.indicator_names import indicator_name
from kans_model.reports.dialogue_in_words import criterion_text, day_text, value_text
from kans_model.study.names import portfolio_name
from kans_model.study.study import Study
from kans_model.tables.reading import cells
from kans_model.words.amounts import change, money_short, percent, quantity_text
from kans_model.words.texts import t


def node_name(study: Study, node: Node, lang: str = "nl") -> str:
    """What a reader calls it, as the study says."""
    return _NAMES[node.kind](study, node.key, lang)


def _risk(study: Study, key: tuple[str, ...], lang: str) -> str:
    return f"{indicator_name(key[0], lang)} · {study.city.areas['name'].get(key[1], key[1])}"


def _threshold(study: Study, key: tuple[str, ...], lang: str) -> str:
    own = next(criterion for criterion in study.criteria if criterion.id == key[0])
    return criterion_text(own, study.city.areas, lang)


def _measure(study: Study, key: tuple[str, ...], lang: str) -> str:
    return f"{cells('measures', f'name_{lang}')[key[1]]} · {portfolio_name(study.portfolio(key[0]), lang)}"


def _project(study: Study, key: tuple[str, ...], _lang: str) -> str:
    project = study.programme.project(key[0])
    return project.name if project.start is None else f"{project.name} · {project.start}"


def _lever(study: Study, key: tuple[str, ...], lang: str) -> str:
    chosen = study.policy.chosen_set
    return next(lever.name(lang) for lever in (chosen.levers if chosen else ()) if lever.id == key[0])


def _rule_text(study: Study, key: tuple[str, ...], lang: str) -> str:
    return f"{t(f'chain.instrument_{key[1]}', lang)} · {_lever(study, key, lang)}"


_NAMES: dict[str, Callable[[Study, tuple[str, ...], str], str]] = {
    "risk": _risk,
    "threshold": _threshold,
    "measure": _measure,
    "project": _project,
    "lever": _lever,
    "text": _rule_text,
}


def stale_text(study: Study, own: Stale, lang: str = "nl") -> str:
    """What rests on older figures, with what it read then and reads now."""
    moved = t("chain.moved", lang, change=change(100 * own.change, lang)) if own.change == own.change else ""
    values = {"old": _value(own, own.old, lang), "new": _value(own, own.new, lang), "moved": moved}
    if own.choice == "decision":
        decision = next(known for known in study.dialogue.decisions if known.id == own.key)
        what = decision.what if len(decision.what) < 60 else f"{decision.what[:57]}…"
        name = indicator_name(own.figure, lang)
        return t(
            "chain.stale_decision", lang, what=what, when=day_text(decision.when, lang), name=name, **values
        )
    if own.choice == "years":
        return t("chain.stale_years", lang, **values)
    if own.choice == "levers":
        chosen = study.policy.chosen_set
        return t(f"chain.stale_{own.figure}", lang, set=chosen.title if chosen else "", **values)
    package = portfolio_name(package_of(study), lang)
    if own.figure == "places":
        return t("chain.stale_places", lang, package=package)
    name = cells("measures", f"name_{lang}")[own.figure]
    return t("chain.stale_projects", lang, name=name, package=package, **values)


def _value(own: Stale, value: float, lang: str) -> str:
    if value != value:
        return t("chain.unknown", lang)
    if own.choice == "decision":
        return value_text(own.figure, value, lang)
    if own.unit == "share":
        return percent(value, lang)
    if own.unit == "EUR":
        return money_short(value, lang)
    return quantity_text(value, own.unit, lang)


def counted(kind: str, n: int, lang: str = "nl") -> str:
    """How many of a kind, as in `3 grenzen`."""
    return t(f"chain.n_{kind}", lang, n=n)


def chain_text(study: Study, lang: str = "nl") -> str:
    """The chain in a few lines: how many of each kind, what is broken, what is stale."""
    chain = study_chain(study)
    lines = [" › ".join(counted(kind, len(chain.of(kind)), lang) for kind in KINDS)]
    lines.append(t("chain.links", lang, n=len(chain.links)))
    lines += [t("chain.broken", lang, source=link.source, target=link.target) for link in chain.broken]
    found = stale(study)
    lines.append(t("chain.stale", lang, n=len(found)) if found else t("chain.fresh", lang))
    lines += [f"- {stale_text(study, own, lang)}" for own in found]
    return "\n".join(lines)
