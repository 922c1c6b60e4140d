"""Entries of the catalogue, each in versions: what the public reads stays until a second person has read the next."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q

from ipservice.audit.history import tracked
from ipservice.foundation.search_words import bigrams
from publicservice.catalogue.rules import (
    OPEN_STATES,
    Audience,
    EntryKind,
    Fee,
    LifeStage,
    VersionState,
    Way,
)
from publicservice.network.models import Outlet, ServiceForm, ServiceItem


class CatalogueEntry(models.Model):
    """One thing of the catalogue under its permanent code; what it says stands in its versions.

    ``district`` is set where one district keeps the entry; without it the city keeps it.
    """

    code = models.SlugField("编码", max_length=40, unique=True)
    district = models.ForeignKey(
        "reference.District", models.PROTECT, verbose_name="维护区县", null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField("演示数据", default=False)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "服务目录条目"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class VersionQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What the public reads: at most one version of an entry."""
        return self.filter(state=VersionState.PUBLISHED)

    def newest(self) -> Self:
        """Of every entry the version that officials work on: the open one, else the last."""
        later = EntryVersion.objects.filter(entry=OuterRef("entry"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def visible_to(self, user) -> Self:
        """City officials all; district officials what is published and what their own district keeps."""
        if not (user.is_authenticated and user.is_official):
            return self.published()
        if user.is_city_official:
            return self
        return self.filter(Q(state=VersionState.PUBLISHED) | Q(entry__district=user.district))

    def kept_by(self, user) -> Self:
        """Those whose text ``user`` may write: the city all, a district its own."""
        if not (user.is_authenticated and user.is_official):
            return self.none()
        return self if user.is_city_official else self.filter(entry__district=user.district)

    def found_by(self, words: list[list[str]]) -> Self:
        """Versions that hold, for every list, at least one of its words in title, text, keywords or pinyin."""
        found = self
        for same in words:
            found = found.filter(_any_of(same))
        return found


def _any_of(words: list[str]) -> Q:
    condition = Q(pk__in=[])
    for word in words:
        condition |= _holds(word)
    return condition


def _holds(word: str) -> Q:
    """The bigrams are the index; LIKE takes out what has the pairs but not the word."""
    if len(word) == 1:
        return Q(title__startswith=word) | Q(title_pinyin__startswith=word)
    there = Q(search_text__contains=word)
    if word.isascii():
        there |= Q(search_latin__contains=word)
    return Q(bigrams__contains=bigrams(word)) & there


@tracked(exclude=("title_pinyin", "search_text", "search_latin", "bigrams"))
class EntryVersion(models.Model):
    """One version of one entry. ``fee_fen`` is the price of ``fee_unit`` in fen.

    ``outlets`` empty: offered everywhere in the city. ``link`` is a page of this portal or of another host.
    """

    entry = models.ForeignKey(CatalogueEntry, models.PROTECT, verbose_name="条目", related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    state = models.CharField("状态", max_length=12, choices=VersionState.choices(), default=VersionState.DRAFT)
    title = models.CharField("名称", max_length=80)
    title_pinyin = models.CharField("拼音", max_length=400, blank=True, editable=False)
    kind = models.CharField("种类", max_length=12, choices=EntryKind.choices())
    stages = ArrayField(models.CharField(max_length=12, choices=LifeStage.choices()), verbose_name="生命周期环节")
    audiences = ArrayField(models.CharField(max_length=12, choices=Audience.choices()), verbose_name="服务对象")
    summary = models.CharField("一句话说明", max_length=160)
    content = models.TextField("内容", blank=True)
    keywords = models.CharField("检索词", max_length=200, blank=True, help_text="用顿号分开，不在页面上显示")
    form = models.CharField("服务形式", max_length=8, choices=ServiceForm.choices(), default=ServiceForm.OFFLINE)
    is_basic = models.BooleanField("基础性服务", default=True, help_text="基础性服务一律免费")
    fee = models.CharField("收费", max_length=12, choices=Fee.choices(), default=Fee.FREE)
    fee_fen = models.PositiveIntegerField("收费金额（分）", null=True, blank=True)
    fee_unit = models.CharField("计价单位", max_length=20, blank=True)
    fee_basis = models.CharField("收费依据", max_length=200, blank=True)
    legal_basis = models.CharField("办理依据", max_length=300, blank=True)
    time_limit = models.CharField("办理时限", max_length=120, blank=True)
    way = models.CharField("怎么获得", max_length=12, choices=Way.choices())
    item = models.ForeignKey(
        ServiceItem, models.PROTECT, verbose_name="预约事项", null=True, blank=True, related_name="catalogue_versions"
    )
    link = models.CharField("网址", max_length=300, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    outlets = models.ManyToManyField(Outlet, verbose_name="提供网点", blank=True, related_name="catalogue_versions")
    source = models.CharField("来源", max_length=300, blank=True)
    source_note = models.CharField("来源说明", max_length=200, blank=True)
    drawn_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="拟定人", related_name="+"
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="复核人", related_name="+"
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)
    state_reason = models.CharField("说明", max_length=200, blank=True)
    search_text = models.TextField(default="", blank=True, editable=False)
    search_latin = models.TextField(default="", blank=True, editable=False)
    bigrams = models.GeneratedField(
        expression=Func("search_text", "search_latin", function="ip_bigrams", arg_joiner=" || ' ' || "),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务目录"
        ordering = ["title_pinyin", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state=VersionState.PUBLISHED), name="one_published_version_per_entry"
            ),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state__in=OPEN_STATES), name="one_open_version_per_entry"
            ),
            models.CheckConstraint(
                condition=Q(way=Way.BOOKING, item__isnull=False)
                | (Q(way=Way.LINK) & ~Q(link=""))
                | (Q(way=Way.PHONE) & ~Q(phone="")),
                name="every_entry_leads_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(fee=Fee.FREE, fee_fen__isnull=True)
                | (Q(fee=Fee.LOW_COST, fee_fen__gt=0, is_basic=False) & ~Q(fee_basis="")),
                name="basic_entries_are_free_and_prices_have_a_basis",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[VersionState.PUBLISHED, VersionState.REPLACED])
                | (Q(published_at__isnull=False, reviewed_by__isnull=False) & ~Q(reviewed_by=F("drawn_up_by"))),
                name="published_after_a_second_look",
            ),
            models.CheckConstraint(
                condition=Q(stages__len__gt=0, audiences__len__gt=0), name="every_entry_has_stage_and_audience"
            ),
        ]
        indexes = [
            GinIndex(fields=["bigrams"], name="catalogue_bigrams"),
            models.Index(
                fields=["title_pinyin", "id"], condition=Q(state=VersionState.PUBLISHED), name="catalogue_by_title"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stage_labels(self) -> list[str]:
        return [stage.label for stage in LifeStage if stage in self.stages]

    @property
    def audience_labels(self) -> list[str]:
        return [audience.label for audience in Audience if audience in self.audiences]
