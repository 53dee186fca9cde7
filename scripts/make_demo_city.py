"""Make the fictional demo city, Voorbeeldstad: python scripts/make_demo_city.py [FILE.gpkg]

The city lies in open water (the Markermeer), so that nobody takes it for a real one. Its buurten are drawn
around an old centre on a river: peat to the west, clay along the river, sand to the east. Everything follows
from one seed and the tables in data/: the same script makes the same city, to its content hash.
"""

import sys
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.ops import split

from kans_model.city.checks import CRS
from kans_model.city.city import City
from kans_model.city.columns import SURFACES
from kans_model.data_folder import data_path
from kans_model.exchange.city_file import write_city
from kans_model.tables.reading import table

SEED = 20260
CENTRE = (146_000, 507_000)
RADIUS_M = (2_870, 2_210)
RIVER_WIDTH_M = 110
N_BUURTEN = 60

# From the centre outwards; within a ring counter-clockwise from the east.
RINGS = (
    ["historical_city_block"] * 3 + ["high_rise_city_centre"] * 2,
    ["pre_war_city_block"] * 4
    + ["garden_town", "business_park"]
    + ["pre_war_city_block"] * 3
    + ["garden_town"],
    ["residential_housing"] * 2
    + ["post_war_low_rise"] * 4
    + ["post_war_high_rise"] * 2
    + ["garden_town"] * 2
    + ["business_park"]
    + ["post_war_low_rise"] * 2
    + ["garden_town"] * 2
    + ["post_war_high_rise"] * 2,
    ["residential_housing"] * 4
    + ["community_neighbourhood"] * 5
    + ["vinex"] * 7
    + ["business_park"] * 3
    + ["vinex"] * 2
    + ["community_neighbourhood"] * 2
    + ["post_war_low_rise"] * 3
    + ["post_war_high_rise"] * 2,
)
NAMES = {
    "historical_city_block": ["Oude Markt", "Grachtenbuurt", "Vismarkt"],
    "high_rise_city_centre": ["Stationsplein", "Nieuwe Wallen"],
    "pre_war_city_block": [
        *("Statenbuurt", "Rozenbuurt", "Zeeheldenbuurt", "Componistenbuurt", "Plantage", "Singelbuurt"),
        "Ambachtsbuurt",
    ],
    "garden_town": [
        "Tuindorp-Noord",
        "Het Rode Dorp",
        "Bloemenhof",
        "Vogelwijk",
        "Ons Genoegen",
        "Tuindorp-Zuid",
    ],
    "post_war_low_rise": [
        *("Schildersbuurt", "Provinciënbuurt", "Bomenbuurt", "Dichtersbuurt", "Heidebuurt", "Akkerbuurt"),
        *("Kruidenbuurt", "Molenveld", "Landlust"),
    ],
    "post_war_high_rise": [
        "Parkflats",
        "Hoge Veld",
        "Meerzicht",
        "Verzetsheldenbuurt",
        "Zuiderflats",
        "Torenhof",
    ],
    "community_neighbourhood": [
        *("De Hoven", "De Gaarden", "De Werven", "De Kampen", "De Marken", "De Donken", "De Hagen"),
    ],
    "vinex": [
        *(
            "Waterrijk-Noord",
            "Waterrijk-Zuid",
            "Rietlanden",
            "Lisdodde",
            "De Vlinders",
            "Polderblik",
            "Kranenveld",
        ),
        *("Nieuwe Dreven", "De Eilanden"),
    ],
    "residential_housing": [
        "Zandberg",
        "Villapark Oost",
        "Boslaan",
        "Duinzoom",
        "Landgoed Elzen",
        "De Hoogt",
    ],
    "business_park": ["Oude Fabriek", "Spoorzone", "Rivierpoort", "De Weteringen", "Kanaaldijk"],
}
WIJKEN = ("Centrum", "Oost", "Noord", "West", "Zuid")


def river():
    """The river's centre line, from east to west. [m]"""
    east_m = np.linspace(4_500, -4_500, 46)
    north_m = -420 + 260 * np.sin(east_m / 900) + 0.02 * east_m
    return shapely.LineString(np.column_stack([east_m, north_m]) + CENTRE)


def outline():
    """The edge of the built-up area: an ellipse with lobes."""
    angle = np.linspace(0, 2 * np.pi, 73)[:-1]
    lobes = 1 + 0.06 * np.cos(3 * angle + 0.6) + 0.04 * np.sin(5 * angle)
    edge = np.column_stack([RADIUS_M[0] * np.cos(angle), RADIUS_M[1] * np.sin(angle)]) * lobes[:, None]
    return shapely.Polygon(edge + CENTRE)


