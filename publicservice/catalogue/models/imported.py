"""What the last file said of each entry; where it differs from the catalogue it becomes a draft for a second look."""

from django.db import models


class ImportedEntry(models.Model):
    """One entry as a file brought it, in the file's own words but for codes of the vocabularies. Money in fen."""

    code = models.CharField("编码", max_length=40, unique=True)
    title = models.CharField("名称", max_length=80)
    kind = models.CharField("种类", max_length=12)
    stages = models.CharField("生命周期环节", max_length=80, help_text="逗号分隔的代码")
    audiences = models.CharField("服务对象", max_length=80, help_text="逗号分隔的代码")
    summary = models.CharField("一句话说明", max_length=160)
    content = models.TextField("内容", default="", blank=True)
    keywords = models.CharField("检索词", max_length=200, default="", blank=True)
    form = models.CharField("服务形式", max_length=8)
    is_basic = models.CharField("基础性服务", max_length=4, default="yes")
    fee = models.CharField("收费", max_length=12, default="free")
    fee_fen = models.BigIntegerField("收费金额（分）", null=True, blank=True)
    fee_unit = models.CharField("计价单位", max_length=20, default="", blank=True)
    fee_basis = models.CharField("收费依据", max_length=200, default="", blank=True)
    legal_basis = models.CharField("办理依据", max_length=300, default="", blank=True)
    time_limit = models.CharField("办理时限", max_length=120, default="", blank=True)
    way = models.CharField("怎么获得", max_length=12)
    item_code = models.CharField("预约事项编码", max_length=32, default="", blank=True)
    link = models.CharField("网址", max_length=300, default="", blank=True)
    phone = models.CharField("电话", max_length=40, default="", blank=True)
    source = models.CharField("来源", max_length=300, default="", blank=True)
    source_note = models.CharField("来源说明", max_length=200, default="", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "目录导入"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
