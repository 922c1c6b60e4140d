"""Consents given and withdrawn, and the end of the data they cover. See ipservice.privacy.consents for the whole."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.errors import DomainError
from ipservice.privacy.consents import ConsentPurpose, purpose_of
from ipservice.privacy.models import Consent
from ipservice.privacy.registry import declaration_of
from ipservice.privacy.services import erasing

SUBJECT = "privacy.Consent"
BATCH = 500


class ConsentMissing(DomainError):
    code = "consent_missing"
    template = "没有您的同意，不能处理“{label}”所需的个人信息。请阅读同意书，勾选后再提交。"


class ConsentWithdrawn(DomainError):
    code = "consent_withdrawn"
    template = "该同意已于 {when} 撤回，不必再次撤回。"


def wording_of(key: str) -> tuple[str, int | None]:
    """The sentence beside the box, and the days it promises. One query."""
    purpose = purpose_of(key)
    days = erasing.term_of(purpose.covers).days
    kept = "按档案管理规定保存" if days is None else f"自{purpose.kept_from}起保存不超过 {days} 天，到期清除"
    return (
        f"我同意{settings.SITE['host_unit']}{purpose.wording}；{kept}。我可以随时撤回同意，撤回不影响此前已经进行的处理。",
        days,
    )


def require(key: str, is_given: bool) -> None:
    """Nothing personal is taken in without the box of its own. Raises ``ConsentMissing``."""
    if not is_given:
        raise ConsentMissing(field="consent", label=purpose_of(key).label)


def fingerprint(contact: str) -> str:
    """Keyed, so that a list of all phone numbers cannot be tried against a stolen table."""
    plain = "".join(contact.split()).lower()
    return salted_hmac("ipservice.privacy.consent", plain, algorithm="sha256").hexdigest() if plain else ""


@transaction.atomic
def give(key: str, subject: tuple[str, object], *, now: datetime, by: User | None = None, contact: str = "") -> Consent:
    """Keep the consent to purpose ``key`` about the row ``subject`` (model label, key), with the words as they stand.

    Given twice it is one consent: the standing one is answered.
    """
    purpose, (subject_type, subject_key) = purpose_of(key), subject
    text, days = wording_of(key)
    consent, is_new = Consent.objects.get_or_create(
        purpose=key,
        subject_type=subject_type,
        subject_key=str(subject_key),
        withdrawn_at=None,
        defaults={
            "version": purpose.version,
            "wording": text,
            "kept_days": days,
            "given_by": by,
            "contact": "" if by else fingerprint(contact),
            "given_at": now,
        },
    )
    if is_new:
        record("consent.give", f"取得个人信息处理同意：{purpose.label}", subject=(SUBJECT, consent.pk), by=by)
    return consent


@transaction.atomic
def withdraw(consent_id: int, *, by: User, now: datetime, reason: str = "") -> Consent:
    """End a consent: its giver, or an official whom its giver has asked. Raises ``ConsentWithdrawn``.

    What is ready ends at once; what is still being worked on ends with the first night after it is done.
    """
    consent = Consent.objects.visible_to(by).select_for_update(of=("self",)).get(pk=consent_id)
    if consent.withdrawn_at:
        raise ConsentWithdrawn(when=f"{timezone.localtime(consent.withdrawn_at):%Y年%-m月%-d日}")
    consent.withdrawn_at = now
    consent.save(update_fields=["withdrawn_at"])
    label = purpose_of(consent.purpose).label
    record("consent.withdraw", f"撤回个人信息处理同意：{label}", subject=(SUBJECT, consent.pk), by=by, reason=reason)
    _end_withdrawn(purpose_of(consent.purpose), Consent.objects.filter(pk=consent.pk, data_ended_at=None), now)
    consent.refresh_from_db()
    return consent


def end_what_is_over(*, now: datetime) -> int:
    """Erase what withdrawn consents cover, and what was promised to end earlier than the term in force today.

    Answers how many rows. A term that was lengthened later does not lengthen what its giver has read.
    """
    open_ones = Consent.objects.filter(data_ended_at=None)
    withdrawn = open_ones.exclude(withdrawn_at=None)
    promised = open_ones.standing().exclude(kept_days=None)
    ended = 0
    for key in withdrawn.order_by().values_list("purpose", flat=True).distinct():
        ended += _end_withdrawn(purpose_of(key), withdrawn.filter(purpose=key), now)
    for key, days in promised.order_by().values_list("purpose", "kept_days").distinct():
        due = declaration_of(purpose_of(key).covers).due(days, now=now)
        ended += _end(due, promised.filter(purpose=key, kept_days=days), now, why="同意书承诺的期限届满")
    return ended


def _end_withdrawn(purpose: ConsentPurpose, consents: models.QuerySet, now: datetime) -> int:
    ready = declaration_of(purpose.covers).model._default_manager.filter(purpose.ready)
    return _end(ready, consents, now, why="同意已撤回")


def _end(rows: models.QuerySet, consents: models.QuerySet, now: datetime, *, why: str) -> int:
    """Erase those of ``rows`` that ``consents`` are about, batch by batch; their consents then count as served."""
    declaration = declaration_of(rows.model._meta.label)
    covered = rows.annotate(own_key=Cast("pk", models.CharField())).filter(own_key__in=consents.values("subject_key"))
    total = 0
    while True:
        with transaction.atomic():
            found = list(covered.select_for_update(of=("self",)).order_by("pk")[:BATCH])
            if not found:
                return total
            erasing.end(declaration, found, now=now)
            sentence = f"{why}，清除{declaration.model._meta.verbose_name}的个人信息 {len(found)} 条"
            record("consent.erase", sentence, subject=(declaration.label, "consent"), after={"rows": len(found)})
            total += len(found)
