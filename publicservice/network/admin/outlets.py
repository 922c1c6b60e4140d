"""Outlets as officials work on them: the list, one outlet, and every act on it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipservice.accounts.sessions import invitation_path
from ipservice.portal import work
from publicservice.network.admin.doors import for_officials, managed, require_may_change, trail
from publicservice.network.admin.forms import EndForm, OutletForm, QualificationForm, StaffForm, StepForm, WindowForm
from publicservice.network.forms import answers_in
from publicservice.network.lists import DESK, with_kinds
from publicservice.network.models import Outlet, OutletStaff, OutletState
from publicservice.network.rules import OutletStep
from publicservice.network.rules.states import OUTLET
from publicservice.network.services import outlets, qualifications, staff, windows
from publicservice.network.services.outlets import Step
from publicservice.network.services.touched import Change, Choice, live_in

ADDING = {"qualification": QualificationForm, "window": WindowForm, "staff": StaffForm}


@for_officials
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The outlets of the official's place, closed ones too."""
    today = timezone.localdate()
    bound = DESK.bind(request, with_kinds(Outlet.objects.managed_by(request.user), today), today=today)
    if request.GET.get("export") == "xlsx":
        return bound.export()
    context = {"title": "服务网点", "list": bound, "trail": [("服务网点", "")]}
    return work.render(request, "publicservice/network/work/desk.html", context)


@for_officials
@require_safe
def show(request: HttpRequest, outlet_id: int) -> HttpResponse:
    outlet = managed(request, outlet_id)
    today = timezone.localdate()
    context = {
        "title": outlet.name,
        "outlet": outlet,
        "qualifications": outlet.qualifications.all(),
        "windows": outlet.windows.prefetch_related("items"),
        "staff": outlet.staff.select_related("user"),
        "assessments": outlet.assessments.select_related("assessed_by", "reviewed_by"),
        "steps": OUTLET.steps_from(OutletState(outlet.state)),
        "may_change": request.user.has_perm("publicservice.change_outlet") and outlet.state != OutletState.CLOSED,
        "year": today.year,
        "trail": trail((outlet.name, "")),
    }
    return work.render(request, "publicservice/network/work/outlet.html", context)


@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, outlet_id: int | None = None) -> HttpResponse:
    """A new outlet, or other facts of one."""
    require_may_change(request)
    outlet = managed(request, outlet_id) if outlet_id else None
    today = timezone.localdate()
    form = OutletForm(request.POST or None, instance=outlet, by=request.user, today=today)
    if request.method == "POST" and form.is_valid():
        stored = form.act(today=today)
        messages.success(request, f"已保存“{stored.name}”。")
        return redirect("outlets:desk_outlet", outlet_id=stored.pk)
    title = f"变更“{outlet.name}”" if outlet else "登记网点"
    return _form(request, form, title, trail((title, "")))


@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, outlet_id: int, name: str) -> HttpResponse:
    """A qualification, a window, a person."""
    if name not in ADDING:
        raise Http404
    require_may_change(request)
    outlet = managed(request, outlet_id)
    form = ADDING[name](request.POST or None, outlet=outlet, by=request.user)
    if request.method == "POST" and form.is_valid():
        made = form.act(today=timezone.localdate())
        messages.success(request, f"已办理：{outlet.name} {form.title}。")
        if isinstance(made, OutletStaff) and made.user and not made.user.has_usable_password():
            _show_link(request, made)
        return redirect("outlets:desk_outlet", outlet_id=outlet.pk)
    return _form(request, form, form.title, trail((outlet.name, f"/admin/outlets/{outlet.pk}/"), (form.title, "")))


@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, outlet_id: int, name: str) -> HttpResponse:
    """Suspend, reopen or close; nothing is done while a live booking from that day on is unanswered."""
    if name not in list(OutletStep):
        raise Http404
    require_may_change(request)
    outlet, wanted = managed(request, outlet_id), OutletStep(name)
    title = f"{wanted.label}：{outlet.name}"
    form = StepForm(request.POST or None, outlet=outlet, by=request.user, initial={"since": timezone.localdate()})
    where = trail((outlet.name, f"/admin/outlets/{outlet.pk}/"), (wanted.label, ""))
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, title, where)
    found = [] if wanted == OutletStep.REOPEN else live_in(Change(outlet.pk, form.cleaned_data["since"], None, ""))
    answers = answers_in(request.POST, [booking for _, booking in found])
    if any(booking.key not in answers for _, booking in found):
        touched = [(one, source.offers(one.key), answers.get(one.key)) for source, one in found]
        context = {"title": title, "form": form, "trail": where, "touched": touched, "choices": list(Choice)}
        return work.render(request, "publicservice/network/work/form.html", context, 422)
    outlets.take_step(outlet.pk, Step(wanted, **form.cleaned_data, answers=answers), by=request.user)
    messages.success(request, f"已办理：{title}。")
    return redirect("outlets:desk_outlet", outlet_id=outlet.pk)


@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def end_qualification(request: HttpRequest, outlet_id: int, row_id: int) -> HttpResponse:
    require_may_change(request)
    outlet = managed(request, outlet_id)
    row = get_object_or_404(outlet.qualifications, pk=row_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        qualifications.end(row.pk, **form.cleaned_data, by=request.user)
        messages.success(request, "已终止该资质。")
        return redirect("outlets:desk_outlet", outlet_id=outlet.pk)
    title = f"终止资质：{row.get_kind_display()}"
    return _form(request, form, title, trail((outlet.name, f"/admin/outlets/{outlet.pk}/"), ("终止资质", "")))


@for_officials
@require_POST
def close_window(request: HttpRequest, outlet_id: int, row_id: int) -> HttpResponse:
    require_may_change(request)
    outlet = managed(request, outlet_id)
    window = get_object_or_404(outlet.windows, pk=row_id)
    windows.close_window(window.pk, day=timezone.localdate(), by=request.user)
    messages.success(request, f"窗口“{window.name}”已停用。")
    return redirect("outlets:desk_outlet", outlet_id=outlet.pk)


@for_officials
@require_POST
def end_post(request: HttpRequest, outlet_id: int, row_id: int) -> HttpResponse:
    require_may_change(request)
    outlet = managed(request, outlet_id)
    post = get_object_or_404(outlet.staff, pk=row_id)
    staff.end_post(post.pk, today=timezone.localdate(), by=request.user)
    messages.success(request, f"{post.name}已离岗。")
    return redirect("outlets:desk_outlet", outlet_id=outlet.pk)


def _show_link(request: HttpRequest, post: OutletStaff) -> None:
    address = request.build_absolute_uri(invitation_path(post.user))
    messages.warning(request, f"请把设置密码的链接交给 {post.name}（只能使用一次）：{address}")


def _form(request: HttpRequest, form, title: str, where: list[tuple[str, str]]) -> HttpResponse:
    context = {"title": title, "form": form, "trail": where}
    return work.render(request, "publicservice/network/work/form.html", context, 422 if form.errors else 200)
