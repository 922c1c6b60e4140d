"""The life cycle of every list the office decides, as a table."""

from ipservice.foundation.lifecycle import Lifecycle
from ipservice.foundation.vocabulary import Vocabulary


class Stage(Vocabulary):
    DRAFT = "draft", "拟定中"
    IN_REVIEW = "in_review", "复核中"
    APPROVED = "approved", "已复核"
    ON_NOTICE = "on_notice", "公示中"
    CONFIRMED = "confirmed", "已确定"
    PUBLISHED = "published", "已公布"
    WITHDRAWN = "withdrawn", "已撤回"
    REVOKED = "revoked", "已撤销"


class Step(Vocabulary):
    COMPUTE = "compute", "计算名单"
    SUBMIT = "submit", "提交复核"
    RETURN = "return", "退回修改"
    APPROVE = "approve", "复核通过"
    OPEN_NOTICE = "open_notice", "开始公示"
    WITHDRAW = "withdraw", "撤回重拟"
    CONFIRM = "confirm", "确定名单"
    PUBLISH = "publish", "公布"
    REVOKE = "revoke", "撤销"


DECISION = Lifecycle(
    {
        (Stage.DRAFT, Step.COMPUTE): Stage.DRAFT,
        (Stage.DRAFT, Step.SUBMIT): Stage.IN_REVIEW,
        (Stage.IN_REVIEW, Step.RETURN): Stage.DRAFT,
        (Stage.IN_REVIEW, Step.APPROVE): Stage.APPROVED,
        (Stage.APPROVED, Step.OPEN_NOTICE): Stage.ON_NOTICE,
        (Stage.APPROVED, Step.RETURN): Stage.DRAFT,
        (Stage.ON_NOTICE, Step.WITHDRAW): Stage.WITHDRAWN,
        (Stage.ON_NOTICE, Step.CONFIRM): Stage.CONFIRMED,
        (Stage.CONFIRMED, Step.PUBLISH): Stage.PUBLISHED,
        (Stage.CONFIRMED, Step.WITHDRAW): Stage.WITHDRAWN,
        (Stage.PUBLISHED, Step.REVOKE): Stage.REVOKED,
    }
)
PUBLIC_STAGES = frozenset({Stage.ON_NOTICE, Stage.CONFIRMED, Stage.PUBLISHED, Stage.WITHDRAWN, Stage.REVOKED})
LIVE_STAGES = frozenset(set(Stage) - {Stage.WITHDRAWN, Stage.REVOKED})
REVIEWED_STAGES = frozenset(set(Stage) - {Stage.DRAFT, Stage.IN_REVIEW})
