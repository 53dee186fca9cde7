"""Every text is there in both languages, once, and every text the code asks for exists."""

import ast
import csv
import re
import string
from collections import Counter
from pathlib import Path

import pytest

from kans_model.data_folder import csv_files
from kans_model.words.texts import LANGUAGES, t, texts

ROOT = Path(__file__).parents[2]
CODE = sorted(path for folder in ("kans_model", "dashboards") for path in (ROOT / folder).rglob("*.py"))
ROWS = [
    (path.name, row)
    for path in csv_files("texts")
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
]


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def asked_texts(source):
    """(line, key) of every text the code asks for by a literal: t("key"), Phrase("key"), Problem("key")."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Name | ast.Attribute)):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        prefix = {"t": "", "Phrase": "", "Problem": "problem."}.get(name)
        first = node.args[0]
        choices = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
        for choice in choices:
            if prefix is not None and isinstance(choice, ast.Constant) and isinstance(choice.value, str):
                yield node.lineno, prefix + choice.value


def test_no_key_stands_twice():
    count = Counter(row["key"] for _, row in ROWS)
    assert [key for key, n in count.items() if n > 1] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_is_written(lang):
    assert [(file, row["key"]) for file, row in ROWS if not (row[lang] or "").strip()] == []


def test_no_row_has_a_comma_too_many():
    assert [(file, row["key"]) for file, row in ROWS if None in row] == []


def test_both_languages_have_the_same_placeholders():
    differ = [row["key"] for _, row in ROWS if placeholders(row["nl"]) != placeholders(row["en"])]
    assert differ == []


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_text_the_code_asks_for_exists(path):
    missing = [
        f"{path.name}:{line} {key}"
        for line, key in asked_texts(path.read_text(encoding="utf-8"))
        if key not in texts()["nl"]
    ]
    assert missing == []


def test_the_scan_sees_each_way_to_ask_for_a_text():
    source = 't("a", lang)\ntexts.t("b")\nPhrase("c" if x else "d")\nProblem("e", file)\nt(f"f.{x}")'
    assert list(asked_texts(source)) == [(1, "a"), (2, "b"), (3, "c"), (3, "d"), (4, "problem.e")]


def test_a_text_takes_its_values():
    assert t("must.key", "nl", table="sources") == "in sources.csv staan"
    assert t("must.key", "en", table="sources") == "a row of sources.csv"


@pytest.mark.parametrize(("key", "lang"), [("no.such.text", "nl"), ("unknown", "de"), ("must.key", "nl")])
def test_a_text_that_does_not_exist_is_a_mistake_in_the_code(key, lang):
    with pytest.raises(KeyError):
        t(key, lang)


PAGES = sorted({path.stem for path in (ROOT / "dashboards").glob("*.py")} - {"app"})


@pytest.mark.parametrize("page", PAGES)
def test_a_pages_words_are_used_by_that_page_only(page):
    asked = re.compile(rf"""["']{page}\.[a-z_{{]""")
    own = (ROOT / "dashboards" / f"{page}.py", ROOT / "dashboards" / "sections" / page)
    elsewhere = [
        path.relative_to(ROOT).as_posix()
        for folder in ("kans_model", "dashboards")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".html") and path not in own and own[1] not in path.parents
        if asked.search(path.read_text(encoding="utf-8"))
    ]
    assert elsewhere == []


def test_a_text_stands_in_the_file_of_its_first_word():
    astray = [
        (file, row["key"])
        for file, row in ROWS
        if file != f"{row['key'].split('.')[0] if '.' in row['key'] else 'words'}.csv"
    ]
    assert astray == []


PLURALS = re.compile(
    r"\b1 (?:andere |eigen |other |own |more )?"
    r"(?:(?:buurten|rijen|kolommen|cellen|waarden|maatregelen|formules|gemeenten|namen|velden|regels|tekens|"
    r"inwoners|bronnen|pakketten|seconden|onderdelen|fouten|woningen|panden|codes)|"
    r"areas|rows|columns|cells|values|measures|formulas|municipalities|names|fields|lines|characters|residents|"
    r"sources|packages|seconds|parts|mistakes|dwellings|buildings|neighbourhoods|codes)\b|\((?:en|len|s)\)"
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_is_not_said_as_many(lang):
    ones = {key: t(key, lang, **dict.fromkeys(placeholders(text), 1)) for key, text in texts()[lang].items()}
    assert {key: text for key, text in ones.items() if PLURALS.search(text)} == {}
