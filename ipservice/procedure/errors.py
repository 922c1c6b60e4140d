"""The refusals of the procedure, each a sentence that says what would be right."""

from ipservice.foundation.errors import DomainError


class StaleVersion(DomainError):
    code = "stale_version"
    template = "您打开页面之后，“{title}”已有变化：{changes}。本次操作未执行，请刷新页面、核对后再办理。"


class NotYourStep(DomainError):
    code = "not_your_step"
    template = "“{step}”须由{roles}办理，您的角色是“{role}”。"


class SamePerson(DomainError):
    code = "same_person"
    template = "“{title}”由您计算或提交，复核须由另一人办理。"


class NotComputed(DomainError):
    code = "not_computed"
    template = "“{title}”尚未计算名单，计算后才能“{step}”。"


class BeyondDraft(DomainError):
    code = "beyond_draft"
    template = "“{title}”已处于“{stage}”，不能重新计算。{advice}"


class ReasonMissing(DomainError):
    code = "reason_missing"
    template = "“{step}”必须写明理由。"


class NoticeStillOpen(DomainError):
    code = "notice_still_open"
    template = "公示期至 {last_day:%Y年%-m月%-d日} 结束，期满后才能确定。"


class ObjectionPending(DomainError):
    code = "objection_pending"
    template = (
        "还有 {count} 件异议未答复（{numbers}）。可以先答复；或者写明理由后确定名单，"
        "所涉机构（{subjects}）在答复之前暂缓兑现。"
    )


class NoticeClosed(DomainError):
    code = "notice_closed"
    template = "该公示的异议受理期为 {first_day:%Y年%-m月%-d日} 至 {last_day:%Y年%-m月%-d日}，现不受理异议。{advice}"


class ObjectionIncomplete(DomainError):
    code = "objection_incomplete"
    template = "{problem}"


class AlreadyAnswered(DomainError):
    code = "already_answered"
    template = "异议 {number} 已由 {who} 于 {when} 答复（{state}），不能再次答复。"


class NotAnswered(DomainError):
    code = "objection_not_answered"
    template = "异议 {number} 尚未答复（期限 {due_on:%Y年%-m月%-d日}），答复后才出具答复书。"


class NoRuleInForce(DomainError):
    code = "no_rule_in_force"
    template = "{on:%Y年%-m月%-d日} 没有施行中的“{kind}”规则，无法确定“{parameter}”。请先采用一个规则版本。"


class RuleSetFrozen(DomainError):
    code = "ruleset_frozen"
    template = "“{title}”已采用，不能再修改。请在其基础上拟定新版本。"


class RuleSetRefused(DomainError):
    code = "ruleset_refused"
    template = "规则版本未被接受：{problem}"


class ExamplesFail(DomainError):
    code = "examples_fail"
    template = "该版本未通过算例检验，须写明仍要采用的理由：{problems}"


class CasesRefused(DomainError):
    code = "cases_refused"
    template = "算例没有上传：{problem}"


class RuleSetsOverlap(DomainError):
    code = "rulesets_overlap"
    template = "“{other}”自 {since:%Y年%-m月%-d日} 起施行，新版本的施行日须晚于该日。"
