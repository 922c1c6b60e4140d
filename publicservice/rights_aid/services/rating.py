"""好差评 of a handled request: once by a signed link, and once more after a bad rating was put right."""

from datetime import date

from django.core import signing
from django.db import transaction

from ipservice.accounts.models import Role, User
from ipservice.audit.services import record
from ipservice.notices.services import Contact, complete_task, notify, notify_contact
from ipservice.reference.calendar import working_calendar
from publicservice.booking.rules import ratings as rules
from publicservice.rights_aid.models import AidRating, AidRequest
from publicservice.rights_aid.rules import AlreadyRated, CodeUnknown, RatingRefused, WordsMissing
from publicservice.rights_aid.services.steps import SUBJECT
from publicservice.rights_aid.services.telling import SALT, rating_link

SHORTEST_NOTE = 6


def read_link(token: str) -> tuple[AidRequest, bool]:
    """Which request, and whether it is the follow-up. Raises ``CodeUnknown`` for a link that is not ours."""
    try:
        key, is_follow_up = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise CodeUnknown(field="code") from error
    request = AidRequest.objects.filter(pk=key).first()
    if request is None:
        raise CodeUnknown(field="code")
    return request, bool(is_follow_up)


@transaction.atomic
def rate(token: str, stars: int, comment: str, *, today: date) -> AidRating:
    """Raises ``RatingRefused`` and ``AlreadyRated``. A bad one opens a task to call back within the limit."""
    found, is_follow_up = read_link(token)
    request = AidRequest.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if request.answered_on is None or stars not in rules.LEVELS:
        raise RatingRefused(field="stars")
    if request.ratings.filter(is_follow_up=is_follow_up).exists():
        raise AlreadyRated()
    if is_follow_up and not request.ratings.filter(mended_on__isnull=False).exists():
        raise RatingRefused(field="stars")
    rating = AidRating.objects.create(
        request=request, is_follow_up=is_follow_up, stars=stars, comment=comment.strip(), rated_on=today
    )
    sentence = f"评价维权援助请求 {request.number}：{rating.get_stars_display()}"
    record("rights_aid.rate", sentence, subject=(SUBJECT, request.pk))
    if stars <= rules.BAD and not is_follow_up:
        _ask_to_call_back(request, today)
    return rating


def _ask_to_call_back(request: AidRequest, today: date) -> None:
    numbers = request.ruleset.parameters
    limits = rules.Limits(numbers["call_back_days"], numbers["mend_working_days"])
    calendar = working_calendar()
    officials = User.objects.active()
    keepers = officials.filter(role=Role.DISTRICT_OFFICIAL, district=request.district_id)
    mend = rules.mend_by(today, limits, calendar).day
    notify(
        keepers or officials.filter(role=Role.MUNICIPAL_OFFICIAL),
        event=f"rights_aid_rating:{request.pk}",
        title=f"差评须回访：维权援助请求 {request.number}",
        body=f"请按期回访，并于 {mend:%Y年%-m月%-d日} 前整改、登记结果。",
        link=f"/admin/rights-aid/{request.pk}/",
        due_on=rules.call_back_by(today, limits, calendar).day,
        is_task=True,
    )


@transaction.atomic
def mend(request_id: int, *, note: str, by: User, today: date) -> AidRating:
    """What was put right after a bad rating; the applicant may rate once more. Raises ``WordsMissing``."""
    if len(note.strip()) < SHORTEST_NOTE:
        raise WordsMissing(field="words", step="登记整改", what="回访和整改情况", least=SHORTEST_NOTE)
    keys = AidRequest.objects.visible_to(by).filter(pk=request_id).values("pk")
    request = AidRequest.objects.select_for_update(of=("self",)).get(pk__in=keys)
    rating = request.ratings.filter(is_follow_up=False, stars__lte=rules.BAD, mended_on__isnull=True).first()
    if rating is None or not by.is_official:
        raise RatingRefused(field="words")
    rating.mended_on, rating.mended_note, rating.mended_by = today, note.strip(), by
    rating.save()
    record("rights_aid.mend", f"登记差评整改：{request.number}", subject=(SUBJECT, request.pk), by=by, reason=note)
    complete_task(f"rights_aid_rating:{request.pk}")
    _ask_again(request)
    return rating


def _ask_again(request: AidRequest) -> None:
    event, title = f"rights_aid.mended:{request.pk}", f"维权援助 {request.number}：已整改，请再评价一次"
    body = f"{title}\n{rating_link(request, is_follow_up=True)}"
    if request.submitted_by:
        notify([request.submitted_by], event=event, title=title, body=body)
    elif not request.is_anonymous:
        notify_contact(Contact(mail=request.email, phone=request.phone), event=event, title=title, body=body)


def may_rate(request: AidRequest) -> str:
    """The link to rate now, or an empty text."""
    first = request.ratings.filter(is_follow_up=False).first()
    if request.answered_on is None or request.ratings.filter(is_follow_up=True).exists():
        return ""
    if first is None:
        return rating_link(request)
    return rating_link(request, is_follow_up=True) if first.mended_on else ""
