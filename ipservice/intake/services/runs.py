"""One file through one feed: received, prepared to a preview, confirmed in one transaction, or discarded."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import connection, transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit import services as audit
from ipservice.evidence import services as evidence
from ipservice.foundation.errors import DomainError
from ipservice.intake.checking.checker import Checker
from ipservice.intake.feeds import Context, Feed, Touched, feed_of
from ipservice.intake.models import ImportRun, RunState, Severity
from ipservice.intake.reading.kinds import FileKind
from ipservice.intake.reading.uploads import judge, limits_from_settings
from ipservice.intake.services.answers import decline_rows, require_answers
from ipservice.intake.services.loading import keep_after, keep_last_of_twins, load, lock_feed
from ipservice.intake.services.staging import Stager

PURPOSE = "intake.upload"
Content = bytes | Path | File
MEDIA_TYPES = {
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.TEXT: "text/csv",
}
_OPEN_STATES = (RunState.RECEIVED, RunState.PREVIEW, RunState.REFUSED)


class OptionMissing(DomainError):
    code = "import_option_missing"
    template = "请填写“{label}”。"


class RunNotOpen(DomainError):
    code = "import_not_open"
    template = "导入批次 {number} 当前为“{state}”，不能{act}。"


class PreviewGone(DomainError):
    code = "import_preview_gone"
    template = "核对结果已失效（数据库曾经重启），请点“重新核对”后再确认写入。"


def receive(feed_code: str, content: Content, *, name: str, by: User | None, options: Mapping[str, Any]) -> ImportRun:
    """Judge and keep the file. Raises an ``UnreadableFile`` or ``OptionMissing``; nothing is stored then."""
    feed = feed_of(feed_code)
    for option in feed.options:
        if option.is_required and not options.get(option.name):
            raise OptionMissing(field=option.name, label=option.label)
    with as_path(content) as path:
        kind = judge(path, limits_from_settings())
        with transaction.atomic():
            stored = evidence.keep_judged(path, name, media_type=MEDIA_TYPES[kind], purpose=PURPOSE, by=by)
            run = ImportRun.objects.create(
                feed=feed.code,
                file=stored,
                options=dict(options),
                uploaded_by=by,
                is_demo=bool(options.get("is_demo")),
            )
            _record(run, "receive", f"上传“{stored.name}”作为{feed.label}（第{run.pk}批）", by)
    return run


@transaction.atomic
def prepare(run_id: int, *, today: date, progress: Any = None, counts: bool = True) -> ImportRun:
    """Read and check the file into its staging table, up to the preview; a file that is refused says why.

    ``counts=False`` leaves out what a load would do, for a caller that loads at once.
    """
    run = _open_run(run_id, "重新核对")
    feed = feed_of(run.feed)
    stager = Stager(run, feed, Checker(feed, context_of(run, feed, today), run.options.get("mapping", {})))
    run.readings += 1
    run.correction = None
    try:
        with transaction.atomic():
            stager.stage(evidence.path_of(run.file.sha256), progress)
            stager.count(effects=counts)
        run.state, run.refusal = RunState.PREVIEW, ""
    except DomainError as refusal:
        run.state, run.refusal, run.columns = RunState.REFUSED, refusal.message, stager.checker.columns
    run.save()
    return run


@transaction.atomic
def commit(run_id: int, *, by: User | None) -> ImportRun:
    """Load the preview, whole or not at all. Raises ``AsksOpen``, ``RunNotOpen`` or ``PreviewGone``."""
    run = _open_run(run_id, "确认写入")
    if run.state != RunState.PREVIEW:
        raise RunNotOpen(number=run.pk, state=run.get_state_display(), act="确认写入")
    feed = feed_of(run.feed)
    lock_feed(feed.code)
    require_answers(run)
    _require_stage(run)
    run.rows_refused += decline_rows(run)
    whole: tuple[str, ...] = ()
    if feed.target is not None:
        if run.issues.filter(severity=Severity.ASK, code="row.duplicate").exists():
            run.rows_refused += keep_last_of_twins(run.stage, feed.key)
        with feed.told():
            loaded = load(run, feed.target, feed)
        run.rows_new, run.rows_changed, run.rows_same = loaded.new, loaded.changed, loaded.same
        whole = loaded.whole_tables
    by_id = by.pk if by else None
    touched = Touched(run.pk, run.stage, run.options, run.rows_new, run.rows_changed, by_id, whole)
    if feed.after_load and not touched.is_nothing:
        feed.after_load(touched)
    if feed.target is not None and not touched.is_nothing:
        keep_after(run, feed.target)
    drop_stage(run)
    run.state, run.committed_by, run.committed_at = RunState.COMMITTED, by, timezone.now()
    run.save()
    _record(run, "commit", f"确认写入{feed.label}第{run.pk}批：{outcome(run)}", by)
    return run


@transaction.atomic
def discard(run_id: int, *, by: User | None) -> ImportRun:
    """Leave a file that was not loaded; the file itself stays as evidence. Raises ``RunNotOpen``."""
    run = _open_run(run_id, "放弃")
    drop_stage(run)
    run.state = RunState.DISCARDED
    run.save()
    _record(run, "discard", f"放弃导入第{run.pk}批", by)
    return run


@transaction.atomic
def remap(run_id: int, mapping: Mapping[str, int | None], *, by: User | None) -> ImportRun:
    """Take a person's word for which column is which; the file has then to be prepared again."""
    run = _open_run(run_id, "调整列对应")
    run.options = {**run.options, "mapping": dict(mapping)}
    run.state = RunState.RECEIVED
    run.save()
    _record(run, "remap", f"调整导入第{run.pk}批的列对应", by)
    return run


