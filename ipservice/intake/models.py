"""Files that came in: one run an upload, one row a thing wrong with it, one row a change that can be undone."""

from typing import Self

from django.conf import settings
from django.db import models

from ipservice.foundation.vocabulary import Vocabulary


class RunState(Vocabulary):
    RECEIVED = "received", "已接收"
    PREVIEW = "preview", "待确认"
    REFUSED = "refused", "未通过"
    COMMITTED = "committed", "已写入"
    UNDONE = "undone", "已撤销"
    DISCARDED = "discarded", "已放弃"


class Severity(Vocabulary):
    FIXED = "fixed", "已修正"
    ASK = "ask", "需确认"
    REJECTED = "rejected", "退回"
    SKIPPED = "skipped", "跳过"
    KEPT = "kept", "保留"


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Imports hold the whole city's data: officials of the city and those with the permission see them."""
        return self if user.is_authenticated and user.has_perm("intake.view_importrun") else self.none()

    def for_pages(self) -> Self:
        """With what every page of a run prints, in one query."""
        return self.select_related("file", "job", "uploaded_by", "committed_by", "undone_by", "correction")


class ImportRun(models.Model):
    """One file through one feed. Nothing of it is visible elsewhere before it is committed, whole or not at all.

    Counts are rows of the file: ``rows_total = new + changed + same + refused + skipped``.
    """

    feed = models.CharField("数据种类", max_length=48)
    file = models.ForeignKey("evidence.StoredFile", models.PROTECT, verbose_name="文件", related_name="+")
    state = models.CharField("状态", max_length=12, choices=RunState.choices(), default=RunState.RECEIVED)
    options = models.JSONField("选项", default=dict, help_text="年度、来源、业务日期、表头对应")
    columns = models.JSONField("列对应", default=list, help_text="文件表头与数据项的对应")
    rows_total = models.PositiveIntegerField("总行数", default=0)
    rows_new = models.PositiveIntegerField("新增", default=0)
    rows_changed = models.PositiveIntegerField("变更", default=0)
    rows_same = models.PositiveIntegerField("不变", default=0)
    rows_refused = models.PositiveIntegerField("退回", default=0)
    rows_skipped = models.PositiveIntegerField("跳过", default=0)
    rows_held = models.PositiveIntegerField("待确认", default=0, help_text="含有需确认项的行，已计入新增、变更或不变")
    readings = models.PositiveSmallIntegerField("读取次数", default=0)
    control_totals = models.JSONField("封面合计核对", default=dict, blank=True)
    refusal = models.TextField("未通过原因", blank=True)
    correction = models.ForeignKey(
        "evidence.StoredFile", models.PROTECT, verbose_name="批注退回件", null=True, blank=True, related_name="+"
    )
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="确认人", null=True, blank=True, related_name="+"
    )
    committed_at = models.DateTimeField("写入时间", null=True, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="撤销人", null=True, blank=True, related_name="+"
    )
    undo_reason = models.CharField("撤销理由", max_length=300, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.feed} #{self.pk}"

    @property
    def stage(self) -> str:
        """Name of the unlogged table that holds the clean rows between preview and commit."""
        return f"intake_stage_{self.pk}"

    @property
    def rows_data(self) -> int:
        """Rows that hold data; the rest of the file is totals, repeated headers, remarks."""
        return self.rows_total - self.rows_skipped


class ImportIssue(models.Model):
    """One cell or row about which something must be said. ``suggestion`` is what would be right."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="issues")
    severity = models.CharField("处理", max_length=8, choices=Severity.choices())
    sheet = models.CharField("工作表", max_length=64, blank=True)
    line = models.BigIntegerField("行序", help_text="各工作表连续编号；第一个工作表即行号")
    row = models.PositiveIntegerField("行号")
    cell = models.CharField("单元格", max_length=12, blank=True)
    column = models.CharField("列", max_length=64, blank=True)
    raw = models.TextField("原值", blank=True)
    code = models.CharField("问题代码", max_length=48)
    message = models.CharField("说明", max_length=400)
    suggestion = models.CharField("建议值", max_length=300, blank=True)
    accepted = models.BooleanField("采纳建议", null=True, help_text="仅用于需确认的项")

    class Meta:
        verbose_name = verbose_name_plural = "导入问题"
        ordering = ["run", "line", "cell", "id"]
        indexes = [models.Index(fields=["run", "severity", "line"], name="issues_by_run")]

    def __str__(self) -> str:
        return self.message


class ImportChange(models.Model):
    """One row of a register that a run has written. ``before`` is its former content; empty: the run made it.

    Kept so that a whole import can be taken back exactly. Tables that keep the run on their rows have no entry for
    new ones.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="changes")
    table_name = models.CharField("表", max_length=63)
    row_id = models.BigIntegerField("行")
    before = models.JSONField("变更前", null=True)
    after = models.JSONField("变更后", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入变更"
        ordering = ["run", "id"]
        indexes = [models.Index(fields=["run", "table_name", "row_id"], name="changes_by_run")]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}"
