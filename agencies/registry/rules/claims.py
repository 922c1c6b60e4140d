"""When a person may claim an agency, and what is said when not."""

from ipservice.foundation.errors import DomainError

OPEN_AT_MOST = 3


class CodesDisagree(DomainError):
    code = "claim_codes_disagree"
    template = (
        "登记中没有统一社会信用代码为 {credit_code}、专利代理机构代码为 {agency_code} 的机构；"
        "请对照营业执照和执业许可证核对。"
    )


class AlreadyActing(DomainError):
    code = "claim_already_acting"
    template = "您已经是{agency}的机构管理员，无需认领。"


class AlreadyClaimed(DomainError):
    code = "claim_already_open"
    template = "您认领{agency}的申请（第 {number} 号）正在审核；请等待办结或先撤回。"


class TooManyClaims(DomainError):
    code = "claim_too_many"
    template = "您有 {count} 份认领申请正在审核，办结后才能再提交。"


class ProofMissing(DomainError):
    code = "claim_proof_missing"
    template = "请上传证明材料：营业执照或执业许可证，以及机构出具的授权书。"


class RoleCannotClaim(DomainError):
    code = "claim_role"
    template = "{role}账号不能认领机构；请使用本人的公众账号或机构账号。"


class ClaimClosed(DomainError):
    code = "claim_closed"
    template = "该认领申请当前为“{state}”，不能再{act}。"


class NotYourClaim(DomainError):
    code = "claim_not_yours"
    template = "只有{who}可以{act}。"


class ClaimReasonMissing(DomainError):
    code = "claim_reason_missing"
    template = "不通过时必须写明原因，以及申请人可以怎样补正。"


class AgencyGone(DomainError):
    code = "claim_agency_gone"
    template = "{agency}的状态为“{state}”，不能认领；如有疑问请联系市知识产权局。"
