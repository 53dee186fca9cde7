"""What stands in a Python file and what beside it: HTML is in templates."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
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
