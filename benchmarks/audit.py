"""A record of 1,000,000 acts is verified after its owner took one row out, against a bare COPY of it and one SHA-256.

The floor reads the same rows once, in no order, and hashes the bytes as they come. Ours computes the digest of every
entry, follows every lane and looks at its head; it has to find the missing row, within ten seconds.

History: what a row with a history costs in a transaction of 20,000 against one of 2,000. It has not to grow.
"""

import hashlib

from django.core.management import call_command
from django.db import connection, transaction

from agencies.registry.models import Agency
from benchmarks import harness
from ipservice.audit.verifying import verify
from ipservice.reference.models import District

ENTRIES = 1_000_000
LANES = 16
FEW, MANY = 2_000, 20_000
GROWTH = harness.Goal("<=", 1.5)
SECONDS = harness.Goal("<=", 10)
RATIO = harness.Goal("<=", 4)
FILL = """
DO $fill$
DECLARE
    entry audit_auditentry;
    previous text;
BEGIN
    FOR number IN 0..{lanes} - 1 LOOP
        previous := '';
        FOR place IN 1..{each} LOOP
            entry := NULL;
            entry.id := number * {each}::bigint + place;
            entry.at := timestamptz '2026-01-01 00:00+00' + place * interval '7 seconds';
            entry.actor_id := 1 + place % 40;
            entry.actor_label := '经办人' || place % 40;
            entry.verb := 'award.round.compute';
            entry.sentence := '计算2025年度专利代理机构奖励名单，第' || place || '次';
            entry.subject_type := 'decision';
            entry.subject_key := place::text;
            entry.reason := '';
            entry.before := '{{"stage": "draft"}}';
            entry.after := jsonb_build_object('stage', 'in_review', 'lines', place, 'total', place * 100);
            entry.lane := number;
            entry.position := place;
            entry.previous_digest := previous;
            previous := audit_digest(entry);
            entry.digest := previous;
            INSERT INTO audit_auditentry SELECT entry.*;
        END LOOP;
        UPDATE audit_auditlane SET position = {each}, digest = previous WHERE lane = number;
    END LOOP;
END
$fill$
"""


class _Hash:
    """What COPY writes into."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def write(self, block: bytes) -> None:
        self.digest.update(block)


def run() -> list[harness.Result]:
    return [_history(), *_verified()]


def _history() -> harness.Result:
    """Milliseconds a row, with its trigger and its checks."""
    call_command("load_reference", verbosity=0)
    district = District.objects.get(code="500103")

    def each(rows: int) -> float:
        made = [Agency(name=f"重庆{row}所", agency_code=f"{row:05d}", district=district) for row in range(rows)]
        with transaction.atomic():
            taken = harness.seconds(lambda: Agency.objects.bulk_create(made))
            taken += harness.seconds(connection.check_constraints)
            transaction.set_rollback(True)
        return taken / rows * 1000

    return harness.pairs(lambda: each(FEW), lambda: each(MANY)).result("audit_history_growth", GROWTH)


def _verified() -> list[harness.Result]:
    _by_force(FILL.format(lanes=LANES, each=ENTRIES // LANES))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE audit_auditentry")
    if verify().faults:
        raise SystemExit("the record as made is not whole")
    _by_force(f"DELETE FROM audit_auditentry WHERE lane = 7 AND position = {ENTRIES // LANES // 2}")
    measured = harness.pairs(lambda: harness.seconds(_copy), lambda: harness.seconds(_found))
    result = measured.result("audit", RATIO)
    return [harness.Result("audit_seconds", result.ours, SECONDS, result.ours, 10), result]


def _found() -> None:
    faults = verify().faults
    if len(faults) != 1:
        raise SystemExit(f"one row is missing, said: {faults}")


def _copy() -> str:
    with connection.cursor() as cursor:
        taken = _Hash()
        cursor.cursor.copy_expert("COPY audit_auditentry TO STDOUT", taken)
    return taken.digest.hexdigest()


def _by_force(statement: str) -> None:
    """As the owner of the database may, past every trigger."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)


BENCHMARK = harness.Benchmark("audit", run)
