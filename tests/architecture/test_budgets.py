"""How long things may be, and what is never written here."""

import ast
import re
from statistics import median

import pytest

from tests.architecture.sources import Function, Source, python_files

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
MOST_PARAMETERS = 5
MOST_POSITIONAL = 2
BANNED_MODULES = {"utils", "helpers", "common", "misc", "manager", "managers", "handler", "handlers"}
BANNED_SUFFIXES = ("Service", "Manager", "Handler", "Helper", "2")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")
# A service that an agency offers is a term of the field.
TERMS_OF_THE_FIELD = {"AgencyService"}
# Django calls these so.
FRAMEWORK_MANAGERS = {"PeopleManager"}


def test_no_file_is_longer_than_a_person_reads_at_once():
    long = {source.path: source.lines for source in python_files(with_tests=True) if source.lines > LONGEST_FILE}

    assert {path: lines for path, lines in long.items() if "/migrations/" not in path} == {}


def test_most_files_are_short():
    lines = sorted(source.lines for source in python_files() if not source.is_migration)

    assert median(lines) <= 90
    assert lines[int(len(lines) * 0.9)] <= 200


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{source.path}:{function.lineno} {function.name} {_length(function)}"
        for source in python_files()
        if not source.is_migration
        for function in source.functions()
        if _length(function) > LONGEST_FUNCTION
    ]

    assert long == []


def test_no_public_function_takes_many_parameters():
    wide = [
        f"{source.path}:{function.lineno} {function.name}"
        for source in python_files()
        if not source.is_migration
        for function in source.functions()
        if not function.name.startswith("_") and _parameters(function) > MOST_PARAMETERS
    ]

    assert wide == []


def test_no_module_is_named_after_nothing():
    assert [s.path for s in python_files() if s.path.rsplit("/", 1)[-1].removesuffix(".py") in BANNED_MODULES] == []


def test_no_class_is_named_after_a_pattern():
    named = [
        f"{source.path}: {node.name}"
        for source in python_files()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        and node.name.endswith(BANNED_SUFFIXES)
        and node.name not in FRAMEWORK_MANAGERS | TERMS_OF_THE_FIELD
    ]

    assert named == []


def test_nothing_is_left_unfinished():
    assert [source.path for source in python_files() if UNFINISHED.search(source.text)] == []


@pytest.mark.parametrize(
    ("what", "is_banned"),
    [
        ("except Exception", lambda node: isinstance(node, ast.ExceptHandler) and _catches_all(node)),
        ("signals", lambda node: isinstance(node, ast.Name) and node.id == "receiver"),
        ("GenericForeignKey", lambda node: isinstance(node, ast.Name) and node.id == "GenericForeignKey"),
        ("relative imports", lambda node: isinstance(node, ast.ImportFrom) and node.level > 0),
    ],
    ids=lambda case: case if isinstance(case, str) else "",
)
def test_some_constructs_are_never_used(what, is_banned):
    places = [
        f"{source.path}:{node.lineno}" for source in python_files() for node in ast.walk(source.tree) if is_banned(node)
    ]

    assert places == [], what


def test_imports_stand_at_the_top_except_where_an_app_registers_itself():
    inside = [
        f"{source.path}:{node.lineno}"
        for source in python_files()
        if not source.path.endswith("apps.py")
        for function in source.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


def test_the_settings_are_no_second_program():
    assert [s.lines for s in python_files() if s.path == "ipservice/settings.py"][0] <= LONGEST_FILE


def test_the_budget_would_notice_a_long_function():
    long = Source("x.py", "", ast.parse("def f():\n" + "    pass\n" * 50))

    assert [_length(function) for function in long.functions()] == [51]


def _length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _parameters(function: Function) -> int:
    """Without ``self``, ``request`` and what Django hands in by name."""
    arguments = function.args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls", "by", "today", "now")])


def _catches_all(node: ast.ExceptHandler) -> bool:
    return node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
