"""What a split sets apart from the tables, in words: every rate, term, share, limit, loan and rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kans_model.finance.actors import Actors
from kans_model.finance.cost_part import ANY
from kans_model.finance.grant_scheme import rule
from kans_model.finance.reference_year import later_rows
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_terms import STANDARD_RULES, default
from kans_model.reports.changes_in_words import Change
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import REFERENCE_YEAR, WHOLE
from kans_model.words.amounts import money_short, number, percent
from kans_model.words.texts import has_text, t


def split_changes(split: FinancingSplit, actors: Actors, households: float, lang: str) -> list[Change]:
    """Everything in which a split differs from the defaults, the presets' shares excepted.

    Parameters
    ----------
    households : float
        Those of the city, which pay the levy unless the split says otherwise.
    """
    usual = FinancingSplit(preset=split.preset)
    found: list[Change] = []
    for name in usual.to_dict():
        if name in NAMED_ELSEWHERE or getattr(split, name) == getattr(usual, name):
            continue
        if name == "levy_units":
            value, of_city = (number(n, lang, 0) for n in (split.levy_units, households))
            found.append(Change(_word("levy_units", lang), value, of_city, ""))
        elif name in WRITTEN:
            found += WRITTEN[name](split, actors, lang)
        else:
            found.append(_plain(name, getattr(split, name), getattr(usual, name), lang))
    return found


NAMED_ELSEWHERE = ("id", "title", "description", "preset", "locked", "rules")
"""The name stands above the paper; a lock changes no amount; own rules come with the order they are tried."""


def _word(key: str, lang: str, **values: object) -> str:
    return t(f"split_choice.{key}", lang, **values)


def _plain(name: str, value: Any, usual: Any, lang: str) -> Change:
    """A choice without a form of its own: its name, what it is and what it would be."""
    key = f"split_choice.{name}"
    said = t(key, lang) if has_text(key) else name.replace("_", " ")
    return Change(said, _plain_value(value, lang), _plain_value(usual, lang), "")


def _plain_value(value: Any, lang: str) -> str:
    if isinstance(value, bool):
        return _word("yes" if value else "no", lang)
    if isinstance(value, int | float):
        return number(float(value), lang)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_plain_value(part, lang)}" for name, part in value.items()) or _word(
            "none", lang
        )
    if value is None or value == "" or value == []:
        return _word("none", lang)
    return str(value)


def _of_rates(split: FinancingSplit, actors: Actors, lang: str) -> Iterator[Change]:
    for key, value in split.rates.items():
        rate, _, purse = key.partition(":")
        if value != default(rate, split.reference_year):
            name = table("finance_defaults")[f"name_{lang}"][rate]
            said = f"{name}: {actors.name(purse, lang)}" if purse else name
            yield Change(said, _percent(value, lang), _percent(default(rate, split.reference_year), lang), "")


def later_rows_line(year: int, lang: str) -> str:
    """Which values of a year are those of a later one, because there is none of before; '' where all are."""
    names = [
        t("split_choice.since", lang, of=table(name)[f"name_{lang}"][key], year=first)
        for (name, key), first in later_rows(year).items()
    ]
    return t("split_choice.later_rows", lang, year=year, names="; ".join(names)) if names else ""


CITYS_OWN = ("omslagrente", "levy_household_share", "levy_user_share")
"""Rates that every city sets itself."""


def examples_line(split: FinancingSplit, lang: str) -> str:
    """Which values are those of other cities or a judgement, until the own are filled in; '' if none."""
    rates = table("finance_defaults")[f"name_{lang}"]
    names = [rates[key] for key in CITYS_OWN if not any(own.partition(":")[0] == key for own in split.rates)]
    names += [_word(f"examples_{key}", lang) for key in ("terms", "shares") if not EXAMPLES_SET[key](split)]
    return _word("examples", lang, names="; ".join(names)) if names else ""


EXAMPLES_SET: dict[str, Callable[[FinancingSplit], Any]] = {
    "terms": lambda split: split.depreciation_years,
    "shares": lambda split: split.levy_shares,
}
"""Whether the city's own stand in a split."""


def _of_reference_year(split: FinancingSplit, _actors: Actors, lang: str) -> Iterator[Change]:
    year = split.reference_year
    yield Change(_word("reference_year", lang), str(year), str(REFERENCE_YEAR), later_rows_line(year, lang))


