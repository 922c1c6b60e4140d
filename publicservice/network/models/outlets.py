"""Parks, outlets and the qualifications that an outlet carries."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func, Q

from ipservice.audit.history import tracked
from publicservice.network.rules.terms import HostKind, OutletLevel, OutletState, PositionSource, QualificationKind


class Park(models.Model):
    """One industrial park named in a public list. Sources give no position; officials add it."""

    name = models.CharField("名称", max_length=120, unique=True)
    name_pinyin = models.CharField("拼音", max_length=400, blank=True)
    district = models.ForeignKey("reference.District", models.PROTECT, verbose_name="区县", related_name="parks")
    kind = models.CharField("类型", max_length=40, blank=True)
    industry = models.CharField("主导产业", max_length=120, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=5, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=5, null=True, blank=True)
    source = models.CharField("来源", max_length=300, blank=True)
    source_year = models.PositiveSmallIntegerField("来源年份", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "园区"
        ordering = ["name_pinyin", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
                name="park_position_is_whole",
            )
        ]

    def __str__(self) -> str:
        return self.name


class OutletQuerySet(models.QuerySet):
    def listed(self) -> Self:
        """What the public finds: open and suspended outlets."""
        return self.exclude(state=OutletState.CLOSED)

    def open(self) -> Self:
        return self.filter(state=OutletState.OPEN)

    def visible_to(self, user) -> Self:
        """City officials all, district officials their own district's, outlet staff their own outlets'."""
        if not user.is_authenticated:
            return self.none()
        if user.is_city_official or user.is_system_admin:
            return self
        if user.is_official:
            return self.filter(district=user.district)
        return self.worked_at_by(user)

    def managed_by(self, user) -> Self:
        """The outlets whose facts an official may change: the city all, a district its own."""
        if not (user.is_authenticated and user.is_official):
            return self.none()
        return self if user.is_city_official else self.filter(district=user.district)

    def worked_at_by(self, user) -> Self:
        """The outlets at which ``user`` serves now."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(staff__user=user, staff__ended_on__isnull=True).distinct()


@tracked(exclude=("name_pinyin", "search_text", "search_latin", "is_demo", "updated_at"))
class Outlet(models.Model):
    """One place of the public service network (clause 5.1): a centre, a window, a station."""

    name = models.CharField("名称", max_length=120)
    name_pinyin = models.CharField("拼音", max_length=400, blank=True, editable=False)
    level = models.CharField("层级", max_length=12, choices=OutletLevel.choices())
    district = models.ForeignKey(
        "reference.District", models.PROTECT, verbose_name="区县", null=True, blank=True, related_name="outlets"
    )
    park = models.ForeignKey(Park, models.PROTECT, verbose_name="园区", null=True, blank=True, related_name="outlets")
    host_name = models.CharField("主办单位", max_length=120, blank=True)
    host_kind = models.CharField("主办单位类型", max_length=16, choices=HostKind.choices(), default=HostKind.UNKNOWN)
    credit_code = models.CharField("主办单位统一社会信用代码", max_length=18, blank=True)
    address = models.CharField("地址", max_length=300, blank=True)
    directions = models.CharField("到达方式", max_length=300, blank=True)
    phone = models.CharField("服务电话", max_length=40, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=5, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=5, null=True, blank=True)
    position_source = models.CharField(
        "坐标来源", max_length=12, choices=PositionSource.choices(), default=PositionSource.UNKNOWN
    )
    state = models.CharField("状态", max_length=12, choices=OutletState.choices(), default=OutletState.OPEN)
    state_reason = models.CharField("状态说明", max_length=200, blank=True)
    opened_on = models.DateField("设立日期", null=True, blank=True)
    closed_on = models.DateField("撤销日期", null=True, blank=True)
    introduction = models.TextField("简介", blank=True)
    search_text = models.TextField(default="", blank=True, editable=False)
    search_latin = models.TextField(default="", blank=True, editable=False)
    source = models.CharField("数据来源", max_length=300, blank=True)
    source_year = models.PositiveSmallIntegerField("来源年份", null=True, blank=True)
    source_note = models.CharField("来源说明", max_length=300, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = OutletQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公共服务网点"
        ordering = ["name_pinyin", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name", "district"], nulls_distinct=False, name="one_outlet_per_name"),
            models.CheckConstraint(
                condition=Q(level=OutletLevel.CITY) | Q(district__isnull=False),
                name="outlets_below_the_city_have_a_district",
            ),
            models.CheckConstraint(
                condition=Q(position_source=PositionSource.UNKNOWN, longitude__isnull=True, latitude__isnull=True)
                | (
                    ~Q(position_source=PositionSource.UNKNOWN)
                    & Q(longitude__gte=105, longitude__lte=111, latitude__gte=28, latitude__lte=33)
                ),
                name="outlet_position_is_in_the_city",
            ),
            models.CheckConstraint(
                condition=Q(state=OutletState.CLOSED, closed_on__isnull=False)
                | (~Q(state=OutletState.CLOSED) & Q(closed_on__isnull=True)),
                name="closed_outlets_have_a_day",
            ),
        ]
        indexes = [models.Index(fields=["district", "level", "name_pinyin", "id"], name="outlet_by_district")]

    def __str__(self) -> str:
        return self.name


class QualificationQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        """Both ends included; an open end is valid for good, an open beginning from of old."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        )


@tracked()
class OutletQualification(models.Model):
    """One qualification of one outlet with its number and its days, both included.

    ``valid_from`` is empty where the source names no day; it then holds from of old.
    """

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="qualifications")
    kind = models.CharField("资质", max_length=12, choices=QualificationKind.choices())
    number = models.CharField("备案（批准）编号", max_length=64, blank=True)
    batch = models.CharField("批次", max_length=32, blank=True, help_text="同一批次报送数量受限的资质填写，如 2026-1")
    valid_from = models.DateField("自", null=True, blank=True)
    valid_until = models.DateField("至", null=True, blank=True)
    basis = models.CharField("批准文件", max_length=200, blank=True)
    conditions = models.JSONField("声明具备的条件", default=list, blank=True)
    source = models.CharField("来源", max_length=300, blank=True)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "网点资质"
        ordering = ["outlet", "kind", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="qualification_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="one_qualification_of_a_kind_at_a_time",
                expressions=[
                    ("outlet", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_until",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
