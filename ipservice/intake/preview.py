"""What the page of a run shows, prepared so that its template only prints."""

from typing import Any

from django.db.models import Count
from django.urls import reverse

from ipservice.intake import feeds
from ipservice.intake.lists import SEVERITY_TONES, STATE_TONES
from ipservice.intake.models import ImportRun, RunState, Severity
from ipservice.intake.services.runs import outcome
from ipservice.jobs.registry import label_of

SHOWN_ISSUES = 12
SHOWN_ASKS = 30
_STEPS = ("上传", "核对", "确认", "写入")
_PLACE = {
    RunState.RECEIVED: 1,
    RunState.REFUSED: 1,
    RunState.PREVIEW: 2,
    RunState.COMMITTED: 4,
    RunState.UNDONE: 4,
    RunState.DISCARDED: 2,
}


def feed_cards(user: Any) -> list[dict[str, Any]]:
    """The kinds of data this person may bring in, with the headers that are looked for."""
    return [
        {
            "feed": feed,
            "required": "、".join(column.label for column in feed.columns if column.is_required),
            "others": "、".join(column.label for column in feed.columns if not column.is_required),
        }
        for feed in feeds.all_feeds()
        if user.has_perm(feed.permission)
    ]


def of(run: ImportRun) -> dict[str, Any]:
    """Context of the page of a run; a literal number of queries."""
    counts = dict(run.issues.values_list("severity").annotate(number=Count("id")).order_by())
    waiting = run.issues.filter(severity=Severity.ASK)
    job = run.job if run.job and not run.job.is_finished else None
    return {
        "run": run,
        "feed_label": feeds.label_of(run.feed),
        "tone": STATE_TONES.get(run.state, ""),
        "steps": _steps(run),
        "numbers": _numbers(run),
        "outcome": outcome(run),
        "options": _options(run),
        "severities": [
            {"label": each.label, "tone": SEVERITY_TONES[each], "value": each.value, "count": counts[each.value]}
            for each in Severity
            if counts.get(each.value)
        ],
        "wrong": list(run.issues.filter(severity=Severity.REJECTED).order_by("line", "cell")[:SHOWN_ISSUES]),
        "wrong_count": counts.get(Severity.REJECTED.value, 0),
        "asks": list(waiting.order_by("accepted", "line", "cell")[:SHOWN_ASKS]),
        "asks_count": counts.get(Severity.ASK.value, 0),
        "asks_open": waiting.filter(accepted__isnull=True).count(),
        "unknown": [column for column in run.columns if not column["name"] and column["title"]],
        "has_marks": any(counts.get(each.value) for each in (Severity.REJECTED, Severity.ASK, Severity.FIXED)),
        **_work(run, job),
    }


def _work(run: ImportRun, job: Any) -> dict[str, Any]:
    """The progress panel of work under way, or of work that failed."""
    shown = job or (run.job if run.job and run.job.state == "failed" else None)
    if shown is None:
        return {"job": None}
    return {
        "job": shown,
        "label": label_of(shown.kind),
        "link": "",
        "can_cancel": False,
        "can_retry": shown.state == "failed",
        "fragment_url": reverse("job_progress", args=[shown.pk]),
        "is_working": job is not None,
    }


def _steps(run: ImportRun) -> list[dict[str, str]]:
    here = _PLACE[RunState(run.state)]
    stopped = run.state in (RunState.REFUSED, RunState.DISCARDED)
    steps = []
    for place, label in enumerate(_STEPS):
        state = "done" if place < here else "todo"
        if place == here:
            state = "stopped" if stopped else "now"
        steps.append({"label": label, "state": state})
    return steps


def _numbers(run: ImportRun) -> list[dict[str, Any]]:
    base = reverse("intake:issues", args=[run.pk])
    return [
        {"label": "数据行", "value": f"{run.rows_data:,}", "unit": "行"},
        {"label": "新增", "value": f"{run.rows_new:,}", "unit": "行"},
        {"label": "变更", "value": f"{run.rows_changed:,}", "unit": "行"},
        {"label": "不变", "value": f"{run.rows_same:,}", "unit": "行"},
        {
            "label": "退回",
            "value": f"{run.rows_refused:,}",
            "unit": "行",
            "href": f"{base}?severity=rejected",
            "tone": "danger" if run.rows_refused else "",
        },
        {"label": "跳过", "value": f"{run.rows_skipped:,}", "unit": "行", "href": f"{base}?severity=skipped"},
    ]


def _options(run: ImportRun) -> list[tuple[str, str]]:
    labels = {option.name: option.label for option in feeds.feed_of(run.feed).options} | {"cover_rows": "封面行数"}
    return [(labels[name], str(value)) for name, value in run.options.items() if name in labels]
