"""The workbench of one round: where it stands, what comes next, every line with its findings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.filings.services.anomalies import screen_year
from agencies.filings.services.sources import in_force
from incentives.awards.lists import LINES
from incentives.awards.models import AwardLine, AwardRound
from incentives.awards.services import bundle, compute, figures, rounds
from incentives.awards.services.money import group_of
from ipservice.jobs.models import Job, JobState
from ipservice.portal import work
from ipservice.procedure.admin.access import for_city_officials
from ipservice.procedure.models import Decision, Stage
from ipservice.procedure.workbench import bench

AT_WORK = (JobState.WAITING, JobState.RUNNING, JobState.FAILED)


@for_city_officials
@require_safe
def workbench(request: HttpRequest, year: int) -> HttpResponse:
    """Everything that is being approved stands here, with its digest; the buttons are those of the procedure."""
    award_round = get_object_or_404(AwardRound.objects.select_related("ruleset", "created_by"), year=year)
    decision = _decision(award_round, request.GET.get("decision", ""))
    lines = AwardLine.objects.filter(decision=decision).select_related("decision")
    bound = LINES.bind(request, lines)
    if request.GET.get("export") == "xlsx":
        return bound.export(totals=("filed", "granted", "concluded", "amount_fen"))
    today = timezone.localdate()
    context = {
        "title": award_round.title,
        "round": award_round,
        "missing": rounds.missing_grounds(award_round),
        "source": in_force(year),
        "counts": [(state, number) for state, number in figures.state_counts(award_round).items() if number],
        "contested": len(figures.unsettled(award_round)),
        "may_compute": decision is None or decision.stage == Stage.DRAFT,
        "job": _job(decision),
        "list": bound,
        "bench": bench(decision, request.user, today=today) if decision else None,
        "payment_group": group_of(decision) if decision else "",
        "changes": _changes(decision),
        "versions": Decision.objects.filter(kind="award", period=str(year)).order_by("-id"),
        "trail": [("奖励年度", "/admin/awards/"), (award_round.title, "")],
    }
    return work.render(request, "incentives/awards/admin/workbench.html", context)


def _decision(award_round: AwardRound, wanted: str) -> Decision | None:
    """The list that counts, or an older one that the address names."""
    known = Decision.objects.filter(kind="award", period=str(award_round.year)).select_related(
        "ruleset", "drawn_up_by", "reviewed_by"
    )
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        return get_object_or_404(known, pk=int(wanted))
    return known.live().first() or known.order_by("-id").first()


def _job(decision: Decision | None) -> Job | None:
    """The computation that is under way or has failed."""
    if decision is None or decision.stage != Stage.DRAFT:
        return None
    key = f"{decision.pk}:{decision.lock_version}"
    return Job.objects.filter(kind=compute.JOB_KIND, key=key, state__in=AT_WORK).first()


def _changes(decision: Decision | None) -> list[dict]:
    """What differs from the list that this one was drawn up beside."""
    if decision is None or decision.redrawn_from_id is None:
        return []
    former = {line.subject_code: line for line in AwardLine.objects.filter(decision=decision.redrawn_from_id)}
    found = []
    for line in AwardLine.objects.filter(decision=decision).order_by("position"):
        old = former.get(line.subject_code)
        if old is None or any(getattr(old, name) != getattr(line, name) for name in COMPARED):
            found.append({"line": line, "old": old})
    return found


COMPARED = ("filed", "concluded", "granted", "rank", "amount_fen")


@for_city_officials
@require_safe
def screening(request: HttpRequest, year: int) -> HttpResponse:
    """Patterns that an official should look at before the list is approved; nothing is decided by them."""
    award_round = get_object_or_404(AwardRound, year=year)
    context = {
        "title": f"{award_round.title}：数据筛查",
        "round": award_round,
        "screening": screen_year(year, on=timezone.localdate()),
        "trail": [
            ("奖励年度", "/admin/awards/"),
            (award_round.title, f"/admin/awards/{year}/"),
            ("数据筛查", ""),
        ],
    }
    return work.render(request, "incentives/awards/admin/screening.html", context)


@for_city_officials
@require_safe
def download(request: HttpRequest, year: int, decision_id: int) -> HttpResponse:
    """The bundle of a computed list, before it is public too: what is approved can be recomputed first."""
    decision = get_object_or_404(
        Decision.objects.select_related("ruleset"), pk=decision_id, kind="award", period=str(year)
    )
    made = bundle.bundle_of(decision)
    headers = {"Content-Disposition": f'attachment; filename="{made.file_name}"'}
    return HttpResponse(made.content, content_type="application/json", headers=headers)
