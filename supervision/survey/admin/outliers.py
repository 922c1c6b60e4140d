"""The queue of values that stand out, what moves the city's total most first; verdicts in place."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ipservice.jobs.models import Job
from ipservice.portal import work
from supervision.survey.admin.access import for_survey_people, year_or_404
from supervision.survey.forms.reviewing import VerdictForm
from supervision.survey.models import OutlierFlag, Survey, SurveyReturn
from supervision.survey.services import outlier_jobs, outliers
from supervision.survey.services.definition import questionnaire_of
from supervision.survey.services.flag_pictures import drawn

AT_ONCE = 30


@for_survey_people
@require_safe
def queue(request: HttpRequest, year: int) -> HttpResponse:
    survey = year_or_404(year)
    waiting = outliers.queue(request.user, survey)
    total = waiting.count()
    shown = list(waiting.select_related("survey_return__district")[:AT_ONCE])
    judged = OutlierFlag.objects.filter(
        survey_return__in=SurveyReturn.objects.visible_to(request.user).filter(survey=survey), judged_at__isnull=False
    )
    context = {
        "title": f"{survey.year}年度异常值",
        "survey": survey,
        "rows": [(flag, _label(survey, flag), drawn(flag)) for flag in shown],
        "total": total,
        "judged": judged.select_related("survey_return", "judged_by").order_by("-judged_at")[:AT_ONCE],
        "judged_total": judged.count(),
        "form": VerdictForm(),
        "trail": [("统计调查", "/admin/survey/"), (f"{survey.year}年度", f"/admin/survey/{year}/"), ("异常值", "")],
    }
    return work.render(request, "supervision/survey/review/outliers.html", context)


def _label(survey: Survey, flag: OutlierFlag) -> str:
    cell = questionnaire_of(survey).cells.get(flag.cell)
    return cell.label if cell else flag.cell


@for_survey_people
@require_POST
def judge(request: HttpRequest, flag_id: int) -> HttpResponse:
    """Back to the queue at the next one, or to the return where the agency is asked."""
    mine = SurveyReturn.objects.visible_to(request.user)
    flag = (
        OutlierFlag.objects.filter(survey_return__in=mine)
        .select_related("survey_return__survey")
        .filter(pk=flag_id)
        .first()
    )
    if flag is None:
        raise Http404
    form = VerdictForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择审核结论。")
    else:
        outliers.judge(flag.pk, verdict=form.verdict(), by=request.user, now=timezone.now())
        messages.success(request, f"{flag.survey_return.agency_name}：{form.verdict()}。")
    if form.is_valid() and form.cleaned_data["kind"] == "ask":
        return redirect(f"/admin/survey/returns/{flag.survey_return_id}/?ask={flag.cell}#cell-{flag.cell}")
    return redirect("survey_outliers", flag.survey_return.survey.year)


@for_survey_people
@require_POST
def compute(request: HttpRequest, year: int) -> HttpResponse:
    """Ask for the flags of the answers as they stand now."""
    survey = year_or_404(year)
    job = outlier_jobs.ask(survey, by=request.user)
    if job is None:
        messages.error(request, "还没有机构提交，没有可比较的数据。")
        return redirect("survey_outliers", year)
    if Job.objects.visible_to(request.user).filter(pk=job.pk).exists():
        return redirect("admin_job", job.pk)
    messages.success(request, "已按最新提交比较，或者正在后台比较。")
    return redirect("survey_outliers", year)
