"""Files of grant rules that are none, or hold what cannot be."""

from tests.bad_inputs.case import Case, as_bytes

HEAD = "funding,payer,themes,share,amount_eur,unit,from_year,to_year"
ROW = "regel,provincie,heat,0.2,,,2027,2030"


def row(**cells):
    names = HEAD.split(",")
    return ",".join({**dict(zip(names, ROW.split(","), strict=True)), **cells}[name] for name in names)


TEXTS = {
    "empty": "",
    "blank lines": "\n\n",
    "header only": HEAD,
    "no header": ROW,
    "no payer column": "funding,share\nregel,0.2",
    "a column twice": f"{HEAD},share\n{ROW},0.9",
    "a column misspelt": f"{HEAD},yearly_ceilng_eur\n{ROW},1000",
    "an empty heading": f"{HEAD},\n{ROW},5",
    "too few cells": f"{HEAD}\nregel,provincie",
    "too many cells": f"{HEAD}\n{ROW},9",
    "no name": f"{HEAD}\n{row(funding='')}",
    "a rule twice": f"{HEAD}\n{ROW}\n{ROW}",
    "a quote that stays open": f'{HEAD}\n"regel,provincie',
    "unknown payer": f"{HEAD}\n{row(payer='koning')}",
    "unknown theme": f"{HEAD}\n{row(themes='regen')}",
    "unknown unit": f"{HEAD}\n{row(share='', amount_eur='5', unit='kg')}",
    "nothing to give": f"{HEAD}\n{row(share='')}",
    "years crossed": f"{HEAD}\n{row(from_year='2031')}",
    "20,000 rows": "\n".join([HEAD, *[ROW] * 20_000]),
    "400 wrong rows": "\n".join([HEAD, *[row(share="veel")] * 400]),
    "20,000 columns": ",".join([HEAD, *[f"k{n}" for n in range(20_000)]]) + f"\n{ROW}",
    "html": "<html></html>",
    "json": '{"funding": 1}',
    "zip": b"PK\x03\x04" + b"\0" * 40,
    "zeros": b"\0" * 64,
    "excel 97": b"\xd0\xcf\x11\xe0" + b"\0" * 64,
    "utf-16 without mark": f"{HEAD}\n{ROW}".encode("utf-16-le"),
    "a name of 100,000 signs": f"{HEAD}\n{row(payer='x' * 100_000)}",
}
SHARES = ("nan", "inf", "-inf", "1e400", "9" * 400, "-0.1", "1.1", "120%", "1_0", "½", "0,2,3", "0x1", "veel")
AMOUNTS = ("20%", "1.2.3", "kg", "-5", "1e20", "nan", "٣")
YEARS = ("12", "2027.5", "27", "inf", "30-06-2027", "3000")


def cases():
    """Every bad file of rules."""
    texts = dict(TEXTS)
    texts |= {f"share {text[:8]}": f"{HEAD}\n{row(share=f'{chr(34)}{text}{chr(34)}')}" for text in SHARES}
    texts |= {
        f"amount {text}": f"{HEAD}\n{row(share='', amount_eur=f'{chr(34)}{text}{chr(34)}', unit='m2')}"
        for text in AMOUNTS
    }
    texts |= {f"year {text}": f"{HEAD}\n{row(from_year=text)}" for text in YEARS}
    for name, text in texts.items():
        arguments = ("finance", "--rules", "{folder}/regels.csv")
        yield Case(f"rules: {name}", arguments, {"regels.csv": as_bytes(text)})
