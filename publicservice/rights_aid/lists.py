"""The work list of requests, for officials and for the staff of outlets."""

from datetime import date

from ipservice.foundation import masking
from ipservice.lists.columns import Column, Kind
from ipservice.lists.pages import ListPage
from publicservice.rights_aid.forms import DeskFilter
from publicservice.rights_aid.models import AidRequest
from publicservice.rights_aid.rules import WAITING, State

TONES = {
    State.FILED: "warn",
    State.INCOMPLETE: "info",
    State.ACCEPTED: "warn",
    State.HANDLED: "info",
    State.ANSWERED: "ok",
    State.CLOSED: "ok",
}


def desk(home: str, today: date) -> ListPage:
    """The list whose rows open below ``home``; names are masked."""
    return ListPage(
        name="aid",
        title="维权援助请求",
        unit="件",
        order="due",
        form=DeskFilter,
        columns=(
            Column("number", "编号", is_head=True, sort=("id",), href=lambda row: f"{home}{row.pk}/"),
            Column("right_kind", "权利类型", value="get_right_kind_display"),
            Column("respondent", "被请求人"),
            Column("applicant", "请求人", value=lambda row: _applicant(row)),
            Column("state", "状态", value="get_state_display", tone=lambda row: TONES.get(State(row.state), "muted")),
            Column("district", "区县", value=lambda row: row.district.name if row.district else "市级"),
            Column("outlet", "办理网点", value=lambda row: row.outlet.name if row.outlet else ""),
            Column("filed", "提交日期", value="filed_on", kind=Kind.DAY, sort=("filed_on", "id")),
            Column(
                "due",
                "办理期限",
                value="due_on",
                kind=Kind.DAY,
                sort=("due_on", "id"),
                note=lambda row: "已逾期" if _is_late(row, today) else "",
            ),
        ),
        empty_title="没有维权援助请求",
        empty_text="收到的请求会列在这里。",
    )


def _applicant(row: AidRequest) -> str:
    return "匿名" if row.is_anonymous else masking.name(row.applicant_name)


def _is_late(row: AidRequest, today: date) -> bool:
    return row.state in WAITING and row.state != State.INCOMPLETE and bool(row.due_on) and row.due_on < today