def run_import(
    feed_code: str, content: Content, *, name: str, by: User | None, options: Mapping[str, Any] | None = None
) -> ImportRun:
    """The whole way at once, for seeds, tests and benchmarks.

    ``options`` may hold besides the feed's own: ``confirm`` (default True), ``today``, ``accept_asks`` (default True:
    what is proposed is taken), ``is_demo``. Returns the run as it ended: committed, in preview, or refused.
    """
    said = dict(options or {})
    today = said.pop("today", None) or timezone.localdate()
    confirms, accepts = said.pop("confirm", True), said.pop("accept_asks", True)
    run = receive(feed_code, content, name=name, by=by, options=said)
    run = prepare(run.pk, today=today, counts=not confirms)
    if not confirms or run.state != RunState.PREVIEW:
        return run
    run.issues.filter(severity=Severity.ASK).update(accepted=accepts)
    return commit(run.pk, by=by)


def outcome(run: ImportRun) -> str:
    """What a run did, in one line."""
    if not (run.rows_new or run.rows_changed):
        return f"没有变化（不变 {run.rows_same}，退回 {run.rows_refused}，跳过 {run.rows_skipped}）"
    return (
        f"新增 {run.rows_new}，变更 {run.rows_changed}，不变 {run.rows_same}，"
        f"退回 {run.rows_refused}，跳过 {run.rows_skipped}"
    )


def context_of(run: ImportRun, feed: Feed, today: date) -> Context:
    return Context(today, run.options, feed.lookups())


def drop_stage(run: ImportRun) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS "{run.stage}"')


@contextlib.contextmanager
def as_path(content: Content) -> Iterator[Path]:
    """The content as a file on disk, never as a whole in memory."""
    if isinstance(content, Path):
        yield content
        return
    descriptor, name = tempfile.mkstemp(prefix="intake-")
    try:
        with os.fdopen(descriptor, "wb") as out:
            if isinstance(content, bytes):
                out.write(content)
            else:
                content.seek(0)
                shutil.copyfileobj(content, out, 1 << 20)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _open_run(run_id: int, act: str) -> ImportRun:
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("file").get(pk=run_id)
    if run.state not in _OPEN_STATES:
        raise RunNotOpen(number=run.pk, state=run.get_state_display(), act=act)
    return run


def _require_stage(run: ImportRun) -> None:
    """An unlogged table is empty after a crash of the server; then the file is read again."""
    expected = run.rows_total - run.rows_skipped - run.rows_refused
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [run.stage])
        if cursor.fetchone()[0] is None:
            raise PreviewGone
        cursor.execute(f'SELECT count(*) FROM "{run.stage}"')
        if cursor.fetchone()[0] != expected:
            raise PreviewGone


def _record(run: ImportRun, verb: str, sentence: str, by: User | None) -> None:
    after = {"feed": run.feed, "new": run.rows_new, "changed": run.rows_changed, "sha256": run.file.sha256}
    audit.record(f"intake.{verb}", sentence, subject=("import_run", run.pk), by=by, after=after)
