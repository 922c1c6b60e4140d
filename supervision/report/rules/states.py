"""The life of a report: written, submitted, approved by a second person, published."""

from ipservice.foundation.lifecycle import Lifecycle
from ipservice.foundation.vocabulary import Vocabulary


class ReportStage(Vocabulary):
    DRAFT = "draft", "编制中"
    IN_REVIEW = "in_review", "待审核"
    APPROVED = "approved", "已审核"
    PUBLISHED = "published", "已发布"


class ReportStep(Vocabulary):
    SUBMIT = "submit", "提交审核"
    APPROVE = "approve", "审核通过"
    SEND_BACK = "send_back", "退回修改"
    PUBLISH = "publish", "发布"
    WITHDRAW = "withdraw", "撤下修改"


REPORT: Lifecycle[ReportStage, ReportStep] = Lifecycle(
    {
        (ReportStage.DRAFT, ReportStep.SUBMIT): ReportStage.IN_REVIEW,
        (ReportStage.IN_REVIEW, ReportStep.APPROVE): ReportStage.APPROVED,
        (ReportStage.IN_REVIEW, ReportStep.SEND_BACK): ReportStage.DRAFT,
        (ReportStage.APPROVED, ReportStep.PUBLISH): ReportStage.PUBLISHED,
        (ReportStage.APPROVED, ReportStep.SEND_BACK): ReportStage.DRAFT,
        (ReportStage.PUBLISHED, ReportStep.WITHDRAW): ReportStage.DRAFT,
    }
)
