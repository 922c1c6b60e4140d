"""Numbers of official papers, without gaps; papers issued, with the code by which anyone checks them."""

from django.db import models


class NumberSeries(models.Model):
    """The last number given under one prefix in one year: ``PREFIX〔YEAR〕N号``. Locked while a number is taken."""

    prefix = models.CharField("机关代字", max_length=32)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("已用至", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "文号"
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="one_series_per_prefix_and_year")]

    def __str__(self) -> str:
        return f"{self.prefix}〔{self.year}〕{self.last}号"


class IssuedPaper(models.Model):
    """One paper made by the product. ``check_code`` opens the live record behind it on the public check page."""

    check_code = models.CharField("核验码", max_length=16, unique=True)
    kind = models.CharField("种类", max_length=32)
    title = models.CharField("标题", max_length=200)
    number = models.CharField("文号", max_length=64, blank=True)
    subject_type = models.CharField("对象类型", max_length=64)
    subject_key = models.CharField("对象编号", max_length=128)
    sha256 = models.CharField("内容摘要", max_length=64)
    issued_on = models.DateField("出具日期")
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "出具文书"
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_type", "subject_key"], name="one_paper_per_subject"),
        ]

    def __str__(self) -> str:
        return self.title
