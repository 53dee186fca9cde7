"""What stands in a Python file and what beside it, and what things are called: by nouns of the field."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("kans_model", "dashboards", "scripts", "benchmarks")
PARTICIPLES = frozenset(
    (*("asked", "bought", "built", "chosen", "done", "drawn", "felt", "following", "found", "given", "held"),
     *("kept", "known", "left", "lost", "made", "paid", "put", "seen", "shown", "sought", "spent", "taken"),
     *("told", "written"))
)  # fmt: skip
"""Those that do not end in -ed, and one that does not say what follows what."""
NO_PARTICIPLES = frozenset(("need", "seed", "shed", "speed"))
NAMES_OF_THINGS = {
    "felt_temperature": "gevoelstemperatuur",
    "FeltTemperature": "gevoelstemperatuur",
    "delimited_text": "the kind of file",
    "linked_sliders": "sliders that move each other",
    "LinkedShares": "what they hold",
    "shared_choices": "choices that packages nearly as good have in common",
    "ChosenShares": "shares of costs that the optimiser chooses",
    "RecognisedColumn": "a column of a file that is known by its name",
    "CancelledError": "as the libraries name theirs",
}
"""A participle here only says which of the things its noun names."""
TAG = re.compile(r"</?(?!P<)[a-z][a-z0-9]*(\s[^<>]*)?/?>")


def literals(tree):
    """Strings of a module that are no docstrings."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [part for part in body if not (isinstance(part, ast.Expr) and is_text(part.value))]
    return [node.value for node in ast.walk(tree) if is_text(node)]


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("house", ["kans_model", "dashboards"])
def test_html_stands_in_templates(house):
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / house).rglob("*.py")
        if any(
            TAG.search(re.sub(r"\(\?P<\w+>", "(", text))
            for text in literals(ast.parse(path.read_text(encoding="utf-8")))
        )
    }
    assert found == set()


def test_a_tag_in_a_string_is_found_and_one_in_a_docstring_is_not():
    tree = ast.parse('"""A <p>."""\nx = "<p class=\'quiet\'>{}</p>"\ny = "a < b > c"')
    assert [bool(TAG.search(text)) for text in literals(tree)] == [True, False]


def is_participle(word):
    word = word.lower()
    return word in PARTICIPLES or (word.endswith("ed") and word not in NO_PARTICIPLES)


def names_with_participle(name, source):
    """Names of a module and of its classes that have a participle in them."""
    classes = [node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    return {
        said
        for said in (name, *classes)
        if any(map(is_participle, re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", said)))
    }


def test_modules_and_classes_are_nouns_of_the_field():
    """A participle (`kept`, `found`) says what happened to a thing, and not what it is."""
    modules = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    found = [names_with_participle(path.stem, path.read_text(encoding="utf-8")) for path in modules]
    assert set().union(*found) == set(NAMES_OF_THINGS)


@pytest.mark.parametrize(
    ("module", "source", "names"),
    [
        ("kept", "class Cache: ...", {"kept"}),
        ("filled_in", "class _KeptFile: ...", {"filled_in", "_KeptFile"}),
        ("slow_work", "class Following(SlowWork): ...", {"Following"}),
        ("seed", "class HTMLSpeed: ...\nclass Ranking: ...", set()),
    ],
)
def test_a_participle_in_a_name_is_found_and_a_noun_is_not(module, source, names):
    assert names_with_participle(module, source) == names


def things_called_one(source):
    """Lines where a loop or an argument calls what it has in hand `one`."""
    tree = ast.parse(source)
    loops = [node.target for node in ast.walk(tree) if isinstance(node, (ast.For, ast.comprehension))]
    names = [part for loop in loops for part in ast.walk(loop) if isinstance(part, ast.Name)]
    arguments = [node for node in ast.walk(tree) if isinstance(node, ast.arg)]
    return sorted(
        {name.lineno for name in names if name.id == "one"}
        | {argument.lineno for argument in arguments if argument.arg == "one"}
    )


def test_a_loop_names_its_thing():
    found = {
        path.relative_to(ROOT).as_posix(): lines
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if (lines := things_called_one(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("for one in packages:\n    ...", [1]),
        ("x = 1\ny = [a for place, one in packages]", [2]),
        ("sorted(packages, key=lambda one: one.cost)", [1]),
        ("for package in packages:\n    one = 1", []),
    ],
)
def test_a_thing_called_one_is_found(source, lines):
    assert things_called_one(source) == lines


def constants(source):
    """Names in capitals that a module gives a value."""
    body = ast.parse(source).body
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    targets += [node.target for node in body if isinstance(node, ast.AnnAssign)]
    return {target.id for target in targets if isinstance(target, ast.Name) and target.id.isupper()}


def test_every_constant_is_used():
    """A constant that nothing reads says something that no longer holds."""
    sources = [path.read_text(encoding="utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    words = Counter(re.findall(r"\w+", "\n".join(sources)))
    assert {name for source in sources for name in constants(source) if words[name] == 1} == set()


def test_constants_are_names_in_capitals():
    assert constants("MOST: int = 3\nSOME, rest = 1, 2\n_KEPT = {}\nNumber = float") == {"MOST", "_KEPT"}
