"""One row per measure of a best package, with what decided: for the city or for one buurt."""

from __future__ import annotations

import pandas as pd

from kans_model.optimum.reasons import per_measure
from kans_model.study.references import NOT_IN_ALL
from kans_model.tables.reading import table

KINDS = ("in", "price", "surface", "other")
"""What a row can be: in the package, too little per euro, the surface taken, anything else."""
PER_EUR = 1000.0
"""What a thousand euro brings reads better than what one does."""
NEAR = 1.1
"""What brings up to a tenth more than needed is about equal: the search knows it no better. [-]"""
NOTHING_MORE = ("no_room", "not_calculated", "no_effect", "banned")
"""Reasons for which there is nothing that a next step would bring."""
COLUMNS = ("kind", "reason", "holder", "n_built", "n_areas", "built_share", "gets", "needs")


def kind_of(reason: str) -> str:
    """Which of `KINDS` a reason is of.

    Examples
    --------
    >>> kind_of("part"), kind_of("surface"), kind_of("no_room")
    ('in', 'surface', 'other')
    """
    if reason in ("full", "part"):
        return "in"
    return reason if reason in KINDS else "other"


def about_equal(gets: float, needs: float) -> bool:
    """Whether the next step brings so little more than needed that they are not told apart.

    Examples
    --------
    >>> about_equal(1.05, 1.0), about_equal(1.2, 1.0), about_equal(1.0, 1.0)
    (True, False, False)
    """
    return bool(needs < gets <= NEAR * needs)


def city_rows(why: pd.DataFrame, bans: tuple[str, ...]) -> pd.DataFrame:
    """One row per measure, over all buurten.

    Parameters
    ----------
    why : DataFrame
        From `reasons.reasons`.
    bans : tuple of str
        Measures that the question itself does not allow.

    Returns
    -------
    DataFrame, index measure
        `COLUMNS`: reason is one of `REASONS`, or `everywhere`, `somewhere_held`, `somewhere_price`,
        `somewhere_no_effect`, `somewhere_limits`, `part_equal`, `damage_itself`, `surface_alone`; gets and
        needs per thousand euro, NaN where a next step brings nothing. The measures in the package first,
        then by what a next step brings.
    """
    rest = why[(why["built_share"] <= 0) & (why["reason"] != "no_room")]
    elsewhere = rest.groupby("measure")["reason"].agg(lambda reasons: reasons.mode().iloc[0]).to_dict()
    rows = {
        name: _in_the_city(str(name), row, elsewhere.get(name, "price"), bans)
        for name, row in per_measure(why).iterrows()
    }
    return _sorted(rows)


def buurt_rows(why: pd.DataFrame, area: str, bans: tuple[str, ...]) -> pd.DataFrame:
    """As `city_rows`, for the buurt with this code."""
    here = why[why["area"] == area].set_index("measure")
    return _sorted({name: _in_a_buurt(str(name), row, bans) for name, row in here.iterrows()})


def _in_the_city(name: str, row: pd.Series, elsewhere: str, bans: tuple[str, ...]) -> tuple:
    built, fits = int(row["n_built"]), int(row["n_areas"])
    whole = bool(built) and built >= fits
    if whole:
        reason = "everywhere"
    elif built:
        known = elsewhere if elsewhere in ("surface", "no_effect", "limits") else "price"
        reason = f"somewhere_{'held' if known == 'surface' and row['holder'] else known}"
    else:
        reason = _told_apart(name, row["reason"], row["holder"], bans)
    more = not whole and row["reason"] not in NOTHING_MORE
    return (
        kind_of(row["reason"]),
        reason,
        row["holder"],
        built,
        fits,
        float("nan"),
        *_per_thousand(row, more),
    )


def _in_a_buurt(name: str, row: pd.Series, bans: tuple[str, ...]) -> tuple:
    reason = _told_apart(name, row["reason"], row["holder"], bans)
    more = row["reason"] not in (*NOTHING_MORE, "full")
    share = float(row["built_share"])
    return (kind_of(row["reason"]), reason, row["holder"], 0, 0, share, *_per_thousand(row, more))


def _told_apart(name: str, reason: str, holder: str, bans: tuple[str, ...]) -> str:
    """The reason, where one word stands for two: what the question bans, and what no package may hold."""
    if reason == "banned" and name in NOT_IN_ALL and name not in bans:
        return "damage_itself"
    return "surface_alone" if reason == "surface" and not holder else reason


def _per_thousand(row: pd.Series, known: bool) -> tuple[float, float]:
    """What a thousand euro more brings, and what it must bring; NaN where that is not asked."""
    if not known:
        return float("nan"), float("nan")
    return PER_EUR * row["per_eur"], PER_EUR * row["needed_per_eur"]


def _sorted(rows: dict) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS))
    near = (frame["kind"] == "in") & (frame["gets"] > frame["needs"])
    frame.loc[near & (frame["gets"] <= NEAR * frame["needs"]), "reason"] = "part_equal"
    frame["order"] = frame["kind"].map(KINDS.index)
    return frame.sort_values(["order", "gets"], ascending=[True, False], na_position="last")


def amounts(quantity: pd.DataFrame, capex_eur: pd.Series, area: str = "") -> pd.DataFrame:
    """Quantity and investment per measure, in a buurt or the whole city; NaN where nothing is built.

    Parameters
    ----------
    quantity : DataFrame, index measure, column code of a buurt
    capex_eur : Series, index measure
        Of the whole city; a buurt bears it in proportion to its quantity. [EUR]
    """
    city = quantity.sum(axis=1)
    here = quantity[area] if area else city
    part = (here / city.where(city > 0)).fillna(0.0)
    built = here > 0
    columns = {"quantity": here.where(built), "capex_eur": (capex_eur * part).where(built)}
    return pd.DataFrame(columns).reindex(table("measures").index)
