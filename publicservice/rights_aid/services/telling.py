"""The applicant hears of every step that concerns them: in the portal, by mail or SMS, or by the code alone."""

from django.core import signing

from ipservice.notices.services import Contact, notify, notify_contact
from publicservice.rights_aid.models import AidRequest
from publicservice.rights_aid.rules import Step

TRACK = "/rights-aid/track/"
MINE = "/portal/rights-aid/own/"
SALT = "publicservice.rights_aid.rating"


def rating_link(request: AidRequest, *, is_follow_up: bool = False) -> str:
    """Signed, so that only who got it rates; used twice it is refused."""
    return f"/rights-aid/rate/{signing.dumps([request.pk, is_follow_up], salt=SALT)}/"


def tell(request: AidRequest, step: Step, words: str) -> None:
    """One message a step. Somebody without name and contact reads it with the code."""
    event = f"rights_aid.{step.value}:{request.pk}:{request.steps.count()}"
    title = f"维权援助 {request.number}：{request.get_state_display()}"
    body = "\n".join(part for part in (words, f"凭查询码查看进度：{TRACK}") if part)
    if step == Step.ANSWER:
        body += f"\n请评价：{rating_link(request)}"
    if request.submitted_by:
        notify([request.submitted_by], event=event, title=title, body=body, link=f"{MINE}{request.pk}/")
    elif not request.is_anonymous:
        notify_contact(Contact(mail=request.email, phone=request.phone), event=event, title=title, body=body)
