"""Raadsinformatie: one page to print for the council, whole in itself."""

from __future__ import annotations

import numpy as np
from markupsafe import Markup

from dashboards.parts.look import theme
from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.finance.ledger import Ledger
from kans_model.reports.changes_in_words import changes
from kans_model.study.names import portfolio_name, split_name
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn, p5_p95
from kans_model.uncertainty.ledger_ranges import Ranges
from kans_model.words.amounts import (
    euro_range,
    money_and_range,
    money_range,
    money_short,
    number,
    percent,
    range_text,
)
from kans_model.words.markup import html
from kans_model.words.texts import t

PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title><style>
@page {{ size: A4; margin: 18mm }} body {{ font: 15px/22px Inter, system-ui, sans-serif; color: {ink};
max-width: 720px; margin: 32px auto; padding: 0 16px; }}
h1 {{ font-size: 26px; line-height: 32px; margin: 0 }}
h2 {{ font-size: 16px; margin: 24px 0 8px; border-top: 1px solid {ink}; padding-top: 8px }}
p {{ margin: 4px 0 }}
table {{ border-collapse: collapse; width: 100% }} th, td {{ text-align: left; padding: 4px 0 4px 12px;
border-bottom: 1px solid {rule} }} th:first-child {{ padding-left: 0 }} .num {{ text-align: right;
font-variant-numeric: tabular-nums }} .quiet {{ color: {second}; font-size: 13px; line-height: 18px }}
.facts {{ display: grid; grid-template-columns: 1fr 1fr; gap: 8px 32px }} .facts b {{ font-size: 20px }}
</style></head><body><h1>{title}</h1><p class="quiet">{about}</p>{body}</body></html>"""


def council_page(
    study: Study, portfolio_id: str, split_id: str, ledger: Ledger, bands: Ranges, lang: str
) -> str:
    """Investment, balance, who pays, levy and how sure, as a page of HTML of its own."""

    def word(key: str, **values: object) -> str:
        return t(f"council.{key}", lang, **values)

    portfolio, split = study.portfolio(portfolio_id), study.split(split_id)
    result = study.evaluate(portfolio)
    capex, npv = float(result["capex_eur"].sum()), float(result["npv_eur"])
    ranges, levy = study.evaluate(portfolio, drawn(study)), ledger.levy
    capex_ends, npv_ends, bcr_ends, levy_ends, gap_ends = (
        p5_p95(one)
        for one in (ranges["capex_eur"], ranges["npv_eur"], ranges["bcr"], bands.levy_peak_eur, bands.gap_eur)
    )
    low, high = levy_ends
    investment = money_and_range(capex, *map(float, capex_ends), lang)
    balance = money_and_range(npv, *map(float, npv_ends), lang, signed=True)
    gap = money_and_range(ledger.gap_total_eur, *map(float, gap_ends), lang)
    peak = f"€ {number(levy['peak'], lang, 2)}", range_text(low, high, lang, 2)
    facts = [
        (word("investment", year=PRICE_YEAR), *investment),
        (word("balance", years=study.scenario.period_years), *balance),
        (word("levy", year=levy["peak_year"]), *peak),
        (word("gap"), *(gap if split.ceilings else (word("no_ceiling"), ""))),
    ]
    rows = []
    ends = p5_p95(bands.present_value_eur)
    for place, actor in enumerate(ledger.actors.ids):
        if max(ledger.present_value_eur[place], ledger.benefit_eur[place]) < 1e-3 * max(ledger.total_eur, 1):
            continue
        rows.append(
            html(
                '<tr><th scope="row">{}</th><td class="num">{}</td><td class="num">{}</td>'
                '<td class="num">{}</td><td class="num">{}</td></tr>',
                ledger.actors.name(actor, lang),
                money_short(float(ledger.present_value_eur[place]), lang),
                money_range(float(ends[0][place]), float(ends[1][place]), lang),
                percent(float(ledger.share[place]), lang),
                money_short(float(ledger.benefit_eur[place]), lang),
            )
        )
    heads = Markup("").join(
        html('<th scope="col"{}>{}</th>', Markup(' class="num"') if place else "", word(key))
        for place, key in enumerate(("party", "bears", "band", "share", "enjoys"))
    )
    notes = [word("sure", low=number(low, lang, 2), high=number(high, lang, 2)), word("vat")]
    if study.city.indicative:
        notes.insert(0, t("maatregelen.rough_city", lang, city=study.city.name))
    if study.city.fictional:
        notes.insert(0, t("page.fictional", lang).capitalize() + ".")
    chance = word("chance", share=percent(float(np.mean(ranges["npv_eur"].values > 0)), lang))
    pays = ""
    if not np.isnan(float(result["bcr"])):
        band = range_text(*(float(one) for one in bcr_ends), lang, 2)
        pays = word("ratio", band=band, ratio=number(float(result["bcr"]), lang, 2))
    body = html(
        '<h2>{}</h2><div class="facts">{}</div><p>{} {}</p><h2>{}</h2>{}<h2>{}</h2><table><thead><tr>{}</tr>'
        "</thead><tbody>{}</tbody></table><h2>{}</h2>{}",
        word("summary"),
        Markup("").join(_fact(*fact, study.city.indicative, lang) for fact in facts),
        chance,
        pays,
        word("changed"),
        _changed(study, lang),
        word("who"),
        heads,
        Markup("").join(rows),
        word("certainty"),
        Markup("").join(html('<p class="quiet">{}</p>', note) for note in notes),
    )
    title = word("title", package=portfolio_name(portfolio, lang))
    about = word("about", city=study.city.name, split=split_name(split, lang), hash=study.hash[:12])
    colours = {"ink": theme.INK, "rule": theme.RULE, "second": theme.SECOND}
    return str(html(PAGE, lang=lang, title=title, about=about, body=body, **colours))


def _fact(label: str, value: str, band: str, rough: bool, lang: str) -> Markup:
    """A headline with its band; of a city of estimates the band stands first and large."""
    if not band:
        return html("<p>{}<br><b>{}</b></p>", label, value)
    band = euro_range(band, lang)
    if rough:
        first, second = band, t("figure.middle", lang, n=value)
    else:
        first, second = value, t("council.fact_band", lang, band=band)
    return html('<p>{}<br><b>{}</b><br><span class="quiet">{}</span></p>', label, first, second)


def _changed(study: Study, lang: str) -> Markup:
    """What differs from the default assumptions, and why."""
    found = changes(study, lang)
    if not found:
        return html("<p>{}</p>", t("council.changed_none", lang))
    keys = ("council.assumption", "council.now", "council.default", "assumptions.why")
    heads = Markup("").join(html('<th scope="col">{}</th>', t(key, lang)) for key in keys)
    rows = Markup("").join(
        html('<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>', *one) for one in found
    )
    return html(
        "<p>{}</p><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        t("council.changed_head", lang),
        heads,
        rows,
    )
