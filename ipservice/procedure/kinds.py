"""The kinds of decisions and of rule sets that the apps plug in; the procedure knows nothing else about them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ipservice.foundation.errors import DomainError
from ipservice.procedure.models import Decision, Objection


class UnknownKind(DomainError):
    code = "unknown_kind"
    template = "没有名为“{code}”的决定或规则种类。"


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What the public notice says. ``basis`` and ``body`` are paragraphs separated by line breaks."""

    title: str
    basis: str
    body: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class NoticeTable:
    """The table of a notice: ``columns`` of headings, ``rows`` of cells, ``codes[i]`` the subject of row i.

    ``numeric`` holds the indexes of the columns that are set flush right.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    codes: Sequence[str]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody whose line may be contested."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """The published file by which anybody recomputes the decision."""

    content: bytes
    file_name: str


def _nothing(decision: Decision) -> None:
    return None


def _nothing_answered(decision: Decision, objection: Objection) -> None:
    return None


@dataclass(frozen=True, slots=True)
class DecisionKind:
    """One kind of decided list.

    ``lines(decision)`` gives its lines in order; ``subjects(decision)`` who may be objected about. The hooks run
    inside the transaction of the step: ``before_submit`` and ``verify`` raise a ``DomainError`` when the list may
    not go on (``verify`` recomputes it from the frozen inputs); ``on_notice``, ``on_confirmed``, ``on_published``,
    ``on_undone`` (withdrawn or revoked) and ``on_answered`` let the app follow. ``workbench(decision)`` is the
    officials' page, ``public_page(decision)`` the published list.
    """

    code: str
    label: str
    lines: Callable[[Decision], Iterable[Any]]
    notice_text: Callable[[Decision], NoticeText]
    notice_table: Callable[[Decision], NoticeTable]
    subjects: Callable[[Decision], Sequence[Subject]]
    verify: Callable[[Decision], None]
    before_submit: Callable[[Decision], None] = _nothing
    on_notice: Callable[[Decision], None] = _nothing
    on_confirmed: Callable[[Decision], None] = _nothing
    on_published: Callable[[Decision], None] = _nothing
    on_undone: Callable[[Decision], None] = _nothing
    on_answered: Callable[[Decision, Objection], None] = _nothing_answered
    bundle: Callable[[Decision], Bundle] | None = None
    letter: Callable[[Any], bytes] | None = None
    workbench: Callable[[Decision], str] | None = None
    public_page: Callable[[Decision], str] | None = None


@dataclass(frozen=True, slots=True)
class RuleKind:
    """One kind of rule set.

    ``check(parameters)`` gives what is wrong by parameter name; ``examples_check(parameters)`` the worked examples
    that fail under these parameters, as sentences: adoption needs a stated reason while there are any.
    ``run_cases(text, parameters)`` runs a table of further cases (CSV) that an official brings: how many there are, and
    the sentences of those that fail; it raises ``CasesRefused`` for a table it cannot read. ``affected(old, new)``
    tells whom a change touches. ``labels`` and ``show(name, value)`` put parameters into words.
    """

    code: str
    label: str
    check: Callable[[Mapping[str, Any]], Mapping[str, str]] = lambda parameters: {}
    examples_check: Callable[[Mapping[str, Any]], Sequence[str]] = lambda parameters: ()
    run_cases: Callable[[str, Mapping[str, Any]], tuple[int, Sequence[str]]] | None = None
    affected: Callable[[Mapping[str, Any], Mapping[str, Any]], Sequence[str]] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    show: Callable[[str, Any], str] | None = None


_decision_kinds: dict[str, DecisionKind] = {}
_rule_kinds: dict[str, RuleKind] = {}


def register(kind: DecisionKind) -> None:
    """Make a kind of decision known; the same code registered again replaces the former."""
    _decision_kinds[kind.code] = kind


def register_rules(kind: RuleKind) -> None:
    """Make a kind of rule set known; the same code registered again replaces the former."""
    _rule_kinds[kind.code] = kind


def kind_of(decision: Decision) -> DecisionKind:
    """Raises ``UnknownKind``."""
    if decision.kind not in _decision_kinds:
        raise UnknownKind(code=decision.kind)
    return _decision_kinds[decision.kind]


def rule_kind(code: str) -> RuleKind:
    """A kind that no app registered has no checks and is called by its code."""
    return _rule_kinds.get(code, RuleKind(code, code))


def rule_kinds() -> list[RuleKind]:
    """In the order of their codes."""
    return [_rule_kinds[code] for code in sorted(_rule_kinds)]
