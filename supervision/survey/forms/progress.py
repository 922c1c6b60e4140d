"""How far each part of a questionnaire is, in one word and a count."""

from collections.abc import Iterable
from dataclasses import dataclass

from supervision.survey.rules.checking import REQUIRED, CheckFinding
from supervision.survey.rules.definition import Section, Severity, cells_of
from supervision.survey.services.answers import Standing


@dataclass(frozen=True, slots=True)
class PartState:
    """``filled`` of ``asked`` cells; ``hard`` and ``soft`` findings still open; ``missing`` required items."""

    section: Section
    filled: int
    asked: int
    hard: int
    soft: int
    missing: int

    @property
    def label(self) -> str:
        if not self.asked:
            return "不适用"
        if self.hard or self.soft:
            return f"{self.hard + self.soft} 处待处理"
        if not self.filled:
            return "未填写"
        return "填写中" if self.missing else "已填妥"

    @property
    def tone(self) -> str:
        if not self.asked or not self.filled:
            return ""
        if self.hard or self.soft:
            return "danger" if self.hard else "warn"
        return "info" if self.missing else "ok"

    @property
    def is_done(self) -> bool:
        return bool(self.filled) and self.tone == "ok"

    @property
    def note(self) -> str:
        """What is left, in one line."""
        parts = [f"已填 {self.filled}／{self.asked} 格"] if self.asked else ["按前面的回答，本部分不用填"]
        if self.missing:
            parts.append(f"必填项还有 {self.missing} 项")
        if self.hard:
            parts.append(f"{self.hard} 处须更正")
        if self.soft:
            parts.append(f"{self.soft} 处须更正或说明")
        return "，".join(parts)


def parts_of(standing: Standing) -> list[PartState]:
    """Every part in the order of the form."""
    by_section = findings_by_section(standing, standing.findings)
    return [_state(section, standing, by_section.get(section.code, [])) for section in standing.questionnaire.sections]


def findings_by_section(standing: Standing, findings: Iterable[CheckFinding]) -> dict[str, list[CheckFinding]]:
    """Under the part where the first cell stands."""
    place = {item.code: section.code for section in standing.questionnaire.sections for item in section.items}
    sorted_in: dict[str, list[CheckFinding]] = {}
    for finding in findings:
        sorted_in.setdefault(place[finding.anchor.split("/")[0]], []).append(finding)
    return sorted_in


def _state(section: Section, standing: Standing, findings: list[CheckFinding]) -> PartState:
    asked = [cell.key for item in section.items for cell in cells_of(item) if cell.key not in standing.hidden]
    stopping = [finding for finding in findings if finding.stops and finding.code != REQUIRED]
    hard = sum(finding.severity == Severity.HARD for finding in stopping)
    return PartState(
        section,
        filled=sum(cell in standing.values for cell in asked),
        asked=len(asked),
        hard=hard,
        soft=len(stopping) - hard,
        missing=sum(finding.code == REQUIRED for finding in findings),
    )
