"""What is refused when a questionnaire is answered."""

from collections.abc import Sequence

from ipservice.foundation.errors import DomainError
from supervision.survey.rules.checking import CheckFinding


class OnlyAdministratorSends(DomainError):
    code = "survey_administrator_sends"
    template = "提交须由机构管理员办理。您填写的内容已经保存，请{agency}的管理员登录后核对并提交。"


class UnknownCell(DomainError):
    code = "survey_unknown_cell"
    template = "调查表中没有“{cell}”这一项，未保存。请下载最新的工作簿或刷新页面。"


class CellLocked(DomainError):
    code = "survey_cell_locked"
    template = "“{label}”没有被询问，退回更正时不能修改，现值为“{value}”。确需修改的，请联系审核人员。"


class StaleCell(DomainError):
    """Somebody else has changed the cell since the page was opened; what was typed is shown beside it."""

    code = "survey_stale_cell"
    template = "{who}已于 {at:%H:%M} 将此项改为“{value}”，您填写的“{typed}”未保存。请选定一个后再保存。"


class ExplanationTooLong(DomainError):
    code = "survey_explanation_too_long"
    template = "说明有 {length} 个字，最多 {limit} 个字，请缩短。"


class NotReady(DomainError):
    """``findings`` are what must be put right or explained first."""

    code = "survey_not_ready"
    template = "还不能提交：{hard} 处须更正，{soft} 处须更正或说明。请按清单逐项处理。"

    def __init__(self, findings: Sequence[CheckFinding], **params) -> None:
        self.findings = tuple(findings)
        super().__init__(**params)
