"""Points on the ground: demand, sites where an outlet could be, bridges, and travel times that a service gave."""

from typing import Self

from django.db import models
from django.db.models import Q

from ipservice.foundation.vocabulary import Vocabulary
from publicservice.coverage.rules.parameters import Mode

IN_THE_CITY = Q(longitude__gte=105, longitude__lte=111, latitude__gte=28, latitude__lte=33)


class DemandKind(Vocabulary):
    RESIDENTS = "residents", "常住人口（随产品提供）"
    IMPORTED = "imported", "导入的需求点"


class DemandPointQuerySet(models.QuerySet):
    def counted(self) -> Self:
        """In the one order in which everything is computed."""
        return self.filter(is_active=True).order_by("code")


class DemandPoint(models.Model):
    """One place with the number of people it stands for (persons of the census of 2020, or as imported).

    ``census_code`` is the unit of the census: the sums by it are the published ones. ``district`` is where the place
    lies today. ``spread_from`` names the district point whose residents were spread by the rule of
    ``rules/spreading.py``; such points are no real places.
    """

    code = models.CharField("编号", max_length=40, unique=True)
    kind = models.CharField("类型", max_length=12, choices=DemandKind.choices(), default=DemandKind.RESIDENTS)
    name = models.CharField("名称", max_length=120)
    district = models.ForeignKey("reference.District", models.PROTECT, verbose_name="区县", related_name="+")
    census_code = models.CharField("普查区划代码", max_length=6, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=5)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=5)
    residents = models.PositiveIntegerField("人数")
    basis = models.CharField("人数依据", max_length=120, blank=True)
    spread_from = models.CharField("分摊自", max_length=120, blank=True)
    source = models.CharField("来源", max_length=300, blank=True)
    is_active = models.BooleanField("计入", default=True)

    objects = DemandPointQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "需求点"
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=IN_THE_CITY, name="demand_points_lie_in_the_city")]
        indexes = [models.Index(fields=["kind", "code"], name="demand_by_kind")]

    def __str__(self) -> str:
        return self.name


class CandidateSite(models.Model):
    """One place where a new outlet could be opened, as officials import it."""

    code = models.CharField("编号", max_length=40, unique=True)
    name = models.CharField("名称", max_length=120)
    district = models.ForeignKey("reference.District", models.PROTECT, verbose_name="区县", related_name="+")
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=5)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=5)
    source = models.CharField("来源", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "候选地点"
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=IN_THE_CITY, name="candidate_sites_lie_in_the_city")]

    def __str__(self) -> str:
        return self.name


class Bridge(models.Model):
    """One bridge or tunnel over the Yangtze or the Jialing, with the source of its position."""

    name = models.CharField("名称", max_length=120, unique=True)
    river = models.CharField("河流", max_length=20)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=5)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=5)
    source = models.CharField("来源", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "过江桥梁"
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=IN_THE_CITY, name="bridges_lie_in_the_city")]

    def __str__(self) -> str:
        return self.name


class TravelTime(models.Model):
    """One time that a routing service gave, kept so that it is asked once. ``seconds`` is null where it knows no way.

    Positions are those that were asked for, in hundred-thousandths of a degree.
    """

    source = models.CharField("服务", max_length=40)
    mode = models.CharField("方式", max_length=8, choices=Mode.choices())
    from_x = models.IntegerField()
    from_y = models.IntegerField()
    to_x = models.IntegerField()
    to_y = models.IntegerField()
    seconds = models.PositiveIntegerField("秒", null=True)
    fetched_at = models.DateTimeField("取得时间")

    class Meta:
        verbose_name = verbose_name_plural = "路径服务时间"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "mode", "to_x", "to_y", "from_x", "from_y"], name="one_travel_time_for_a_way"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.mode} {self.seconds}"
