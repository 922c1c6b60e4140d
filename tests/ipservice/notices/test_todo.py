"""To-do per role (X.06): what, by when, why, since when, one tap to it; the tasks of all people are all open tasks."""

import datetime as dt

import pytest
from django.utils import timezone

from ipservice.accounts.models import Role, User
from ipservice.jobs.models import Job, JobState
from ipservice.notices import workload
from ipservice.notices.models import Message
from ipservice.notices.services import complete_task, notify
from ipservice.notices.watching import tell_of_failed_jobs
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency, make_member

pytestmark = pytest.mark.django_db
WORKERS = {
    Role.AGENCY_ADMIN: "/portal/todo/",
    Role.AGENCY_STAFF: "/portal/todo/",
    Role.OUTLET_STAFF: "/portal/todo/",
    Role.PUBLIC: "/portal/todo/",
    Role.DISTRICT_OFFICIAL: "/admin/todo/",
    Role.MUNICIPAL_OFFICIAL: "/admin/todo/",
    Role.REVIEWER: "/admin/todo/",
    Role.SYSTEM_ADMIN: "/admin/todo/",
}


def person(role: Role) -> User:
    if role in (Role.AGENCY_ADMIN, Role.AGENCY_STAFF):
        return make_member(make_agency(), is_admin=role == Role.AGENCY_ADMIN)
    return make_user(role=role)


def ask(*people: User, event: str = "work:1", days: int | None = None, **content) -> None:
    due = None if days is None else timezone.localdate() + dt.timedelta(days=days)
    notify(people, event=event, **{"title": "核对年度数据", "due_on": due, "is_task": True, **content})


def aged(event: str, days: int) -> None:
    Message.objects.filter(event=event).update(created_at=timezone.now() - dt.timedelta(days=days))


@pytest.mark.parametrize(("role", "path"), WORKERS.items(), ids=[str(role) for role in WORKERS])
def test_everybody_sees_what_by_when_why_since_when_and_one_tap_to_it(client_for, role, path):
    worker = person(role)
    ask(worker, days=-3, body="名单计算前须逐家核对", link="/portal/awards/2025/")
    aged("work:1", 12)

    page = client_for(worker).get(path).content.decode()

    assert '<a href="/portal/awards/2025/">核对年度数据</a>' in page
    assert [word for word in ("已逾期 3 天", "名单计算前须逐家核对", "12 天前收到") if word not in page] == []


def test_the_tasks_of_all_people_of_every_role_add_up_to_the_open_tasks(client_for, official):
    workers = [person(role) for role in WORKERS for _ in range(2)]
    ask(*workers, days=2)
    for number, worker in enumerate(workers):
        for each in range(number % 3):
            ask(worker, event=f"own:{number}:{each}", days=each - 1)
    complete_task("own:5:")
    notify(workers, event="news:1", title="只是消息")
    User.objects.filter(pk=workers[0].pk).update(is_active=False)

    browsers = [(client_for(worker), WORKERS[Role(worker.role)]) for worker in workers[1:]]
    shown = [browser.get(path).context["count"] for browser, path in browsers]
    of_the_shut = workers[0].messages.open_tasks().count()
    page = client_for(official).get("/admin/todo/people/")

    every = Message.objects.open_tasks().count()
    assert sum(shown) + of_the_shut == every
    assert page.context["total"] == every
    assert sum(role.open for role in workload.loads(timezone.localdate())) == every
    assert [role.role for role in page.context["roles"]] == list(Role)
    assert "账号已停用，须转交" in page.content.decode()


def test_what_is_overdue_comes_first_and_what_has_no_term_last(client_for, agency_staff):
    for event, days in (("a:1", None), ("b:1", 30), ("c:1", 7), ("d:1", -1), ("e:1", 0)):
        ask(agency_staff, event=event, days=days, title=event)

    groups = client_for(agency_staff).get("/portal/todo/").context["groups"]

    assert [(label, [task.title for task in tasks]) for label, tasks in groups] == [
        ("已逾期", ["d:1"]),
        ("七日内到期", ["e:1", "c:1"]),
        ("以后到期", ["b:1"]),
        ("不限期", ["a:1"]),
    ]


def test_a_task_that_leads_elsewhere_or_nowhere_opens_its_message(client_for, agency_staff):
    ask(agency_staff, event="a:1", link="https://elsewhere.example/")
    ask(agency_staff, event="b:1", link="")

    page = client_for(agency_staff).get("/portal/todo/").content.decode()

    assert "elsewhere.example" not in page
    assert [f"/portal/messages/{message.pk}/" in page for message in Message.objects.all()] == [True, True]


def test_nobody_sees_the_tasks_of_others(client_for, agency_staff, official):
    ask(official, title="市局的事")

    for path in ("/portal/todo/", "/admin/todo/"):
        assert "市局的事" not in client_for(agency_staff).get(path).content.decode()


@pytest.mark.parametrize("role", [Role.DISTRICT_OFFICIAL, Role.AGENCY_ADMIN])
def test_who_leads_nobody_does_not_see_how_much_waits_with_whom(client_for, role):
    assert client_for(person(role)).get("/admin/todo/people/").status_code in (302, 403)


def test_officials_asked_at_the_portals_address_are_led_to_their_own(client_for, official):
    assert client_for(official).get("/portal/todo/").url == "/admin/todo/"


def test_a_failed_job_is_a_task_of_the_system_administrator_until_it_runs_again(official, system_admin):
    job = Job.objects.create(
        kind="k", key="1", state=JobState.FAILED, error_message="中断", asked_by=official, finished_at=timezone.now()
    )
    tell_of_failed_jobs(now=timezone.now())
    assert [person.messages.open_tasks().count() for person in (official, system_admin)] == [0, 1]
    tell_of_failed_jobs(now=timezone.now())
    assert system_admin.messages.open_tasks().count() == 1

    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING, finished_at=None)
    tell_of_failed_jobs(now=timezone.now())

    assert system_admin.messages.open_tasks().count() == 0


def test_the_page_of_all_people_asks_one_statement_for_its_rows(django_assert_num_queries):
    for role in WORKERS:
        ask(person(role), event=f"x:{role}")

    with django_assert_num_queries(1):
        assert len(workload.loads(timezone.localdate())) == len(WORKERS)
