"""Bookings of all outlets as officials look at them: names and numbers masked, on the page and in the export."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from ipservice.forms.days import DayInput
from ipservice.foundation import masking
from ipservice.lists.columns import Column, Kind
from ipservice.lists.filters import FilterForm
from ipservice.lists.pages import ListPage
from ipservice.reference.models import District
from publicservice.booking.models import Booking, BookingState, Source
from publicservice.network.models import Outlet

TONES = {
    BookingState.BOOKED: "info",
    BookingState.CHECKED_IN: "warn",
    BookingState.CALLED: "ok",
    BookingState.SERVED: "muted",
    BookingState.NO_SHOW: "danger",
}
ANY = ("", "全部")


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


class BookingFilter(FilterForm):
    first = forms.DateField(label="自", widget=DayInput)
    last = forms.DateField(label="至", widget=DayInput)
    outlet = forms.ModelChoiceField(label="网点", queryset=Outlet.objects.none(), empty_label="全部")
    district = forms.ModelChoiceField(
        label="区县", queryset=District.objects.none(), to_field_name="code", empty_label="全部"
    )
    state = forms.ChoiceField(label="状态", choices=[ANY, *BookingState.choices()])
    source = forms.ChoiceField(label="来源", choices=[ANY, *Source.choices()])
    lookups = {"district": "outlet__district"}

    def __init__(self, *args: Any, outlets: QuerySet[Outlet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outlet"].queryset = outlets.order_by("name_pinyin", "id")
        self.fields["district"].queryset = District.objects.filter(pk__in=outlets.values("district")).order_by("code")

    def by_first(self, queryset: QuerySet[Booking], value: date) -> QuerySet[Booking]:
        return queryset.filter(starts_at__gte=_begin(value))

    def by_last(self, queryset: QuerySet[Booking], value: date) -> QuerySet[Booking]:
        return queryset.filter(starts_at__lt=_begin(value + timedelta(days=1)))


BOOKINGS = ListPage(
    name="bookings",
    title="预约",
    unit="个",
    order="-starts",
    form=BookingFilter,
    page_size=50,
    columns=(
        Column(
            "starts",
            "时段",
            value="starts_at",
            kind=Kind.MOMENT,
            is_head=True,
            sort=("starts_at", "id"),
            href=lambda row: f"/portal/outlets/{row.outlet_id}/bookings/{row.pk}/",
        ),
        Column("outlet", "网点", value="outlet.name", sort=("outlet__name_pinyin", "starts_at", "id")),
        Column("district", "区县", value="outlet.district.name"),
        Column("name", "姓名", value=lambda row: masking.name(row.name)),
        Column("phone", "手机号", value=lambda row: masking.phone(row.phone)),
        Column("organisation", "单位"),
        Column("variant", "方式", value="get_variant_display"),
        Column("source", "来源", value="get_source_display"),
        Column(
            "state",
            "状态",
            value="get_state_display",
            kind=Kind.STATUS,
            tone=lambda row: TONES.get(BookingState(row.state), "muted"),
        ),
        Column("created", "登记时间", value="created_at", kind=Kind.MOMENT, on_page=False),
        Column("reason", "取消或未到说明", value="end_reason", on_page=False),
    ),
    empty_title="没有符合条件的预约",
    empty_text="可以放宽日期或减少筛选条件；来电的人可在“代为预约”中登记。",
)