def _of_terms(split: FinancingSplit, _actors: Actors, lang: str) -> Iterator[Change]:
    classes = table("asset_classes", split.reference_year)
    for name, years in split.depreciation_years.items():
        usual = classes["depreciation_years"][name]
        if years != usual:
            said = _word("term", lang, of=classes[f"name_{lang}"][name])
            yield Change(said, _years(years, lang), _years(usual, lang), "")


def _of_levy_shares(split: FinancingSplit, _actors: Actors, lang: str) -> Iterator[Change]:
    usual, names = table("levy_shares")["rioolheffing_share"], table("measures")[f"name_{lang}"]
    for measure, own in split.levy_shares.items():
        said = _word("levy_share", lang, of=names[measure])
        share = own["rioolheffing_share"]
        if share != usual[measure]:
            reason = str(own.get("reason", ""))
            yield Change(said, _percent(share, lang), _percent(usual[measure], lang), reason)


def _of_levy_payers(split: FinancingSplit, _actors: Actors, lang: str) -> Iterator[Change]:
    for key, value in split.levy_payers.items():
        said = number(float(value), lang, 0) if key == "businesses" else _percent(value, lang)
        yield Change(_word(key, lang), said, _word("none", lang), "")


def _of_levy_costs(split: FinancingSplit, _actors: Actors, lang: str) -> Iterator[Change]:
    for key, value in split.levy_costs.items():
        said = money_short(float(value), lang) if key.endswith("_eur") else _percent(value, lang)
        yield Change(_word(key, lang), said, t("unknown", lang), "")


def _of_levy_today(split: FinancingSplit, _actors: Actors, lang: str) -> Iterator[Change]:
    for key, eur in split.levy_today.items():
        yield Change(_word(key, lang), money_short(float(eur), lang), t("unknown", lang), "")


def _of_loans(split: FinancingSplit, actors: Actors, lang: str) -> Iterator[Change]:
    for actor in split.loans:
        loan = split.loan(actor)
        terms = {"rate": _percent(loan["rate"], lang), "years": _years(loan["years"], lang)}
        kind = _word(f"loan_{loan['kind']}", lang)
        part = _percent(loan.get("share", 1.0), lang)
        value = _word("loan_terms", lang, kind=kind, part=part, **terms)
        yield Change(_word("loan", lang, of=actors.name(actor, lang)), value, _word("none", lang), "")


def _of_reserves(name: str) -> Callable[[FinancingSplit, Actors, str], Iterator[Change]]:
    """What is told of one of the three kinds of reserve."""

    def changes(split: FinancingSplit, actors: Actors, lang: str) -> Iterator[Change]:
        for actor, eur in getattr(split, name).items():
            said = _word(name, lang, of=actors.name(actor, lang))
            yield Change(said, money_short(eur, lang), _word("none", lang), "")

    return changes


def _of_grants(split: FinancingSplit, _actors: Actors, lang: str) -> Iterator[Change]:
    for name, years in split.grant_treatment.items():
        known = name != ANY and (name in split.rules or name in table("funding").index)
        of = rule(name, split.rules)[f"name_{lang}"] if known else _word("all_rules", lang)
        value = (
            _word("grant_capitalised", lang, years=_years(years, lang))
            if years
            else _word("grant_paid", lang)
        )
        yield Change(_word("grant_treatment", lang, of=of), value, _word("grant_paid", lang), "")


def _of_ceilings(split: FinancingSplit, actors: Actors, lang: str) -> Iterator[Change]:
    for actor, limit in split.ceilings.items():
        value = money_short(limit["ceiling_eur"], lang)
        if limit.get("committed_eur"):
            value += _word("committed", lang, amount=money_short(limit["committed_eur"], lang))
        yield Change(_word("ceiling", lang, of=actors.name(actor, lang)), value, _word("none", lang), "")


def _of_rules(split: FinancingSplit, actors: Actors, lang: str) -> Iterator[Change]:
    for name in split.instruments:
        if name not in STANDARD_RULES:
            yield Change(
                _word("rule", lang, of=rule(name, split.rules)[f"name_{lang}"]),
                rule_terms(split, name, actors, lang),
                _word("none", lang),
                _word("status_" + rule(name, split.rules)["status"], lang),
            )
    for name in STANDARD_RULES:
        if name not in split.instruments:
            said = rule(name)[f"name_{lang}"]
            yield Change(_word("rule", lang, of=said), _word("not_tried", lang), _word("tried", lang), "")


