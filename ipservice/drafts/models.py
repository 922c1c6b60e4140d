"""What a person has typed into a form and not yet sent."""

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """The last typed values of one form by one person. ``values`` maps field name to the list of what was typed.

    Files, passwords, tokens and consents are never part of it. Deleted when the form is sent, or after ``KEEP_DAYS``.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="填写人", related_name="drafts")
    key = models.CharField("表单", max_length=160)
    values = models.JSONField("内容", default=dict)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_draft_per_person_and_form")]

    def __str__(self) -> str:
        return self.key
