"""The refusals of an award round, each a sentence that says what would be right."""

from ipservice.foundation.errors import DomainError


class RoundExists(DomainError):
    code = "round_exists"
    template = "{year} 年度的奖励已经建立，请直接打开。"


class GroundsMissing(DomainError):
    code = "grounds_missing"
    template = "还不能{step}：缺少{names}。请先在“依据与预算”中补全。"


class GroundsRefused(DomainError):
    code = "grounds_refused"
    template = "{problem}"


class RoundFixed(DomainError):
    code = "round_fixed"
    template = "{year} 年度的名单已处于“{stage}”，依据与预算不能再改；如须更正，请先退回或撤回名单。"


class RoundChanged(DomainError):
    code = "round_changed"
    template = "您打开页面之后，{year} 年度的依据与预算已被修改{by}。本次修改未保存，请刷新、核对后再改。"


class ChecksAlreadyOpen(DomainError):
    code = "checks_already_open"
    template = "{year} 年度的数据核对已于 {opened:%Y年%-m月%-d日} 开始，至 {due:%Y年%-m月%-d日} 止。"


class ChecksNotOpen(DomainError):
    code = "checks_not_open"
    template = "{year} 年度尚未开始数据核对；名次须在机构核对数据之后计算。"


class ChecksStillOpen(DomainError):
    code = "checks_still_open"
    template = "数据核对至 {due:%Y年%-m月%-d日} 止，还有 {count} 家机构未答复；期满或全部答复后才能计算。"


class ContestsUnsettled(DomainError):
    code = "contests_unsettled"
    template = "还有 {count} 家机构对数据的异议未处理（{names}），处理后才能计算。"


class FiguresChanged(DomainError):
    code = "figures_changed"
    template = "有 {count} 家机构的数据在核对之后发生变化（{names}），请重新发起这些机构的核对。"


class CheckClosed(DomainError):
    code = "check_closed"
    template = "该机构的数据核对已处于“{state}”，不能{step}。"


class SettledMeanwhile(DomainError):
    code = "settled_meanwhile"
    template = (
        "您打开页面之后，{by} 已于 {when:%-m月%-d日 %H:%M} 处理该异议：核定申请 {filed} 件、结案 {concluded} 件、"
        "授权 {granted} 件，理由“{reason}”。本次处理未保存，请刷新、核对后再改。"
    )


class CheckOverdue(DomainError):
    code = "check_overdue"
    template = "数据核对已于 {due:%Y年%-m月%-d日} 截止。"


class ClaimRefused(DomainError):
    code = "claim_refused"
    template = "{problem}"


class NotYourAgency(DomainError):
    code = "not_your_agency"
    template = "您没有代表该机构办理的权限。"


class OfficialsOnly(DomainError):
    code = "officials_only"
    template = "“{step}”须由市级经办人或复核人办理。"


class ResultDiffers(DomainError):
    code = "result_differs"
    template = "按冻结的输入重新计算，结果与名单不一致，不能复核通过：{problem}"
