"""Personal data that the agencies' slices keep."""

from django.db.models import Q, QuerySet

from agencies.registry.models import Agency, AgencyState, AttorneyState, PatentAttorney
from ipservice.accounts.models import User
from ipservice.foundation import masking
from ipservice.privacy.registry import Category, Declaration, PersonalField, Term, declare, declare_impersonal

YEAR = 365
TO_CONFIRM = "产品建议值，待确认"
ENDED = (AgencyState.REVOKED, AgencyState.DISSOLVED, AgencyState.MOVED_OUT)


def declare_personal_data() -> None:
    """Contacts of ended agencies, attorneys who left, applicants of old filings, requests long decided."""
    contacts = (
        PersonalField("contact_name", Category.NAME, "登记联系"),
        PersonalField("contact_phone", Category.CONTACT, "登记联系"),
        PersonalField("email", Category.CONTACT, "登记联系", mask=masking.email),
        PersonalField("address", Category.CONTACT, "登记地址，公开登记事项", mask=str),
    )
    term = Term(3 * YEAR, "state_since", Q(state__in=ENDED), basis=TO_CONFIRM)
    declare(Declaration("agencies.Agency", contacts, term, _agencies))
    _attorneys()
    applicant = (PersonalField("applicant_name", Category.NAME, "核对申请归属"),)
    declare(Declaration("agencies.Filing", applicant, Term(10 * YEAR, "filed_on", basis=TO_CONFIRM)))
    request = (
        PersonalField("statement", Category.WORDS, "说明变更理由"),
        PersonalField("changes", Category.CONTACT, "变更内容，可含联系人", erased=dict),
    )
    declare(Declaration("agencies.ChangeRequest", request, Term(10 * YEAR, "decided_at", basis=TO_CONFIRM)))
    claim = (
        PersonalField("position", Category.WORDS, "核实申请人与机构的关系"),
        PersonalField("statement", Category.WORDS, "说明认领理由"),
        PersonalField("remark", Category.WORDS, "现任管理员的意见"),
    )
    declare(Declaration("agencies.AgencyClaim", claim, Term(10 * YEAR, "decided_at", basis=TO_CONFIRM)))
    declare_impersonal("agencies.Agency", "机构名称", "name", "name_pinyin")
    declare_impersonal("agencies.AgencyName", "机构名称", "name")


def _attorneys() -> None:
    fields = (
        PersonalField("name", Category.NAME, "执业登记，公开登记事项", mask=str, erased="已清除"),
        PersonalField(
            "certificate_number", Category.NUMBER, "执业登记", mask=str, erased=lambda row: f"X{row.pk:06d}"[:7]
        ),
        PersonalField("practice_number", Category.NUMBER, "执业登记", mask=str, erased=None),
        PersonalField("phone", Category.CONTACT, "执业登记"),
    )
    left = Q(state__in=(AttorneyState.LEFT, AttorneyState.REVOKED))
    term = Term(10 * YEAR, "practices__until", left, basis=TO_CONFIRM)
    declare(Declaration("agencies.PatentAttorney", fields, term, _people))


def _agencies(user: User) -> QuerySet:
    return Agency.objects.managed_by(user)


def _people(user: User) -> QuerySet:
    return PatentAttorney.objects.filter(agency__in=Agency.objects.managed_by(user))
