"""What a package does to the municipality's budget: per taakveld (Iv3), on the tariff, as a paragraph."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kans_model.finance import levies, purses
from kans_model.finance.actors import GEMEENTE
from kans_model.finance.capital import capital_charges
from kans_model.finance.exploitation_room import incidental_eur
from kans_model.finance.ledger import Ledger
from kans_model.finance.purses import GRANT_CLASS
from kans_model.finance.split_checks import LEVY_TODAY
from kans_model.reports.financing_tables import with_unknown
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import TASK_FIELDS
from kans_model.words.amounts import money_short, number, percent
from kans_model.words.texts import t

BUDGET_YEARS = 4
NEEDED = ("capital", "upkeep", "grants", "vat")
"""What a purse has to cover in a year."""
LEVIED = {"vat": "levied_vat", "overhead": "levied_overhead", "sweeping": "levied_sweeping"}
"""What the levy bears that was paid elsewhere before → the post on which it comes in."""
BESIDE = {"overhead": "overhead_share", "sweeping": "sweeping_eur", "remission": "remission_share"}
"""What the levy bears beside the works → what the city fills in of it."""
OTHER = "grants_paid"
"""Post of what is granted and capitalised."""


def budget_eur(ledger: Ledger) -> Mapping[str, tuple[np.ndarray, np.ndarray]]:
    """Lasten and baten of the municipality per taakveld, nominal, each of shape (year,). [EUR/yr]

    What stands where is a table (`budget_posts`). What the sewer levy bears comes in on its own taakveld,
    with what its provision adds; interest that the taakvelden pay comes in at treasury, which pays it on;
    reserves are released on theirs. Compensable VAT, overhead and sweeping that the levy bears are costs of
    the levy and come in where they were paid before; what is let off is a cost on its own field. So no levy
    covers more than its costs, and the sum of all is what general funds bear, less what comes in so.
    """
    n_years, at = len(ledger.inputs.lines.years), task_fields(ledger)
    costs = {field: np.zeros(n_years) for field in TASK_FIELDS}
    gains = {field: np.zeros(n_years) for field in TASK_FIELDS}
    for purse in GEMEENTE:
        is_sewer, credit = purse == GEMEENTE[1], ledger.credit(purse)
        for field, eur in _charges(ledger, purse).items():
            costs[at["sewer_levy"] if is_sewer else field] += eur
        costs[at["sewer_levy" if is_sewer else "grants_paid"]] += credit["grants"]
        costs[at["interest"]] += credit["interest"]
        gains[at["interest"]] += credit["interest"]
        gains[at["reserve_release"]] += credit["release"]
        for key, post in LEVIED.items():
            costs[at["sewer_levy"]] += credit[key]
            gains[at[post]] += credit[key]
        costs[at["remission"]] += credit["remission"]
        gains[at["sewer_levy"]] += credit["levelling"] + (credit["borne"] if is_sewer else 0.0)
    return {field: (costs[field], gains[field]) for field in TASK_FIELDS}


def task_fields(ledger: Ledger) -> pd.Series:
    """The taakveld of each post, in the year whose rows the split goes by."""
    return table("budget_posts", ledger.split.reference_year)["task_field"]


def _balance_eur(ledger: Ledger) -> np.ndarray:
    """Baten less lasten of all taakvelden, shape (year,). [EUR/yr, nominal]"""
    return np.asarray(sum(gain - cost for cost, gain in budget_eur(ledger).values()))


def _charges(ledger: Ledger, purse: str) -> dict[str, np.ndarray]:
    """Depreciation, interest and upkeep of a purse per taakveld. [EUR/yr, nominal]"""
    works, place = ledger.works(purse), ledger.actors.place(purse)
    renewed = levies.after_reserve_eur(works.renewed_eur, purses.reserves(ledger, purse).renewal_eur)
    net = np.maximum(0, works.built_eur - works.received_eur) + renewed
    depreciation, interest, _ = capital_charges(net, works.terms_years, ledger.split.purse_rate(purse))
    found = {field: np.zeros(len(ledger.price)) for field in TASK_FIELDS}
    at = task_fields(ledger)
    for name, eur in zip(works.classes, depreciation + interest, strict=True):
        found[at[OTHER if name == GRANT_CLASS else name]] += eur
    upkeep = (ledger.by_measure[place][3] + ledger.vat_by_kind[place][2]) * ledger.price
    for name, eur in zip(ledger.inputs.asset_class, upkeep, strict=True):
        found[at[OTHER if name == GRANT_CLASS else name]] += eur
    return found


def structural_place(ledger: Ledger) -> int:
    """The first year in which all that is built is depreciated: the year after the last of building."""
    last = int(np.flatnonzero(ledger.inputs.lines.built).max(initial=0))
    return min(last + 1, len(ledger.inputs.lines.years) - 1)


def budget_places(ledger: Ledger) -> list[int]:
    """The years that the budget tells: the first, and the one that is structural."""
    n_years = len(ledger.inputs.lines.years)
    return [*range(min(BUDGET_YEARS, n_years)), structural_place(ledger)]


def budget_frame(ledger: Ledger, lang: str) -> pd.DataFrame:
    """Meerjarenbegroting: lasten, baten and saldo per taakveld in the first years and structurally. [EUR]"""
    years, places = ledger.inputs.lines.years, budget_places(ledger)
    heads = [f"{years[place]}, EUR" for place in places[:-1]]
    heads.append(t("budget.structural", lang, year=years[places[-1]]))
    fields = budget_eur(ledger)
    rows: list[list[object]] = []
    for field, (cost, gain) in fields.items():
        for kind, eur in (("costs", cost), ("gains", gain), ("balance", gain - cost)):
            rows.append(
                [
                    t(f"budget.field_{field.replace('.', '_')}", lang),
                    t(f"budget.{kind}", lang),
                    *_cents(eur[places]),
                ]
            )
    total = _balance_eur(ledger)
    general, sewer = (ledger.credit(purse) for purse in GEMEENTE)
    total, once = _cents(total), _cents(sewer["vat_at_once"] - incidental_eur(general))
    for word, eur in (("balance", total), ("incidental", once), ("lasting", _cents(total - once))):
        rows.append([t("workbook.sum", lang), t(f"budget.{word}", lang), *eur[places]])
    return pd.DataFrame(rows, columns=[t("budget.field", lang), t("budget.kind", lang), *heads])


def without_empty(frame: pd.DataFrame, lang: str) -> tuple[pd.DataFrame, str]:
    """The budget without taakvelden on which nothing falls, and a line that names these; '' without any."""
    field, amounts = frame.iloc[:, 0], frame.iloc[:, 2:]
    is_empty = (amounts == 0).all(axis=1).groupby(field).transform("all")
    empty = list(dict.fromkeys(field[is_empty]))
    return frame[~is_empty], t("budget.empty", lang, fields=", ".join(empty)) if empty else ""


def _cents(eur: np.ndarray) -> np.ndarray:
    """Amounts in whole cents: what is nothing but a rounding of sums is 0."""
    return np.round(eur, 2) + 0.0


def cover_frame(ledger: Ledger, lang: str) -> pd.DataFrame:
    """Kostendekkingsplan of the sewer levy: what is to be covered, and the tariff of each year.

    On today's tariff where the split says it, in prices of today; else only what is added is told. Overhead,
    sweeping and remission stand in it once one of them is filled in; the others are unknown. Cover of the
    whole levy stands in it once its costs and its yield of today are both filled in.
    """
    tariff_eur = ledger.split.levy_tariff_eur
    credit, levy = ledger.credit(GEMEENTE[1]), ledger.levy_eur
    columns: dict[str, object] = {t("table.year", lang): [str(year) for year in ledger.inputs.lines.years]}
    for key, word in (
        ("capital", "budget.capital"),
        ("upkeep", "workbook.upkeep"),
        ("grants", "workbook.grants"),
        ("vat", "workbook.levied_vat"),
        *((key, f"budget.{key}") for key in beside_columns(ledger)),
        ("release", "workbook.release"),
        ("levelling", "workbook.levelling"),
        ("borne", "workbook.borne"),
    ):
        known = key not in BESIDE or BESIDE[key] in ledger.split.levy_costs
        columns[f"{t(word, lang)}, EUR"] = credit[key] if known else np.full_like(levy, np.nan)
    columns[with_unknown(t("budget.rise", lang), levy, lang)] = levy
    if tariff_eur:
        columns[t("budget.tariff", lang)] = tariff_eur + levy
        columns[t("budget.rise_share", lang)] = 100 * levy / tariff_eur
    needed = sum(credit[key] for key in (*NEEDED, *BESIDE))
    paid = needed - credit["release"] - credit["levelling"]
    columns[t("budget.cover", lang)] = 100 * np.divide(paid, needed, out=np.ones_like(paid), where=needed > 0)
    if whole := ledger.whole_levy:
        columns[t("budget.whole_costs", lang)] = whole.costs_eur
        columns[t("budget.whole_yield", lang)] = whole.yield_eur
        columns[t("budget.whole_cover", lang)] = 100 * whole.share
    return pd.DataFrame(columns)


def whole_levy_first(plan: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The cover plan with the columns of the whole levy after the year, where it has them."""
    whole = [t(f"budget.whole_{key}", lang) for key in ("costs", "yield", "cover")]
    year, *others = plan.columns
    return plan[[year, *(c for c in whole if c in others), *(c for c in others if c not in whole)]]


