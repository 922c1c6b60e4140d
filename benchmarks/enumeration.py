"""Can the time of an answer tell the known from the unknown? Login, reset, invitation, objection number, foreign ids.

Each side is asked 500 times (``ENUMERATION_CALLS``), in an order drawn by chance. The figure is the probability that a
known one takes longer than an unknown one (AUC), folded above one half: 0.5 tells nothing, 1 everything.
"""

import os
import random
import statistics
import time
from collections.abc import Callable

from django.contrib.auth.tokens import default_token_generator
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from agencies.registry.models import Agency
from benchmarks.harness import Benchmark, Goal, Result, say
from ipservice.accounts.models import LoginFailure, Role, User
from ipservice.jobs.models import Job
from ipservice.procedure.models import LookUpTry, Objection, Stage
from ipservice.procedure.services import objections
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.agencies import make_agency, make_member
from tests.factories.procedure import MONDAY, SUBJECTS, People, make_decision

CALLS = int(os.environ.get("ENUMERATION_CALLS", "500"))
PEOPLE = 20
WARM_UP = 20
GOAL = Goal("<=", 0.55)
MEDIAN_GOAL = Goal("<=", 1.1)
NO_THROTTLE = {"LOGIN_FAILURES_ALLOWED": 10**9, "ACCOUNT_RATE_LIMITS": {}, "OFFICIAL_PASSWORD_DAYS": 0}
PLAIN_HTTP = {"SECURE_SSL_REDIRECT": False, "ALLOWED_HOSTS": ["testserver"]}
Ask = Callable[[int], HttpResponse]


def auc(known: list[float], unknown: list[float]) -> float:
    """How often one of ``known`` is above one of ``unknown``, ties by half; the further of both sides of one half."""
    ordered = sorted([(seconds, 1) for seconds in known] + [(seconds, 0) for seconds in unknown])
    ranks = sum(rank for rank, (_, is_known) in enumerate(ordered, start=1) if is_known)
    share = (ranks - len(known) * (len(known) + 1) / 2) / (len(known) * len(unknown))
    return max(share, 1 - share)


def compare(name: str, known: Ask, unknown: Ask, *, is_median: bool = False) -> Result:
    order = [known, unknown] * CALLS
    random.Random(7).shuffle(order)
    times: dict[Ask, list[float]] = {known: [], unknown: []}
    for ask in [known, unknown] * WARM_UP:
        assert ask(0).status_code not in (301, 400), "nothing was asked"
    for number, ask in enumerate(order):
        begun = time.perf_counter()
        ask(number)
        times[ask].append(time.perf_counter() - begun)
    ours, floor = (statistics.median(times[ask]) for ask in (known, unknown))
    share = auc(times[known], times[unknown])
    say(f"{name}: auc={share:.3f}, medians {ours * 1000:.2f} and {floor * 1000:.2f} ms, {CALLS} calls each")
    if is_median:
        return Result(name, max(ours / floor, floor / ours), MEDIAN_GOAL, ours, floor)
    return Result(name, share, GOAL, ours, floor)


def _login(people: list[User]) -> Result:
    client = Client()

    def ask(name: str) -> HttpResponse:
        return client.post("/accounts/login/", {"login": name, "password": "wrong-password-1"})

    found = compare(
        "enumeration_login",
        lambda number: ask(people[number % PEOPLE].username),
        lambda number: ask(f"nobody-{number % PEOPLE}"),
    )
    LoginFailure.objects.all().delete()
    return found


def _reset(people: list[User]) -> Result:
    client = Client()

    def ask(address: str) -> HttpResponse:
        return client.post("/accounts/password/reset/", {"email": address})

    found = compare(
        "enumeration_reset",
        lambda number: ask(people[number % PEOPLE].email),
        lambda number: ask(f"nobody-{number % PEOPLE}@example.com"),
    )
    Job.objects.all().delete()
    return found


def _invitation(people: list[User]) -> Result:
    client, token = Client(), default_token_generator.make_token(make_user())

    def ask(number: int) -> HttpResponse:
        return client.get(f"/accounts/invitation/{urlsafe_base64_encode(force_bytes(number))}/{token}/")

    return compare(
        "enumeration_invitation",
        lambda number: ask(people[number % PEOPLE].pk),
        lambda number: ask(900_000_000 + number % PEOPLE),
    )


def _objection() -> Result:
    notice = make_decision(Stage.ON_NOTICE, people=People()).notice
    text = "结案量与年报不一致，请核实。"
    for _ in range(PEOPLE):
        said = objections.Statement(SUBJECTS[0].code, "李四", "13812345678", text, is_consented=True)
        objections.submit(notice.pk, said, by=None, today=MONDAY)
    numbers = list(Objection.objects.values_list("number", flat=True))
    client = Client()

    def ask(number: str) -> HttpResponse:
        LookUpTry.objects.all().delete()
        return client.post("/notices/objections/", {"number": number, "phone_tail": "0000"})

    return compare(
        "enumeration_objection",
        lambda number: ask(numbers[number % PEOPLE]),
        lambda number: ask(f"渝知异〔2026〕{900 + number % PEOPLE}号"),
    )


def _foreign(own: Agency) -> list[Result]:
    """What belongs to a neighbour against what does not exist: medians within 10 %."""
    decision = make_decision(Stage.DRAFT, people=People(), period="2030")
    client = Client()
    client.force_login(make_member(own, is_admin=True), backend="ipservice.accounts.permissions.RoleBackend")
    job = Job.objects.create(kind="k", key="1", asked_by=make_user())
    objects = {
        "foreign_job": ("/jobs/{}/", job.pk),
        "foreign_decision": ("/admin/procedure/decisions/{}/", decision.pk),
        "foreign_notice": ("/notices/{}/", decision.pk),
    }
    return [
        compare(
            name,
            lambda _, path=path, key=key: client.get(path.format(key)),
            lambda _, path=path: client.get(path.format(900_000_000)),
            is_median=True,
        )
        for name, (path, key) in objects.items()
    ]


def run() -> list[Result]:
    people = [
        make_user(role=Role.AGENCY_STAFF, password=PASSWORD, email=f"person-{number}@example.com")
        for number in range(PEOPLE)
    ]
    with override_settings(**NO_THROTTLE, **PLAIN_HTTP):
        return [*_foreign(make_agency()), _objection(), _invitation(people), _reset(people), _login(people)]


BENCHMARK = Benchmark("enumeration", run)
