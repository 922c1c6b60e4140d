"""Uploaded files, kept by content hash, private by default."""

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """One upload. The bytes lie under their SHA-256; the visitor's file name is never part of a path."""

    sha256 = models.CharField("内容摘要", max_length=64, db_index=True)
    name = models.CharField("文件名", max_length=255)
    media_type = models.CharField("类型", max_length=100)
    size_bytes = models.PositiveBigIntegerField("大小（字节）")
    purpose = models.CharField("用途", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "证据文件"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name
