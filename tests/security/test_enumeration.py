"""Known or unknown, the answer is the same: login, reset, invitation, objection number. Times: ``make bench``."""

import re

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from ipservice.accounts.models import Role
from ipservice.accounts.sessions import invitation_path
from ipservice.jobs import running
from ipservice.jobs.models import Job, JobState
from ipservice.procedure.models import Stage
from ipservice.procedure.services import objections
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.procedure import MONDAY, SUBJECTS, People, make_decision
from tests.security.ground import NOT_THERE, plain

pytestmark = pytest.mark.django_db
RESET = "/accounts/password/reset/"


def _same(path: str, known: dict, unknown: dict) -> list[str]:
    """In what the answers to the two forms differ: status, address, words, number of statements."""
    seen = []
    for form in (known, unknown):
        client = Client()
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.post(path, form)
        text = plain(answer, path)
        for value in form.values():
            text = text.replace(value, "TYPED")
        seen.append({"status": answer.status_code, "text": text, "statements": len(asked)})
    return [name for name in seen[0] if seen[0][name] != seen[1][name]]


@pytest.mark.parametrize("state", ["with a password", "invited only", "shut"])
def test_login_tells_a_known_name_from_an_unknown_one_by_nothing(state):
    person = make_user(password=None if state == "invited only" else PASSWORD)
    if state == "shut":
        person.is_active = False
        person.save()

    known, unknown = ({"login": name, "password": "wrong-password-1"} for name in (person.username, "nobody-at-all"))

    assert _same("/accounts/login/", known, unknown) == []


def test_reset_answers_alike_and_only_the_known_get_a_letter(settings):
    person = make_user(role=Role.AGENCY_ADMIN, email="zhang@example.com", password=PASSWORD)

    assert _same(RESET, {"email": "Zhang@example.com"}, {"email": "nobody@example.com"}) == []
    assert mail.outbox == []
    for job in Job.objects.order_by("pk"):
        running.execute(job.pk)

    (letter,) = mail.outbox
    assert letter.to == ["zhang@example.com"]
    link = re.search(r"http://testserver(/accounts/invitation/\S+)", letter.body)[1]
    assert Client().get(link).context["form"].user == person
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert list(Job.objects.values_list("arguments", flat=True)) == [{}, {}], "the address typed is not kept"


def test_the_link_of_a_reset_sets_a_password_once(client):
    person = make_user(role=Role.AGENCY_ADMIN, email="zhang@example.com", password=PASSWORD)
    link = invitation_path(person)
    new = "Chong-she-2026"

    assert client.post(link, {"new_password1": new, "new_password2": new}).status_code == 302
    assert client.get(link).status_code == 404
    person.refresh_from_db()
    assert person.check_password(new)


def test_an_invitation_to_nobody_looks_like_a_wrong_one():
    person, other = make_user(), make_user()
    token = default_token_generator.make_token(other)
    keys = [urlsafe_base64_encode(force_bytes(number)) for number in (person.pk, NOT_THERE)]
    paths = [f"/accounts/invitation/{key}/{token}/" for key in keys]

    answers = [Client().get(path) for path in paths]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({plain(answer, path) for answer, path in zip(answers, paths, strict=True)}) == 1


def test_an_objection_number_with_the_wrong_phone_is_like_an_unknown_one():
    seen = make_decision(Stage.ON_NOTICE, people=People())
    statement = objections.Statement(
        SUBJECTS[0].code, "李四", "13812345678", "结案量与年报不一致，请核实。", is_consented=True
    )
    number = objections.submit(seen.notice.pk, statement, by=None, today=MONDAY).number
    absent = number.replace("〕1号", "〕9号")

    known, unknown = ({"number": text, "phone_tail": "0000"} for text in (number, absent))

    assert number != absent
    assert _same("/notices/objections/", known, unknown) == []
