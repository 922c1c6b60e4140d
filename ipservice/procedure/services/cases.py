"""Worked cases of a version: uploaded as a table, run under its parameters, and what fails told in sentences."""

from dataclasses import dataclass

from django.db import transaction

from ipservice.accounts.models import Role, User
from ipservice.audit.services import record
from ipservice.procedure.errors import CasesRefused, NotYourStep, RuleSetFrozen
from ipservice.procedure.kinds import rule_kind
from ipservice.procedure.models import RuleSet, RuleSetStage, WorkedCases

MAX_BYTES = 1024 * 1024
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One table of cases under one version: how many cases, and the sentences of those that come out otherwise."""

    title: str
    count: int
    failures: list[str]


@transaction.atomic
def upload(ruleset_id: int, title: str, content: bytes, *, by: User) -> WorkedCases:
    """Keep a table of cases for a draft. Raises ``CasesRefused`` where it cannot be run, and keeps nothing then."""
    if by.role not in (Role.MUNICIPAL_OFFICIAL, Role.REVIEWER):
        raise NotYourStep(step="上传算例", roles="“市级经办人”或“复核人”", role=by.get_role_display())
    ruleset = RuleSet.objects.select_for_update().get(pk=ruleset_id)
    if ruleset.stage != RuleSetStage.DRAFT:
        raise RuleSetFrozen(title=ruleset)
    text = _text(content)
    outcome = _run(ruleset, title, text)
    kept = WorkedCases.objects.create(ruleset=ruleset, title=title[:200], content=text, uploaded_by=by)
    record(
        "ruleset.cases",
        f"为“{ruleset}”上传算例“{kept.title}”：{outcome.count} 例，{len(outcome.failures)} 处与预期不同",
        subject=("ruleset", ruleset.pk),
        by=by,
    )
    return kept


def outcomes(ruleset: RuleSet) -> list[Outcome]:
    """Every uploaded table of the version, run anew."""
    return [_run(ruleset, kept.title, kept.content) for kept in ruleset.worked_cases.all()]


def failures(ruleset: RuleSet) -> list[str]:
    """The cases shipped with the product and the uploaded ones that come out otherwise under this version."""
    shipped = rule_kind(ruleset.kind).examples_check(ruleset.parameters)
    return [*shipped, *(sentence for outcome in outcomes(ruleset) for sentence in outcome.failures)]


def _run(ruleset: RuleSet, title: str, text: str) -> Outcome:
    run = rule_kind(ruleset.kind).run_cases
    if run is None:
        raise CasesRefused(problem="这一种规则没有算例检验。")
    count, sentences = run(text, ruleset.parameters)
    return Outcome(title, count, list(sentences))


def _text(content: bytes) -> str:
    if not content.strip():
        raise CasesRefused(problem="文件是空的。")
    if len(content) > MAX_BYTES:
        raise CasesRefused(problem="文件超过 1 MB。")
    if b"\0" in content:
        raise CasesRefused(problem="文件不是文本表格，请另存为 CSV（UTF-8 或 GB18030）后上传。")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CasesRefused(problem="文件的文字编码不能识别，请另存为 CSV（UTF-8 或 GB18030）后上传。")
