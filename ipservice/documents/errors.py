"""Refusals of the document room."""

from ipservice.foundation.errors import DomainError


class UnknownCheckCode(DomainError):
    code = "unknown_check_code"
    status = 404
    template = "没有核验码为 {check_code} 的文书。请对照文书右下角的 16 位核验码检查，不区分大小写，横线可省略。"


class DemonstrationGone(DomainError):
    code = "demonstration_paper"
    status = 404
    template = (
        "核验码 {check_code} 属于演示文书，演示数据已经移除。文书中的机构、数字和金额都是虚构的，不具有任何效力。"
    )


class SubjectGone(DomainError):
    code = "paper_subject_gone"
    status = 404
    template = "文书“{title}”所对应的记录已不再公开，无法显示现状。如有疑问，请联系出具单位。"


class PaperDiffers(DomainError):
    code = "paper_differs"
    template = "“{title}”已于 {issued_on:%Y年%-m月%-d日} 出具，内容与现在不同。需要更正的，请撤销原决定后重新出具。"
