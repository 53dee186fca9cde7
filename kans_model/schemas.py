"""What each table holds: columns, units, ranges, and the rules across columns beside them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
import pandera.pandas as pa

from kans_model.problems import Phrase, Problem

EVIDENCE = ("cited", "derived", "expert")
HAZARDS = ("pluvial", "heat", "drought", "flood")
CHANNELS = ("shift", "protect", "none")
SOILS = ("sand", "clay", "peat")
HORIZONS = ("now", "2050", "2100")
SURFACES = (
    *("flat_roof", "pitched_roof", "public_paved", "private_paved"),
    *("public_green", "private_garden", "water"),
)
STOCKS = (
    *("street", "square", "public_green", "private_paved", "private_garden", "flat_roof", "pitched_roof"),
    *("bank_m", "garden_dwelling", "dwelling", "ground_dwelling", "threatened_dwelling", "facade_m2"),
    "vital_object",
)
CATEGORIES = ("green", "blue", "grey", "building", "behaviour")
UNITS = ("tree", "m2", "m", "m3", "piece", "dwelling")
LANDOWNERS = ("gemeente", "waterschap", "woningcorporatie", "particulier", "bedrijf")
WHOLE = 10_000
"""Shares that must make an exact whole are counted in ten-thousandths."""
OWNERS = ("gemeente", "waterschap", "particulier", "woningcorporatie", "bedrijf")
GROUPS = ("rain", "pluvial", "heat", "drought", "flood", "money", "effect", "recharge", "stock")
EXPERT = "expert_judgement"
"""The source of every row that rests on judgement alone."""
DRAWN_COLUMNS = (
    *("capex_eur", "joint_works_discount", "lifetime_years", "storage_m3_per_unit", "storage_availability"),
    *("extra_drain_mm_h", "effect_ramp_years"),
)
PROTECTED_COLUMNS = tuple(f"{hazard}_protected_share" for hazard in HAZARDS)
"""Columns of measures whose range is drawn."""
CITY_WIDE = ("sewer_discharge_mm_h", "share_reached")
"""A column of typologies and a damage function with one deviation for the whole city."""

SUM_TOLERANCE = 1e-6
"""How far shares may add up beside one. [-]"""

YEARS = (1990, 2100)


@dataclass(frozen=True)
class Table:
    """A pandera schema with the rules that look across columns or rows.

    A rule takes the parsed table and its file name, and returns the problems it finds.
    """

    schema: pa.DataFrameSchema
    rules: tuple[Callable[[pd.DataFrame, str], list[Problem]], ...] = ()


def text(required: bool = True, **metadata) -> pa.Column:
    """A text; without `required` it may be empty."""
    return pa.Column(str, [pa.Check.str_length(min_value=1)] if required else [], metadata=metadata)


def choice(options: tuple[str, ...], **metadata) -> pa.Column:
    """One of a few words; the empty one among them stands for none."""
    return pa.Column(str, pa.Check.isin(options), metadata=metadata)


def number(unit: str, low: float = 0, high: float | None = None, known: bool = True, **metadata) -> pa.Column:
    """A number in a unit; one that is not `known` everywhere may be empty."""
    bound = pa.Check.ge(low) if high is None else pa.Check.in_range(low, high)
    return pa.Column(float, bound, nullable=not known, metadata={"unit": unit, **metadata})


def whole(low: int, high: int) -> pa.Column:
    """A whole number, a year or a flag."""
    return pa.Column(int, pa.Check.in_range(low, high), metadata={"unit": ""})


def key(name: str) -> pa.Column:
    """The key of a row in another table."""
    return text(key_into=name)


def keys(name: str) -> pa.Column:
    """Keys of rows in another table, with semicolons between; may be empty."""
    return text(required=False, list_into=name)


def uncertain(name: str, *args, ranged: bool = True, **kwargs) -> dict[str, pa.Column]:
    """A number with its low and high; without `ranged` these may be empty."""
    ends = {**kwargs, "known": ranged and kwargs.get("known", True)}
    return {
        name: number(*args, **kwargs, uncertain=True),
        f"{name}_low": number(*args, **ends),
        f"{name}_high": number(*args, **ends),
    }


def _names(*stems: str) -> dict[str, pa.Column]:
    return {f"{stem}_{lang}": text() for stem in stems for lang in ("nl", "en")}


def _sourced() -> dict[str, pa.Column]:
    return {"source": key("sources"), "evidence": choice(EVIDENCE)}


def _index(**levels: type) -> pa.Index | pa.MultiIndex:
    indexes = [pa.Index(kind, name=name) for name, kind in levels.items()]
    return indexes[0] if len(indexes) == 1 else pa.MultiIndex(indexes)


def _table(columns: dict, *rules, key_into: dict | None = None, **levels: type) -> Table:
    schema = pa.DataFrameSchema(
        columns, index=_index(**levels), strict=True, metadata={"key_into": key_into or {}}
    )
    ranged = [ordered] if any(name.endswith("_low") or name == "low" for name in columns) else []
    sourced = [not_cited_by_judgement] if {"source", "evidence"} <= set(columns) else []
    return Table(schema, (*ranged, *sourced, *rules))


def row_name(label) -> str:
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
            must = Phrase("must.above_zero_with" if channel[label] == "protect" else "must.zero_without",
                          {"column": f"{hazard}_channel", "value": "protect"})  # fmt: skip
            column, value = f"{hazard}_protected_share", float(share[label])
            problems.append(Problem("cell", file, row_name(label), column, value, must=must))
    holds = (frame["storage_m3_per_unit"] > 0) | (frame["extra_drain_mm_h"] > 0)
    for label in frame.index[(frame["pluvial_channel"] == "shift") != holds]:
        must = Phrase("must.shift_with_storage" if holds[label] else "must.not_shift_without_storage")
        value = frame.loc[label, "pluvial_channel"]
        problems.append(Problem("cell", file, row_name(label), "pluvial_channel", value, must=must))
    protects = frame["heat_protects"] != ""
    for label in frame.index[(frame["heat_channel"] == "protect") != protects]:
        must = Phrase("must.empty_unless" if protects[label] else "must.filled_with",
                      {"column": "heat_channel", "value": "protect"})  # fmt: skip
        word = frame.loc[label, "heat_protects"] or Phrase("empty")
        problems.append(Problem("cell", file, row_name(label), "heat_protects", word, must=must))
    return problems


def every_pair_is_scored(frame: pd.DataFrame, file: str) -> list[Problem]:
    """Each measure that has a score for one opgave has one for all."""
    measures, opgaven = (frame.index.unique(level) for level in ("measure", "opgave"))
    missing = pd.MultiIndex.from_product([measures, opgaven]).difference(frame.index, sort=False)
    return [Problem("row_missing", file, row_name(label)) for label in missing]


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


# The tables

_MEASURES = {
    **_names("name", "what", "where"),
    "category": choice(CATEGORIES),
    "themes": text(list_of=HAZARDS),
    "unit": choice(UNITS),
    "stock": choice(STOCKS),
    "layer": choice(("surface", "subsurface", "free")),
    "owner": choice(OWNERS),
    "cost_basis": choice(("stand_alone", "on_top_of_works")),
    **uncertain("capex_eur", "EUR"),
    "price_year": whole(*YEARS),
    "price_index": choice(("civil", "consumer")),
    "surcharges": whole(0, 1),
    "vat": choice(("excl", "incl")),
    "opex_share_per_year": number("1/yr", 0, 1),
    **uncertain("lifetime_years", "yr", 1, 200),
    **uncertain("storage_m3_per_unit", "m3", 0, 100),
    "contributing_m2_per_unit": number("m2", 0, 1000),
    "infiltration_mm_h": number("mm/h", 0, 1000),
    "infiltration_m2_per_unit": number("m2", 0, 100),
    **uncertain("storage_availability", "-", 0, 1),
    **uncertain("extra_drain_mm_h", "mm/h", 0, 100),
    "green_m2_per_unit": number("m2", 0, 100),
    "shade_m2_per_unit": number("m2", 0, 200),
    "water_m2_per_unit": number("m2", 0, 100),
    "canopy_m2_per_unit": number("m2", 0, 200),
    "can_warm": whole(0, 1),
    "pet_direct_degc": number("degC", -20, 20),
    "water_saved_m3_per_year": number("m3/yr", 0, 1000),
    **{f"{hazard}_channel": choice(CHANNELS) for hazard in HAZARDS},
    "heat_protects": choice(("", "deaths", "productivity")),
    **{
        name: column
        for hazard in HAZARDS
        for name, column in uncertain(f"{hazard}_protected_share", "-", 0, 1).items()
    },
    **uncertain("potential_share", "-", 0, 1),
    "stock_per_unit": number("", 0.01, 100),
    **{f"suitability_{soil}": number("-", 0, 1) for soil in SOILS},
    "groundwater_depth_min_m": number("m", 0, 10, known=False),
    **uncertain("joint_works_discount", "-", 0, 1),
    **uncertain("effect_ramp_years", "yr", 0, 100),
    "note": text(required=False),
    **_sourced(),
    "evidence_range": choice(EVIDENCE),
    "evidence_effect": choice(EVIDENCE),
}

_TYPOLOGIES = {
    **_names("name"),
    **{f"{surface}_share": number("-", 0, 1) for surface in SURFACES},
    "tree_canopy_share": number("-", 0, 1),
    "dwellings_per_ha": number("1/ha", 0, 1000),
    "residents_per_ha": number("1/ha", 0, 2000),
    "household_size": number("-", 1, 6, known=False),
    "woz_keur": number("1000 EUR", 10, 5000, known=False),
    "sewer_storage_mm": number("mm", 0, 100),
    **uncertain("sewer_discharge_mm_h", "mm/h", 0, 100),
    **uncertain("sky_view_factor", "-", 0, 1),
    **uncertain("wind_1p2m", "m/s", 0, 20),
    **uncertain("building_shade", "-", 0, 1),
    "share_65plus": number("-", 0, 1),
    **uncertain("share_75plus", "-", 0, 1),
    **uncertain("nonresidential_share", "-", 0, 1),
    **uncertain("share_reached_factor", "-", 0, 10),
    **uncertain("jobs_per_ha", "1/ha", 0, 1000, known=False),
    "national_population_weight": number("-", 0, 1),
    "note": text(required=False),
    **_sourced(),
}

_VALUE = {"value": number("", -1e12, known=False), "low": number("", -1e12, known=False),
          "high": number("", -1e12, known=False)}  # fmt: skip
_PRICE_YEAR = {"price_year": number("", *YEARS, known=False)}
_NOTE = {"note": text(required=False)}

TABLES = {
    "sources": _table(
        {
            "title": text(),
            "url": text(required=False),
            "year": number("", 1900, 2100, known=False),
            **_NOTE,
            "kind": text(),
        },
        source=str,
    ),
    "hazards": _table(
        {**_names("name", "what"), "order": whole(1, 9), "in_totals": whole(0, 1), **_sourced()}, hazard=str
    ),
    "measures": _table(_MEASURES, one_channel_per_hazard, measure=str),
    "opgaven": _table({**_names("name", "what"), **_sourced()}, opgave=str),
    "synergies": _table(
        {"score": whole(-2, 2), **_names("reason"), **_sourced()},
        every_pair_is_scored,
        key_into={"measure": "measures", "opgave": "opgaven"},
        measure=str,
        opgave=str,
    ),
    "assumptions": _table(
        {
            "value": number("", -1e12),
            "low": number("", -1e12, known=False),
            "high": number("", -1e12, known=False),
            "unit": text(),
            "group": choice(GROUPS),
            **_names("name"),
            "drawn": whole(0, 1),
            **_PRICE_YEAR,
            **_NOTE,
            **_sourced(),
        },
        assumption=str,
    ),
    "correlation_groups": _table(
        {
            **_names("name"),
            "columns": text(required=False, list_of=(*DRAWN_COLUMNS, *PROTECTED_COLUMNS, *CITY_WIDE)),
            "categories": text(required=False, list_of=CATEGORIES),
            "assumptions": keys("assumptions"),
            **_NOTE,
            **_sourced(),
        },
        drawn_in_one_group,
        group=str,
    ),
    "typologies": _table(
        _TYPOLOGIES, surfaces_fill_the_area, weights_sum_to_one("national_population_weight"), typology=str
    ),
    "soils": _table(
        {
            **_names("name"),
            **uncertain("infiltration_mm_h", "mm/h", 0, 1000),
            **uncertain("groundwater_depth_m", "m", 0, 50),
            **uncertain("recharge_infiltrated_share", "-", 0, 1),
            "national_soil_weight": number("-", 0, 1),
            **_NOTE,
            **_sourced(),
        },
        weights_sum_to_one("national_soil_weight"),
        soil=str,
    ),
    "foundations": _table(
        {**uncertain("threatened_foundation_share", "-", 0, 1), **_NOTE, **_sourced()},
        key_into={"typology": "typologies", "soil": "soils"},
        typology=str,
        soil=str,
    ),
    "climate_scenarios": _table(
        {
            "year": whole(*YEARS),
            "global_warming_degc": number("degC", 0, 10),
            **{f"hot_days_ge{degrees}": number("days/yr", 0, 366) for degrees in (20, 25, 30, 35)},
            **uncertain("tmax_minus_tmean_degc", "degC", 0, 20),
            "cooling_degree_days": number("degC day/yr", 0, 5000),
            "deficit_mm": number("mm", 0, 2000),
            **uncertain("foundation_repair_share", "-", 0, 1),
            "foundation_repair_years": number("yr", 1, 200),
            **_NOTE,
            **_sourced(),
        },
        fewer_hotter_days,
        scenario=str,
        horizon=str,
    ),
    "rainfall_statistics": _table(
        {"depth_mm": number("mm", 0, 1000), **_sourced()},
        publication=str,
        horizon=str,
        scenario=str,
        duration_min=float,
        return_period_yr=float,
    ),
    "rainfall_parameters": _table({"what": text(), "expression": text(), **_NOTE, **_sourced()}, key=str),
    "damage_functions": _table(
        {
            "unit_x": text(),
            "value": number("", 0, uncertain=True),
            "low": number("", 0, known=False),
            "high": number("", 0, known=False),
            "unit": text(),
            **_PRICE_YEAR,
            **_NOTE,
            **_sourced(),
        },
        rises_with_x,
        function=str,
        x=float,
    ),
    "co_benefits": _table(
        {
            **_names("name"),
            **_VALUE,
            "unit": text(),
            **_PRICE_YEAR,
            "role": choice(("default", "alternative", "check")),
            **_NOTE,
            **_sourced(),
        },
        benefit=str,
    ),
    "benefit_groups": _table(
        {"group": text(), "excludes": text(required=False), **_NOTE, **_sourced()},
        exclusion_is_mutual,
        benefit=str,
    ),
    "price_index": _table({"factor": number("-", 0.1, 10), **_NOTE, **_sourced()}, index=str, year=int),
    "actors": _table(
        {
            **_names("name", "role"),
            "pays": whole(0, 1),
            "benefits": whole(0, 1),
            "vat_recovery": whole(0, 1),
            "capitalises": whole(0, 1),
            "borrows": whole(0, 1),
            "equal_part": whole(0, 1),
            "order": whole(1, 99),
            **_sourced(),
        },
        actor=str,
    ),
    "norms": _table(
        {
            "kind": choice(("rule", "guideline", "design", "method", "benchmark")),
            "scope": text(),
            "organisation": text(),
            "theme": choice((*HAZARDS, "green", "all")),
            **_names("name"),
            "value": number("", 0),
            "unit": text(),
            "year": number("", *YEARS, known=False),
            **_NOTE,
            **_sourced(),
        },
        norm=str,
    ),
    "funding": _table(
        {
            "payer": key("actors"),
            **_names("name"),
            "measures": keys("measures"),
            "themes": text(list_of=HAZARDS),
            "owners": text(list_of=LANDOWNERS),
            **uncertain("share", "-", 0, 1, known=False),
            **uncertain("amount_eur", "EUR", known=False),
            "unit": choice(("", *UNITS)),
            "cap_eur": number("EUR", known=False),
            "cap_per": choice(("", "household", "dwelling", "project")),
            "min_eur": number("EUR", known=False),
            "yearly_ceiling_eur": number("EUR", known=False),
            "total_ceiling_eur": number("EUR", known=False),
            "own_share_min": number("-", 0, 1, known=False),
            "stacking_limit": number("-", 0, 1, known=False),
            "from_year": number("", *YEARS, known=False),
            "to_year": number("", *YEARS, known=False),
            "status": choice(("typical", "example", "closed")),
            **_NOTE,
            **_sourced(),
        },
        funding=str,
    ),
    "ownership": _table(
        {
            "gemeente_share": number("-", 0, 1),
            "waterschap_share": number("-", 0, 1),
            "private_share": number("-", 0, 1),
            "with_businesses": whole(0, 1),
            **_NOTE,
            **_sourced(),
        },
        owners_fill_the_stock,
        stock=str,
    ),
    "asset_classes": _table(
        {**_names("name"), **uncertain("depreciation_years", "yr", 0, 100), **_NOTE, **_sourced()},
        asset_class=str,
    ),
    "levy_shares": _table(
        {
            "rioolheffing_share": number("-", 0, 1),
            "watersysteemheffing_share": number("-", 0, 1),
            "asset_class": key("asset_classes"),
            **_names("reason"),
            **_sourced(),
        },
        key_into={"measure": "measures"},
        measure=str,
    ),
    "incidence": _table(
        {"share": whole(0, WHOLE), **_names("reason"), **_sourced()},
        parts_make_a_whole,
        stream=str,
        beneficiary=str,
    ),
    "final_bearers": _table(
        {"share": whole(0, WHOLE), **_names("reason"), **_sourced()},
        parts_make_a_whole,
        key_into={"actor": "actors"},
        actor=str,
        bearer=str,
    ),
    "finance_defaults": _table(
        {**_VALUE, "unit": text(), **_names("name"), **_NOTE, **_sourced()},
        key=str,
    ),
    "discount_rates": _table(
        {
            **_names("name"),
            "value": number("1/yr", 0, 0.2),
            "from_year": number("", *YEARS),
            "to_year": number("", *YEARS, known=False),
            **_NOTE,
            **_sourced(),
        },
        discount_rate=str,
    ),
    "synonyms": _table(
        {
            "value": text(required=False),
            "unit_factor": number("", 0, known=False),
            "plain_above": number("", 0, known=False),
            "origin": text(),
            **_sourced(),
        },
        column=str,
        synonym=str,
    ),
}
"""Every table by the name of its file."""
