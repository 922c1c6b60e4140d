"""The number of each body of data that public pages are made of; a page kept under an old number is never served."""

from django.db import models


class DataVersion(models.Model):
    """How often a body of data (``agencies``, ``reference``) has changed; a lost cache loses none of it."""

    name = models.CharField("数据", max_length=32, unique=True)
    number = models.PositiveBigIntegerField("版本", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "数据版本"

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class DataChange(models.Model):
    """A change, committed with the data, for which the number has not risen yet; left over where a process was killed.

    Only ever inserted beside the data, so that nobody waits for anybody.
    """

    body = models.CharField("数据", max_length=32, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "数据变动"

    def __str__(self) -> str:
        return self.body
