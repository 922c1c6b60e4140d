"""Words that mean the same to who searches: officials write them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ipservice.audit.history import tracked


@tracked()
class SynonymGroup(models.Model):
    """One group of words of which each finds what the others find."""

    words = ArrayField(models.CharField(max_length=40), verbose_name="同义词", help_text="用逗号分开，至少两个")
    note = models.CharField("说明", max_length=120, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "同义词"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(words__len__gte=2), name="synonyms_are_at_least_two"),
            models.UniqueConstraint(fields=["words"], name="one_group_of_the_same_words"),
        ]

    def __str__(self) -> str:
        return "、".join(self.words)
