"""A questionnaire as one JSON file: taken out to be kept or compared, put into another draft."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ipservice.foundation.errors import DomainError
from supervision.survey.rules.definition import Check, Item, ItemType, Option, Questionnaire, Section, Severity, Span
from supervision.survey.rules.validating import faults
from supervision.survey.services.errors import NotAQuestionnaire

FORMAT = "survey-questionnaire/1"
LARGEST_BYTES = 2_000_000
LISTS = ("options", "rows", "columns")


def to_json(questionnaire: Questionnaire) -> bytes:
    """UTF-8, indented, in the order of the form: two exports are compared line by line."""
    content = {
        "format": FORMAT,
        "year": questionnaire.year,
        "title": questionnaire.title,
        "sections": [_without_blanks(asdict(section)) for section in questionnaire.sections],
        "checks": [_without_blanks(asdict(rule)) for rule in questionnaire.checks],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: part for name, part in value.items() if part is not False and part not in ("", None, (), [])}
        return {name: _without_blanks(part) for name, part in kept.items()}
    if isinstance(value, list | tuple):
        return [_without_blanks(part) for part in value]
    return value


def from_json(content: bytes, *, numbers: Mapping[str, int]) -> Questionnaire:
    """What ``to_json`` wrote. Raises ``NotAQuestionnaire`` that names the first part that does not fit."""
    if len(content) > LARGEST_BYTES:
        raise NotAQuestionnaire(problem="文件超过 2 MB。")
    questionnaire = _questionnaire(_loaded(content), numbers)
    found = faults(questionnaire)
    if found:
        raise NotAQuestionnaire(problem=f"共 {len(found)} 处错误，第一处：{found[0]}")
    return questionnaire


def _loaded(content: bytes) -> dict[str, Any]:
    try:
        loaded = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise NotAQuestionnaire(problem="不是 JSON 文件。请使用本系统导出的问卷文件。") from None
    if not isinstance(loaded, dict) or loaded.get("format") != FORMAT:
        raise NotAQuestionnaire(problem=f"缺少格式标记 {FORMAT}。请使用本系统导出的问卷文件。")
    return loaded


def _questionnaire(loaded: Mapping[str, Any], numbers: Mapping[str, int]) -> Questionnaire:
    place = "标题"
    try:
        title, year = str(loaded["title"]), int(loaded["year"])
        sections = []
        for entry in loaded["sections"]:
            place = f"部分 {entry.get('code', '')}"
            sections.append(_section(entry))
        checks = []
        for entry in loaded["checks"]:
            place = f"审核关系 {entry.get('code', '')}"
            checks.append(Check(**{**entry, "severity": Severity(entry["severity"])}))
    except DomainError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise NotAQuestionnaire(problem=f"{place}的内容不完整或不认识（{wrong}）。") from None
    return Questionnaire(year, title, tuple(sections), tuple(checks), numbers)


def _section(entry: Mapping[str, Any]) -> Section:
    items = tuple(_item(item) for item in entry.get("items", ()))
    return Section(**{**entry, "items": items})


def _item(entry: Mapping[str, Any]) -> Item:
    lists = {name: tuple(Option(**option) for option in entry.get(name, ())) for name in LISTS}
    span = Span(entry.get("span", Span.NONE))
    return Item(**{**entry, **lists, "type": ItemType(entry["type"]), "span": span})
