"""Cards of the first pages: what this person has to do, and how many messages wait."""

from datetime import date, timedelta

from ipservice.notices.models import Message
from ipservice.portal.cards import Card, Number, Shown, Urgency, dashboard, portal

SHOWN_TASKS = 8
INBOX = "/portal/messages/"
ALL_TASKS = "/portal/todo/"


def register_cards() -> None:
    """Called when the app is ready."""
    portal.register(Card("notices.todo", order=0, build=todo, wide=True))
    dashboard.register(Card("notices.todo", order=0, build=todo_in_numbers, wide=True))


def todo(user, today: date) -> Shown | None:
    """Tasks, most urgent first, with unread messages as a number."""
    if not user.is_authenticated:
        return None
    mine = Message.objects.visible_to(user)
    unread = Number("未读消息", mine.unread().count(), f"{INBOX}?state=unread", unit="条")
    tasks = list(mine.open_tasks()[:SHOWN_TASKS])
    return Shown(
        "待办",
        numbers=(unread,),
        template="notices/_card_tasks.html",
        context={"tasks": tasks},
        href=ALL_TASKS,
        href_label="全部待办",
    )


def todo_in_numbers(user, today: date) -> Shown | None:
    """The same for officials: overdue, due this week, new."""
    shown = todo(user, today)
    if shown is None:
        return None
    dues = list(Message.objects.visible_to(user).open_tasks().values_list("due_on", flat=True))
    soon = today + timedelta(days=6 - today.weekday())
    late = sum(due is not None and due < today for due in dues)
    week = sum(due is not None and today <= due <= soon for due in dues)
    link = "/admin/todo/"
    numbers = (
        Number("逾期待办", late, link, unit="项", urgency=Urgency.OVERDUE),
        Number("本周到期待办", week, link, unit="项", urgency=Urgency.THIS_WEEK),
        Number("其他待办", len(dues) - late - week, link, unit="项", urgency=Urgency.NEW),
    )
    return Shown(shown.title, numbers, shown.template, shown.context, shown.href, shown.href_label)
