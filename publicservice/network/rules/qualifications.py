"""措施（五）5.1：市、区县、园区三级公共服务网络；每类网点资质有自己的条件。

TISC: 国知办发服字〔2019〕27号第六条 and 国知办发服字〔2025〕26号; POINT: 国知办发服字〔2020〕46号第五条;
BRAND: 渝知发〔2022〕20号. What the register does not know (an unregistered host, a condition nobody declared) is a
finding without an answer (``met`` None): an import keeps it for later, a qualification entered by hand is refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ipservice.foundation.errors import DomainError
from ipservice.foundation.explanation import Finding
from publicservice.network.rules.terms import DeclaredCondition, HostKind, OutletLevel, QualificationKind

TISC_CANDIDATES_PER_BATCH = 5

ARTICLES = {
    QualificationKind.CENTER: "国家知识产权局批复",
    QualificationKind.ACCEPT: "与国家知识产权局的委托协议",
    QualificationKind.HALL: "措施5.2",
    QualificationKind.TISC: "国知办发服字〔2019〕27号第六条；国知办发服字〔2025〕26号",
    QualificationKind.UNIV: "高校国家知识产权信息服务中心建设实施办法",
    QualificationKind.POINT: "国知办发服字〔2020〕46号第五条",
    QualificationKind.NODE: "知识产权信息公共服务节点要求",
    QualificationKind.PARK: "措施5.1",
    QualificationKind.BRAND: "渝知发〔2022〕20号",
    QualificationKind.AID: "知识产权维权援助工作指引",
    QualificationKind.LIAISON: "知识产权综合保护联系点要求",
}

PUBLIC_HOSTS = frozenset({HostKind.GOVERNMENT, HostKind.INSTITUTION})
POINT_HOSTS = frozenset(
    {
        HostKind.UNIVERSITY,
        HostKind.RESEARCH,
        HostKind.LIBRARY,
        HostKind.ASSOCIATION,
        HostKind.PARK,
        HostKind.INSTITUTION,
    }
)
BRAND_HOSTS = PUBLIC_HOSTS | {HostKind.PARK, HostKind.ASSOCIATION, HostKind.MARKET, HostKind.UNIVERSITY}
BRAND_CONDITIONS = (
    DeclaredCondition.STAFF,
    DeclaredCondition.OFFICE,
    DeclaredCondition.PLAN,
    DeclaredCondition.RULES,
)


class QualificationRefused(DomainError):
    code = "qualification_refused"
    template = "不能登记“{kind}”：{requirement}；现为：{actual}。（{article}）"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One outlet asking for one qualification.

    ``held`` are the other kinds whose days overlap; ``others_in_batch`` counts the other candidates of the same kind
    that the city files in this batch; ``conditions`` are those declared.
    """

    kind: QualificationKind
    level: OutletLevel
    host: HostKind
    basis: str = ""
    batch: str = ""
    held: frozenset[QualificationKind] = frozenset()
    others_in_batch: int = 0
    conditions: frozenset[DeclaredCondition] = frozenset()


def qualification_findings(candidate: Candidate) -> tuple[Finding, ...]:
    """The conditions of the kind asked for, in the order of its rule."""
    return tuple(condition(candidate) for condition in CONDITIONS[candidate.kind])


def require_qualified(candidate: Candidate, *, strict: bool = True) -> tuple[Finding, ...]:
    """The findings. Raises ``QualificationRefused`` for the first unmet; ``strict`` also for one without an answer."""
    findings = qualification_findings(candidate)
    for finding in findings:
        if finding.met is False or (strict and finding.met is None):
            raise QualificationRefused(
                field="kind",
                kind=candidate.kind.label,
                requirement=finding.requirement,
                actual=finding.actual,
                article=finding.article,
            )
    return findings


Condition = Callable[[Candidate], Finding]


def _level_in(*levels: OutletLevel) -> Condition:
    def ask(candidate: Candidate) -> Finding:
        wanted = "、".join(level.label for level in levels)
        return _finding(candidate, "level", f"网点层级为{wanted}", candidate.level.label, candidate.level in levels)

    return ask


