"""The demonstration network: 92 outlets on real town points, with hours, windows, matters and people.

Built by the services that officials use. Accounts: ``outlet_1`` serves at the city centre, ``outlet_2`` at the first
district hall, ``outlet_3`` at the second; all have the password of the demonstration.
"""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.demo.parts import PASSWORD, Order, Scale
from ipservice.reference.models import District
from publicservice.network.feeds.outlets import LEVELS
from publicservice.network.models import Outlet, ServiceForm, ServiceItem
from publicservice.network.rules import DeclaredCondition, HostKind, OutletLevel, PositionSource, QualificationKind
from publicservice.network.services import hours, outlets, qualifications, staff, windows
from publicservice.network.services.hours import NewException, NewWeek
from publicservice.network.services.qualifications import Grant
from publicservice.network.services.staff import Person

FILE = Path(__file__).resolve().parent / "data" / "outlets_demo.csv"
SOURCE = "演示数据，非真实网点"
SINCE = date(2025, 1, 1)
WHOLE_DAY = [["09:00", "12:00"], ["14:00", "17:30"]]
WORKING_WEEK = [WHOLE_DAY] * 5 + [[], []]
MORNINGS = [[["09:00", "12:00"]]] * 5 + [[], []]
WITH_SATURDAY = [WHOLE_DAY] * 5 + [[["09:00", "12:00"]], []]
HOSTS = {
    QualificationKind.HALL: HostKind.GOVERNMENT,
    QualificationKind.CENTER: HostKind.INSTITUTION,
    QualificationKind.TISC: HostKind.RESEARCH,
    QualificationKind.UNIV: HostKind.UNIVERSITY,
    QualificationKind.PARK: HostKind.PARK,
    QualificationKind.BRAND: HostKind.ASSOCIATION,
    QualificationKind.POINT: HostKind.LIBRARY,
}
ITEMS = (
    ("YS-01", "演示事项·专利申请咨询", ServiceForm.BOTH),
    ("YS-02", "演示事项·商标注册咨询", ServiceForm.BOTH),
    ("YS-03", "演示事项·专利信息检索", ServiceForm.OFFLINE),
    ("YS-04", "演示事项·维权援助申请", ServiceForm.BOTH),
    ("YS-05", "演示事项·质押融资咨询", ServiceForm.ONLINE),
    ("YS-06", "演示事项·海外纠纷应对指导", ServiceForm.ONLINE),
)
WITH_ACCOUNTS = 3


@transaction.atomic
def load(order: Order) -> None:
    """The network of the city; a made-up nation has none."""
    if order.scale != Scale.CITY:
        return
    items = [_item(*one) for one in ITEMS]
    districts = {place.code: place for place in District.objects.valid_on(order.today)}
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["district_code"] in districts]
    for number, row in enumerate(rows):
        outlet = _outlet(row, districts[row["district_code"]])
        _equip(outlet, number, items, order.today)
        if number < WITH_ACCOUNTS:
            _people(outlet, number + 1, items, order.today)


def _item(code: str, name: str, form: ServiceForm) -> ServiceItem:
    return ServiceItem.objects.create(
        code=code,
        name=name,
        form=form,
        source=SOURCE,
        is_demo=True,
        content="用于演示，不是真实事项。",
        audience="企业、个人",
    )


def _outlet(row: dict[str, str], district: District) -> Outlet:
    kind = QualificationKind(row["kind_code"])
    outlet = outlets.register_outlet(
        {
            "name": row["name"],
            "level": LEVELS[row["level"]],
            "district": district,
            "host_name": "演示主办单位",
            "host_kind": HOSTS.get(kind, HostKind.INSTITUTION),
            "address": f"演示地址（{district.name}）",
            "phone": "023-00000000",
            "longitude": Decimal(row["lon_wgs84"]),
            "latitude": Decimal(row["lat_wgs84"]),
            "position_source": PositionSource.TOWN,
            "opened_on": SINCE,
            "source": SOURCE,
            "is_demo": True,
        },
        by=None,
    )
    grant = Grant(kind, SINCE, number="演示编号", basis=SOURCE, conditions=tuple(DeclaredCondition))
    qualifications.grant(outlet.pk, grant, strict=False, by=None)
    return outlet


def _equip(outlet: Outlet, number: int, items: list[ServiceItem], today: date) -> None:
    """Hours for all; every fifth outlet opens in the mornings only, the city's centre on Saturdays too."""
    week = WITH_SATURDAY if outlet.level == OutletLevel.CITY else MORNINGS if number % 5 == 4 else WORKING_WEEK
    hours.add_version(outlet.pk, NewWeek(SINCE, week, "首次公布"), today=today, by=None)
    half_days = sum(len(day) for day in week)
    comprehensive = outlet.level == OutletLevel.DISTRICT and number % 7 != 6
    facts = {
        "name": "综合窗口" if comprehensive else "咨询窗口",
        "number": "1",
        "location": "一楼",
        "is_comprehensive": comprehensive,
        "staffed_half_days": half_days,
        "opened_on": SINCE,
    }
    windows.open_window(outlet.pk, facts, items if comprehensive else items[:3], today=today, by=None)
    if number == 0:
        closed = NewException(today + timedelta(days=21), [], "演示：全员业务培训")
        hours.add_exception(outlet.pk, closed, today=today, by=None)


def _people(outlet: Outlet, number: int, items: list[ServiceItem], today: date) -> None:
    person = Person(f"演示窗口人员{number}", f"outlet_{number}", "窗口咨询员", is_consultant=True)
    post = staff.appoint(outlet.pk, person, items, today=today, by=None)
    account: User = post.user
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])
    named = Person(f"演示咨询专家{number}", position="特邀专家", is_consultant=True)
    staff.appoint(outlet.pk, named, items[3:], today=today, by=None)
