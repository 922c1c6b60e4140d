"""What a questionnaire asks that another year's did not, and what it asks no more or differently."""

from collections.abc import Iterator
from dataclasses import dataclass

from ipservice.foundation.vocabulary import Vocabulary
from supervision.survey.rules.definition import Item, Questionnaire
from supervision.survey.services.definition import fields_of

FIELDS = {
    "code": "代码",
    "label": "名称",
    "type": "类型",
    "unit": "计量单位",
    "span": "时期",
    "is_required": "必填",
    "options": "选项",
    "rows": "表格行",
    "columns": "表格列",
    "shown_if": "显示条件",
    "prefill": "预填来源",
    "minimum": "下限",
    "maximum": "上限",
    "help": "指标解释",
}
CHECK_FIELDS = {
    "severity": "强度",
    "expression": "公式",
    "message": "错误说明",
    "cure": "更正办法",
    "definition": "解释位置",
}


class DifferenceKind(Vocabulary):
    ADDED = "added", "新增"
    REMOVED = "removed", "删除"
    CHANGED = "changed", "修改"


@dataclass(frozen=True, slots=True)
class Difference:
    """``fields`` are (field, before, after) of what is in both years."""

    kind: DifferenceKind
    code: str
    label: str
    fields: tuple[tuple[str, str, str], ...] = ()


def differences(before: Questionnaire, after: Questionnaire) -> list[Difference]:
    """Items of ``after`` in their order, then those that are gone, then checks. An item is known by its former code."""
    return [*_items(before, after), *_checks(before, after)]


def _items(before: Questionnaire, after: Questionnaire) -> Iterator[Difference]:
    seen = set()
    for item in after.items.values():
        old = before.items.get(item.former_code or item.code)
        if old is None:
            yield Difference(DifferenceKind.ADDED, item.code, item.label)
            continue
        seen.add(old.code)
        fields = tuple(_changed_fields(_shown(old), _shown(item), FIELDS))
        if fields:
            yield Difference(DifferenceKind.CHANGED, item.code, item.label, fields)
    for code, old in before.items.items():
        if code not in seen:
            yield Difference(DifferenceKind.REMOVED, code, old.label)


def _shown(item: Item) -> dict[str, object]:
    return {**fields_of(item), "type": item.type.label, "span": item.span.label}


def _changed_fields(
    before: dict[str, object], after: dict[str, object], names: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    for name, label in names.items():
        if before[name] != after[name]:
            yield label, _words(before[name]), _words(after[name])


def _words(value: object) -> str:
    if isinstance(value, list):
        return "、".join(option["label"] for option in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _checks(before: Questionnaire, after: Questionnaire) -> Iterator[Difference]:
    old = {rule.code: rule for rule in before.checks}
    new = {rule.code: rule for rule in after.checks}
    for code, rule in new.items():
        if code not in old:
            yield Difference(DifferenceKind.ADDED, code, rule.message)
            continue
        sides = [{name: getattr(one, name) for name in CHECK_FIELDS} for one in (old[code], rule)]
        fields = tuple(_changed_fields(*sides, CHECK_FIELDS))
        if fields:
            yield Difference(DifferenceKind.CHANGED, code, rule.message, fields)
    for code, rule in old.items():
        if code not in new:
            yield Difference(DifferenceKind.REMOVED, code, rule.message)
