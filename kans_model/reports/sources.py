"""Where the figures come from: the sources with what rests on each, and how well each table is founded."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pandas as pd

from kans_model.measures.effect_evidence import JUDGEMENT, coefficients
from kans_model.reports.evidence import EVIDENCE
from kans_model.tables.reading import table
from kans_model.tables.schemas import TABLES
from kans_model.words.amounts import number, percent
from kans_model.words.texts import has_text, t

NOT_FIGURES = (
    "sources",
    "effect_evidence",
    "synonyms",
    "use_words",
    "background_words",
    "border",
    "municipalities",
    "shares_of_a_whole",
)
"""Tables whose rows are no figures of their own: names of columns, words in names."""


@cache
def figures_by_source() -> pd.Series:
    """Rows of the tables that name each source, most named first: index source. [-]"""
    counts: Counter[str] = Counter()
    for name in TABLES:
        if name == "sources":
            continue
        rows = table(name)
        for column in (column for column in rows.columns if column.rpartition("_")[2] == "source"):
            counts.update(source for source in rows[column].astype(str) if source)
    known = table("sources").index
    return pd.Series({source: n for source, n in counts.most_common() if source in known}, dtype=int)


@cache
def classes_by_table() -> pd.DataFrame:
    """Rows of each table per class of evidence: index table, columns `cited`, `derived`, `expert`. [-]

    Effects of measures count by coefficient, from `effect_evidence`; a table without a class is left out.
    """
    counts = {
        name: table(name)["evidence"].value_counts()
        for name in TABLES
        if name not in NOT_FIGURES and "evidence" in table(name).columns
    }
    counts["effect_evidence"] = coefficients()["evidence"].value_counts()
    return pd.DataFrame(counts).T.reindex(columns=list(EVIDENCE)).fillna(0).astype(int)


def source_title(source: str, lang: str) -> str:
    """What a source is called: its own title, what we added to it in the reader's language."""
    own = f"source.{source}"
    title = t(own, lang) if has_text(own) else str(table("sources")["title"][source])
    return title[:1].upper() + title[1:]


def conclusion(lang: str) -> str:
    """How much of all figures is cited, derived and judged, and of what measures do, in a sentence."""
    classes, effects = classes_by_table().sum(), coefficients()["evidence"]
    shares = {kind: percent(classes[kind] / classes.sum(), lang) for kind in EVIDENCE}
    founded = percent(float((effects != JUDGEMENT).mean()), lang)
    n = number(float(classes.sum()), lang, 0)
    return f"{t('sources.conclusion', lang, n=n, **shares)} {t('sources.effects', lang, share=founded)}"


def sources(lang: str) -> pd.DataFrame:
    """Every source that a figure rests on, most used first, as a table to show."""
    used, rows = figures_by_source(), table("sources").loc[figures_by_source().index]
    return pd.DataFrame(
        {
            t("sources.source", lang): [source_title(source, lang) for source in used.index],
            t("sources.year", lang): [f"{year:.0f}" if year == year else "" for year in rows["year"]],
            t("sources.kind", lang): [t(f"sources.kind.{kind}", lang) for kind in rows["kind"]],
            t("sources.figures", lang): used.to_numpy(),
            t("sources.address", lang): rows["url"].to_numpy(),
        }
    )
