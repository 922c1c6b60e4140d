"""Pressing twice, at once or later, has one effect and one answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from ipservice.jobs.idempotency import TokenMissing, TokenReused, once
from ipservice.jobs.models import IdempotencyKey
from tests.factories.accounts import make_district


class _Broken(Exception):
    pass


def test_the_second_request_gets_the_first_answer(db):
    answers = [once("test", "t1", {"a": 1}, lambda n=n: {"number": n}) for n in (1, 2)]

    assert answers == [{"number": 1}, {"number": 1}]


def test_the_same_token_with_another_payload_is_refused(db):
    once("test", "t1", {"a": 1}, lambda: 1)

    with pytest.raises(TokenReused) as refused:
        once("test", "t1", {"a": 2}, lambda: 2)

    assert refused.value.status == 422


def test_a_token_of_another_purpose_is_another_token(db):
    assert [once(purpose, "t1", {}, lambda p=purpose: p) for purpose in ("one", "two")] == ["one", "two"]


def test_an_act_that_failed_leaves_its_token_unused(db):
    def fail() -> None:
        raise _Broken

    with pytest.raises(_Broken):
        once("test", "t1", {}, fail)

    assert once("test", "t1", {}, lambda: "done") == "done"


@pytest.mark.parametrize("token", ["", "x" * 256], ids=["空", "过长"])
def test_a_request_without_a_proper_token_is_refused(token, db):
    with pytest.raises(TokenMissing):
        once("test", token, {}, lambda: 1)


def _press_at_once(act, people: int = 8) -> list:
    gate = Barrier(people)

    def press(number: int):
        connection.ensure_connection()
        gate.wait()
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(press, range(people)))


def _make(number: int) -> str:
    return make_district(name=f"区{number}").name


@pytest.mark.django_db(transaction=True)
def test_pressed_eight_times_at_once_it_happens_once(django_user_model):
    answers = _press_at_once(lambda number: once("test", "t1", {"same": True}, lambda: _make(number)))

    assert len(set(answers)) == 1
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_token_it_would_happen_eight_times():
    assert len(set(_press_at_once(_make))) == 8
