"""What must hold of a city's areas, and the problems when it does not."""

import geopandas as gpd
import pandas as pd
import pandera.pandas as pa

from kans_model.city import columns
from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Problem

CRS = "EPSG:28992"
RD_BOUNDS = (-20_000, 300_000, 305_000, 650_000)
"""Every Dutch municipality to its border, which runs into the North Sea and the Dollard: west, south, east,
north, a few kilometres wide. [m]"""

SURFACE_TOLERANCE = 1e-6
"""How far surfaces may add up beside the area, as a share of it. [-]"""


def by_code(areas: pd.DataFrame, file: str | None = None) -> pd.DataFrame:
    """The areas indexed by code, a string; raises where codes are missing or used twice."""
    if "code" in areas.columns:
        areas = areas.set_index("code")
    codes = areas.index.to_series().reset_index(drop=True)
    text = codes.where(codes.isna(), codes.astype(str).str.strip())
    problems = [
        Problem("city_code_missing", file=file, row=row + 1) for row in text[text.isna() | (text == "")].index
    ]
    twice = text[text.notna() & text.duplicated()].unique()
    problems += [Problem("city_code_twice", file=file, row=code, column="code", value=code) for code in twice]
    if not len(areas):
        problems = [Problem("city_empty", file=file)]
    if problems:
        raise KansError(problems)
    return areas.set_axis(pd.Index(text.astype(str), name="code"))


def geometry_problems(areas: pd.DataFrame, file: str | None) -> list[Problem]:
    if not isinstance(areas, gpd.GeoDataFrame) or areas._geometry_column_name is None:
        return [Problem("city_no_geometry", file=file)]
    if areas.crs is None:
        return [Problem("city_no_crs", file=file)]
    if areas.crs != CRS:
        return [Problem("city_wrong_crs", file=file, value=areas.crs.to_string(), must=CRS)]
    shapes = areas.geometry
    problems = []
    for code in areas.index[shapes.isna() | shapes.is_empty]:
        problems.append(Problem("city_row_no_geometry", file=file, row=code))
    kinds = shapes.geom_type
    for code in areas.index[kinds.notna() & ~kinds.isin(["Polygon", "MultiPolygon"])]:
        problems.append(Problem("city_not_polygon", file=file, row=code, value=kinds[code]))
    if problems:
        return problems
    bounds = shapes.bounds
    west, south, east, north = RD_BOUNDS
    outside = ~(
        (bounds["minx"] >= west)
        & (bounds["miny"] >= south)
        & (bounds["maxx"] <= east)
        & (bounds["maxy"] <= north)
    )
    for code in areas.index[outside]:
        value = f"{bounds['minx'][code]:.0f}, {bounds['miny'][code]:.0f}"
        problems.append(Problem("city_outside_netherlands", file=file, row=code, value=value, must="RD"))
    for code in areas.index[~shapes.is_valid]:
        problems.append(Problem("city_invalid_polygon", file=file, row=code))
    return problems


def value_problems(known: pd.DataFrame, file: str | None, soil: str | None) -> list[Problem]:
    problems = []
    choices = {
        "soil": tuple(table("soils").index),
        "typology": tuple(table("typologies").index),
        "works_kind": ("", *columns.WORKS_KINDS),
    }
    if soil is not None and soil not in choices["soil"]:
        problems.append(
            Problem("city_choice", file=file, column="soil", value=soil, must=", ".join(choices["soil"]))
        )
    for column, allowed in choices.items():
        for code, value in known.loc[known[column].notna() & ~known[column].isin(allowed), column].items():
            must = ", ".join(filter(None, allowed))
            problems.append(
                Problem("city_choice", file=file, row=code, column=column, value=value, must=must)
            )
    problems += number_problems(known, file)
    surfaces = known[list(columns.SURFACES)]
    total = surfaces.sum(axis=1)
    too_much = total > known["area_m2"] * (1 + SURFACE_TOLERANCE)
    too_little = surfaces.notna().all(axis=1) & (total < known["area_m2"] * (1 - SURFACE_TOLERANCE))
    for code in known.index[too_much | too_little]:
        value, must = round(total[code]), round(known.loc[code, "area_m2"])
        problems.append(Problem("city_surfaces", file=file, row=code, column="*_m2", value=value, must=must))
    return problems


def number_problems(areas: pd.DataFrame, file: str | None = None) -> list[Problem]:
    """One Problem per number outside the range its column allows."""
    try:
        columns.schema(areas.columns).validate(pd.DataFrame(areas), lazy=True)
    except pa.errors.SchemaErrors as errors:
        return [
            Problem(
                "city_number",
                file=file,
                row=case.index,
                column=case.column,
                value=case.failure_case,
                must=must,
            )
            for case in errors.failure_cases.itertuples()
            for must in [columns.must_be(case.column)]
        ]
    return []
