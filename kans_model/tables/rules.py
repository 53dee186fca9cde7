"""Rules across the columns and rows of a table."""

from collections.abc import Callable
from itertools import pairwise

import pandas as pd

from kans_model.tables.vocabulary import (
    CATEGORIES,
    CITY_WIDE,
    EFFECT_COEFFICIENTS,
    EXPERT,
    GREEN_STOCKS,
    HAZARDS,
    SUM_TOLERANCE,
    SURFACES,
    WHOLE,
)
from kans_model.words.problems import Phrase, Problem


def row_name(label: object) -> str:
    """A row as people say it: its key, or its keys with a stroke between."""
    return " / ".join(map(str, label)) if isinstance(label, tuple) else str(label)


# Rules across columns


def ordered(frame: pd.DataFrame, file: str) -> list[Problem]:
    """Low is not above the number itself, and that is not above high; what is unknown is not compared."""
    problems = []
    for low_name in frame.columns[frame.columns.str.endswith("_low") | (frame.columns == "low")]:
        stem = low_name.removesuffix("low")
        names = [low_name, stem.removesuffix("_") or "value", f"{stem}high"]
        for smaller, larger in pairwise(names):
            for label in frame.index[frame[smaller] > frame[larger]]:
                value, high = float(frame.loc[label, smaller]), float(frame.loc[label, larger])
                must = Phrase("must.at_most_column", {"column": larger, "high": high})
                problems.append(Problem("cell", file, row_name(label), smaller, value, must=must))
    return problems


def not_cited_by_judgement(frame: pd.DataFrame, file: str) -> list[Problem]:
    """A cited number names what it is cited from."""
    wrong = frame.index[(frame["evidence"] == "cited") & (frame["source"] == EXPERT)]
    must = Phrase("must.cited_source")
    return [Problem("cell", file, row_name(label), "source", EXPERT, must=must) for label in wrong]


def surfaces_fill_the_area(frame: pd.DataFrame, file: str) -> list[Problem]:
    """The surfaces of a neighbourhood type are all of it, once."""
    total = frame[[f"{surface}_share" for surface in SURFACES]].sum(axis=1)
    return _sums_to_one(total, "*_share", file)


def weights_sum_to_one(column: str) -> Callable[[pd.DataFrame, str], list[Problem]]:
    """A rule: the weights of all rows together are one."""

    def rule(frame: pd.DataFrame, file: str) -> list[Problem]:
        return _sums_to_one(pd.Series([frame[column].sum()], index=[None]), column, file)

    return rule


def _sums_to_one(total: pd.Series, column: str, file: str) -> list[Problem]:
    wrong = total[(total - 1).abs() > SUM_TOLERANCE].round(6)
    must = Phrase("must.sum_to_one")
    return [Problem("sum", file, label, column, float(value), must=must) for label, value in wrong.items()]


def one_channel_per_hazard(frame: pd.DataFrame, file: str) -> list[Problem]:
    """A measure shifts the intensity or protects a share, and has the numbers for just that."""
    problems = []
    for hazard in HAZARDS:
        channel, share = frame[f"{hazard}_channel"], frame[f"{hazard}_protected_share"]
        for label in frame.index[(channel == "protect") != (share > 0)]:
            must = Phrase(
                "must.above_zero_with" if channel[label] == "protect" else "must.zero_without",
                {"column": f"{hazard}_channel", "value": "protect"},
            )
            column, value = f"{hazard}_protected_share", float(share[label])
            problems.append(Problem("cell", file, row_name(label), column, value, must=must))
    holds = (frame["storage_m3_per_unit"] > 0) | (frame["extra_drain_mm_h"] > 0)
    for label in frame.index[(frame["pluvial_channel"] == "shift") != holds]:
        must = Phrase("must.shift_with_storage" if holds[label] else "must.not_shift_without_storage")
        value = frame.loc[label, "pluvial_channel"]
        problems.append(Problem("cell", file, row_name(label), "pluvial_channel", value, must=must))
    protects = frame["heat_protects"] != ""
    for label in frame.index[(frame["heat_channel"] == "protect") != protects]:
        must = Phrase(
            "must.empty_unless" if protects[label] else "must.filled_with",
            {"column": "heat_channel", "value": "protect"},
        )
        word = frame.loc[label, "heat_protects"] or Phrase("empty")
        problems.append(Problem("cell", file, row_name(label), "heat_protects", word, must=must))
    return problems


