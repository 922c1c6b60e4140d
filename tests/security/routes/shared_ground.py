"""Routes of the shared ground: accounts, jobs, messages, files."""

from django.utils import timezone

from agencies.registry.models import AgencyMembership
from ipservice.jobs.models import Job
from ipservice.notices.models import Message
from ipservice.privacy.services import consenting
from tests.security.ground import CITY, Case, World, register


@register("portal/team/<int:membership_id>/<slug:step>/", seen_by=("agency_a_admin",), methods=("POST",))
def team_step(world: World) -> Case:
    return Case(
        {"membership_id": AgencyMembership.objects.get(user=world.people["agency_a_staff"]).pk, "step": "staff"}
    )


def _job(world: World, state: str) -> Case:
    job = Job.objects.create(kind="test", key="1", state=state, asked_by=world.people["agency_a_staff"])
    return Case({"job_id": job.pk})


SEES_THE_JOB = ("agency_a_staff", *CITY)
register("jobs/<int:job_id>/", seen_by=SEES_THE_JOB, methods=("GET",))(lambda world: _job(world, "waiting"))
register("jobs/<int:job_id>/progress/", seen_by=SEES_THE_JOB, methods=("GET",))(lambda world: _job(world, "waiting"))
register("jobs/<int:job_id>/cancel/", seen_by=SEES_THE_JOB, methods=("POST",))(lambda world: _job(world, "waiting"))
register("jobs/<int:job_id>/retry/", seen_by=SEES_THE_JOB, methods=("POST",))(lambda world: _job(world, "failed"))


@register("portal/messages/<int:message_id>/", seen_by=("agency_a_staff",), methods=("GET",))
def message(world: World) -> Case:
    written = Message.objects.create(
        recipient=world.people["agency_a_staff"], event="test:1", title="消息", body="内容"
    )
    return Case({"message_id": written.pk})


@register("admin/messages/<int:message_id>/", seen_by=("municipal",), methods=("GET",))
def official_message(world: World) -> Case:
    written = Message.objects.create(recipient=world.people["municipal"], event="test:2", title="消息", body="内容")
    return Case({"message_id": written.pk})


register("admin/jobs/<int:job_id>/", seen_by=CITY, methods=("GET",))(lambda world: _job(world, "waiting"))


@register("account/consents/<int:consent_id>/withdraw/", seen_by=("citizen",), methods=("POST",))
def consent(world: World) -> Case:
    given = consenting.give("objection", ("procedure.Objection", 1), by=world.people["citizen"], now=timezone.now())
    return Case({"consent_id": given.pk})
