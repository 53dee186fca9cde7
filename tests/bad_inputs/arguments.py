"""Arguments that cannot be, for every command that takes them."""

from tests.bad_inputs.case import Case

NUMBERS = ("nan", "inf", "-inf", "1e999", "-1", "0")
LINES = (
    *("evaluate --city {folder}", "evaluate --city {folder}/nergens.gpkg", "evaluate --city /dev/null"),
    *("evaluate --study {folder}", "evaluate --study {folder}/nergens.json", "evaluate --study /dev/null"),
    *("evaluate --portfolio maan", "evaluate --portfolio =1+1", "evaluate --horizon 2075"),
    *("evaluate --lang fr", "evaluate --lang NL", "evaluate --city demo2", "evaluate --horizon NOW"),
    *("finance --portfolio maan", "finance --split niemand", "finance --rules {folder}"),
    *("finance --rules {folder}/nergens.csv", "finance --xlsx {folder}", "finance --rules /dev/null"),
    *("finance --xlsx {folder}/nergens/f.xlsx", "national --city {folder}/nergens.gpkg"),
    *("national --study {folder}", "check {folder}", "check {folder}/nergens.gpkg", "check /dev/null"),
    *("optimise", "optimise --goal geluk --budget-eur 1e6", "optimise --goal cheapest"),
    *("optimise --budget-eur 1e6 --horizon 2075", "optimise --budget-eur 1e6 --budget-of koning"),
    *("optimise --budget-eur 1e6 --ban maan", "optimise --budget-eur 1e6 --pin wadi"),
    *("optimise --budget-eur 1e6 --pin maan=0.1", "optimise --budget-eur 1e6 --pin =0.1"),
    *("optimise --budget-eur 1e6 --pin wadi=2", "optimise --budget-eur 1e6 --cap maan=1"),
    *("optimise --budget-eur 1e6 --pin wadi=0.5 --cap wadi=0.1", "optimise --budget-eur 1e6 --front 1"),
    *("optimise --budget-eur 1e6 --front -1", "optimise --budget-eur 1e6 --split niemand"),
    *("optimise --budget-eur 1e6 --threshold heat", "optimise --budget-eur 1e6 --threshold maan=1"),
    *("optimise --budget-eur 1e6 --threshold heat@BU9=1", "optimise --budget-eur 1e6 --threshold heat="),
    *("optimise --budget-eur 1e6 --threshold heat=1,2,3", "optimise --budget-eur 1e6 --front 1000000000"),
    *("optimise --budget-eur 1e6 --save {folder}", "optimise --budget-eur 1e6 --save {folder}/a/b.json"),
    *("ensemble --draws 0", "ensemble --draws -1", "ensemble --draws 1000000000000", "ensemble --seed -1"),
    *("ensemble --seed 99999999999999999999", "ensemble --workers 0", "ensemble --workers -1"),
    *("ensemble --portfolio maan", "ensemble --scheduler nergens", "serve --lang fr"),
    "serve --city {folder}/nergens",
    *("city import {folder}/nergens.geojson --name X -o {folder}/x.gpkg",),
    *(
        "city import {folder} --name X -o {folder}/x.gpkg",
        "city import /dev/null --name X -o {folder}/x.gpkg",
    ),
    *("city import {folder}/nergens.geojson --name X -o .", "city import x.geojson --name X -o {folder}"),
    *("city import {folder}/nergens.geojson --name X --soil maan -o {folder}/x.gpkg",),
    *("city import", "city import --explain", "city import {folder}/kaart.gpkg --name X"),
    *("city import --explain {folder}/nergens.csv", "city import --explain {folder}"),
    *("evaluate --city -", "evaluate --study -"),
    *(
        "rules",
        "rules --lever maan",
        "rules --set maan",
        "rules --document wens",
        "rules --law-on 31-01-2027",
    ),
    *("rules --law-on 2027-02-30", "rules --docx {folder}", "rules --gml {folder}/a/b.gml"),
)


def cases():
    """Every bad line, and every number that is none where a number is asked."""
    lines = [tuple(line.split()) for line in LINES]
    lines += [("evaluate", "--city", ""), ("evaluate", "--study", ""), ("evaluate", "--portfolio", "")]
    lines += [("evaluate", "--portfolio", "\x1b[2Jmaan"), ("evaluate", "--city", "a\nb"), ("check", "")]
    lines += [("evaluate", "--city", "x" * 5000), ("evaluate", "--study", "x" * 300)]
    lines += [("evaluate", "--city", "a\0b"), ("evaluate", "--study", "a\0b"), ("finance", "--rules", "a\0b")]
    for name in ("", " ", "\n", "x" * 300, "Mijn\x1b[2Jstad", "a\nb"):
        lines += [("city", "import", "kaart.gpkg", "--name", name, "-o", "stad.gpkg")]
    for number in NUMBERS:
        lines += [("optimise", "--budget-eur", number)]
        if number != "0":
            lines += [("optimise", "--budget-eur", "1e6", "--alternatives", number)]
            lines += [("optimise", "--budget-eur", "1e6", "--pin", f"wadi={number}")]
            lines += [("optimise", "--budget-eur", "1e6", "--cap", f"wadi={number}")]
            lines += [("optimise", "--budget-eur", "1e6", "--threshold", f"heat={number}")]
    for line in lines:
        yield Case(f"arguments: {' '.join(line)[:60]!r}", line)