def rule_terms(split: FinancingSplit, name: str, actors: Actors, lang: str) -> str:
    """Who pays how much under a rule, until when and up to what."""
    terms = rule(name, split.rules)
    payer = terms["payer"]
    said = [actors.name(payer, lang) if payer in actors.ids or payer in actors.joined else payer]
    if terms["share"] is not None:
        said.append(_word("rule_share", lang, share=_percent(terms["share"], lang)))
    elif terms["amount_eur"] is not None:
        unit = (
            t(f"unit.per_{terms['unit']}", lang) if has_text(f"unit.per_{terms['unit']}") else terms["unit"]
        )
        said.append(f"€ {number(terms['amount_eur'], lang)} {unit}".strip())
    if terms["from_year"] or terms["to_year"]:
        first, last = ("" if terms[key] is None else f"{terms[key]:.0f}" for key in ("from_year", "to_year"))
        said.append(f"{first}–{last}")
    for column in ("yearly_ceiling_eur", "total_ceiling_eur"):
        if terms[column] is not None:
            said.append(_word(column, lang, amount=money_short(terms[column], lang)))
    return ", ".join([*said, *rule_basis(terms, lang)])


def rule_basis(terms: Mapping[str, Any], lang: str) -> list[str]:
    """In which prices the amounts of a rule are, and on which cost its share is, as far as it has these."""
    said = []
    if any(terms[column] is not None for column in IN_EURO):
        level = terms["price_year"]
        said.append(
            _word("euro_nominal", lang) if level is None else _word("euro_level", lang, year=f"{level:.0f}")
        )
    if terms["share"] is not None:
        said.append(_word(f"vat_{terms['vat_base']}", lang))
    return said


def _of_shares(split: FinancingSplit, actors: Actors, lang: str) -> Iterator[Change]:
    for where, shares in split.own.items():
        value = ", ".join(
            f"{actors.name(actor, lang)} {_percent(part / WHOLE, lang)}"
            for actor, part in shares.items()
            if part
        )
        usual = t(f"split.{split.preset}", lang)
        yield Change(_word("shares", lang, of=_part(where, lang)), value, usual, "")


def _of_rooms(split: FinancingSplit, actors: Actors, lang: str) -> Iterator[Change]:
    for actor, eur in split.rooms.items():
        said = _word("room", lang, of=actors.name(actor, lang))
        yield Change(said, money_short(eur, lang), _word("none", lang), "")


def _of_routes(split: FinancingSplit, actors: Actors, lang: str) -> Iterator[Change]:
    names, of_route = table("instruments")[f"name_{lang}"], table("legal_routes")["instrument"]
    for actor, named in split.routes.items():
        for where, route in named.items():
            said = _word("route", lang, of=actors.name(actor, lang), where=_part(where, lang))
            yield Change(said, names[of_route[route]], _word("none", lang), "")


def _part(where: str, lang: str) -> str:
    """A part of the cost in words."""
    parts = zip(("category", "landowner", "cost_kind"), where.split(":"), strict=True)
    return ", ".join(t(f"{key}.{part}", lang) for key, part in parts if part != ANY) or _word(
        "all_cost", lang
    )


def _percent(share: float, lang: str) -> str:
    digits = 0 if abs(share * 100 - round(share * 100)) < 1e-9 else 2
    return percent(float(share), lang, digits)


def _years(years: float, lang: str) -> str:
    return f"{number(float(years), lang, 0)} {t('assumptions.years', lang)}"


IN_EURO = ("amount_eur", "cap_eur", "min_eur", "yearly_ceiling_eur", "total_ceiling_eur")
"""Fields of a rule that are amounts."""
WRITTEN: dict[str, Callable[[FinancingSplit, Actors, str], Iterator[Change]]] = {
    "own": _of_shares,
    "rates": _of_rates,
    "depreciation_years": _of_terms,
    "levy_shares": _of_levy_shares,
    "levy_payers": _of_levy_payers,
    "levy_costs": _of_levy_costs,
    "levy_today": _of_levy_today,
    "loans": _of_loans,
    "reserves": _of_reserves("reserves"),
    "renewal_provisions": _of_reserves("renewal_provisions"),
    "levelling_provisions": _of_reserves("levelling_provisions"),
    "grant_treatment": _of_grants,
    "ceilings": _of_ceilings,
    "instruments": _of_rules,
    "routes": _of_routes,
    "rooms": _of_rooms,
    "reference_year": _of_reference_year,
}
