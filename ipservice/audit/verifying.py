"""Whether the record of acts is whole: every lane without a gap, every entry with the digest of its contents."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

SHOWN = 100
CHANGED = """
SELECT id, lane, position, 'changed' FROM audit_auditentry e WHERE digest <> audit_digest(e)
"""
BROKEN = """
SELECT id, lane, position, 'broken' FROM (
    SELECT id, lane, position, previous_digest,
        lag(digest, 1, '') OVER w AS before, lag(position, 1, 0::bigint) OVER w AS position_before
    FROM audit_auditentry WINDOW w AS (PARTITION BY lane ORDER BY position)
) chain WHERE previous_digest <> before OR position <> position_before + 1
"""
WRONG_HEADS = """
SELECT COALESCE(h.lane, last.lane), COALESCE(h.position, 0), COALESCE(last.position, 0)
FROM (SELECT lane, max(position) AS position FROM audit_auditentry GROUP BY lane) last
JOIN audit_auditentry e ON e.lane = last.lane AND e.position = last.position
FULL JOIN audit_auditlane h ON h.lane = last.lane
WHERE h.position IS DISTINCT FROM COALESCE(last.position, 0) OR h.digest IS DISTINCT FROM COALESCE(e.digest, '')
ORDER BY 1
"""
HEADS = "SELECT lane, position, digest FROM audit_auditlane WHERE position > 0 ORDER BY lane"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``faults`` are sentences; ``count`` entries were read; ``head`` sums up all lanes in one digest."""

    count: int
    head: str
    faults: Sequence[str]


@transaction.atomic
def verify() -> Verdict:
    """Read the whole record inside the database. A lane's head shows when its last entries were taken away.

    The digests, nine tenths of the work, are computed by as many workers as the server has to spare.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL parallel_setup_cost = 0")
        cursor.execute("SET LOCAL parallel_tuple_cost = 0")
        cursor.execute("SELECT count(*) FROM audit_auditentry")
        count = cursor.fetchone()[0]
        wrong = []
        for statement in (CHANGED, BROKEN):
            cursor.execute(f"{statement} ORDER BY lane, position LIMIT {SHOWN}")
            wrong += cursor.fetchall()
        wrong.sort(key=lambda row: row[1:3])
        faults = [_entry_fault(*row) for row in wrong[:SHOWN]]
        cursor.execute(WRONG_HEADS)
        faults += [_head_fault(*row) for row in cursor.fetchall()]
        cursor.execute(
            f"SELECT encode(sha256(convert_to(COALESCE(string_agg(h::text, ''), ''), 'UTF8')), 'hex') FROM ({HEADS}) h"
        )
        return Verdict(count, cursor.fetchone()[0], faults)


def _entry_fault(key: int, lane: int, position: int, fault: str) -> str:
    if fault == "changed":
        return f"第 {lane} 链第 {position} 条（编号 {key}）的内容与摘要不符，已被改动。"
    return f"第 {lane} 链第 {position} 条（编号 {key}）之前缺少记录，或前一条已被改动。"


def _head_fault(lane: int, recorded: int, present: int) -> str:
    return f"第 {lane} 链应有 {recorded} 条，实有 {present} 条，末尾记录已被移除或改动。"
