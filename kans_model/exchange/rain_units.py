"""Units of storage and discharge in a header: m³ per hectare, litres per second per hectare, mm per day."""

import re

MM_M2 = {"m3": 1000.0, "m³": 1000.0, "kuub": 1000.0, "l": 1.0, "liter": 1.0}
"""Volume → millimetres over one square metre."""

DEPTH_MM = {"mm": 1.0, "cm": 10.0}
AREA_M2 = {"ha": 1e4, "hectare": 1e4, "m2": 1.0, "m²": 1.0, "km2": 1e6, "km²": 1e6}
PER_HOUR = {
    **dict.fromkeys(("s", "sec", "seconde"), 3600.0),
    **dict.fromkeys(("min", "minuut"), 60.0),
    **dict.fromkeys(("h", "u", "uur", "hour"), 1.0),
    **dict.fromkeys(("d", "dag", "day", "etmaal"), 1 / 24),
}
"""Time → how often it goes into an hour."""

LONGEST = 120
"""No header with a unit is longer. [characters]"""

_WORDS = "|".join(
    re.escape(word) for word in sorted((*MM_M2, *DEPTH_MM, *AREA_M2, *PER_HOUR), key=len, reverse=True)
)
_UNIT = re.compile(
    rf"^(?P<bare>.+?)[\s_,]*[(\[\s_](?:in[\s_]+)?(?P<unit>(?:{_WORDS})(?:[\s_./·*()]*(?:per[\s_]+)?(?:{_WORDS}))*)\s*[)\]]*$"
)


def rain_unit(header: str) -> tuple[str, str, float] | None:
    """The header without its unit, what that measures (mm, mm/h or m³) and the factor; None without one.

    Examples
    --------
    >>> rain_unit("rioolberging (m3/ha)"), rain_unit("rioolafvoer_l_s_ha")[1:]
    (('rioolberging', 'mm', 0.1), ('mm/h', 0.36))
    >>> rain_unit("rioolafvoer (mm/etmaal)")[1:], rain_unit("rioolberging [m3]")[1:], rain_unit("pet mm")
    (('mm/h', 0.041666667), ('m³', 1.0), None)
    """
    named = _UNIT.match(header.casefold().strip()) if len(header) <= LONGEST else None
    if named is None:
        return None
    words = re.findall(rf"(?<![a-z])(?:{_WORDS})(?![a-z])", named["unit"].replace("_", " "))
    volume = [MM_M2[word] for word in words if word in MM_M2]
    depth = [DEPTH_MM[word] for word in words if word in DEPTH_MM]
    area = [AREA_M2[word] for word in words if word in AREA_M2]
    time = [PER_HOUR[word] for word in words if word in PER_HOUR]
    if len(volume) + len(depth) != 1 or max(len(area), len(time)) > 1 or (depth and (area or not time)):
        return None
    bare = named["bare"].strip(" _-|,(")
    if volume and not area:
        return bare, "m³", 1.0
    mm = depth[0] if depth else volume[0] / area[0]
    return bare, "mm/h" if time else "mm", round(mm * (time[0] if time else 1.0), 9)
