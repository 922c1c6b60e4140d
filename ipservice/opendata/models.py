"""Releases of open data: what was given out once stands as it was, at its address, for ever."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ipservice.foundation.vocabulary import Vocabulary


class ReleaseState(Vocabulary):
    DRAFT = "draft", "待发布"
    PUBLISHED = "published", "已发布"


class ReleaseQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(state=ReleaseState.PUBLISHED)

    def visible_to(self, user) -> Self:
        """The city's officials see drafts too, everybody else what has been published."""
        return self if user.is_authenticated and user.is_city_official else self.published()


class Release(models.Model):
    """One release of the public figures, ``v<year>.<number>``. Its files and manifest never change once it is out.

    A release that ``corrects`` another says in ``note`` what was wrong; the page of the former shows the same note,
    while its own bytes stay.
    """

    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("序号")
    state = models.CharField("状态", max_length=12, choices=ReleaseState.choices(), default=ReleaseState.DRAFT)
    as_of = models.DateField("数据截至")
    note = models.CharField("说明", max_length=500, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, verbose_name="更正的版本", null=True, blank=True, related_name="corrections"
    )
    manifest = models.BinaryField("清单")
    manifest_sha256 = models.CharField("清单校验值", max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="编制人", related_name="+")
    made_at = models.DateTimeField("编制时间")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="发布人", null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "开放数据版本"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_release_per_version"),
            models.CheckConstraint(
                condition=Q(state=ReleaseState.DRAFT, published_by__isnull=True, published_at__isnull=True)
                | Q(state=ReleaseState.PUBLISHED, published_by__isnull=False, published_at__isnull=False),
                name="published_releases_say_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("made_by")),
                name="a_second_person_publishes_a_release",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(note=""), name="a_correction_says_what_was_wrong"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.year}.{self.number}"


class ReleaseFile(models.Model):
    """One file of a release, as it is given out byte for byte."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="files")
    name = models.CharField("文件名", max_length=120)
    title = models.CharField("内容", max_length=200)
    rows = models.PositiveIntegerField("行数")
    content = models.BinaryField("字节")
    sha256 = models.CharField("校验值", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "开放数据文件"
        ordering = ["release", "name"]
        constraints = [models.UniqueConstraint(fields=["release", "name"], name="one_file_per_name_and_release")]

    def __str__(self) -> str:
        return f"{self.release} {self.name}"
