"""Why a release is not made or not published."""

from ipservice.foundation.errors import DomainError


class NotYours(DomainError):
    code = "open_data_not_yours"
    template = "只有市级经办人可以{act}开放数据版本。"


class DraftWaiting(DomainError):
    code = "open_data_draft_waiting"
    template = "{version} 还没有发布；请先发布或作废，再编制下一个版本。"


class SamePerson(DomainError):
    code = "open_data_same_person"
    template = "{version} 由您编制，须由另一位市级工作人员核对后发布。"


class AlreadyPublished(DomainError):
    code = "open_data_published"
    template = "{version} 已经发布，不能再{act}；需要更正时请编制新的版本。"


class NoteMissing(DomainError):
    code = "open_data_note_missing"
    template = "更正 {version} 时，请写明哪里有误、改成了什么。"


class Damaged(DomainError):
    code = "open_data_damaged"
    template = "{version} 的文件与清单不符，没有发布：{problem}"
