"""The page that lists which columns, units and words an import recognises; `docs/columns.md` is one."""

from collections.abc import Iterator

from kans_model.city import columns
from kans_model.exchange.cell_numbers import CBS_SENTINEL, UNKNOWN_CELLS
from kans_model.exchange.column_list import NAMED_TABLES, ColumnName, column_names, unit_in_words
from kans_model.exchange.header_units import UNITS
from kans_model.exchange.import_report import column_label
from kans_model.exchange.synonyms import CHOICE_COLUMNS, TEXT_COLUMNS
from kans_model.exchange.unit_reading import NODATA
from kans_model.exchange.works_columns import COLUMNS as WORKS_COLUMNS
from kans_model.exchange.works_columns import column_label as works_label
from kans_model.tables.reading import table
from kans_model.words.amounts import number
from kans_model.words.texts import t

EVENT = {"mm": 70, "min": 60}
"""The event by which columns of a stress test are described."""


def columns_page(lang: str = "nl") -> str:
    """The list in Markdown: names and units, words of a choice, units in a header, cells that are unknown."""
    names: dict[str, list[ColumnName]] = {}
    for entry in column_names():
        names.setdefault(entry.column, []).append(entry)
    units = _listed(sorted(UNITS, key=lambda word: (UNITS[word][0], UNITS[word][1])))
    signs = _listed(sorted(UNKNOWN_CELLS - {""}))
    codes = _listed([f"{code:g}" for code in NODATA])
    lines = [
        *(f"# {t('columns.title', lang)}", "", t("columns.made", lang), "", t("columns.written", lang), ""),
        t("columns.head", lang),
        "|---|---|---|---|",
        *(_row(column, entries, lang) for column, entries in names.items()),
        *("", f"## {t('columns.choices', lang)}", ""),
        *(line for column in CHOICE_COLUMNS for line in _choice_lines(column, lang)),
        *("", f"## {t('columns.units', lang)}", "", t("columns.units_said", lang, units=units)),
        *("", f"## {t('columns.unknown', lang)}", ""),
        t("columns.unknown_said", lang, signs=signs, codes=codes, sentinel=f"`{CBS_SENTINEL}`"),
        *("", f"## {t('columns.works', lang)}", "", t("columns.works_said", lang), ""),
        *_works_lines(lang),
    ]
    return "\n".join(lines) + "\n"


def _row(column: str, entries: list[ColumnName], lang: str) -> str:
    """A column of ours with its label, unit, range and names, as a row of a table."""
    example = column.format(**EVENT)
    unit = unit_in_words(example, lang)
    if column not in TEXT_COLUMNS:
        low, high = map(float, columns.bounds(example))
        digits = 0 if low.is_integer() and high.is_integer() else None
        year = columns.unit(example) == "year"
        ends = [f"{end:.0f}" if year else number(end, lang, digits) for end in (low, high)]
        unit = (
            unit
            if columns.unit(example) == "-"
            else t("columns.range", lang, unit=unit, low=ends[0], high=ends[1])
        )
    names: dict[float, list[str]] = {}
    for entry in entries[1:]:
        names.setdefault(entry.unit_factor, []).append(entry.name)
    said = [
        _listed(synonyms) if factor == 1 else f"× {number(factor, lang)}: {_listed(synonyms)}"
        for factor, synonyms in sorted(names.items(), reverse=True)
    ]
    return f"| `{column}` | {column_label(example, lang)} | {unit} | {'; '.join(said)} |"


def _choice_lines(column: str, lang: str) -> Iterator[str]:
    """Each value of a choice with the words that stand for it."""
    rows = table("synonyms").reset_index()
    rows = rows[(rows["column"] == column) & (rows["value"] != "")]
    words = {value: list(group["synonym"]) for value, group in rows.groupby("value", sort=False)}
    if column in NAMED_TABLES:
        kinds = table(NAMED_TABLES[column])
        words = {
            key: [*kinds.loc[key, ["name_nl", "name_en"]].str.casefold(), *words.get(key, [])]
            for key in kinds.index
        }
    yield f"- {column_label(column, lang)} (`{column}`):"
    for value, synonyms in words.items():
        yield f"  - `{value}`: {_listed(list(dict.fromkeys(synonyms)))}"


def _works_lines(lang: str) -> Iterator[str]:
    """What a calendar of works can say, with the words for each column, kind and status."""
    rows = table("work_words").reset_index()
    for column in WORKS_COLUMNS:
        words = rows[(rows["column"] == column) & (rows["value"] == "")]["word"]
        yield f"- {works_label(column, lang)} (`{column}`): {_listed(list(words)) or '–'}"
    for kind, row in table("work_kinds").iterrows():
        words = _listed(row["words"].split(";"))
        yield t("columns.works_kind", lang, kind=t(f"works_kind.{kind}", lang), words=words)
    for status, group in rows[rows["value"] != ""].groupby("value", sort=False):
        said = t(f"works.status_{status}", lang)
        yield t("columns.works_status", lang, status=said, words=_listed(list(group["word"])))


def _listed(words: list[str]) -> str:
    return ", ".join(f"`{word}`".replace("|", "\\|") for word in words)
