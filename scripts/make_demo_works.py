"""Make the fictional calendar of works of Voorbeeldstad: python scripts/make_demo_works.py [FILE.csv]

Forty works of all kinds in the buurten of the demo city, with windows, owners and budgets. Everything follows
from one seed: the same script makes the same file. The city's own columns of works stay what they are; this
calendar is an example to open on the page or with `read_works`.
"""

import csv
import io
import sys
from pathlib import Path

import numpy as np

from kans_model.city.city import City
from kans_model.data_folder import data_path

SEED = 2028
FIRST_YEAR, LAST_YEAR = 2027, 2036
ABOUT = (
    "Fictieve werkkalender van Voorbeeldstad: geen van deze werken bestaat. Gemaakt met make_demo_works.py"
)
HEAD = ["Werknummer", "Naam", "Soort werk", "Buurt", "Begin", "Einde", "Vroegste begin", "Laatste begin",
        "Aandeel openbare ruimte", "Opdrachtgever", "Budget (k€)", "Status"]  # fmt: skip
# What it is called, the kind of works, its owner, how many of them, and the lowest and highest share.
KINDS = (
    ("Rioolvervanging", "riool", "Gemeente, riolering", 11, (0.08, 0.35)),
    ("Herinrichting", "straat", "Gemeente, wegen", 9, (0.10, 0.45)),
    ("Groenvervanging", "groen", "Gemeente, groen", 5, (0.05, 0.25)),
    ("Nieuwbouw", "woningbouw", "Woningcorporatie De Brug", 4, (0.10, 0.40)),
    ("Warmtenet", "warmtenet", "Warmtebedrijf Voorbeeld", 4, (0.05, 0.20)),
    ("Schoolplein", "schoolplein", "Scholenkoepel Het Kompas", 3, (0.01, 0.04)),
    ("Spoorvernieuwing", "spoor", "Spoorbeheerder", 1, (0.02, 0.06)),
    ("Netverzwaring", "kabels en leidingen", "Netbeheerder", 3, (0.03, 0.12)),
)
LONGEST_YEARS = {"woningbouw": 4, "warmtenet": 3, "spoor": 2}
EUR_PER_M2 = (60, 220)
STATES = ("idee", "in voorbereiding", "gepland")


def rows(city):
    """The works, one row each, in the order of their first year."""
    rng = np.random.default_rng(SEED)
    areas = city.areas
    public_m2 = (areas["public_paved_m2"] + areas["public_green_m2"]).to_numpy()
    made = []
    for name, kind, owner, n_works, shares in KINDS:
        for place in rng.choice(len(areas), n_works, replace=False):
            share = round(float(rng.uniform(*shares)), 2)
            start = int(rng.integers(FIRST_YEAR, LAST_YEAR))
            end = start + int(rng.integers(0, LONGEST_YEARS.get(kind, 2)))
            slack = int(rng.integers(1, 4)) if rng.random() < 0.4 else 0
            budget_keur = round(share * public_m2[place] * rng.uniform(*EUR_PER_M2) / 1e3, -1)
            window = [max(FIRST_YEAR, start - slack), start + slack] if slack else ["", ""]
            status = STATES[int(np.clip(round((LAST_YEAR - start) / 4), 0, 2))]
            area = areas["name"].iloc[place]
            made.append([f"{name} {area}", kind, areas.index[place], start, end, *window,
                         f"{share:.2f}".replace(".", ","), owner, int(budget_keur), status])  # fmt: skip
    made.sort(key=lambda row: (row[3], row[0]))
    return [[f"VW{number:03d}", *row] for number, row in enumerate(made, start=1)]


def demo_works():
    """The calendar as CSV for a Dutch spreadsheet, with a first line that says that it is fictional."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerows([[ABOUT], HEAD, *rows(City.demo())])
    return lines.getvalue().encode("utf-8-sig")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else data_path() / "demo" / "werkkalender.csv"
    target.write_bytes(demo_works())
    print(f"{target.name}: {demo_works().count(b'VW')} works")
