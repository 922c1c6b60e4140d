"""Payments, batches, accounts and claims as officials find them. Nothing is typed over: the desk moves them."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from ipservice.foundation.masking import bank_account
from ipservice.foundation.money import format_yuan
from ipservice.payments.models import PayeeAccount, Payment, PaymentBatch, Recovery
from ipservice.portal.read_only import CityReadOnly


class MoneyAdmin(CityReadOnly, ModelAdmin):
    """Looked at by officials of the city, never typed over."""

    @admin.display(description="金额（元）", ordering="amount_fen")
    def yuan(self, row) -> str:
        return format_yuan(row.amount_fen)

    @admin.display(description="账号")
    def masked_account(self, row) -> str:
        return bank_account(row.account)


@admin.register(Payment)
class PaymentAdmin(MoneyAdmin):
    list_display = ["payee_name", "payee_code", "yuan", "state", "basis", "batch", "paid_on"]
    list_filter = ["state", "budget_year"]
    search_fields = ["payee_name", "payee_code", "basis"]
    list_select_related = ["batch"]
    exclude = ["account"]
    readonly_fields = ["masked_account", "yuan"]


@admin.register(PaymentBatch)
class PaymentBatchAdmin(MoneyAdmin):
    list_display = ["number", "title", "created_by", "created_at", "approved_by", "approved_at"]
    list_filter = [("approved_at", admin.EmptyFieldListFilter)]
    search_fields = ["number", "title"]
    list_select_related = ["created_by", "approved_by"]


@admin.register(PayeeAccount)
class PayeeAccountAdmin(MoneyAdmin):
    list_display = ["payee_name", "payee_code", "bank", "masked_account", "given_by", "given_at", "ended_at"]
    search_fields = ["payee_name", "payee_code", "bank"]
    list_select_related = ["given_by"]
    exclude = ["account"]
    readonly_fields = ["masked_account"]


@admin.register(Recovery)
class RecoveryAdmin(MoneyAdmin):
    list_display = ["payee_name", "payee_code", "yuan", "finding", "document", "decided_at", "recovered_on"]
    list_filter = [("recovered_on", admin.EmptyFieldListFilter)]
    search_fields = ["payee_name", "payee_code", "document"]
    readonly_fields = ["yuan"]
