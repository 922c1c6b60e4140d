"""Money claimed back after a later finding: the true figures, run through the frozen rules of the round."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from incentives.awards.admin.forms import RecoverForm
from incentives.awards.models import DECISION_KIND, AwardLine
from incentives.awards.services import money
from ipservice.foundation.errors import DomainError
from ipservice.foundation.money import format_yuan
from ipservice.portal import work
from ipservice.procedure.admin.access import for_city_officials


@for_city_officials
@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest, line_id: int) -> HttpResponse:
    """The claim on one paid line; what is refused is said in the form and nothing typed is lost."""
    lines = AwardLine.objects.select_related("decision__ruleset").filter(decision__kind=DECISION_KIND)
    line = get_object_or_404(lines, pk=line_id, amount_fen__gt=0)
    group = money.group_of(line.decision)
    shown = {"filed": line.filed, "concluded": line.concluded, "granted": line.granted}
    form = RecoverForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid() and _claimed(request, line, form):
        return redirect("payment_desk", group)
    context = {
        "title": f"追回奖励：{line.name}",
        "line": line,
        "form": form,
        "trail": [("奖励年度", "/admin/awards/"), ("资金支付", f"/admin/payments/list/{group}/"), ("追回", "")],
    }
    return work.render(request, "incentives/awards/admin/recover.html", context, status=422 if form.errors else 200)


def _claimed(request: HttpRequest, line: AwardLine, form: RecoverForm) -> bool:
    answers = form.cleaned_data
    try:
        claim = money.recover_from(
            line, form.figures(), finding=answers["reason"], document=answers["document"], by=request.user
        )
    except DomainError as refused:
        form.add_error(None, refused.message)
        return False
    messages.success(request, f"已决定追回 {format_yuan(claim.amount_fen)} 元，依据见下。")
    return True
