"""Refusals around the development report."""

from ipservice.foundation.errors import DomainError


class ReportNotDraft(DomainError):
    code = "report_not_draft"
    template = "{title}当前为“{stage}”，只有编制中的报告可以{act}；需要修改的，请先退回或撤下。"


class ReportStale(DomainError):
    code = "report_stale"
    template = "“{title}”在您打开页面之后由{by}修改过。本次操作未执行，您写的内容仍在页面上，请核对后再保存。"


class SameHand(DomainError):
    code = "report_same_hand"
    template = "{title}由您编制、修改或提交，须由另一人审核。"


class NotPrinted(DomainError):
    code = "report_not_printed"
    template = "文字或数据修改以后还没有重新排印，请先点“排印”，核对排印稿后再提交。"


class RevisionsUnexplained(DomainError):
    code = "report_revisions_unexplained"
    template = "有 {count} 项数据与上年报告公布的不同，还没有写明原因，请在“数据修订”中逐项填写后再提交。"


class ReasonTooShort(DomainError):
    code = "report_reason_too_short"
    status = 422
    template = "请写明原因，至少 {least} 个字，它会印在报告的附录中。"


class YearNotOver(DomainError):
    code = "report_year_not_over"
    status = 422
    template = "{year}年还没有结束，{next}年1月1日以后才能编制该年度的报告。"
