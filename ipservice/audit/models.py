"""Who did what, when and why. Append-only: the database refuses to change or delete a row."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from ipservice.accounts.models import User
from ipservice.audit.history import tracked

LANES = 16


@tracked(
    exclude=("password", "last_login", "password_set_at", "email", "phone", "first_name", "last_name", "date_joined")
)
class TrackedUser(User):
    """Accounts with the history of their role, state and rights; ``accounts`` itself lies below this package."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = verbose_name_plural = "账号"


class AuditLane(models.Model):
    """The head of one of the parallel chains: how many entries it has and the digest of the last one.

    Several chains, so that people who act at the same moment do not wait for one another. Kept by the database.
    """

    lane = models.PositiveSmallIntegerField("链", primary_key=True)
    position = models.PositiveBigIntegerField("已记条数", default=0)
    digest = models.CharField("末条摘要", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "操作记录链"

    def __str__(self) -> str:
        return f"{self.lane}: {self.position}"


class AuditEntry(models.Model):
    """One act of one person. ``digest`` chains each entry to the one before it in its lane, so a removed row shows.

    ``lane``, ``position``, ``previous_digest`` and ``digest`` are written by a database trigger, whoever inserts.
    """

    at = models.DateTimeField("时间", auto_now_add=True)
    # No key in the database: an entry outlives the account it names, and its digest holds the number.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="操作人",
        related_name="+",
        db_constraint=False,
    )
    actor_label = models.CharField("操作人名称", max_length=100)
    verb = models.CharField("动作", max_length=64, help_text="例：award.round.compute")
    sentence = models.CharField("内容", max_length=500)
    subject_type = models.CharField("对象类型", max_length=64)
    subject_key = models.CharField("对象编号", max_length=128)
    reason = models.CharField("理由", max_length=500, blank=True)
    before = models.JSONField("变更前", default=dict, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField("变更后", default=dict, blank=True, encoder=DjangoJSONEncoder)
    lane = models.PositiveSmallIntegerField("链", default=0, editable=False)
    position = models.PositiveBigIntegerField("链内序号", default=0, editable=False)
    previous_digest = models.CharField("前一摘要", max_length=64, blank=True, editable=False)
    digest = models.CharField("摘要", max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["lane", "position"], name="one_audit_entry_per_position")]
        indexes = [models.Index(fields=["subject_type", "subject_key", "-id"], name="audit_by_subject")]

    def __str__(self) -> str:
        return self.sentence
