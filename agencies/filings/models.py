"""Patent filings by application number, the yearly totals kept from them, and which source counts for a year."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import ExtractYear

from ipservice.foundation.vocabulary import Vocabulary

__all__ = ["Filing", "YearSource", "YearlyTotal"]


class PatentKind(Vocabulary):
    INVENTION = "1", "发明"
    UTILITY_MODEL = "2", "实用新型"
    DESIGN = "3", "外观设计"


class Route(Vocabulary):
    ORDINARY = "o", "普通申请"
    DIVISIONAL = "d", "分案申请"
    NATIONAL_PHASE = "p", "PCT进入国家阶段"


class Outcome(Vocabulary):
    PENDING = "p", "审查中"
    GRANTED = "g", "授权"
    REFUSED = "r", "驳回"
    WITHDRAWN = "w", "主动撤回"
    DEEMED_WITHDRAWN = "d", "视为撤回"


class Abnormal(Vocabulary):
    """Life cycle of an abnormal-filing notice; WITHDRAWN and UPHELD are subtracted where the rule set says so."""

    NONE = "", "无"
    NOTIFIED = "n", "已通报"
    CONTESTED = "c", "已申诉"
    ACCEPTED = "a", "申诉成立"
    UPHELD = "u", "认定非正常"
    WITHDRAWN = "w", "通报后撤回"


COUNTED_ABNORMAL = (Abnormal.UPHELD, Abnormal.WITHDRAWN)


class AgencyRowsQuerySet(models.QuerySet):
    """Rows that belong to one agency each."""

    def visible_to(self, user) -> Self:
        """City officials see all, a district official those of its agencies, an agency its own, nobody else any."""
        if not user.is_authenticated:
            return self.none()
        if user.is_city_official or user.is_superuser:
            return self
        if user.is_official:
            return self.filter(agency__district=user.district)
        return self.filter(agency__memberships__user=user, agency__memberships__ended_at__isnull=True)


class FilingQuerySet(AgencyRowsQuerySet):
    def filed_in(self, year: int) -> Self:
        """The filings of a year: its numerator of 申请量."""
        return self.filter(filed_year=year)

    def concluded_in(self, year: int) -> Self:
        """The conclusions of a year: the denominator of the grant rate."""
        return self.filter(filed_year__lte=year, concluded_on__range=(date(year, 1, 1), date(year, 12, 31)))

    def granted_in(self, year: int) -> Self:
        """The grants of a year: the numerator of the grant rate."""
        return self.concluded_in(year).filter(outcome=Outcome.GRANTED)


class Filing(models.Model):
    """One application. ``number`` is canonical: 12 digits and the check character, no ZL, CN or dot.

    Partitioned by ``filed_year`` (the year of ``filed_on``) in the database; see the migration. A query that names
    ``filed_year`` reads one partition. Before rows of a year are loaded, ``filings_partition_for(year)`` is called;
    rows of a year without a partition stand in the default one.
    """

    number = models.CharField("申请号", max_length=13)
    filed_year = models.PositiveSmallIntegerField("申请年度")
    kind = models.CharField("专利类型", max_length=1, choices=PatentKind.choices())
    route = models.CharField("途径", max_length=1, choices=Route.choices(), default=Route.ORDINARY)
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, verbose_name="代理机构", related_name="filings", db_index=False
    )
    applicant_name = models.CharField("申请人", max_length=200, blank=True)
    applicant_kind = models.CharField("申请人类型", max_length=16, blank=True)
    applicant_district_code = models.CharField("申请人区县代码", max_length=12, blank=True)
    filed_on = models.DateField("申请日")
    outcome = models.CharField("首次结论", max_length=1, choices=Outcome.choices(), default=Outcome.PENDING)
    concluded_on = models.DateField("结案日", null=True, blank=True)
    ipc_main_group = models.CharField("IPC主分类", max_length=16, blank=True)
    claims = models.PositiveSmallIntegerField("权利要求数", null=True, blank=True)
    abnormal = models.CharField(
        "非正常申请", max_length=1, choices=Abnormal.choices(), default=Abnormal.NONE, blank=True
    )
    source_run_id = models.BigIntegerField("导入批次", null=True)
    source_row = models.PositiveIntegerField("源行号", null=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专利申请"
        ordering = ["-filed_year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["number", "filed_year"], name="one_filing_per_number"),
            models.CheckConstraint(
                condition=(Q(outcome=Outcome.PENDING) & Q(concluded_on__isnull=True))
                | (~Q(outcome=Outcome.PENDING) & Q(concluded_on__gte=F("filed_on"))),
                name="concluded_filings_have_their_day",
            ),
            models.CheckConstraint(
                condition=Q(filed_year=ExtractYear("filed_on")), name="filed_year_is_the_year_of_filing"
            ),
            models.CheckConstraint(condition=Q(kind__in=["1", "2", "3"]), name="filings_have_a_kind"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "filed_on"], include=["kind", "route", "abnormal"], name="filings_by_agency"
            ),
            models.Index(
                fields=["concluded_on"],
                include=["agency", "outcome", "route", "abnormal", "filed_year"],
                condition=Q(kind=PatentKind.INVENTION, concluded_on__isnull=False),
                name="inventions_by_conclusion",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class TotalSource(Vocabulary):
    FILINGS = "filings", "逐件数据汇总"
    SUMMARY = "summary", "国家局年度汇总表"


class YearlyTotal(models.Model):
    """One row an agency, year, kind, route and source. Unit: 件.

    ``filed`` counts filing days in the year, ``concluded`` and ``granted`` conclusion days in the year; the
    ``_abnormal`` parts (upheld, or withdrawn after notice) are contained in them. ``abnormal_parts`` tells every state
    of a notice apart, ``{"u": [filed, concluded, granted]}``; a summary that does not tell them apart leaves it empty.
    ``ipc_parts`` tells the filed inventions and utility models by section, ``{"G": 12}``; a summary has none.
    Kept in the transaction of the import that changes them.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="yearly_totals")
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("专利类型", max_length=1, choices=PatentKind.choices())
    route = models.CharField("途径", max_length=1, choices=Route.choices(), default=Route.ORDINARY)
    source = models.CharField("来源", max_length=8, choices=TotalSource.choices())
    filed = models.PositiveIntegerField("申请量", default=0)
    filed_abnormal = models.PositiveIntegerField("其中非正常", default=0)
    concluded = models.PositiveIntegerField("结案量", default=0)
    concluded_abnormal = models.PositiveIntegerField("结案中非正常", default=0)
    granted = models.PositiveIntegerField("授权量", default=0)
    granted_abnormal = models.PositiveIntegerField("授权中非正常", default=0)
    abnormal_parts = models.JSONField("非正常各状态", default=dict, blank=True)
    ipc_parts = models.JSONField(
        "申请量按IPC部", default=dict, db_default=Value({}, models.JSONField()), blank=True, editable=False
    )

    objects = AgencyRowsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度汇总"
        ordering = ["year", "agency", "kind", "route"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "kind", "route", "source"], name="one_total_per_agency_year_kind_and_source"
            ),
            models.CheckConstraint(condition=Q(granted__lte=F("concluded")), name="granted_within_concluded"),
            models.CheckConstraint(
                condition=Q(filed_abnormal__lte=F("filed"))
                & Q(concluded_abnormal__lte=F("concluded"))
                & Q(granted_abnormal__lte=F("granted")),
                name="abnormal_within_totals",
            ),
        ]
        indexes = [models.Index(fields=["year", "source", "kind"], name="totals_by_year")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year} {self.kind}"


class YearSource(models.Model):
    """The source that counts for a year, chosen by an official; the row without ``superseded_at`` is in force."""

    year = models.PositiveSmallIntegerField("年度")
    source = models.CharField("来源", max_length=8, choices=TotalSource.choices())
    reason = models.CharField("理由", max_length=300)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="选定人", null=True, related_name="+"
    )
    chosen_at = models.DateTimeField("选定时间", auto_now_add=True)
    superseded_at = models.DateTimeField("取代时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度数据来源"
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=Q(superseded_at__isnull=True), name="one_source_in_force_per_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_source_display()}"
