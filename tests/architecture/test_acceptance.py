"""``docs/acceptance.md``, ``docs/clauses.md`` and ``docs/security.md`` name tests that exist."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
PLACES = re.compile(
    r"`((?:tests|agencies|incentives|publicservice|supervision|ipservice|templates|deploy|docs)/[\w/.-]+)`"
)
DOCUMENTS = ("acceptance", "clauses", "security")
ROWS = [
    *("2.01", "2.02", "2.03", "2.05", "2.07"),
    *("5.01", "5.02", "5.10", "5.11", "5.12"),
    *(f"5.{number}" for number in (*range(20, 33), *range(50, 55), 60)),
    *("6.64", "6.65", "6.66", "6.67", "6.68", "6.69", "6.70", "6.71", "6.72", "6.73", "6.74", "6.75", "6.76"),
    *("6.80", "6.81", "6.82", "6.83", "6.84"),
    *(f"9.{number:02d}" for number in range(1, 18)),
    *(f"X.{number:02d}" for number in (1, 2, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 17, 20, 21, 23, 24, 25, 26, 27, 28, 30)),
]


def _text(document: str) -> str:
    return (ROOT / "docs" / f"{document}.md").read_text()


def _tests_of(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_named_test_exists(document):
    named = NAMED.findall(_text(document))

    assert named
    assert [
        f"{path}::{name}" for path, name in named if not (ROOT / path).is_file() or name not in _tests_of(path)
    ] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_named_place_exists(document):
    assert [place for place in PLACES.findall(_text(document)) if not (ROOT / place).exists()] == []


def test_every_feature_has_a_row_with_a_test_and_a_state():
    rows = dict(re.findall(r"^\| ([\dX]+\.\d+) \|(.*)$", _text("acceptance"), re.M))

    assert list(rows) == ROWS
    assert [row for row, rest in rows.items() if "`tests/" not in rest] == []
    assert [row for row, rest in rows.items() if not re.search(r"\| (proved|partly: .+) \|$", rest)] == []
