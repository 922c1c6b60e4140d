"""What an agency may ask to have changed in the register, and what such a request must satisfy."""

from collections.abc import Mapping
from typing import Any

from ipservice.foundation.errors import DomainError

KIND = "registry"
TERM = "change_request_working_days"
LABELS = {TERM: "变更申请办理工作日数"}

# Facts that the agency knows itself. Codes, state, kind and standing follow papers of others and are not asked for.
CHANGEABLE = (
    "name",
    "legal_form",
    "district",
    "address",
    "contact_name",
    "contact_phone",
    "email",
    "website",
    "languages",
)
PROVEN = frozenset({"name", "legal_form", "district", "address"})


class NothingChanged(DomainError):
    code = "nothing_changed"
    template = "没有填写任何变更；请修改需要变更的项目后再提交。"


class FieldNotChangeable(DomainError):
    code = "field_not_changeable"
    template = "“{field_name}”不能由机构申请变更。"


class EvidenceMissing(DomainError):
    code = "evidence_missing"
    template = "变更{labels}需要上传证明材料（如变更后的营业执照）。"


class AlreadyRequested(DomainError):
    code = "already_requested"
    template = "“{label}”已有一份待审核的变更申请（第 {number} 号）；请等待办结或先撤回。"


class NotDecided(DomainError):
    code = "request_not_decided"
    template = "变更申请第{number}号当前为“{state}”，审核后才出具结果通知。"


class RequestClosed(DomainError):
    code = "request_closed"
    template = "该申请当前为“{state}”，不能再{act}。"


class FactChangedMeanwhile(DomainError):
    code = "fact_changed_meanwhile"
    template = "“{label}”在提交申请后已变为“{present}”（申请时为“{before}”）；请退回申请，由机构核对后重新提交。"


class ReasonMissing(DomainError):
    code = "reason_missing"
    template = "请填写审核意见；不通过时写明原因和需要补正的内容。"


class NotYourRequest(DomainError):
    code = "not_your_request"
    template = "只有{who}可以{act}。"


def require_changes(changes: Mapping[str, Any]) -> None:
    """At least one field, and none that only others may change."""
    if not changes:
        raise NothingChanged
    for name in changes:
        if name not in CHANGEABLE:
            raise FieldNotChangeable(field_name=name)


def problems(parameters: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with a rule set of the register, by parameter."""
    wrong = {name: "没有这一参数。" for name in parameters if name not in LABELS}
    value = parameters.get(TERM)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 60:
        wrong[TERM] = f"“{value}”应为 1 至 60 的整数（工作日）。"
    return wrong
