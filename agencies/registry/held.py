"""The register's own parts of what the office holds about an agency."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from agencies.registry.dossier import Entry, Section, register
from agencies.registry.models import Agency
from agencies.registry.rules.requests import CHANGEABLE
from agencies.registry.services import change_requests, facts
from ipservice.lists import wording
from ipservice.notices.models import Message
from ipservice.privacy.consents import purpose_of
from ipservice.privacy.models import Consent
from ipservice.procedure.models import Objection

EVERYBODY = "所有人可见（公开登记事项）"
OFFICE = "本机构和经办人可见"
CONTACTS = frozenset({"contact_name", "contact_phone", "email"})
FIXED = ("name", "credit_code", "agency_code", "kind", "state", "founded_on", "licensed_on", "attorney_count")
SHOWN_MESSAGES = 200


def register_sections() -> None:
    """Called when the app is ready."""
    for section in (
        Section("registry.facts", 10, "登记信息", _facts, f"{EVERYBODY}；联系人、电话、邮箱对外只显示部分"),
        Section("registry.history", 12, "名称与状态沿革", _history, EVERYBODY),
        Section("registry.standing", 14, "信用与监管状况", _standings, EVERYBODY),
        Section("registry.attorneys", 16, "专利代理师", _attorneys, "姓名、证号和状态所有人可见"),
        Section("registry.offers", 18, "服务项目", _offers, EVERYBODY),
        Section("registry.requests", 50, "变更与认领申请", _requests, OFFICE),
        Section("registry.objections", 60, "异议", _objections, "提交人和经办人可见"),
        Section("registry.messages", 70, "发给您的通知", _messages, "仅您本人可见"),
        Section("registry.consents", 80, "您给出的同意", _consents, "您本人和经办人可见"),
        Section("registry.people", 90, "机构账号", _people, OFFICE),
    ):
        register(section)


def _facts(agency: Agency, user: Any, today: date) -> Iterator[Entry]:
    for name in dict.fromkeys((*FIXED, *CHANGEABLE)):
        value = facts.spoken(name, facts.plain(agency, name))
        label = str(Agency._meta.get_field(name).verbose_name)
        seen = "对外只显示部分" if name in CONTACTS else ""
        day = agency.source_date or timezone.localdate(agency.updated_at)
        yield Entry(label, value, agency.source or "登记机关", day, reason=seen)


def _history(agency: Agency, user: Any, today: date) -> Iterator[Entry]:
    for name in agency.names.all():
        until = wording.day(name.until) or "今"
        yield Entry("名称", name.name, name.source, name.since, reason=f"使用至{until}")
    for change in agency.state_changes.order_by("-since", "-id"):
        yield Entry("状态", change.get_state_display(), change.source, change.since, change.reason)
    for alias in agency.aliases.all():
        yield Entry(alias.get_kind_display(), alias.value, reason=alias.reason)


def _standings(agency: Agency, user: Any, today: date) -> Iterator[Entry]:
    for fact in agency.standings.all():
        until = f"至{wording.day(fact.valid_until)}" if fact.valid_until else "仍有效"
        yield Entry(fact.get_kind_display(), fact.value, fact.source, fact.valid_from, until)


def _attorneys(agency: Agency, user: Any, today: date) -> Iterator[Entry]:
    for attorney in agency.attorneys.all():
        number = attorney.practice_number or attorney.certificate_number
        yield Entry(attorney.name, f"{attorney.get_state_display()}，{number}", "执业登记", attorney.practising_since)


def _offers(agency: Agency, user: Any, today: date) -> Iterator[Entry]:
    for offer in agency.services.select_related("service_type"):
        yield Entry(str(offer.service_type), offer.price_basis or "未写明计价", "本机构填写")


def _requests(agency: Agency, user: Any, today: date) -> Iterator[Entry]:
    for asked in agency.change_requests.all():
        yield Entry(
            f"变更申请第{asked.pk}号：{change_requests.labels_of(asked.changes)}",
            asked.get_state_display(),
            "本机构提交",
            timezone.localdate(asked.submitted_at),
            asked.reason,
            f"/portal/agency/requests/{asked.pk}/",
        )
    for claim in agency.claims.all():
        day = timezone.localdate(claim.submitted_at)
        yield Entry(f"认领申请第{claim.pk}号", claim.get_state_display(), "申请人提交", day, claim.reason)


def _objections(agency: Agency, user: Any, today: date) -> Iterator[Entry]:
    theirs = Objection.objects.visible_to(user).filter(subject_code=agency.public_code)
    for objection in theirs.order_by("-id"):
        day = timezone.localdate(objection.submitted_at)
        yield Entry(objection.number, objection.get_state_display(), "提交人", day, objection.answer)


def _messages(agency: Agency, user: Any, today: date) -> Iterator[Entry]:
    for message in Message.objects.visible_to(user)[:SHOWN_MESSAGES]:
        day = timezone.localdate(message.created_at)
        yield Entry(message.title, message.body, "本网站", day, href=f"/portal/messages/{message.pk}/")


def _consents(agency: Agency, user: Any, today: date) -> Iterator[Entry]:
    for consent in Consent.objects.filter(given_by=user):
        state = f"已于{wording.moment(consent.withdrawn_at)}撤回" if consent.withdrawn_at else "有效"
        day = timezone.localdate(consent.given_at)
        yield Entry(purpose_of(consent.purpose).label, state, "您在网上同意", day, href="/account/consents/")


def _people(agency: Agency, user: Any, today: date) -> Iterator[Entry]:
    for membership in agency.memberships.select_related("user").order_by("ended_at", "user__username"):
        kind = "机构管理员" if membership.is_admin else "工作人员"
        state = "已停用" if membership.ended_at else kind
        yield Entry(str(membership.user), state, "机构管理员添加或认领", timezone.localdate(membership.added_at))
