"""The people of the demonstration: one account for every role, and the attorneys of the agencies."""

import numpy as np

from agencies.registry.models import Agency, AgencyMembership, AttorneyPractice, PatentAttorney
from ipservice.accounts.models import Role, User
from ipservice.demo.parts import PASSWORD, Order
from ipservice.foundation.identifiers import attorney as attorney_numbers
from ipservice.reference.models import District

OFFICE = (
    ("sysadmin", Role.SYSTEM_ADMIN, "演示系统管理员"),
    ("official", Role.MUNICIPAL_OFFICIAL, "演示经办人"),
    ("reviewer", Role.REVIEWER, "演示复核人"),
    ("public", Role.PUBLIC, "演示公众"),
)
WITH_ACCOUNTS = ("99001", "99002", "99113", "99115")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
GIVEN = "明华建国文志伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞平刚桂英玉兰凤洁梅琳云莲雪荣爱妹香月莺媛晨宇浩轩子涵欣怡梓萱"
FIRST_CERTIFICATE = 5_090_000


def make_office(district: District) -> dict[str, User]:
    """The accounts of the office, by username; the district official works for ``district``."""
    people = {name: _user(name, role, label) for name, role, label in OFFICE}
    label = f"演示{district.name}经办人"
    people["district"] = _user("district", Role.DISTRICT_OFFICIAL, label, district=district)
    return people


def make_members(agencies: dict[str, Agency]) -> None:
    """An administrator for some agencies (``agency_99002``) and one member of staff (``staff_99002``)."""
    for code in WITH_ACCOUNTS:
        if code in agencies:
            admin = _user(f"agency_{code}", Role.AGENCY_ADMIN, f"演示{code}管理员")
            AgencyMembership.objects.create(agency=agencies[code], user=admin, is_admin=True)
    if "99002" in agencies:
        staff = _user("staff_99002", Role.AGENCY_STAFF, "演示99002职员")
        AgencyMembership.objects.create(agency=agencies["99002"], user=staff)


def _user(username: str, role: Role, label: str, **fields) -> User:
    return User.objects.create_user(
        username=username, password=PASSWORD, role=role, display_name=label, is_demo=True, **fields
    )


def make_attorneys(agencies: list[Agency], order: Order) -> None:
    """As many attorneys as each agency states, practising there since its founding."""
    chance = np.random.default_rng(order.seed)
    homes = [agency for agency in agencies for _ in range(agency.attorney_count or 0)]
    people = PatentAttorney.objects.bulk_create(
        [_attorney(number, agency, chance) for number, agency in enumerate(homes, start=1)], batch_size=2_000
    )
    AttorneyPractice.objects.bulk_create(
        [AttorneyPractice(attorney=one, agency=one.agency, since=one.practising_since) for one in people],
        batch_size=2_000,
    )


def _attorney(number: int, agency: Agency, chance: np.random.Generator) -> PatentAttorney:
    certificate = str(FIRST_CERTIFICATE + number)
    body = f"{agency.agency_code}{certificate[-5:]}"
    return PatentAttorney(
        name=_drawn(SURNAMES, 1, chance) + _drawn(GIVEN, int(chance.integers(1, 3)), chance),
        certificate_number=certificate,
        practice_number=f"{body}.{attorney_numbers.check_character(body)}",
        agency=agency,
        practising_since=agency.licensed_on,
        is_demo=True,
    )


def _drawn(characters: str, size: int, chance: np.random.Generator) -> str:
    return "".join(characters[place] for place in chance.integers(0, len(characters), size))
