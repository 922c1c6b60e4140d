"""The catalogue as lists: what is exported, what officials work on, whose target does not answer."""

from django import forms
from django.db.models import QuerySet

from ipservice.lists.columns import Column, Kind
from ipservice.lists.filters import FilterForm
from ipservice.lists.pages import ListPage
from publicservice.catalogue.rules import EntryKind, VersionState
from publicservice.catalogue.services import search

TONES = {
    VersionState.DRAFT: "info",
    VersionState.IN_REVIEW: "warn",
    VersionState.PUBLISHED: "ok",
}


class CatalogueFilter(FilterForm):
    q = forms.CharField(label="名称或检索词", max_length=80)
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *VersionState.choices()])
    kind = forms.ChoiceField(label="种类", choices=[("", "全部"), *EntryKind.choices()])

    def by_q(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.found_by([list(same) for same in search.read(value).words])


FACTS = (
    Column("kind", "种类", value="get_kind_display"),
    Column("stages", "生命周期环节", value=lambda row: "、".join(row.stage_labels)),
    Column("audiences", "服务对象", value=lambda row: "、".join(row.audience_labels)),
    Column("summary", "一句话说明", on_page=False),
    Column("content", "内容", on_page=False),
    Column("keywords", "检索词", on_page=False),
    Column("form", "服务形式", value="get_form_display"),
    Column("is_basic", "基础性服务", value=lambda row: "是" if row.is_basic else "否", on_page=False),
    Column("fee", "收费", value="get_fee_display"),
    Column("fee_fen", "收费金额", kind=Kind.MONEY_FEN, on_page=False),
    Column("fee_unit", "计价单位", on_page=False),
    Column("fee_basis", "收费依据", on_page=False),
    Column("legal_basis", "办理依据", on_page=False),
    Column("time_limit", "办理时限", on_page=False),
    Column("way", "怎么获得", value="get_way_display"),
    Column("item", "预约事项编码", value="item.code", on_page=False),
    Column("link", "网址", on_page=False),
    Column("phone", "电话", on_page=False),
    Column("source", "来源", on_page=False),
    Column("source_note", "来源说明", on_page=False),
)
# The public's export: the same columns come back in by the feed.
CATALOGUE = ListPage(
    name="catalogue",
    title="公共服务目录",
    unit="项",
    order="title",
    columns=(
        Column("code", "编码", value="entry.code"),
        Column("title", "名称", is_head=True, sort=("title_pinyin", "id")),
        *FACTS,
    ),
)
DESK = ListPage(
    name="entries",
    title="服务目录",
    unit="项",
    order="title",
    form=CatalogueFilter,
    columns=(
        Column(
            "title",
            "名称",
            is_head=True,
            sort=("title_pinyin", "id"),
            href=lambda row: f"/admin/catalogue/entries/{row.entry.code}/",
        ),
        Column("code", "编码", value="entry.code"),
        Column("number", "版本", kind=Kind.COUNT),
        Column(
            "state", "状态", value="get_state_display", tone=lambda row: TONES.get(VersionState(row.state), "muted")
        ),
        Column("district", "维护", value=lambda row: row.entry.district.name if row.entry.district else "市级"),
        *FACTS,
        Column("drawn_up_by", "拟定人"),
        Column("published_at", "发布时间", kind=Kind.MOMENT, sort=("published_at", "id")),
    ),
    empty_title="目录里没有符合条件的条目",
    empty_text="可以新建条目，或在“数据导入”中导入目录。",
)
BROKEN = ListPage(
    name="targets",
    title="打不开的链接",
    unit="项",
    order="-failures",
    columns=(
        Column(
            "title",
            "条目",
            is_head=True,
            value="version.title",
            href=lambda row: f"/admin/catalogue/entries/{row.version.entry.code}/",
        ),
        Column("target", "目标"),
        Column("failures", "连续失败次数", kind=Kind.COUNT, unit="次", sort=("failures", "id")),
        Column("problem", "问题"),
        Column("checked_on", "最近检查", kind=Kind.DAY, sort=("checked_on", "id")),
        Column("answered_on", "最近正常", kind=Kind.DAY),
    ),
    empty_title="没有连续两次打不开的链接",
    empty_text="每晚检查一次；站外链接只在部署设置允许时检查。",
)
