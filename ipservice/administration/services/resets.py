"""A forgotten password: the request only writes a job, which looks the address up and sends the link.

So nobody learns from the answer, or from how long it takes, who has an account.
"""

import uuid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from ipservice.accounts.models import User
from ipservice.accounts.sessions import invitation_path
from ipservice.jobs import services as jobs
from ipservice.jobs.models import Job
from ipservice.jobs.registry import Progress

JOB_KIND = "accounts.reset"
SUBJECT = "重置密码"
BODY = (
    "您好：\n\n有人在{site}申请重置账号 {username} 的密码。"
    "请打开以下地址设置新密码（只能使用一次，{days} 天内有效）：\n\n{link}\n\n"
    "如果不是您本人申请，请不要理会本邮件，您的密码没有改变。"
)


def ask(email: str, *, address: str) -> Job:
    """Remember that somebody wants a link; ``address`` is where the portal was reached."""
    return jobs.ask(JOB_KIND, uuid.uuid4().hex, {"email": email, "address": address}, by=None)


def run(job: Job, progress: Progress) -> dict[str, Any]:
    """The job. What was typed is not kept any longer than the work takes."""
    for person in User.objects.active().filter(email__iexact=job.arguments["email"]):
        _letter(person, job.arguments["address"]).send()
    Job.objects.filter(pk=job.pk).update(arguments={})
    return {}


def _letter(person: User, address: str) -> EmailMessage:
    body = BODY.format(
        site=settings.SITE["name"],
        username=person.username,
        days=settings.PASSWORD_RESET_TIMEOUT // (24 * 3600),
        link=address.rstrip("/") + invitation_path(person),
    )
    return EmailMessage(SUBJECT, body, to=[person.email])
