"""Deliveries as officials see them: proof of sending, and the ones whose end only a person can tell."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from ipservice.foundation import masking
from ipservice.notices import sending
from ipservice.notices.models import Channel, Delivery
from ipservice.portal.read_only import Untyped


@admin.register(Delivery)
class DeliveryAdmin(Untyped, ModelAdmin):
    """Looked at, never typed over; an unknown end is decided by action."""

    list_display = ["message", "channel", "masked", "state", "attempts", "sent_at", "provider_receipt", "error_message"]
    list_filter = ["state", "channel", "sent_at"]
    search_fields = ["message__title"]
    list_select_related = ["message"]
    actions = ["was_sent", "send_again"]
    fields = ["message", "channel", "masked", "state", "attempts", "not_before", "claimed_at", "sent_at"]
    readonly_fields = fields

    @admin.display(description="地址")
    def masked(self, delivery: Delivery) -> str:
        mask = masking.phone if delivery.channel == Channel.SMS else masking.email
        return mask(delivery.address)

    @admin.action(description="确认已发出", permissions=["change"])
    def was_sent(self, request, queryset) -> None:
        self._decide(request, queryset, was_sent=True)

    @admin.action(description="未发出，重新发送", permissions=["change"])
    def send_again(self, request, queryset) -> None:
        self._decide(request, queryset, was_sent=False)

    def _decide(self, request, queryset, *, was_sent: bool) -> None:
        for delivery in queryset:
            sending.decide(delivery.pk, was_sent=was_sent, by=request.user)
        self.message_user(request, f"已处理 {len(queryset)} 项投递。")
