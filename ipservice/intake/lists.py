"""The lists of runs and of what is said about one run, drawn and exported alike."""

from django.db.models import F

from ipservice.intake.feeds import label_of
from ipservice.intake.forms import IssueFilter, RunFilter
from ipservice.intake.models import ImportRun, RunState, Severity
from ipservice.lists.columns import Column, Kind
from ipservice.lists.pages import ListPage

STATE_TONES = {
    RunState.COMMITTED: "ok",
    RunState.PREVIEW: "warn",
    RunState.REFUSED: "danger",
    RunState.RECEIVED: "info",
}
SEVERITY_TONES = {
    Severity.REJECTED: "danger",
    Severity.ASK: "warn",
    Severity.FIXED: "ok",
    Severity.SKIPPED: "",
    Severity.KEPT: "info",
}


def _answer(issue) -> str:
    if issue.severity != Severity.ASK:
        return ""
    return {True: "采纳", False: "不采纳", None: "未作答"}[issue.accepted]


RUNS = ListPage(
    name="runs",
    title="导入批次",
    unit="批",
    order="-number",
    form=RunFilter,
    columns=(
        Column("number", "批次", value="pk", sort=("id",), is_head=True, href=lambda run: address(run)),
        Column("feed", "数据种类", value=lambda run: label_of(run.feed), sort=("feed", "id")),
        Column("file", "文件", value="file.name", href=lambda run: address(run)),
        Column(
            "state",
            "状态",
            value="get_state_display",
            tone=lambda run: STATE_TONES.get(run.state, ""),
            sort=("state", "id"),
        ),
        Column("rows_new", "新增", kind=Kind.COUNT, sort=("rows_new", "id")),
        Column("rows_changed", "变更", kind=Kind.COUNT, sort=("rows_changed", "id")),
        Column("rows_same", "不变", kind=Kind.COUNT),
        Column("rows_refused", "退回", kind=Kind.COUNT, sort=("rows_refused", "id")),
        Column("uploaded_by", "上传人", value=lambda run: str(run.uploaded_by or "系统")),
        Column("uploaded_at", "上传时间", kind=Kind.MOMENT, sort=("uploaded_at", "id")),
        Column("committed_at", "写入时间", kind=Kind.MOMENT, sort=(F("committed_at").asc(nulls_last=True), "id")),
    ),
    empty_title="没有符合条件的导入批次",
    empty_text="点“导入文件”上传第一份表格。",
)
ISSUES = ListPage(
    name="issues",
    title="导入问题清单",
    unit="项",
    order="line",
    form=IssueFilter,
    columns=(
        Column("line", "行号", value="row", kind=Kind.COUNT, sort=("line", "cell", "id")),
        Column("cell", "单元格", is_head=True),
        Column("sheet", "工作表"),
        Column("column", "列", sort=("column", "line", "id")),
        Column(
            "severity",
            "处理",
            value="get_severity_display",
            tone=lambda issue: SEVERITY_TONES.get(issue.severity, ""),
            sort=("severity", "line", "id"),
        ),
        Column("raw", "原值"),
        Column("message", "说明"),
        Column("suggestion", "建议值"),
        Column("answer", "作答", value=_answer),
    ),
    page_size=50,
    empty_title="没有问题",
    empty_text="文件的每一行都按原样接收。",
)


def address(run: ImportRun) -> str:
    return f"/admin/intake/runs/{run.pk}/"
