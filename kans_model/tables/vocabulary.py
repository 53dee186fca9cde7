"""The words of the model: every fixed set of ids, in its order."""

EVIDENCE = ("cited", "derived", "expert")
HAZARDS = ("pluvial", "heat", "drought", "flood")
CHANNELS = ("shift", "protect", "none")
SOILS = ("sand", "clay", "peat")
HORIZONS = ("now", "2050", "2100")
AT_2050 = HORIZONS.index("2050")
"""The horizon that headlines speak of."""
EVENT_YEARS = (10, 100, 1000)
"""Return periods of the showers that results speak of. [yr]"""
MOMENTS = {"horizon": HORIZONS, "event": tuple(str(years) for years in EVENT_YEARS), "none": ("",)}
"""When an indicator is read: a year, a shower of once in so many years, or no time in particular."""
SURFACES = (
    *("flat_roof", "pitched_roof", "public_paved", "private_paved"),
    *("public_green", "private_garden", "water"),
)
STOCKS = (
    *("street", "square", "public_green", "private_paved", "private_garden", "flat_roof", "pitched_roof"),
    *("bank_m", "garden_dwelling", "dwelling", "ground_dwelling", "threatened_dwelling", "facade_m2"),
    "vital_object",
)
EMPTYING = ("none", "infiltration", "evaporation", "throttle", "drain", "use")
"""How storage gets empty again; what stores nothing has none."""
WORK_KINDS = (
    *("street", "sewer", "green", "housing", "heat_network", "schoolyard", "railway", "cable_pipe"),
)
"""Works that happen anyway; a city's own columns know the first three."""
BUILD_STATES = ("idea", "prepared", "planned", "running", "done")
"""How far a project is, and works of others."""
REFERENCE_KINDS = ("unspent", "overrun")
"""What programmes of before say of the next: part of a year not spent, and cost above plan."""
GREEN_STOCKS = ("public_green", "private_garden")
PAVED_STOCKS = ("street", "square", "private_paved", "flat_roof", "pitched_roof")
"""Ground that takes rain itself, and ground whose rain runs off: together with water all of an area."""
CATEGORIES = ("green", "blue", "grey", "building", "behaviour")
INDICATOR_UNITS = ("EUR/yr", "EUR/ha/yr", "building", "1/yr", "degC", "%", "mm/yr", "m")
UNITS = ("tree", "m2", "m", "m3", "piece", "dwelling")
LANDOWNERS = ("gemeente", "waterschap", "woningcorporatie", "particulier", "bedrijf")
"""Who owns the ground a measure is built on, in the order of the tables of who pays."""
PUBLIC_OWNERS = LANDOWNERS[:2]
PRIVATE_OWNERS = LANDOWNERS[2:]
"""Who owns private ground."""
LEVER_MECHANISMS = (*("subsidy", "discount", "speed", "new_build", "renovation", "turnover", "ramp", "none"),)
"""How a lever moves uptake: by payback, by speed, or by what is built, renovated, leased out or agreed."""
LEVER_AUTHORITIES = ("council", "executive", "water_board", "province")
LAW_INSTRUMENTS = (
    *("vision", "programme", "sewer_programme", "plan", "subsidy_ordinance", "levy_ordinance"),
    *("water_board_ordinance", "provincial_ordinance", "private_law"),
)
COST_KINDS = ("investering", "vervanging", "onderhoud")
"""Kinds of cost whose bearer is chosen; the residual value goes with renewal, VAT follows the payer."""
OWNERS = (*PUBLIC_OWNERS, "particulier", "woningcorporatie", "bedrijf")
"""The same owners, dwellers before landlords: the order in which the library offers them to choose from."""
TASK_FIELDS = ("0.4", "0.5", "0.8", "0.10", "2.1", "5.7", "6.3", "7.2", "7.4")
"""Taakvelden of Iv3 that works and their cover touch, in the order of a budget."""
VAT_BASES = ("unrecovered", "excl", "incl")
"""Cost a grant rule looks at: with the VAT that who bears it cannot recover, without any VAT, or with all."""
WHOLE = 10_000
"""Shares that must make an exact whole are counted in ten-thousandths."""
GROUPS = ("rain", "pluvial", "heat", "drought", "flood", "money", "effect", "recharge", "stock", "benefits")
EXPERT = "expert_judgement"
"""The source of every row that rests on judgement alone."""
DRAWN_COLUMNS = (
    *("capex_eur", "joint_works_discount", "lifetime_years", "storage_m3_per_unit", "emptying_factor"),
    *("extra_drain_mm_h", "effect_ramp_years", "well_placed_share", "participation_share"),
)
PROTECTED_COLUMNS = tuple(f"{hazard}_protected_share" for hazard in HAZARDS)
"""Columns of measures whose range is drawn."""
EFFECT_COEFFICIENTS = (
    *("storage_m3_per_unit", "contributing_m2_per_unit", "extra_drain_mm_h", "green_m2_per_unit"),
    *("shade_m2_per_unit", "water_m2_per_unit", "canopy_m2_per_unit", "pet_direct_degc"),
    *("water_saved_m3_per_year", *PROTECTED_COLUMNS),
)
"""Columns of measures that say what one unit does."""
CITY_WIDE = ("sewer_discharge_mm_h", "share_reached")
"""A column of typologies and a damage function with one deviation for the whole city."""

BUSINESS_PARK, OPEN_LAND, UNKNOWN_USE = "business_park", "rural", "unknown_use"
"""Types of land where nobody or hardly anybody lives."""

SUM_TOLERANCE = 1e-6
"""How far shares may add up beside one. [-]"""

YEARS = (1990, 2100)
REFERENCE_YEAR = 2026
"""Year whose rows hold where no study says another: what comes into force later changes no older study."""
