"""Officials keep campaigns, confirm what was reported, follow problems to their result."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipservice.foundation.errors import DomainError
from ipservice.portal import work
from publicservice.campaigns.forms import CampaignForm, ProblemForm, ResultForm
from publicservice.campaigns.lists import HELPS, campaigns
from publicservice.campaigns.models import Campaign, GivenHelp, Problem
from publicservice.campaigns.rules import CAMPAIGN, CampaignState, CampaignStep, ReportState
from publicservice.campaigns.services import helping, keeping, problems
from publicservice.campaigns.services.counting import tallies
from publicservice.catalogue.admin.entries import for_officials

HOME = "/admin/campaigns/"


@for_officials
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The campaigns an official keeps, with what they have come to."""
    found = Campaign.objects.managed_by(request.user).select_related("district", "park")
    bound = campaigns(HOME, tallies(found)).bind(request, found)
    if request.GET.get("export") == "xlsx":
        return bound.export()
    waiting = GivenHelp.objects.visible_to(request.user).filter(state=ReportState.REPORTED).count()
    context = {"list": bound, "title": "惠企行动", "waiting": waiting, "trail": [("惠企行动", "")]}
    return work.render(request, "publicservice/campaigns/work/desk.html", context)


@for_officials
@require_safe
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    return _page(request, _theirs(request, campaign_id))


def _page(request: HttpRequest, campaign: Campaign, form: ProblemForm | None = None) -> HttpResponse:
    helps = campaign.helps.select_related("agency", "outlet", "reported_by")
    bound = HELPS.bind(request, helps)
    if request.GET.get("export") == "xlsx":
        return bound.export()
    today = timezone.localdate()
    context = {
        "title": campaign.title,
        "campaign": campaign,
        "tally": tallies([campaign])[campaign.pk],
        "list": bound,
        "waiting": helps.filter(state=ReportState.REPORTED).order_by("served_on", "id"),
        "problems": campaign.problems.order_by("solved_on", "due_on", "id"),
        "late": set(campaign.problems.overdue_on(today).values_list("pk", flat=True)),
        "agencies": campaign.agencies.order_by("name_pinyin", "id"),
        "outlets": campaign.outlets.order_by("name_pinyin", "id"),
        "steps": CAMPAIGN.steps_from(CampaignState(campaign.state)),
        "form": form or ProblemForm(),
        "trail": [("惠企行动", HOME), (campaign.title, "")],
    }
    return work.render(request, "publicservice/campaigns/work/campaign.html", context, 422 if form else 200)


@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, campaign_id: int = 0) -> HttpResponse:
    """A new campaign, or other facts of one; what was typed stays when it is refused."""
    campaign = _theirs(request, campaign_id) if campaign_id else None
    form = CampaignForm(request.POST or None, by=request.user, instance=campaign)
    if request.method == "POST" and form.is_valid() and (saved := _save(request, form, campaign)):
        messages.success(request, f"已保存“{saved.title}”。")
        return redirect("campaign_work", saved.pk)
    title = f"修改：{campaign.title}" if campaign else "新建惠企行动"
    context = {"title": title, "form": form, "trail": [("惠企行动", HOME), (title, "")]}
    return work.render(request, "publicservice/campaigns/work/write.html", context, 422 if form.errors else 200)


def _save(request: HttpRequest, form: CampaignForm, campaign: Campaign | None) -> Campaign | None:
    columns = dict(form.cleaned_data)
    agencies = tuple(columns.pop("agency_codes"))
    outlets = tuple(outlet.pk for outlet in columns.pop("outlets"))
    plan = keeping.Plan(columns, agencies, outlets)
    try:
        return keeping.save(plan, by=request.user, today=timezone.localdate(), campaign=campaign)
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None


@for_officials
@require_POST
def take_step(request: HttpRequest, campaign_id: int, step: str) -> HttpResponse:
    campaign = _theirs(request, campaign_id)
    if step not in set(CampaignStep):
        raise Http404
    keeping.take_step(campaign.pk, CampaignStep(step), by=request.user)
    messages.success(request, f"已{CampaignStep(step).label}“{campaign.title}”。")
    return redirect("campaign_work", campaign.pk)


@for_officials
@require_POST
def decide(request: HttpRequest, help_id: int) -> HttpResponse:
    """Confirm what was reported, or say why not."""
    found = get_object_or_404(GivenHelp.objects.visible_to(request.user), pk=help_id)
    is_confirmed = request.POST.get("verdict") == "confirm"
    helping.decide(found.pk, is_confirmed=is_confirmed, reason=request.POST.get("reason", ""), by=request.user)
    messages.success(request, "已处理这条服务。")
    return redirect("campaign_work", found.campaign_id)


@for_officials
@require_POST
def enter_problem(request: HttpRequest, campaign_id: int) -> HttpResponse:
    campaign = _theirs(request, campaign_id)
    form = ProblemForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, form)
    problems.enter(campaign.pk, form.cleaned_data, by=request.user)
    messages.success(request, "已登记企业问题。")
    return redirect("campaign_work", campaign.pk)


@for_officials
@require_POST
def solve_problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    own = Problem.objects.filter(campaign__in=Campaign.objects.managed_by(request.user))
    problem = get_object_or_404(own, pk=problem_id)
    form = ResultForm(request.POST)
    form.is_valid()
    result = form.cleaned_data.get("result", "")
    problems.solve(problem.pk, result=result, by=request.user, today=timezone.localdate())
    messages.success(request, "已登记解决结果。")
    return redirect("campaign_work", problem.campaign_id)


def _theirs(request: HttpRequest, campaign_id: int) -> Campaign:
    """A neighbour's campaign does not exist here."""
    return get_object_or_404(Campaign.objects.managed_by(request.user), pk=campaign_id)
