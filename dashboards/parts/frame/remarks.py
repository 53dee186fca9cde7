"""What every page must say about the city it shows: fictional, indicative, or without some theme."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr
from markupsafe import Markup

from dashboards.parts.frame.session import Session
from kans_model.tables.reading import table
from kans_model.words.markup import filled
from kans_model.words.texts import t


def file_notes(session: Session) -> list[str]:
    """What goes along in every table and file: the city, and how far its numbers can be trusted."""
    city, lang = session.city, session.lang
    notes = [city.name]
    if city.fictional:
        notes.append(t("page.fictional", lang))
    if city.indicative:
        notes.append(t("figure.rough", lang))
    return notes


def left_out(result: xr.Dataset) -> list[str]:
    """Themes that belong in totals but are in none, because the city says nothing about them."""
    known, counted = result.attrs["hazards_included"], table("hazards")["in_totals"]
    return [hazard for hazard in counted.index[counted == 1] if hazard not in known]


def notices(session: Session, result: xr.Dataset, *more: str) -> Markup:
    """What must be known with a page's numbers, on one line under its title that opens."""
    return caveat_line([*caveats(session, result), *more], session.lang)


def caveat_line(lines: Sequence[str | Markup], lang: str) -> Markup:
    """How many caveats there are on one line, which opens on them; nothing where there are none."""
    count = t("conclusion.caveats", lang, n=len(lines))
    return filled(__file__, "caveats.html", count=count, lines=lines) if lines else Markup("")


def caveats(session: Session, result: xr.Dataset) -> list[str]:
    """What must be known with every number of the city, one sentence each."""
    lang = session.lang
    lines = [t("page.rough_city", lang, city=session.city.name)] if session.city.indicative else []
    lines += [t(f"page.left_out_{hazard}", lang) for hazard in left_out(result)]
    if n := int(session.study.baseline.room.works_unknown.sum()):
        lines.append(t("page.works_unknown", lang, n=n))
    return lines
