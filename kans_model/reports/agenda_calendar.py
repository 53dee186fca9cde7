"""Project starts as a calendar file (iCalendar), and projects as shapes on the map."""

from __future__ import annotations

from datetime import UTC, date, datetime

import geopandas as gpd

from kans_model.programme.plan import Plan
from kans_model.reports.agenda import measure_names, project_rows
from kans_model.study.study import Study
from kans_model.words.amounts import money_short
from kans_model.words.texts import t


def agenda_calendar(study: Study, lang: str = "nl") -> bytes:
    """Every planned project as an event: the start of its first year, and of its preparation at the latest.

    The time stamp is that of the programme's first year, so that the same study gives the same file.
    """
    from icalendar import Calendar, Event  # only who takes the calendar along waits for it

    plan = study.plan()
    calendar = Calendar()
    calendar.add("prodid", "-//KANS//uitvoeringsagenda//" + lang.upper())
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", t("programme.calendar", lang, city=study.city.name))
    stamp = datetime(study.programme.first_year, 1, 1, tzinfo=UTC)
    lead = round(float(study.baseline.scalar["project_lead_years"]))
    for row in project_rows(plan):
        if row["start"] is None:
            continue
        eur = money_short(row["investment_eur"], lang)
        said = f"{eur}. {measure_names(row['measures'], lang)}"
        for kind, year in (("start", row["start"]), ("prepare", row["start"] - lead)):
            event = Event()
            event.add("uid", f"{kind}-{row['id']}-{study.hash[:12]}@kans")
            event.add("dtstamp", stamp)
            event.add("dtstart", date(year, 1, 1))
            event.add("summary", t(f"programme.event_{kind}", lang, project=row["name"]))
            event.add("description", said)
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def agenda_shapes(study: Study, plan: Plan) -> gpd.GeoDataFrame:
    """Projects with the ground of their areas, one row each, in the city's coordinates."""
    areas = study.city.areas
    rows = project_rows(plan)
    shapes = [areas.loc[row["areas"], "geometry"].union_all() for row in rows]
    columns = ("id", "name", "owner", "start", "end", "status", "investment_eur", "saved_by_works_eur")
    values = {column: [row[column] for row in rows] for column in columns}
    values["areas"] = [";".join(row["areas"]) for row in rows]
    return gpd.GeoDataFrame(values, geometry=shapes, crs=areas.crs)
