"""Reference data: places with validity, taxonomies by edition, service types, the working calendar."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from ipservice.foundation.vocabulary import Vocabulary


class PlaceKind(Vocabulary):
    DISTRICT = "district", "区"
    COUNTY = "county", "县"
    AUTONOMOUS_COUNTY = "autonomous_county", "自治县"
    FUNCTIONAL_AREA = "functional_area", "功能区"


class Maintained(models.Model):
    """A row that came with the product until an official changed it; then loading leaves it alone."""

    is_maintained = models.BooleanField("人工维护", default=False, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        abstract = True


class DistrictQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        """The places that existed on ``day``; ``valid_until`` is the first day no longer valid."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=day)
        )

    def units(self) -> Self:
        """County-level units with a code of GB/T 2260, without functional areas."""
        return self.exclude(kind=PlaceKind.FUNCTIONAL_AREA)


class District(Maintained):
    """One county-level unit or functional area in one span of validity.

    ``code`` is the GB/T 2260 code, or a code of our own (CQ-GX, CQ-WS) for an area that has none.
    """

    code = models.CharField("区划代码", max_length=12)
    name = models.CharField("名称", max_length=64)
    short_name = models.CharField("简称", max_length=32, blank=True)
    name_en = models.CharField("英文名", max_length=64, blank=True)
    pinyin = models.CharField("拼音排序", max_length=128, blank=True)
    kind = models.CharField("类型", max_length=20, choices=PlaceKind.choices())
    group = models.CharField("片区", max_length=16, blank=True, help_text="中心城区、主城新区、渝东北、渝东南")
    valid_from = models.DateField("生效日", null=True, blank=True)
    valid_until = models.DateField("失效日", null=True, blank=True, help_text="自该日起不再有效")
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")
    hosts = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="functional_areas")
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=5, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=5, null=True, blank=True)
    population_2020 = models.PositiveIntegerField("2020年人口", null=True, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)
    note = models.CharField("说明", max_length=400, blank=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区县"
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], nulls_distinct=False, name="one_span_per_district"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gt=models.F("valid_from")),
                name="district_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Industry(Maintained):
    """One node of an industry taxonomy in one edition (33618, 416)."""

    code = models.CharField("代码", max_length=24)
    name = models.CharField("名称", max_length=100)
    scheme = models.CharField("体系", max_length=16)
    edition = models.CharField("版次", max_length=16)
    level = models.CharField("层级", max_length=24)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField("生效日", null=True, blank=True)
    valid_until = models.DateField("失效日", null=True, blank=True)
    status = models.CharField(
        "名称状态", max_length=32, help_text="confirmed、name_to_confirm、placeholder_not_official"
    )
    source = models.CharField("来源", max_length=300, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")

    class Meta:
        verbose_name = verbose_name_plural = "产业分类"
        ordering = ["scheme", "edition", "code"]
        constraints = [models.UniqueConstraint(fields=["code", "edition"], name="one_industry_code_per_edition")]

    def __str__(self) -> str:
        return self.name


class ServiceType(Maintained):
    """One type of IP service, two levels, with the clause of the policy that names it."""

    code = models.CharField("代码", max_length=16, unique=True)
    name = models.CharField("名称", max_length=64)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    clause = models.CharField("措施条款", max_length=32, blank=True)
    source = models.CharField("来源", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "服务类型"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class CalendarDay(Maintained):
    """One day on which the State Council's notice departs from the week: a holiday, or a make-up working day."""

    day = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("是否上班")
    name = models.CharField("名称", max_length=64, blank=True)
    source = models.CharField("来源", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {'上班' if self.is_workday else '放假'}"


class CalendarYear(Maintained):
    """A year whose holiday notice is loaded. A deadline that runs beyond the last such year is provisional."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    source = models.CharField("来源", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "日历年度"
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class ReferenceFigure(Maintained):
    """One published figure of the nation or the city, with its source."""

    key = models.CharField("指标代码", max_length=64)
    name = models.CharField("指标", max_length=100, blank=True)
    scope = models.CharField("范围", max_length=12, help_text="CN 或省级区划代码")
    year = models.PositiveSmallIntegerField("年度")
    period = models.CharField("时期", max_length=32, blank=True)
    qualifier = models.CharField("限定", max_length=4, blank=True)
    value = models.DecimalField("数值", max_digits=20, decimal_places=4)
    unit = models.CharField("单位", max_length=24)
    source = models.CharField("来源", max_length=300)
    grade = models.CharField("来源等级", max_length=2, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公布数据"
        ordering = ["key", "scope", "year"]
        constraints = [models.UniqueConstraint(fields=["key", "scope", "year", "period"], name="one_reference_figure")]

    def __str__(self) -> str:
        return f"{self.name or self.key} {self.scope} {self.year}"