def _host_in(hosts: frozenset[HostKind]) -> Condition:
    def ask(candidate: Candidate) -> Finding:
        wanted = "、".join(kind.label for kind in HostKind if kind in hosts)
        met = None if candidate.host == HostKind.UNKNOWN else candidate.host in hosts
        return _finding(candidate, "host", f"主办单位为{wanted}", candidate.host.label, met)

    return ask


def _host_not(*refused: HostKind) -> Condition:
    def ask(candidate: Candidate) -> Finding:
        unwanted = "、".join(kind.label for kind in refused)
        met = None if candidate.host == HostKind.UNKNOWN else candidate.host not in refused
        return _finding(candidate, "host", f"主办单位不是{unwanted}（不含纯商业机构）", candidate.host.label, met)

    return ask


def _not_held(*kinds: QualificationKind) -> Condition:
    def ask(candidate: Candidate) -> Finding:
        held = [kind.label for kind in kinds if kind in candidate.held]
        unwanted = "、".join(kind.label for kind in kinds)
        actual = f"同期已登记{'、'.join(held)}" if held else "同期未登记"
        return _finding(candidate, "exclusive", f"同期不得登记{unwanted}", actual, not held)

    return ask


def _basis(candidate: Candidate) -> Finding:
    return _finding(
        candidate, "basis", "有批准（协议、备案）文件", candidate.basis or "未填写", bool(candidate.basis) or None
    )


def _batch(candidate: Candidate) -> Finding:
    requirement = f"同一批次全市报送不超过 {TISC_CANDIDATES_PER_BATCH} 家"
    if not candidate.batch:
        return _finding(candidate, "batch", requirement, "未填写批次", None)
    count = candidate.others_in_batch + 1
    actual = f"批次 {candidate.batch} 含本网点共 {count} 家"
    return _finding(candidate, "batch", requirement, actual, count <= TISC_CANDIDATES_PER_BATCH)


def _declared(condition: DeclaredCondition) -> Condition:
    def ask(candidate: Candidate) -> Finding:
        declared = condition in candidate.conditions
        return _finding(
            candidate, condition.value, condition.label, "已声明" if declared else "未声明", declared or None
        )

    return ask


def _finding(candidate: Candidate, code: str, requirement: str, actual: str, met: bool | None) -> Finding:
    return Finding(f"{candidate.kind}.{code}", ARTICLES[candidate.kind], requirement, actual, met)


CONDITIONS: dict[QualificationKind, Sequence[Condition]] = {
    QualificationKind.CENTER: (_level_in(OutletLevel.CITY), _host_in(PUBLIC_HOSTS), _basis),
    QualificationKind.ACCEPT: (_level_in(OutletLevel.CITY, OutletLevel.DISTRICT), _host_in(PUBLIC_HOSTS), _basis),
    QualificationKind.HALL: (_level_in(OutletLevel.DISTRICT), _host_in(PUBLIC_HOSTS)),
    QualificationKind.TISC: (_host_not(HostKind.COMPANY, HostKind.MARKET), _not_held(QualificationKind.UNIV), _batch),
    QualificationKind.UNIV: (_host_in(frozenset({HostKind.UNIVERSITY})), _not_held(QualificationKind.TISC)),
    QualificationKind.POINT: (
        _host_in(POINT_HOSTS),
        _not_held(QualificationKind.TISC, QualificationKind.UNIV),
        _declared(DeclaredCondition.ON_PROVINCIAL_RECORD),
        _basis,
    ),
    QualificationKind.NODE: (_level_in(OutletLevel.CITY, OutletLevel.DISTRICT), _host_in(PUBLIC_HOSTS)),
    QualificationKind.PARK: (_level_in(OutletLevel.PARK),),
    QualificationKind.BRAND: (
        _level_in(OutletLevel.DISTRICT, OutletLevel.PARK),
        _host_in(BRAND_HOSTS),
        *(_declared(condition) for condition in BRAND_CONDITIONS),
    ),
    QualificationKind.AID: (_basis,),
    QualificationKind.LIAISON: (_basis,),
}
