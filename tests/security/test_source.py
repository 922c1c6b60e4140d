"""Read from the source: no form takes every field, no query is built from what a visitor typed."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = ("ipservice", "agencies", "incentives")
ESCAPED_ELSEWHERE = {"agencies/registry/public/rows.py"}  # drawn by Jinja2 with autoescape on
TYPED_IN = {"GET", "POST", "query_params", "data", "COOKIES"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for app in PRODUCT:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def all_fields(tree: ast.AST) -> list[int]:
    """Lines on which a form or serializer takes ``fields = "__all__"`` or says only which it leaves out."""
    return [
        statement.lineno
        for owner in ast.walk(tree)
        if isinstance(owner, ast.ClassDef) and owner.name == "Meta"
        for statement in owner.body
        if isinstance(statement, ast.Assign)
        and any(_takes_all(target, statement.value) for target in statement.targets)
    ]


def _takes_all(target: ast.expr, value: ast.expr) -> bool:
    if not isinstance(target, ast.Name):
        return False
    return target.id == "exclude" or (
        target.id == "fields" and isinstance(value, ast.Constant) and value.value == "__all__"
    )


def typed_in_queries(tree: ast.AST) -> list[int]:
    """Lines on which order_by, filter, exclude, extra, values or annotate is given what came with the request."""
    methods = {"order_by", "filter", "exclude", "extra", "values", "values_list", "annotate", "aggregate", "get"}
    return [
        call.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in methods
        and not _is_typed_in(call.func.value)
        and (any(_from_request(argument) for argument in call.args if call.func.attr == "order_by")
             or any(word.arg is None and _from_request(word.value) for word in call.keywords))
    ]  # fmt: skip


def _from_request(node: ast.AST) -> bool:
    return any(_is_typed_in(part) for part in ast.walk(node))


def _is_typed_in(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr in TYPED_IN
        and isinstance(node.value, ast.Name)
        and node.value.id == "request"
    ) or (isinstance(node, ast.Attribute) and _is_typed_in(node.value))


def trusted_html(tree: ast.AST) -> list[int]:
    """Lines that call ``mark_safe`` or ``SafeString``: text of people would be run by a browser."""
    return [
        call.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and (getattr(call.func, "id", "") or getattr(call.func, "attr", "")) in ("mark_safe", "SafeString")
        and not all(isinstance(argument, ast.Constant) for argument in call.args)
    ]


@pytest.mark.parametrize("rule", [all_fields, typed_in_queries, trusted_html], ids=lambda rule: rule.__name__)
def test_no_source_breaks_the_rule(rule):
    found = [(name, line) for name, tree in sources() for line in rule(tree)]

    assert [f"{name}:{line}" for name, line in found if rule is not trusted_html or name not in ESCAPED_ELSEWHERE] == []


@pytest.mark.parametrize(
    ("rule", "source", "lines"),
    [
        (all_fields, "class F:\n class Meta:\n  fields = '__all__'", [3]),
        (all_fields, "class F:\n class Meta:\n  exclude = ['owner']", [3]),
        (all_fields, "class F:\n class Meta:\n  fields = ['name']", []),
        (typed_in_queries, "qs.order_by(request.GET['sort'])", [1]),
        (typed_in_queries, "qs.filter(**request.GET.dict())", [1]),
        (typed_in_queries, "request.GET.get('q')", []),
        (typed_in_queries, "qs.filter(name=form.cleaned_data['q'])", []),
        (trusted_html, "mark_safe(agency.name)", [1]),
        (trusted_html, "mark_safe('<b>')", []),
    ],
)
def test_each_rule_sees_what_it_is_for(rule, source, lines):
    assert rule(ast.parse(source)) == lines
