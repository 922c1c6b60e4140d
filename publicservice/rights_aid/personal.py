"""Personal data of rights aid: who asked, how to reach them, what they wrote. And what they agree to."""

from django.db.models import Q, QuerySet

from ipservice.accounts.models import User
from ipservice.foundation import masking
from ipservice.privacy.consents import ConsentPurpose
from ipservice.privacy.registry import Category, Declaration, PersonalField, Term, declare, declare_impersonal
from publicservice.rights_aid.models import AidRequest

LABEL = "publicservice.AidRequest"
YEAR = 365
TO_CONFIRM = "产品建议值，待确认"
CLEARED = "（保存期限届满，内容已清除）"
HANDLING = "办理维权援助请求"

CONSENT = ConsentPurpose(
    key="rights_aid",
    label="办理维权援助请求",
    wording="为审查、办理和答复本请求，使用我填写的姓名、联系方式、事实陈述和证据材料",
    covers=LABEL,
    kept_from="办结之日",
    ready=~Q(closed_on=None),
)


def declare_personal_data() -> None:
    fields = (
        PersonalField("applicant_name", Category.NAME, HANDLING),
        PersonalField("phone", Category.CONTACT, HANDLING),
        PersonalField("email", Category.CONTACT, HANDLING, mask=masking.email),
        PersonalField("respondent", Category.NAME, HANDLING, mask=str),
        PersonalField("respondent_place", Category.CONTACT, HANDLING, mask=masking.address),
        PersonalField("facts", Category.WORDS, HANDLING, mask=str, erased=CLEARED),
        PersonalField("wish", Category.WORDS, HANDLING, mask=str),
        PersonalField("answer", Category.WORDS, HANDLING, mask=str, erased=CLEARED),
    )
    declare(Declaration(LABEL, fields, Term(3 * YEAR, "closed_on", basis=TO_CONFIRM), _reachable))
    words = (PersonalField("reason", Category.WORDS, HANDLING, mask=str),)
    declare(Declaration("publicservice.AidStep", words, Term(3 * YEAR, "request__closed_on", basis=TO_CONFIRM)))
    rated = (
        PersonalField("comment", Category.WORDS, "改进服务", mask=str),
        PersonalField("mended_note", Category.WORDS, "改进服务", mask=str),
    )
    declare(Declaration("publicservice.AidRating", rated, Term(3 * YEAR, "request__closed_on", basis=TO_CONFIRM)))
    declare_impersonal(LABEL, "单位名称", "other_body", "handed_over_by", "transferred_to")


def _reachable(user: User) -> QuerySet:
    return AidRequest.objects.visible_to(user) if user.is_official else AidRequest.objects.none()