def whole_cover_line(ledger: Ledger, lang: str) -> str:
    """Whether the whole levy stays within its costs, or that only what the package adds is told, and why."""
    whole, years = ledger.whole_levy, ledger.inputs.lines.years
    if whole is None:
        missing = [t(f"budget.{key}", lang) for key in LEVY_TODAY if key not in ledger.split.levy_today]
        return t("budget.whole_unknown", lang, names=", ".join(missing))
    most = int(np.argmax(whole.share))
    said = {"share": percent(float(whole.share[most]), lang, 1), "year": years[most]}
    if not whole.over.any():
        return t("budget.whole_within", lang, **said)
    over = years[whole.over]
    return t("budget.whole_over", lang, n=len(over), first=over[0], **said)


def beside_columns(ledger: Ledger) -> list[str]:
    """Costs beside the works that the cover plan tells: all once one is filled in, none before."""
    return list(BESIDE) if ledger.split.levy_costs else []


def beside_lines(ledger: Ledger, lang: str) -> list[str]:
    """What the levy bears beside the works in the structural year, and which of it nobody filled in."""
    credit, place, of = ledger.credit(GEMEENTE[1]), structural_place(ledger), ledger.split.levy_costs
    known = [key for key, own in BESIDE.items() if own in of]
    lines = []
    if known:
        costs = ", ".join(
            f"{t(f'budget.own_{key}', lang)} {money_short(float(credit[key][place]), lang)}" for key in known
        )
        lines.append(t("budget.beside", lang, year=ledger.inputs.lines.years[place], costs=costs))
    if missing := [t(f"budget.own_{key}", lang) for key in BESIDE if key not in known]:
        lines.append(t("budget.beside_unknown", lang, names=", ".join(missing)))
    return lines