def cells(rng):
    """The buurten as polygons: Voronoi cells, smaller near the centre, that do not cross the river."""
    place = (np.arange(N_BUURTEN) + 0.5) / N_BUURTEN
    distance = place**0.58
    turn = np.arange(N_BUURTEN) * np.pi * (3 - np.sqrt(5)) + rng.normal(0, 0.12, N_BUURTEN)
    seeds = np.column_stack([np.cos(turn), np.sin(turn)]) * distance[:, None] * 0.88 * RADIUS_M + CENTRE
    banks = list(split(outline(), river()).geoms)
    polygons = []
    for bank in banks:
        points = shapely.points(seeds)
        points = shapely.multipoints(points[shapely.contains(bank, points)])
        for _ in range(2):  # towards the middle of the cells: rounder buurten
            found = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=bank))
            found = shapely.intersection(found, bank)
            points = shapely.multipoints(shapely.centroid(found))
        polygons += list(shapely.set_precision(found, 0.5))
    return np.array(polygons)


def with_types(polygons):
    """Typology per buurt: rings by distance from the centre, within a ring by direction."""
    middle = shapely.get_coordinates(shapely.centroid(polygons)) - CENTRE
    scaled = middle / RADIUS_M
    outwards = np.argsort(np.hypot(*scaled.T), kind="stable")
    rows, first = [], 0
    for ring, types in enumerate(RINGS):
        members = outwards[first : first + len(types)]
        first += len(types)
        direction = np.arctan2(*scaled[members].T[::-1]) % (2 * np.pi)
        for typology, member in zip(types, members[np.argsort(direction, kind="stable")], strict=True):
            rows.append({"ring": ring, "typology": typology, "geometry": polygons[member]})
    areas = gpd.GeoDataFrame(rows, crs=CRS)
    middle = shapely.get_coordinates(areas.centroid) - CENTRE
    areas["east_m"], areas["north_m"] = middle.T
    names = {typology: iter(found) for typology, found in NAMES.items()}
    areas["name"] = [next(names[typology]) for typology in areas["typology"]]
    sector = ((np.degrees(np.arctan2(areas["north_m"], areas["east_m"])) + 45) // 90 % 4).astype(int) + 1
    wijk = np.where(areas["ring"] == 0, 0, sector)
    areas["wijk"] = [WIJKEN[number] for number in wijk]
    areas = areas.assign(wijk_number=wijk).sort_values(["wijk_number", "ring", "name"], ignore_index=True)
    number = areas.groupby("wijk_number").cumcount() + 1
    areas["code"] = [f"BU9999{w:02d}{n:02d}" for w, n in zip(areas["wijk_number"], number, strict=True)]
    return areas.set_index("code")


def with_ground(areas, rng):
    """Soil, groundwater and surfaces. Outer buurten hold a park or a strip of green beside their typology."""
    to_river = areas.geometry.distance(river()) + np.where(
        areas.geometry.intersects(river().buffer(5)), 0, 250
    )
    soil = np.where(areas["east_m"] < -1_100, "peat", "sand")
    areas["soil"] = np.where((to_river < 200) & (areas["east_m"] < 1_900), "clay", soil)
    areas["groundwater_depth_m"] = areas["soil"].map(table("soils")["groundwater_depth_m"]).astype(float)
    areas["groundwater_depth_m"] = (areas["groundwater_depth_m"] * rng.uniform(0.75, 1.3, len(areas))).round(
        2
    )
    types = table("typologies").loc[areas["typology"]]
    park = np.where(areas["ring"] == 0, 0.0, rng.uniform(0.02, 0.12, len(areas)) + 0.07 * areas["ring"])
    park = np.where(areas["typology"] == "business_park", 0.04, park)
    share = types[[surface.replace("_m2", "_share") for surface in SURFACES]].to_numpy(float)
    share = share * rng.lognormal(0, 0.07, share.shape) * (1 - park)[:, None]
    share[:, SURFACES.index("public_green_m2")] += park
    stream_m2 = areas.geometry.intersection(river().buffer(RIVER_WIDTH_M / 2)).area.to_numpy()
    land_m2 = areas.area.to_numpy() - stream_m2
    surface_m2 = share / share.sum(axis=1, keepdims=True) * land_m2[:, None]
    surface_m2[:, SURFACES.index("water_m2")] += stream_m2
    areas[list(SURFACES)] = surface_m2
    canopy = types["tree_canopy_share"].to_numpy(float) * (1 - park) + 0.35 * park
    areas["tree_canopy_share"] = (canopy * rng.lognormal(0, 0.15, len(areas))).round(3)
    areas["built_share"] = (1 - park) * land_m2 / areas.area
    for column in ("sewer_storage_mm", "sewer_discharge_mm_h"):
        areas[column] = types[column].to_numpy(float)
    return areas


def with_people(areas, rng):
    """Residents, age, households, dwellings, house value and income."""
    types = table("typologies").loc[areas["typology"]].reset_index(drop=True).set_index(areas.index)
    built_ha = areas["built_share"] * areas.area / 10_000
    residents = types["residents_per_ha"] * built_ha * rng.lognormal(0, 0.08, len(areas))
    areas["residents"] = (residents / 5).round() * 5
    households = residents / types["household_size"].fillna(2) * rng.lognormal(0, 0.03, len(areas))
    areas["households"] = (households / 5).round() * 5
    areas["dwellings"] = (areas["households"] * rng.uniform(1.01, 1.05, len(areas))).round()
    age = rng.lognormal(0, 0.18, len(areas))
    areas["share_65plus"] = (types["share_65plus"] * age).clip(upper=0.6).round(2)
    areas["share_75plus"] = (types["share_75plus"] * age).clip(upper=0.4).round(3)
    wealth = rng.lognormal(0, 0.1, len(areas))
    areas["woz_eur"] = (types["woz_keur"] * wealth).round() * 1000
    areas["income_eur"] = (18_000 + 0.045 * areas["woz_eur"] * rng.lognormal(0, 0.05, len(areas))).round(-2)
    return areas


def with_stress_test(areas, rng):
    """Buildings with wet façades and entered per event: more where much is paved and the sewer is small."""
    types = table("typologies").loc[areas["typology"]].set_index(areas.index)
    reached = table("damage_functions").loc["share_reached"]["value"]
    infiltration_mm_h = areas["soil"].map(table("soils")["infiltration_mm_h"]).astype(float)
    paved_m2 = areas[["flat_roof_m2", "pitched_roof_m2", "public_paved_m2", "private_paved_m2"]].sum(axis=1)
    green_m2 = areas[["public_green_m2", "private_garden_m2"]].sum(axis=1)
    paved, green = paved_m2 / areas.area, green_m2 / areas.area
    roof_m2 = areas["flat_roof_m2"] + areas["pitched_roof_m2"]
    buildings = np.where(areas["typology"] == "business_park", roof_m2 / 1_400, roof_m2 / 75)
    lie = rng.lognormal(0, 0.45, len(areas))  # low spots, sills, slope: what the typology does not say
    for rain_mm, duration_min in ((70, 60), (140, 120)):
        hours = duration_min / 60
        sewer_mm = areas["sewer_storage_mm"] + areas["sewer_discharge_mm_h"] * hours
        left_mm = paved * (rain_mm - 2 - sewer_mm) + green * (rain_mm - 5 - infiltration_mm_h * hours).clip(
            lower=0
        )
        share = (
            np.interp(left_mm, reached.index.to_numpy(float), reached) * types["share_reached_factor"] * lie
        )
        entered = (buildings * share.clip(upper=0.7)).round()
        areas[f"buildings_entered_{rain_mm}mm_{duration_min}min"] = entered
        wet = (entered * rng.uniform(2.6, 3.4, len(areas))).round()
        areas[f"buildings_wet_{rain_mm}mm_{duration_min}min"] = np.minimum(wet, buildings.round())
    return areas


def with_foundations(areas):
    """Foundations at risk: counted in old buurten on clay and peat, and known to be none elsewhere."""
    old = ["historical_city_block", "pre_war_city_block", "garden_town", "post_war_low_rise"]
    key = pd.MultiIndex.from_frame(areas[["typology", "soil"]])
    share = table("foundations")["threatened_foundation_share"].reindex(key).to_numpy(float)
    counted = areas["typology"].isin(old) & areas["soil"].isin(["clay", "peat"])
    areas["vulnerable_buildings"] = np.where(counted, (areas["dwellings"] * share).round(), 0.0)
    return areas


def with_flood(areas, rng):
    """Water depth per probability: the foreshore floods often, the west seldom but deep, the sand never."""
    low = areas["soil"].map({"peat": 1.0, "clay": 0.55, "sand": 0.0}) * rng.uniform(0.7, 1.2, len(areas))
    foreshore = (areas["typology"] == "business_park") & (areas["soil"] == "clay")
    areas["flood_depth_m_t10"] = np.where(foreshore, 0.2, 0.0)
    areas["flood_depth_m_t100"] = np.where(
        foreshore, 0.6, np.where(areas["soil"] == "clay", 0.15 * low, 0)
    ).round(2)
    areas["flood_depth_m_t1000"] = np.where(foreshore, 1.1, 1.6 * low).round(2)
    return areas


def with_heat(areas, rng):
    """Mean felt temperature on a hot afternoon, from a map the city had made."""
    green = (areas["public_green_m2"] + areas["private_garden_m2"]) / areas.area
    areas["pet_degc"] = (
        43.5 - 8 * areas["tree_canopy_share"] - 5 * green + rng.normal(0, 0.4, len(areas))
    ).round(1)
    return areas


def with_works(areas, rng):
    """Works planned in the next ten years: sewers in the older buurten, streets and green in the rest."""
    sewer_age = dict.fromkeys(["pre_war_city_block", "garden_town", "post_war_low_rise"], 3)
    sewer_age |= dict.fromkeys(["post_war_high_rise", "community_neighbourhood"], 2)
    age = areas["typology"].map(sewer_age).fillna(1)
    n_works = round(0.4 * len(areas))
    chosen = rng.choice(len(areas), n_works, replace=False, p=(age / age.sum()).to_numpy())
    year = np.full(len(areas), np.nan)
    year[chosen] = rng.permutation(np.resize(np.arange(2027, 2037), n_works))
    areas["works_year"] = year
    kind = np.where(
        age == 3,
        rng.choice(["sewer", "street"], len(areas), p=[0.85, 0.15]),
        rng.choice(["street", "green"], len(areas), p=[0.7, 0.3]),
    )
    areas["works_kind"] = np.where(np.isnan(year), "", kind)
    areas["works_share"] = np.where(np.isnan(year), 0.0, rng.uniform(0.08, 0.45, len(areas)).round(2))
    return areas


def with_gaps(areas, rng):
    """A few cells left unknown, as in every real city, so that filling shows."""
    homes = areas.index[areas["residents"] > 0]
    offices = areas.index[areas["typology"] == "business_park"]
    areas.loc[rng.choice(homes, 2, replace=False), "residents"] = np.nan
    areas.loc[rng.choice(homes, 3, replace=False), "woz_eur"] = np.nan
    areas.loc[rng.choice(homes, 4, replace=False), ["share_65plus", "share_75plus"]] = np.nan
    areas.loc[rng.choice(homes, 5, replace=False), "groundwater_depth_m"] = np.nan
    areas.loc[rng.choice(areas.index, 3, replace=False), ["sewer_storage_mm", "sewer_discharge_mm_h"]] = (
        np.nan
    )
    areas.loc[rng.choice(areas.index, 2, replace=False), list(SURFACES)] = np.nan
    areas.loc[offices, ["woz_eur", "income_eur"]] = np.nan
    events = [column for column in areas if column.startswith("buildings_")]
    areas.loc[offices[-1:], events] = np.nan
    return areas


def background(areas):
    """The river, a ring road, a railway with a bend at the station, the districts and the centre."""
    angle = np.linspace(0, 2 * np.pi, 49)
    ring = np.column_stack([0.66 * RADIUS_M[0] * np.cos(angle), 0.68 * RADIUS_M[1] * np.sin(angle)])
    east_m = np.linspace(-4_500, 4_500, 31)
    railway = np.column_stack([east_m, 520 + 330 * np.tanh(-east_m / 1_500)])
    edge = outline()
    middle = areas.loc[areas["wijk"] == WIJKEN[0]].union_all()
    districts = areas[areas["wijk"] != WIJKEN[0]].dissolve("wijk").geometry.sort_index()
    rows = [
        ("water", "", river().buffer(RIVER_WIDTH_M / 2).intersection(edge.buffer(60))),
        ("road", "", shapely.LineString(ring + CENTRE)),
        ("rail", "", shapely.LineString(railway + CENTRE).intersection(edge.buffer(60))),
        ("centre", WIJKEN[0], shapely.point_on_surface(middle)),
        *(("district", name, shapely.point_on_surface(shape)) for name, shape in districts.items()),
    ]
    kinds, names, shapes = zip(*rows, strict=True)
    return gpd.GeoDataFrame({"kind": kinds, "name": names}, geometry=list(shapes), crs=CRS)


def demo_city():
    """The city, made from the seed."""
    rng = np.random.default_rng(SEED)
    areas = with_ground(with_types(cells(rng)), rng)
    areas = with_stress_test(with_people(areas, rng), rng)
    areas = with_works(with_heat(with_flood(with_foundations(areas), rng), rng), rng)
    city = City.from_areas(with_gaps(areas, rng), "Voorbeeldstad", fictional=True)
    return replace(city, background=background(city.areas))


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else data_path() / "demo" / "voorbeeldstad.gpkg"
    city = demo_city()
    write_city(city, target)
    print(f"{target.name}: {len(city.areas)} buurten, {city.areas['residents'].sum():,.0f} residents")
    print(city.areas.groupby("typology")["residents"].agg(["size", "sum"]))
    print(city.content_hash)
