"""Messages to persons, written in the transaction of the event that causes them, sent by the worker."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ipservice.foundation.vocabulary import Vocabulary


class Channel(Vocabulary):
    PORTAL = "portal", "站内消息"
    MAIL = "mail", "电子邮件"
    SMS = "sms", "短信"


class DeliveryState(Vocabulary):
    WAITING = "waiting", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"
    UNKNOWN = "unknown", "结果不明"


class Message(models.Model):
    """One message to one person about one event. Shown in the portal at once; other channels are deliveries."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="收件人", related_name="messages"
    )
    event = models.CharField("事件", max_length=160, help_text="例：award.figures_open:2026:99001")
    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文")
    link = models.CharField("链接", max_length=300, blank=True)
    due_on = models.DateField("办理期限", null=True, blank=True)
    is_task = models.BooleanField("待办", default=False)
    done_at = models.DateTimeField("办结时间", null=True, blank=True)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["recipient", "event"], name="one_message_per_person_and_event")]
        indexes = [models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="messages_unread")]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """One message on its way through one outside channel; at most one for each, claimed before it is sent."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.CharField("渠道", max_length=8, choices=Channel.choices())
    address = models.CharField("地址", max_length=254)
    state = models.CharField("状态", max_length=8, choices=DeliveryState.choices(), default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    not_before = models.DateTimeField("不早于", null=True, blank=True)
    claimed_at = models.DateTimeField("取走时间", null=True, blank=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    provider_receipt = models.CharField("回执", max_length=200, blank=True)
    error_message = models.CharField("失败原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息投递"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="one_delivery_per_channel")]
        indexes = [models.Index(fields=["id"], condition=Q(state="waiting"), name="deliveries_waiting")]

    def __str__(self) -> str:
        return f"{self.channel} {self.address}"
