"""Weights from choices in words: what two packages bring, what the answers say, and who stands near whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kans_model.dialogue.groups import Group
from kans_model.dialogue.partners import FAIRNESS, MONEY, Partner, subjects
from kans_model.dialogue.preferences import Preference, default
from kans_model.dialogue.subject_names import subject_name
from kans_model.optimum.agreement import RULES
from kans_model.optimum.menu import Menu
from kans_model.optimum.overstatement import Overstatement
from kans_model.optimum.weight_bands import WeightBands
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS
from kans_model.words.amounts import money_short, number, percent
from kans_model.words.texts import t

MEASURES = 3
"""Measures that name a package."""


@dataclass(frozen=True)
class PairRow:
    """What both packages bring of one thing, and which brings more: 0, 1, or neither (-1)."""

    name: str
    first: str
    second: str
    better: int = -1


def pair_rows(shown: Menu, pair: tuple[int, int], asked: Sequence[str], lang: str = "nl") -> list[PairRow]:
    """A row for the cost, one for the measures, and one for every subject that the partner weighs."""
    first, second = pair
    rows = [
        PairRow(t("dialogue.pair_cost", lang), _cost(shown, first, lang), _cost(shown, second, lang)),
        PairRow(
            t("dialogue.pair_measures", lang), _measures(shown, first, lang), _measures(shown, second, lang)
        ),
    ]
    for name in asked:
        if name == MONEY:
            continue
        shares = shown.brings[list(pair), subjects().index(name)]
        one, other = (_amount(shown, name, float(share), lang) for share in shares)
        rows.append(
            PairRow(subject_name(name, lang), one, other, -1 if one == other else int(shares.argmax()))
        )
    return rows


def _cost(shown: Menu, place: int, lang: str) -> str:
    return money_short(float(-shown.brings[place, subjects().index(MONEY)] * shown.budget_eur), lang)


def _measures(shown: Menu, place: int, lang: str) -> str:
    """The measures on which most is spent."""
    formulation = shown.reach.formulation
    variables, names = formulation.variables, formulation.base.room.measures
    spent = np.zeros(len(names))
    np.add.at(spent, variables.measure, variables.capex_eur * variables.shares(shown.quantity[place]))
    words = table("measures")[f"name_{lang}"]
    order = [at for at in np.argsort(-spent, kind="stable")[:MEASURES] if spent[at] > 0]
    return ", ".join(str(words[names[at]]) for at in order)


def _amount(shown: Menu, subject: str, share: float, lang: str) -> str:
    if subject in HAZARDS or subject == FAIRNESS:
        eur = money_short(share * shown.reach.most[subject], lang)
        return t("dialogue.pair_less_damage", lang, money=eur)
    return t("dialogue.pair_part", lang, share=percent(share, lang))


def weight_text(known: Preference, place: int, lang: str = "nl") -> str:
    """A weight from choices with its band."""
    low, high = known.band
    return _band(float(known.mean[place]), float(low[place]), float(high[place]), lang)


def _band(share: float, low: float, high: float, lang: str) -> str:
    low_text = number(100 * low, lang, 0)
    return t("dialogue.weight_band", lang, share=percent(share, lang), low=low_text, high=percent(high, lang))


def fitting_text(known: Preference, lang: str = "nl") -> str:
    """How consistent the answers are."""
    return t("dialogue.fitting", lang, n=known.n_fitting, all=len(known.answers))


def group_text(group: Group, names: Sequence[str], lang: str = "nl") -> str:
    """Who stands near whom, and what divides them from the rest."""
    who = ", ".join(names[place] for place in group.members)
    if not group.subject:
        return t("dialogue.group_one", lang, who=who)
    return t(
        "dialogue.group",
        lang,
        who=who,
        n=len(group.members),
        subject=subject_name(group.subject, lang),
        own=percent(group.own_share, lang),
        other=percent(group.other_share, lang),
    )


def band_text(bands: WeightBands, package: str, lang: str = "nl") -> str:
    """How often a package is the one to agree on when weights move within their band."""
    least, mean = percent(bands.least[package], lang), percent(bands.mean[package], lang)
    return t("dialogue.band_wins", lang, least=least, mean=mean)


def overstatement_text(row: Overstatement, lang: str = "nl") -> str:
    """What a partner could win by overstating one weight, in one line."""
    name = row.partner.name
    if not row.subject:
        return t("dialogue.overstate_none", lang, partner=name)
    subject = subject_name(row.subject, lang)
    gain = 100 * row.gain
    if gain < 0.05:
        return t("dialogue.overstate_no_gain", lang, partner=name, subject=subject)
    return t(
        "dialogue.overstate",
        lang,
        partner=name,
        subject=subject,
        factor=number(default("overstatement_factor"), lang),
        gain=number(gain, lang, 1),
        loss=number(max(0.0, 100 * row.loss_of_least), lang, 1),
    )


def choice_lines(values: Mapping[str, Any], names: Mapping[str, str], lang: str = "nl") -> list[str]:
    """What `kans dialogue` prints of choices and groups."""
    lines = []
    for partner, told in values["weights_from_choices"].items():
        weights = ", ".join(
            f"{subject_name(name, lang)} {_band(row['mean'], row['p5'], row['p95'], lang)}"
            for name, row in told["weights"].items()
        )
        fits = t("dialogue.fitting", lang, n=told["fitting"], all=told["answers"])
        lines.append(f"  {names[partner]}: {weights}. {fits}")
    order = list(names)
    for row in values["groups"]:
        members = tuple(order.index(name) for name in row["members"])
        group = Group(members, row["subject"], row["own_share"], row["other_share"])
        lines.append(f"  {group_text(group, list(names.values()), lang)}")
    return lines


def steadiness_lines(values: Mapping[str, Any], names: Mapping[str, str], lang: str = "nl") -> list[str]:
    """What `kans dialogue` prints of bands of weights, and of what overstating would win."""
    lines = []
    for rule in RULES:
        least, mean = (percent(values["weight_bands"][by][rule], lang) for by in ("least", "mean"))
        told = t("dialogue.band_wins", lang, least=least, mean=mean)
        lines.append(f"{t(f'dialogue.rule_{rule}', lang)}: {told}")
    for row in values["overstatement"]:
        partner = Partner(row["partner"], names[row["partner"]])
        pushed = Overstatement(partner, row["subject"], row["gain"], row["loss_of_least"])
        lines.append(overstatement_text(pushed, lang))
    return lines
