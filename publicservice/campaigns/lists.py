"""Campaigns, their services and problems as lists."""

from ipservice.foundation import masking
from ipservice.lists.columns import Column, Kind
from ipservice.lists.pages import ListPage
from publicservice.campaigns.models import Campaign, GivenHelp
from publicservice.campaigns.rules import CampaignState, ReportState, Tally

TONES = {CampaignState.OPEN: "ok", CampaignState.DRAFT: "info"}
HELP_TONES = {ReportState.REPORTED: "warn", ReportState.CONFIRMED: "ok", ReportState.REJECTED: "danger"}


def campaigns(home: str, counted: dict[int, Tally]) -> ListPage:
    """The list whose rows open below ``home``, with what each campaign has come to."""
    return ListPage(
        name="campaigns",
        title="惠企行动",
        unit="次",
        order="-first",
        columns=(
            Column("title", "主题", is_head=True, sort=("title", "id"), href=lambda row: f"{home}{row.pk}/"),
            Column("organiser", "组织单位"),
            Column("place", "区县、园区", value=_place),
            Column("first", "开始", value="first_day", kind=Kind.DAY, sort=("first_day", "id")),
            Column("last", "结束", value="last_day", kind=Kind.DAY, sort=("last_day", "id")),
            Column("state", "状态", value="get_state_display", tone=lambda row: TONES.get(row.state, "muted")),
            Column(
                "enterprises", "服务企业", value=lambda row: counted[row.pk].enterprises, kind=Kind.COUNT, unit="家"
            ),
            Column("goal", "目标企业", value="goal_enterprises", kind=Kind.COUNT, unit="家"),
            Column("services", "服务", value=lambda row: counted[row.pk].services, kind=Kind.COUNT, unit="次"),
            Column("satisfaction", "满意率", value=lambda row: counted[row.pk].satisfaction, kind=Kind.RATE),
        ),
        empty_title="没有惠企行动",
        empty_text="行动启动后会列在这里。",
    )


def _place(row: Campaign) -> str:
    return "、".join(str(one) for one in (row.district, row.park) if one) or "全市"


HELPS = ListPage(
    name="helps",
    title="惠企服务",
    unit="次",
    order="-served",
    columns=(
        Column("served", "服务日期", value="served_on", kind=Kind.DAY, sort=("served_on", "id")),
        Column("enterprise", "企业", value="enterprise_name", is_head=True),
        Column("code", "统一社会信用代码", value="credit_code"),
        Column("kind", "服务", value="get_kind_display"),
        Column("provider", "服务单位", value="provider_name"),
        Column("description", "内容"),
        Column("state", "状态", value="get_state_display", tone=lambda row: HELP_TONES[ReportState(row.state)]),
        Column("reported_by", "登记人", value=lambda row: _who(row)),
        Column("reason", "不予确认的原因"),
    ),
    empty_title="还没有登记服务",
    empty_text="参加单位登记后会列在这里。",
)


def _who(row: GivenHelp) -> str:
    return masking.name(str(row.reported_by))
