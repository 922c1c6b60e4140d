"""Where SQL is put together from parts, and that no door is such a place.

A part is always the name of a table or column that the code declares; what people typed goes as a parameter.
"""

import ast
import re

import pytest

from tests.architecture.sources import python_files

STATEMENT = re.compile(
    r"\b(SELECT\b.*\bFROM|INSERT INTO|UPDATE\b.*\bSET|DELETE FROM|(CREATE|ALTER|DROP)\b.*\bTABLE)\b", re.S
)
DOORS = re.compile(r"/(admin|portal|public|api)(/|\.py)")
COMPOSING = {
    "agencies/demo/copying.py",
    "agencies/filings/feeds/filings.py",
    "agencies/filings/services/totals.py",
    "agencies/registry/feeds/standings.py",
    "agencies/registry/services/imported.py",
    "ipservice/audit/services.py",
    "ipservice/audit/verifying.py",
    "ipservice/demo/removal.py",
    "ipservice/intake/services/answers.py",
    "ipservice/intake/services/journal.py",
    "ipservice/intake/services/loading.py",
    "ipservice/intake/services/partitions.py",
    "ipservice/intake/services/references.py",
    "ipservice/intake/services/runs.py",
    "ipservice/intake/services/staging.py",
    "ipservice/intake/services/undo.py",
    "publicservice/booking/models/guards.py",
    "publicservice/booking/services/bookings.py",
}


def composed(tree: ast.AST) -> list[int]:
    """Lines on which a statement of SQL has a part put into it."""
    return [node.lineno for node in ast.walk(tree) if _is_composed(node) and STATEMENT.search(_text(node))]


def _is_composed(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod) and not _is_whole(node)
    )


def _is_whole(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) or (
        isinstance(node, ast.BinOp) and _is_whole(node.left) and _is_whole(node.right)
    )


def _text(node: ast.AST) -> str:
    return " ".join(part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and type(part.value) is str)


def _places() -> dict[str, list[int]]:
    found = {s.path: composed(s.tree) for s in python_files() if not s.is_migration and "benchmarks" not in s.path}
    return {path: lines for path, lines in found.items() if lines}


def test_sql_is_put_together_only_where_this_list_says():
    assert set(_places()) - COMPOSING == set()


def test_the_list_names_no_module_that_puts_nothing_together():
    assert COMPOSING - set(_places()) == set()


def test_no_door_puts_sql_together():
    assert [path for path in _places() if DOORS.search(f"/{path}")] == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("f'SELECT id FROM {table}'", [1]),
        ("'DELETE FROM %s' % table", [1]),
        ("'INSERT INTO ' + table", [1]),
        ("'UPDATE {} SET a = 1'.format(table)", [1]),
        ("'SELECT id FROM agencies_agency WHERE name = %s'", []),
        ("f'{count} rows from {source}'", []),
    ],
)
def test_the_rule_sees_what_it_is_for(source, lines):
    assert composed(ast.parse(source)) == lines
