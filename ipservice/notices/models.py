"""Messages to persons, written in the transaction of the event that causes them, sent by the worker."""

from datetime import time
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.http import url_has_allowed_host_and_scheme

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


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """A message is its recipient's alone."""
        return self.filter(recipient=user) if user.is_authenticated else self.none()

    def open_tasks(self) -> Self:
        """What somebody still has to do, most urgent first; tasks without a term last."""
        return self.filter(is_task=True, done_at__isnull=True).order_by(F("due_on").asc(nulls_last=True), "id")

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    """One message to one person about one event. Shown in the portal at once; other channels are deliveries.

    A person without an account has no ``recipient``: the addresses stand in the deliveries alone, and the event's
    name tells the person too.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="收件人", null=True, blank=True, related_name="messages"
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

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "event"], name="one_message_per_person_and_event"),
            models.UniqueConstraint(
                fields=["event"], condition=Q(recipient__isnull=True), name="one_message_per_event_without_account"
            ),
        ]
        indexes = [
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="messages_unread"),
            models.Index(
                fields=["recipient", "due_on"], condition=Q(is_task=True, done_at__isnull=True), name="tasks_open"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def way(self) -> str:
        """One tap to what has to be done: the page of the business, or the message where it names none."""
        is_ours = url_has_allowed_host_and_scheme(self.link, allowed_hosts=None)
        return self.link if is_ours else f"/portal/messages/{self.pk}/"


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


class Preference(models.Model):
    """How one person wants to be told besides the portal. Quiet hours hold back SMS until they end."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="用户", related_name="notice_preference"
    )
    by_mail = models.BooleanField("接收电子邮件", default=True)
    by_sms = models.BooleanField("接收短信", default=False)
    daily_digest = models.BooleanField("邮件每日汇总", default=False, help_text="每天上午九点合并为一封邮件")
    quiet_from = models.TimeField("免打扰开始", default=time(21, 0))
    quiet_until = models.TimeField("免打扰结束", default=time(8, 0))

    class Meta:
        verbose_name = verbose_name_plural = "通知设置"

    def __str__(self) -> str:
        return f"{self.user_id}"
