"""Text with slots: words that officials may change, slots that they may move but neither change nor lose."""

import re
from collections import Counter
from dataclasses import dataclass

from ipservice.foundation.errors import DomainError

SLOT = re.compile(r"\{\{([^{}]*)\}\}")
REFERENCE = re.compile(r"(图|表)\s*([a-z0-9_]+)")


class SlotsTouched(DomainError):
    code = "report_slots_touched"
    status = 422
    template = "数据槽不能改写、增加或删除，只能移动。{problem}请按原样放回后保存。"


class BracesAstray(DomainError):
    code = "report_braces_astray"
    status = 422
    template = "“{excerpt}”附近的花括号不成对，数据槽应写成 {{{{……}}}} 的样子。"


@dataclass(frozen=True, slots=True)
class Words:
    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands between the braces: a query, or a reference to a chart or table."""

    text: str

    @property
    def reference(self) -> tuple[str, str] | None:
        """("图", id) or ("表", id)."""
        found = REFERENCE.fullmatch(self.text.strip())
        return (found[1], found[2]) if found else None


Piece = Words | Slot


def pieces(text: str) -> list[Piece]:
    """The text in order. Raises ``BracesAstray``."""
    found: list[Piece] = []
    for place, part in enumerate(SLOT.split(text)):
        if place % 2:
            found.append(Slot(part))
        elif part:
            if astray := re.search(r"[{}]", part):
                start = max(0, astray.start() - 10)
                raise BracesAstray(excerpt=part[start : astray.start() + 10])
            found.append(Words(part))
    return found


def paragraphs(text: str) -> list[str]:
    """Paragraphs are lines; empty ones do not count."""
    return [line.strip() for line in text.replace("\r", "").split("\n") if line.strip()]


def require_same_slots(before: str, after: str) -> None:
    """Every slot of ``before`` stands in ``after`` as often, and no other. Raises ``SlotsTouched``."""
    had, has = _counted(before), _counted(after)
    lost, new = had - has, has - had
    said = [f"缺少 {_named(lost)}。"] if lost else []
    said += [f"多出 {_named(new)}。"] if new else []
    if said:
        raise SlotsTouched(problem="".join(said))


def _counted(text: str) -> Counter[str]:
    return Counter(piece.text for piece in pieces(text) if isinstance(piece, Slot))


def _named(slots: Counter[str]) -> str:
    return "、".join("{{" + text + "}}" + (f"（{times} 处）" if times > 1 else "") for text, times in slots.items())
