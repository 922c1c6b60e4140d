"""Personal data that the network keeps: who works at an outlet."""

from django.db.models import Q, QuerySet

from ipservice.accounts.models import User
from ipservice.privacy.registry import Category, Declaration, PersonalField, Term, declare, declare_impersonal
from publicservice.network.models import Outlet, OutletStaff

YEAR = 365
TO_CONFIRM = "产品建议值，待确认"


def declare_personal_data() -> None:
    """Names and telephones of people whose post has ended."""
    fields = (
        PersonalField("name", Category.NAME, "登记网点人员，窗口岗位公开事项", mask=str, erased="已清除"),
        PersonalField("phone", Category.CONTACT, "与网点人员联系"),
    )
    term = Term(3 * YEAR, "ended_on", Q(ended_on__isnull=False), basis=TO_CONFIRM)
    declare(Declaration("publicservice.OutletStaff", fields, term, _posts))
    declare_impersonal("publicservice.Outlet", "网点登记事项", "name", "name_pinyin", "host_name", "address", "phone")
    declare_impersonal("publicservice.Park", "园区名称", "name", "name_pinyin")
    declare_impersonal("publicservice.ServiceWindow", "窗口名称和公开电话", "name", "phone")
    declare_impersonal("publicservice.ServiceItem", "事项名称和公开联系方式", "name", "contact")


def _posts(user: User) -> QuerySet:
    return OutletStaff.objects.filter(outlet__in=Outlet.objects.managed_by(user))
