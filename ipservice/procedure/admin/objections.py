"""The inbox of objections, and the answer."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipservice.audit.services import record
from ipservice.jobs.idempotency import new_token, once
from ipservice.lists.columns import Column, Kind
from ipservice.lists.filters import FilterForm
from ipservice.lists.pages import ListPage
from ipservice.portal import work
from ipservice.procedure.admin.access import for_city_officials
from ipservice.procedure.models import Objection, ObjectionState
from ipservice.procedure.services import objections

TONES = {ObjectionState.PENDING: "warn", ObjectionState.UPHELD: "danger", ObjectionState.REJECTED: "ok"}
VERDICTS = [("rejected", "异议不成立"), ("upheld", "异议成立：撤回（撤销）名单并重拟")]


class ObjectionFilter(FilterForm):
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *ObjectionState.choices()])
    q = forms.CharField(label="机构或编号", max_length=60)

    def by_q(self, queryset, value):
        return queryset.filter(subject_name__icontains=value) | queryset.filter(number__icontains=value)


class AnswerForm(forms.Form):
    verdict = forms.ChoiceField(label="处理结果", choices=VERDICTS, widget=forms.RadioSelect)
    text = forms.CharField(
        label="答复与理由",
        max_length=4000,
        widget=forms.Textarea,
        help_text="异议人能看到全文；公示页面匿名刊登，请勿写入异议人姓名、电话。",
    )
    form_token = forms.CharField(max_length=64, widget=forms.HiddenInput)


INBOX = ListPage(
    name="objections",
    title="异议",
    columns=(
        Column("number", "异议编号", is_head=True, href=lambda row: f"/admin/procedure/objections/{row.pk}/"),
        Column("notice", "公示", value="notice.title"),
        Column("subject_name", "所涉机构"),
        Column("state", "状态", value="get_state_display", tone=lambda row: TONES[ObjectionState(row.state)]),
        Column("submitted_at", "提交时间", kind=Kind.MOMENT, sort=("id",)),
        Column("due_on", "答复期限", kind=Kind.DAY, sort=("due_on", "id")),
        Column("answered_by", "答复人"),
    ),
    order="-submitted_at",
    form=ObjectionFilter,
    unit="件",
    empty_title="没有异议",
    empty_text="公示期间收到的异议会出现在这里。",
)


@for_city_officials
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Every objection, filtered; the pending ones first by default filter of the sidebar link."""
    found = Objection.objects.visible_to(request.user).select_related("notice", "answered_by")
    bound = INBOX.bind(request, found)
    if request.GET.get("export") == "xlsx":
        return bound.export()
    return work.render(request, "procedure/objections.html", {"list": bound, "title": "异议", "trail": [("异议", "")]})


@for_city_officials
def objection(request: HttpRequest, objection_id: int) -> HttpResponse:
    """One objection with its evidence; answered here."""
    found = get_object_or_404(
        Objection.objects.visible_to(request.user).select_related("notice__decision", "answered_by"), pk=objection_id
    )
    form = AnswerForm(request.POST or None, initial={"form_token": new_token()})
    if request.method == "POST" and form.is_valid():
        messages.success(request, _answer(request, found, form.cleaned_data))
        return redirect("objection", objection_id)
    _record_view(request, found)
    context = {
        "objection": found,
        "evidence": found.evidence.all(),
        "form": form,
        "title": f"异议 {found.number}",
        "trail": [("异议", "/admin/procedure/objections/"), (found.number, "")],
    }
    return work.render(request, "procedure/objection.html", context)


def _answer(request: HttpRequest, found: Objection, answer: dict[str, str]) -> str:
    def act() -> str:
        answered = objections.answer(
            found.pk,
            is_upheld=answer["verdict"] == "upheld",
            text=answer["text"],
            by=request.user,
            today=timezone.localdate(),
        )
        return f"已答复异议 {answered.number}：{answered.get_state_display()}。"

    payload = {"objection": found.pk, "verdict": answer["verdict"], "text": answer["text"], "by": request.user.pk}
    return once("objection.answer", answer["form_token"], payload, act)


def _record_view(request: HttpRequest, found: Objection) -> None:
    """Name and phone of the objector are personal data: who read them is on record."""
    record("objection.view", f"查看异议 {found.number}", subject=("objection", found.pk), by=request.user)
