"""The record of acts: complete, in order, and nobody's to change."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from ipservice.audit.models import AuditEntry, AuditLane
from ipservice.audit.services import record
from ipservice.audit.verifying import verify


def _record(number: int = 1, by=None) -> AuditEntry:
    return record(
        "test.act", f"第 {number} 次操作", subject=("thing", number), by=by, reason="试验", after={"n": number}
    )


def _by_force(statement: str) -> None:
    """What only the owner of the database can do: switch the guards off first."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_an_entry_says_who_what_and_why(official):
    entry = _record(by=official)
    entry.refresh_from_db()

    assert (entry.actor, entry.actor_label) == (official, str(official))
    assert (entry.subject_type, entry.subject_key, entry.reason, entry.after) == ("thing", "1", "试验", {"n": 1})
    assert len(entry.digest) == 64


def test_what_no_person_did_is_said_to_be_the_system(db):
    assert _record().actor_label == "系统"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET sentence = '别的'",
        "DELETE FROM audit_auditentry",
        "UPDATE audit_auditlane SET position = 0 WHERE position > 0",
        "DELETE FROM audit_auditlane",
    ],
)
def test_the_database_refuses_to_change_or_delete(statement, db):
    _record()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_to_empty_the_record(db):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_auditentry")


def test_a_whole_record_is_found_whole(db):
    for number in range(5):
        _record(number)

    verdict = verify()

    assert (verdict.count, list(verdict.faults)) == (5, [])


def test_entries_of_plain_sql_are_chained_too(db):
    _record(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditentry (at, actor_label, verb, sentence, subject_type, subject_key, reason, before,"
            " after, lane, position, previous_digest, digest)"
            " SELECT now(), 'x', 'v', 's', 't', '1', '', '{}', '{}', 0, 0, '', '' FROM generate_series(1, 3)"
        )

    assert verify().faults == []


@pytest.mark.parametrize(
    ("crime", "sign"),
    [
        ("UPDATE audit_auditentry SET sentence = '改' WHERE position = 2", "已被改动"),
        ("DELETE FROM audit_auditentry WHERE position = 2", "之前缺少记录"),
        ("DELETE FROM audit_auditentry WHERE position = 3", "末尾记录已被移除"),
        ("UPDATE audit_auditentry SET at = at - interval '1 day' WHERE position = 1", "已被改动"),
    ],
    ids=["内容被改", "中间被删", "末条被删", "时间被改"],
)
def test_what_the_owner_of_the_database_did_is_found(crime, sign, db):
    for number in range(3):
        _record(number)
    _by_force(crime)

    assert any(sign in fault for fault in verify().faults)
    with pytest.raises(CommandError):
        call_command("verify_audit")


@pytest.mark.django_db(transaction=True)
def test_people_who_act_at_once_break_no_chain():
    people = 8
    gate = Barrier(people)

    def act(number: int) -> None:
        connection.ensure_connection()
        gate.wait()
        for turn in range(10):
            with transaction.atomic():
                _record(number * 100 + turn)
        connection.close()

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(act, range(people)))

    verdict = verify()
    assert (verdict.count, list(verdict.faults)) == (80, [])


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_an_act_that_is_not_finished_yet():
    def act() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        entry = _record(2)
        entry.refresh_from_db()
        connection.close()
        return entry.lane

    _record(0)

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        mine = _record(1)
        mine.refresh_from_db()
        assert pool.submit(act).result() != mine.lane

    assert sum(AuditLane.objects.values_list("position", flat=True)) == 3


def test_digests_may_be_computed_by_several_workers(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT proparallel::text FROM pg_proc WHERE proname = 'audit_digest'")

        assert cursor.fetchone() == ("s",)
