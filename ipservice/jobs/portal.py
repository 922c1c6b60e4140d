"""How far my work is: a page that may be left and found again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ipservice.jobs import services
from ipservice.jobs.models import Job, JobState
from ipservice.jobs.registry import kind_of, label_of
from ipservice.portal import work


@login_required
@require_safe
def job_page(request: HttpRequest, job_id: int) -> HttpResponse:
    """The whole page; the panel in it renews itself. Officials see it inside their own frame."""
    if request.user.is_staff:
        return redirect("admin_job", job_id)
    return render(request, "jobs/job.html", _context(_job(request, job_id)))


@work.require_staff
@require_safe
def admin_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """The same for officials."""
    context = _context(_job(request, job_id))
    trail = [("后台任务", "/admin/jobs/job/"), (context["label"], "")]
    return work.render(request, "jobs/job_work.html", context | {"title": context["label"], "trail": trail})


@login_required
@require_safe
def job_progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """The panel alone."""
    return render(request, "jobs/_panel.html", _context(_job(request, job_id)))


@login_required
@require_POST
def job_cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    services.cancel(_job(request, job_id).pk, by=request.user)
    messages.success(request, "已取消。")
    return redirect("job", job_id)


@login_required
@require_POST
def job_retry(request: HttpRequest, job_id: int) -> HttpResponse:
    services.retry(_job(request, job_id).pk, by=request.user)
    messages.success(request, "已重新提交。")
    return redirect("job", job_id)


def _job(request: HttpRequest, job_id: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user).select_related("asked_by"), pk=job_id)


def _context(job: Job) -> dict[str, object]:
    return {
        "job": job,
        "label": label_of(job.kind),
        "link": _link(job),
        "can_cancel": job.state == JobState.WAITING,
        "can_retry": job.state in (JobState.FAILED, JobState.CANCELLED),
        "fragment_url": reverse("job_progress", args=[job.pk]),
    }


def _link(job: Job) -> str:
    """Where the result is, once there is one."""
    if job.state != JobState.DONE:
        return ""
    link = kind_of(job.kind).link
    return link(job) if link else ""
