"""The buttons of the workbench."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from ipservice.jobs.idempotency import once
from ipservice.portal import work
from ipservice.procedure.admin.access import for_city_officials
from ipservice.procedure.kinds import kind_of
from ipservice.procedure.models import Decision, Step
from ipservice.procedure.services import decisions
from ipservice.procedure.tables import shown
from ipservice.procedure.workbench import bench

SERVICES: dict[Step, Callable[..., Decision]] = {
    Step.SUBMIT: decisions.submit,
    Step.RETURN: decisions.send_back,
    Step.APPROVE: decisions.approve,
    Step.OPEN_NOTICE: decisions.open_notice,
    Step.WITHDRAW: decisions.withdraw,
    Step.CONFIRM: decisions.confirm,
    Step.PUBLISH: decisions.publish,
    Step.REVOKE: decisions.revoke,
}


class StepForm(forms.Form):
    """What a button sends: the version its page showed, the reason, the token against pressing twice."""

    seen_version = forms.IntegerField(min_value=0)
    reason = forms.CharField(max_length=400, required=False)
    form_token = forms.CharField(max_length=64)
    back = forms.CharField(max_length=300, required=False)


@for_city_officials
@require_POST
def take_step(request: HttpRequest, decision_id: int, step: str) -> HttpResponse:
    """Take one step; the second person is told what changed if the page was old."""
    form = StepForm(request.POST)
    if step not in SERVICES or not form.is_valid():
        raise Http404
    chosen = Step(step)
    asked = form.cleaned_data

    def act() -> str:
        decision = SERVICES[chosen](
            decision_id,
            by=request.user,
            today=timezone.localdate(),
            reason=asked["reason"],
            seen_version=asked["seen_version"],
        )
        return f"已{chosen.label}：{decision.title}。"

    payload = {"decision": decision_id, "step": step, "reason": asked["reason"], "by": request.user.pk}
    messages.success(request, once("decision.step", asked["form_token"], payload, act))
    return redirect(_back(request, asked["back"], decision_id))


def _back(request: HttpRequest, wanted: str, decision_id: int) -> str:
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    return f"/admin/procedure/decisions/{decision_id}/"


@for_city_officials
@require_safe
def decision_page(request: HttpRequest, decision_id: int) -> HttpResponse:
    """The plain workbench of a decision, or the app's own where it has one."""
    decision = get_object_or_404(
        Decision.objects.visible_to(request.user).select_related("ruleset", "drawn_up_by", "reviewed_by"),
        pk=decision_id,
    )
    own = kind_of(decision).workbench
    if own:
        return redirect(own(decision))
    context = {
        "bench": bench(decision, request.user, today=timezone.localdate()),
        "table": shown(kind_of(decision).notice_table(decision), decisions.stayed_codes(decision)),
        "title": decision.title,
        "trail": [("决定与公示", "/admin/procedure/decision/"), (decision.title, "")],
    }
    return work.render(request, "procedure/decision.html", context)