def levy_cost_examples(lang: str) -> str:
    """What other municipalities count in their sewer levy beside the works, each with its year."""
    found: dict[str, list[str]] = {}
    for row in table("levy_cost_examples").itertuples():
        of = {"share": percent(row.share, lang, 1), "place": row.place, "year": int(row.valid_from)}
        found.setdefault(row.cost, []).append(t("budget.example", lang, **of))
    said = [t(f"budget.example_{cost}", lang, list=", ".join(places)) for cost, places in found.items()]
    return t("budget.examples", lang, list="; ".join(said))


def council_paragraph(ledger: Ledger, lang: str) -> list[str]:
    """Financiële gevolgen, dekking and begrotingswijziging, as a proposal to a council words them."""
    built = np.flatnonzero(ledger.inputs.lines.built)
    if not built.size:
        return [t("budget.nothing", lang)]
    return [*_effects_and_cover(ledger, built, lang), _change_of_budget(ledger, lang)]


def _effects_and_cover(ledger: Ledger, built: np.ndarray, lang: str) -> tuple[str, str]:
    """What is asked for and weighs on the year after the last works, and who covers that."""
    years, place = ledger.inputs.lines.years, structural_place(ledger)
    credits = [ledger.credit(purse) for purse in GEMEENTE]

    def both(key: str) -> np.ndarray:
        return np.asarray(sum(credit[key] for credit in credits))

    # what one purse of the municipality pays the other is no contribution of others
    of_others = np.array([payer not in GEMEENTE for payer in ledger.payers], dtype=bool)
    purses = sorted({ledger.actors.place(purse) for purse in GEMEENTE})
    received = float(ledger.given_eur[of_others][:, purses].sum())
    levy = float(ledger.levy_eur[place])
    needed = np.asarray(sum(both(key) for key in NEEDED))
    once = np.asarray(sum(incidental_eur(credit) for credit in credits))
    effects = t(
        "budget.effects",
        lang,
        credit=_euro(both("gross")[built].sum(), lang),
        first=years[built[0]],
        last=years[built[-1]],
        year=years[place],
        charges=_euro(needed[place] - once[place], lang),
        capital=_euro(both("capital")[place] - both("at_once")[place], lang),
        upkeep=_euro(both("upkeep")[place], lang),
        vat=_euro(both("vat")[place] - both("vat_at_once")[place], lang),
        once=_euro(once[place], lang),
    )
    cover = t(
        "budget.covered_by" + ("_unknown" if np.isnan(levy) else ""),
        lang,
        year=years[place],
        sewer=_euro(credits[1]["borne"][place], lang),
        levy=number(levy, lang, 2),
        general=_euro(credits[0]["borne"][place], lang),
        reserve=_euro(both("release")[place] + both("levelling")[place], lang),
        received=_euro(received, lang),
    )
    return effects, " ".join([cover, *beside_lines(ledger, lang), whole_cover_line(ledger, lang)])


def _change_of_budget(ledger: Ledger, lang: str) -> str:
    """The balance of each of the first years, and the one that lasts."""
    years, place = ledger.inputs.lines.years, structural_place(ledger)
    balance = _balance_eur(ledger)
    shown = [f"{years[n]}: {_euro(balance[n], lang)}" for n in range(min(BUDGET_YEARS, len(balance)))]
    lasting = _euro(balance[place], lang)
    return t("budget.change", lang, years="; ".join(shown), structural=lasting, year=years[place])


def _euro(eur: float, lang: str) -> str:
    return money_short(float(eur), lang)
