"""What is refused of a workbook that was sent in, each with what would be right."""

from ipservice.foundation.errors import DomainError


class NotOurWorkbook(DomainError):
    code = "survey_workbook_unknown"
    template = (
        "这不是本系统为贵单位生成的填报工作簿（缺少填报标识，或标识被改动），没有写入任何数据。"
        "请在本页重新下载工作簿，把已填的数字复制过去再上传。"
    )


class ForeignWorkbook(DomainError):
    code = "survey_workbook_foreign"
    template = "这是为另一家机构生成的工作簿，不能用于“{agency}”，没有写入任何数据。请使用为本机构下载的工作簿。"


class UploadNotOpen(DomainError):
    code = "survey_upload_not_open"
    template = "这份工作簿“{state}”，不能再{act}。需要再次填报的，请重新上传。"


class ConflictsOpen(DomainError):
    code = "survey_conflicts_open"
    template = "还有 {count} 项两边都改过、没有选定（如“{label}”）。请逐项选择采用工作簿还是网页上的值。"
    status = 422


class AskedFirst(DomainError):
    code = "survey_workbook_asked_first"
    template = "{question}请先勾选确认，再写入。"
    status = 422
