"""HTML stands in templates beside the module that fills them, not in strings of Python."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMES = "a b button div h[1-6] i input label li option p path select small span summary svg table td th tr ul"
TAG = re.compile(rf"</?({'|'.join(NAMES.split())})\b[^<]*>")
FILES = sorted(path for folder in ("kans_model", "dashboards") for path in (ROOT / folder).rglob("*.py"))


def tags(source):
    """Lines with a tag in a string that is no docstring."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in docstrings else None
        if isinstance(text, str) and TAG.search(text):
            yield node.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_string_of_python_holds_a_tag(path):
    assert list(tags(path.read_text(encoding="utf-8"))) == []


def test_a_tag_in_a_string_is_found_and_one_in_a_docstring_is_not():
    assert list(tags('"""A <p>."""\nx = "<p class=\'quiet\'>{}</p>"\ny = "a < b > c"')) == [2]
