"""The list of outlets with its filter: the public reads it, officials work on it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Prefetch, Q, QuerySet

from ipservice.foundation import latin
from ipservice.lists.columns import Column, Kind
from ipservice.lists.filters import FilterForm
from ipservice.lists.pages import ListPage
from ipservice.reference.models import District
from publicservice.network.models import (
    Outlet,
    OutletLevel,
    OutletQualification,
    OutletState,
    QualificationKind,
    ServiceItem,
)

STATE_TONES = {OutletState.OPEN: "ok", OutletState.SUSPENDED: "warn", OutletState.CLOSED: "muted"}


def found_by(queryset: QuerySet[Outlet], words: str) -> QuerySet[Outlet]:
    """Every word in the name, host, address or park, or in their pinyin, whole or by initials."""
    for word in words.replace("\x00", "").lower().split()[:6]:
        letters = latin.read(word).full if word.isascii() else ""
        spelled = Q(search_latin__contains=letters) if letters else Q()
        queryset = queryset.filter(Q(search_text__contains=word) | spelled)
    return queryset


class OutletFilter(FilterForm):
    q = forms.CharField(label="名称、地址或拼音", max_length=60)
    district = forms.ModelChoiceField(label="区县", queryset=District.objects.none(), to_field_name="code")
    level = forms.ChoiceField(label="层级", choices=[("", "全部"), *OutletLevel.choices()])
    kind = forms.ChoiceField(label="资质", choices=[("", "全部"), *QualificationKind.choices()])
    item = forms.ModelChoiceField(label="办理事项", queryset=ServiceItem.objects.none(), to_field_name="code")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["district"].queryset = District.objects.valid_on(today).units().order_by("code")
        self.fields["item"].queryset = ServiceItem.objects.filter(is_active=True)
        self.fields["district"].empty_label = self.fields["item"].empty_label = "全部"

    def by_q(self, queryset: QuerySet[Outlet], value: str) -> QuerySet[Outlet]:
        return found_by(queryset, value)

    def by_kind(self, queryset: QuerySet[Outlet], value: str) -> QuerySet[Outlet]:
        return queryset.filter(
            pk__in=OutletQualification.objects.valid_on(self.today).filter(kind=value).values("outlet")
        )

    def by_item(self, queryset: QuerySet[Outlet], value: ServiceItem) -> QuerySet[Outlet]:
        return queryset.filter(windows__items=value, windows__closed_on__isnull=True).distinct()


def with_kinds(queryset: QuerySet[Outlet], today: date) -> QuerySet[Outlet]:
    """Outlets with their district and, as ``kinds_now``, the qualifications of the day."""
    valid = Prefetch("qualifications", OutletQualification.objects.valid_on(today), to_attr="kinds_now")
    return queryset.select_related("district").prefetch_related(valid)


def kinds_of(outlet: Outlet) -> str:
    return "、".join(one.get_kind_display() for one in outlet.kinds_now)


COLUMNS = (
    Column("level", "层级", value="get_level_display", sort=("level", "name_pinyin", "id")),
    Column("district", "区县", value="district.name", sort=("district__code", "name_pinyin", "id")),
    Column("kinds", "资质", value=kinds_of),
    Column("address", "地址"),
    Column("phone", "电话"),
    Column(
        "state",
        "状态",
        value="get_state_display",
        kind=Kind.STATUS,
        tone=lambda outlet: STATE_TONES[OutletState(outlet.state)],
    ),
    Column("longitude", "经度", on_page=False),
    Column("latitude", "纬度", on_page=False),
    Column("position_source", "坐标来源", value="get_position_source_display", on_page=False),
    Column("host_name", "主办单位", on_page=False),
    Column("source", "数据来源", on_page=False),
)


def named(address: Callable[[Outlet], str]) -> Column:
    return Column("name", "网点名称", is_head=True, sort=("name_pinyin", "id"), href=address)


OUTLETS = ListPage(
    name="outlets",
    title="公共服务网点",
    unit="个",
    order="name",
    form=OutletFilter,
    page_size=20,
    columns=(named(lambda outlet: f"/outlets/{outlet.pk}/"), *COLUMNS),
    empty_title="没有找到符合条件的网点",
    empty_text="可以减少筛选条件，或只输入名称中的两三个字、拼音首字母再试。",
)


class DeskFilter(OutletFilter):
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *OutletState.choices()])


DESK = ListPage(
    name="outlets-desk",
    title="服务网点",
    unit="个",
    order="name",
    form=DeskFilter,
    page_size=50,
    columns=(named(lambda outlet: f"/admin/outlets/{outlet.pk}/"), *COLUMNS),
    empty_title="没有符合条件的网点",
    empty_text="可以减少筛选条件；新网点请登记或导入名册。",
)
