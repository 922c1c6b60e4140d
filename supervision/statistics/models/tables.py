"""The tables of a version: which they are, their lines, and the numbers in them."""

from django.db import models

from supervision.statistics.models.runs import StatisticsRun
from supervision.statistics.rules.measures import Dimension, Sort
from supervision.statistics.rules.states import CellStatus


class StatTable(models.Model):
    """One table: an item of the questionnaire with its measures as columns, or a rate.

    ``measures``: list of ``{"key", "label", "unit", "sort"}`` in order. A table that may not be shown in this version
    says why in ``withheld``; the numbers of ``carried_from`` stay in force.
    """

    run = models.ForeignKey(StatisticsRun, models.CASCADE, related_name="tables")
    code = models.CharField("表号", max_length=60)
    section = models.CharField("部分", max_length=80)
    title = models.CharField("表名", max_length=120)
    unit = models.CharField("计量单位", max_length=16, blank=True)
    sort = models.CharField("种类", max_length=8, choices=Sort.choices())
    note = models.CharField("注", max_length=500, blank=True)
    place = models.PositiveSmallIntegerField("次序")
    measures = models.JSONField("指标")
    withheld = models.CharField("不公布原因", max_length=300, blank=True)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "统计表"
        ordering = ["run", "place"]
        constraints = [models.UniqueConstraint(fields=["run", "code"], name="one_table_code_per_run")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class StatNode(models.Model):
    """One line of the tables: the city, a group of districts, a district, a kind, a size, or two of them crossed."""

    run = models.ForeignKey(StatisticsRun, models.CASCADE, related_name="nodes")
    key = models.CharField("行", max_length=60)
    dimension = models.CharField("分组", max_length=16, choices=Dimension.choices())
    label = models.CharField("名称", max_length=80)
    place = models.PositiveSmallIntegerField("次序")
    due = models.PositiveIntegerField("应报单位")
    answered = models.PositiveIntegerField("已通过单位")

    class Meta:
        verbose_name = verbose_name_plural = "统计分组"
        ordering = ["run", "place"]
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="one_node_key_per_run")]

    def __str__(self) -> str:
        return self.label


class StatCell(models.Model):
    """One number of a table: ``measure`` in ``node``.

    ``value`` is the estimate for all units asked, ``raw`` the sum of the answers alone; their difference is the
    estimated part. A mean is ``value`` ÷ ``weighted_units``; a rate is ``numerator`` ÷ ``denominator``. Quartiles are
    those of the units that answered. ``contributors`` are answers that are not zero; ``largest_share`` is a part of 1.
    ``before`` is the published estimate of the year before, ``matched_*`` the sums over units that answered in both.
    """

    table = models.ForeignKey(StatTable, models.CASCADE, related_name="cells")
    measure = models.CharField("指标", max_length=80)
    node = models.CharField("行", max_length=60)
    status = models.CharField("状态", max_length=10, choices=CellStatus.choices())
    value = models.DecimalField("总体估计", max_digits=24, decimal_places=4, null=True)
    raw = models.DecimalField("填报合计", max_digits=24, decimal_places=4, null=True)
    numerator = models.DecimalField("分子", max_digits=24, decimal_places=4, null=True)
    denominator = models.DecimalField("分母", max_digits=24, decimal_places=4, null=True)
    units = models.PositiveIntegerField("填报单位数")
    weighted_units = models.DecimalField("推算单位数", max_digits=14, decimal_places=4)
    contributors = models.PositiveIntegerField("有数单位数")
    largest_share = models.DecimalField("最大单位占比", max_digits=7, decimal_places=6)
    lower_quartile = models.DecimalField("下四分位数", max_digits=20, decimal_places=4, null=True)
    median = models.DecimalField("中位数", max_digits=20, decimal_places=4, null=True)
    upper_quartile = models.DecimalField("上四分位数", max_digits=20, decimal_places=4, null=True)
    before = models.DecimalField("上年估计", max_digits=24, decimal_places=4, null=True)
    matched_units = models.PositiveIntegerField("可比单位数", default=0)
    matched_now = models.DecimalField("可比单位本年", max_digits=24, decimal_places=4, null=True)
    matched_before = models.DecimalField("可比单位上年", max_digits=24, decimal_places=4, null=True)

    class Meta:
        verbose_name = verbose_name_plural = "统计数据"
        ordering = ["table", "id"]
        constraints = [
            models.UniqueConstraint(fields=["table", "measure", "node"], name="one_cell_per_measure_and_node")
        ]

    def __str__(self) -> str:
        return f"{self.measure}@{self.node}"
