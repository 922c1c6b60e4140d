"""One return as its reviewer reads it: every cell with last year beside it and whatever was said about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from supervision.survey.models import CellQuestion, OutlierFlag, SurveyReturn
from supervision.survey.rules.checking import CheckFinding
from supervision.survey.rules.definition import Cell, Section, cells_of
from supervision.survey.rules.states import QuestionState, Via
from supervision.survey.rules.values import as_text
from supervision.survey.services import changes
from supervision.survey.services.answers.reading import Stored
from supervision.survey.services.answers.standing import Standing, standing_of
from supervision.survey.services.flag_pictures import Bar, drawn


@dataclass(frozen=True, slots=True)
class Flagged:
    flag: OutlierFlag
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One cell. ``was`` is the former text where it was changed since it was accepted or sent back, else None."""

    cell: str
    code: str
    label: str
    unit: str
    is_number: bool
    value: str
    last: str
    change: str
    via: str
    explanation: str
    findings: tuple[CheckFinding, ...]
    flags: tuple[Flagged, ...]
    question: CellQuestion | None
    was: str | None

    @property
    def is_quiet(self) -> bool:
        """Nothing was written and nothing is said."""
        return not (self.value or self.last or self.findings or self.flags or self.question or self.was is not None)

    @property
    def is_loud(self) -> bool:
        return bool(self.findings or self.flags or self.question or self.was is not None)


@dataclass(frozen=True, slots=True)
class Part:
    code: str
    title: str
    rows: tuple[Row, ...]
    quiet: int

    @property
    def loud(self) -> int:
        return sum(row.is_loud for row in self.rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """``changed`` against the last acceptance where there is one, else against what was sent before."""

    parts: tuple[Part, ...]
    changed: tuple[changes.Change, ...]
    findings: tuple[CheckFinding, ...]
    flags: tuple[OutlierFlag, ...]


def sheet_of(survey_return: SurveyReturn) -> Sheet:
    """A bounded number of statements, however many cells."""
    standing = standing_of(survey_return)
    flags = tuple(survey_return.flags.select_related("judged_by").order_by("-influence", "id"))
    questions = survey_return.questions.exclude(state=QuestionState.SETTLED).select_related("asked_by", "answered_by")
    changed = _readable(standing, changes.since_approval(survey_return) or changes.since_sent_back(survey_return))
    about = _About(
        standing,
        _by_cell((cell, finding) for finding in standing.findings for cell in finding.cells[:1]),
        _by_cell((flag.cell, flag) for flag in flags),
        {question.cell: question for question in questions},
        {change.cell: change.before for change in changed},
    )
    parts = tuple(_part(section, about) for section in standing.questionnaire.sections)
    return Sheet(parts, changed, tuple(standing.findings), flags)


def _readable(standing: Standing, changed: list[changes.Change]) -> tuple[changes.Change, ...]:
    """Numbers with separators and units, everything else by its label."""
    cells = standing.questionnaire.cells
    return tuple(
        replace(one, before=_spoken(cells[one.cell], one.before), after=_spoken(cells[one.cell], one.after))
        if one.cell in cells
        else one
        for one in changed
    )


def _spoken(cell: Cell, text: str) -> str:
    value = Decimal(text) if text and cell.item.is_numeric else text
    shown = _shown(cell, value)
    return f"{shown} {cell.item.unit}".strip() if shown else ""


@dataclass(frozen=True, slots=True)
class _About:
    standing: Standing
    findings: Mapping[str, list]
    flags: Mapping[str, list]
    questions: Mapping[str, CellQuestion]
    was: Mapping[str, str]


def _by_cell(pairs: Iterable[tuple[str, object]]) -> dict[str, list]:
    found: dict[str, list] = {}
    for cell, thing in pairs:
        found.setdefault(cell, []).append(thing)
    return found


def _part(section: Section, about: _About) -> Part:
    rows = [
        _row(cell, about) for item in section.items for cell in cells_of(item) if cell.key not in about.standing.hidden
    ]
    shown = tuple(row for row in rows if not row.is_quiet)
    return Part(section.code, section.title, shown, len(rows) - len(shown))


def _row(cell: Cell, about: _About) -> Row:
    stored = about.standing.stored.get(cell.key)
    last = about.standing.last_year.get(cell.key)
    value = stored.value if stored else None
    return Row(
        cell=cell.key,
        code=cell.item.code,
        label=cell.label,
        unit=cell.item.unit,
        is_number=cell.item.is_numeric,
        value=_shown(cell, value),
        last=_shown(cell, last),
        change=change_of(value, last),
        via=_via(stored),
        explanation=stored.explanation if stored else "",
        findings=tuple(about.findings.get(cell.key, ())),
        flags=tuple(Flagged(flag, drawn(flag, last)) for flag in about.flags.get(cell.key, ())),
        question=about.questions.get(cell.key),
        was=about.was.get(cell.key),
    )


def _via(stored: Stored | None) -> str:
    return stored.via.label if stored and stored.value is not None and stored.via != Via.PAGE else ""


def _shown(cell: Cell, value: Decimal | str | None) -> str:
    """Numbers with separators, everything else by its label."""
    text = as_text(cell.item, value)
    if not text or not cell.item.is_numeric:
        return text
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole.lstrip("-").isdigit() else text


def change_of(value: Decimal | str | None, last: Decimal | None) -> str:
    """+12.3%；up to ten times in percent, beyond that in multiples; empty where there is nothing to compare."""
    if not isinstance(value, Decimal) or not last:
        return ""
    ratio = value / last
    if abs(ratio) >= 10:
        return f"×{ratio:,.0f}"
    return f"{(ratio - 1) * 100:+.1f}%"
