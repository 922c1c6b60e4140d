"""Messages and tasks of the person who is signed in, and how they want to be told."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ipservice.lists.columns import Column, Kind
from ipservice.lists.pages import ListPage
from ipservice.notices import services
from ipservice.notices.forms import MessageFilter, PreferenceForm
from ipservice.notices.models import Message, Preference
from ipservice.portal import work

INBOX = "/portal/messages/"
OFFICE_PAGES = ("/admin/messages/", "/admin/todo/")
DAYS_CALLED_SOON = 7
MESSAGES = ListPage(
    name="messages",
    title="消息",
    columns=(
        Column("title", "标题", is_head=True, href=lambda message: f"{INBOX}{message.pk}/"),
        Column(
            "state",
            "状态",
            value=lambda message: _state(message),
            tone=lambda message: _tone(message, timezone.localdate()),
        ),
        Column("due_on", "办理期限", kind=Kind.DAY, sort=("due_on", "id")),
        Column("created_at", "时间", kind=Kind.MOMENT, sort=("id",)),
    ),
    order="-created_at",
    form=MessageFilter,
    empty_title="没有消息",
    empty_text="有与您有关的事项时，会在这里告知。",
)


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Tasks on top, then every message, newest first."""
    mine = Message.objects.visible_to(request.user)
    bound = MESSAGES.bind(request, mine)
    if request.GET.get("export") == "xlsx":
        return bound.export()
    context = {"list": bound, "tasks": open_tasks(request.user), "title": "消息", "today": timezone.localdate()}
    return _draw(request, "inbox", context)


@login_required
@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """Everything this person still has to do: overdue first, then by term; what has no term comes last."""
    today = timezone.localdate()
    groups: dict[str, list[Message]] = {"已逾期": [], "七日内到期": [], "以后到期": [], "不限期": []}
    for task in open_tasks(request.user):
        groups[_urgency(task, today)].append(task)
    filled = [(label, tasks) for label, tasks in groups.items() if tasks]
    return _draw(request, "todo", {"groups": filled, "count": sum(map(len, groups.values())), "title": "待办"})


@login_required
@require_safe
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """One message; opening it marks it read."""
    found = get_object_or_404(Message.objects.visible_to(request.user), pk=message_id)
    services.mark_read(found.pk, by=request.user)
    link = found.link if found.way == found.link else ""
    context = {"message": found, "link": link, "title": found.title, "deliveries": found.deliveries.order_by("id")}
    return _draw(request, "message", context)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    services.mark_all_read(by=request.user)
    messages.success(request, "已全部标为已读。")
    return redirect("messages")


@login_required
def preference(request: HttpRequest) -> HttpResponse:
    """Mail, SMS, digest, quiet hours."""
    mine = Preference.objects.filter(user=request.user).first() or Preference(user=request.user)
    form = PreferenceForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "通知设置已保存。")
        return redirect("message_preference")
    return _draw(request, "preference", {"form": form, "title": "通知设置"})


def open_tasks(user) -> QuerySet[Message]:
    """What this person still has to do, most urgent first."""
    return Message.objects.visible_to(user).open_tasks()


def _urgency(task: Message, today: date) -> str:
    if task.due_on is None:
        return "不限期"
    left = (task.due_on - today).days
    return "已逾期" if left < 0 else "七日内到期" if left <= DAYS_CALLED_SOON else "以后到期"


def _state(message: Message) -> str:
    if message.is_task:
        return "已办结" if message.done_at else "待办"
    return "已读" if message.read_at else "未读"


def _tone(message: Message, today: date) -> str:
    if message.is_task and not message.done_at:
        return "danger" if message.due_on and message.due_on < today else "warn"
    return "" if message.read_at or message.done_at else "info"


def _draw(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    """Officials read inside the admin's frame, everybody else in the portal's."""
    if not request.user.is_staff:
        return render(request, f"notices/{name}.html", context)
    if not request.path.startswith(OFFICE_PAGES):
        return redirect(request.get_full_path().replace("/portal/", "/admin/", 1))
    return work.render(request, f"notices/{name}_work.html", context)
