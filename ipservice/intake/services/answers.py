"""What a person says to the proposals of a preview."""

from collections.abc import Mapping

from django.db import connection, transaction

from ipservice.accounts.models import User
from ipservice.foundation.errors import DomainError
from ipservice.intake.models import ImportRun, RunState, Severity


class AsksOpen(DomainError):
    code = "import_asks_open"
    template = "还有 {count} 项需要确认（第一项在第 {row} 行）：请逐项或一并选择“采纳”或“不采纳”后再写入。"


class PreviewOver(DomainError):
    code = "import_preview_over"
    template = "这一批已不在待确认状态，不能再作答。"


@transaction.atomic
def answer(run_id: int, answers: Mapping[int, bool], *, by: User | None) -> int:
    """Accept or decline proposals by issue; returns how many still wait. Raises ``PreviewOver``."""
    run = _in_preview(run_id)
    asks = run.issues.filter(severity=Severity.ASK)
    for accepted in (True, False):
        ids = [issue_id for issue_id, said in answers.items() if said is accepted]
        asks.filter(pk__in=ids).update(accepted=accepted)
    return asks.filter(accepted__isnull=True).count()


@transaction.atomic
def answer_rest(run_id: int, accepted: bool, *, by: User | None) -> int:
    """Give one answer to everything that still waits; returns how many. Raises ``PreviewOver``."""
    run = _in_preview(run_id)
    return run.issues.filter(severity=Severity.ASK, accepted__isnull=True).update(accepted=accepted)


def require_answers(run: ImportRun) -> None:
    """Raises ``AsksOpen``."""
    waiting = run.issues.filter(severity=Severity.ASK, accepted__isnull=True).order_by("line")
    first = waiting.first()
    if first is not None:
        raise AsksOpen(count=waiting.count(), row=first.row)


def decline_rows(run: ImportRun) -> int:
    """Take the rows out of the staging table in which a proposal was declined; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'DELETE FROM "{run.stage}" WHERE line IN (SELECT line FROM intake_importissue'
            " WHERE run_id = %s AND severity = %s AND accepted IS FALSE)",
            [run.pk, Severity.ASK.value],
        )
        return cursor.rowcount


def _in_preview(run_id: int) -> ImportRun:
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state != RunState.PREVIEW:
        raise PreviewOver
    return run