def one_way_of_emptying(frame: pd.DataFrame, file: str) -> list[Problem]:
    """What stores water empties in one way, at a rate of its own; planting on green is fed by no paving."""
    kind = frame["emptying"]
    soaks = kind == "infiltration"
    rules = (
        ("storage_m3_per_unit", kind != "none", "emptying", "none"),
        ("emptying_mm_h", ~soaks & (kind != "none"), "emptying", "infiltration"),
    )
    problems = []
    for column, needed, other, word in rules:
        for label in frame.index[(frame[column] > 0) != needed]:
            must = Phrase(
                "must.above_zero_unless" if needed[label] else "must.zero_with",
                {"column": other, "value": word if needed[label] else kind[label]},
            )
            problems.append(
                Problem("cell", file, row_name(label), column, float(frame[column][label]), must=must)
            )
    for label in frame.index[soaks & (frame["infiltration_mm_h"] * frame["infiltration_m2_per_unit"] <= 0)]:
        must = Phrase("must.above_zero_with", {"column": "emptying", "value": "infiltration"})
        problems.append(Problem("cell", file, row_name(label), "infiltration_mm_h", 0.0, must=must))
    fed_by_nothing = (kind != "none") & (frame["contributing_m2_per_unit"] == 0)
    for label in frame.index[fed_by_nothing & ~frame["stock"].isin(GREEN_STOCKS)]:
        must = Phrase("must.above_zero_unless", {"column": "stock", "value": "/".join(GREEN_STOCKS)})
        problems.append(Problem("cell", file, row_name(label), "contributing_m2_per_unit", 0.0, must=must))
    return problems


def every_pair_is_scored(frame: pd.DataFrame, file: str) -> list[Problem]:
    """Each measure that has a score for one opgave has one for all."""
    measures, opgaven = (frame.index.unique(level) for level in ("measure", "opgave"))
    missing = pd.MultiIndex.from_product([measures, opgaven]).difference(frame.index, sort=False)
    return [Problem("row_missing", file, row_name(label)) for label in missing]


def founded_on_more_than_judgement(frame: pd.DataFrame, file: str) -> list[Problem]:
    """What a table of founded effects names is a coefficient, and cited or derived: the rest is judgement."""
    problems = []
    for measure, coefficient in frame.index:
        if coefficient not in EFFECT_COEFFICIENTS:
            must = Phrase("must.one_of", {"options": ", ".join(EFFECT_COEFFICIENTS)})
            problems.append(Problem("cell", file, str(measure), "coefficient", coefficient, must=must))
    for label in frame.index[frame["evidence"] == "expert"]:
        must = Phrase("must.one_of", {"options": "cited, derived"})
        problems.append(Problem("cell", file, row_name(label), "evidence", "expert", must=must))
    return problems


def fewer_hotter_days(frame: pd.DataFrame, file: str) -> list[Problem]:
    """A hotter day is a rarer day."""
    names = [f"hot_days_ge{degrees}" for degrees in (20, 25, 30, 35)]
    problems = []
    for cooler, hotter in pairwise(names):
        for label in frame.index[frame[hotter] >= frame[cooler]]:
            value, high = float(frame.loc[label, hotter]), float(frame.loc[label, cooler])
            must = Phrase("must.below_column", {"column": cooler, "high": high})
            problems.append(Problem("cell", file, row_name(label), hotter, value, must=must))
    return problems


def rises_with_x(frame: pd.DataFrame, file: str) -> list[Problem]:
    """More water never does less damage."""
    fall = frame.sort_index()["value"].groupby(level="function").diff() < 0
    must = Phrase("must.rise")
    return [
        Problem("cell", file, row_name(label), "value", float(frame.loc[label, "value"]), must=must)
        for label in fall.index[fall]
    ]


def owners_fill_the_stock(frame: pd.DataFrame, file: str) -> list[Problem]:
    """Municipality, water board and private owners own the whole of a stock together."""
    parts = frame[["gemeente_share", "waterschap_share", "private_share"]]
    return _sums_to_one(parts.sum(axis=1), "*_share", file)


def parts_make_a_whole(frame: pd.DataFrame, file: str) -> list[Problem]:
    """Whole shares in ten-thousandths make exactly ten thousand per first key."""
    total = frame["share"].groupby(level=0).sum()
    must = Phrase("must.sum_whole", {"whole": WHOLE})
    return [
        Problem("cell", file, str(label), "share", int(total[label]), must=must)
        for label in total.index[total != WHOLE]
    ]


def drawn_in_one_group(frame: pd.DataFrame, file: str) -> list[Problem]:
    """Nothing with a range moves with two groups."""
    seen: dict[str, str] = {}
    problems = []
    must = Phrase("must.one_group")
    for label, columns, categories, names in frame[["columns", "categories", "assumptions"]].itertuples():
        pairs = [
            (column, kind)
            for column in filter(None, columns.split(";"))
            for kind in ([""] if column in CITY_WIDE else categories.split(";") if categories else CATEGORIES)
        ]
        claimed = [("columns", f"{kind} {column}".strip()) for column, kind in pairs]
        claimed += [("assumptions", name) for name in filter(None, names.split(";"))]
        for column, member in claimed:
            if member in seen:
                problems.append(Problem("cell", file, row_name(label), column, member, must=must))
            seen[member] = label
    return problems


def exclusion_is_mutual(frame: pd.DataFrame, file: str) -> list[Problem]:
    """A group of benefits that excludes another is excluded by it."""
    excludes = {
        group: set(filter(None, names.split(";"))) for group, names in frame[["group", "excludes"]].values
    }
    problems = []
    for label, group, names in frame[["group", "excludes"]].itertuples(name=None):
        one_sided = [
            name for name in filter(None, names.split(";")) if group not in excludes.get(name, set())
        ]
        must = Phrase("must.mutual", {"group": group})
        problems += [
            Problem("cell", file, row_name(label), "excludes", name, must=must) for name in one_sided
        ]
    return problems
