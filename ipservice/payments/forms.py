"""What the doors of the money path accept."""

from django import forms
from django.utils import timezone

from ipservice.forms.days import DayInput
from ipservice.payments.rules import AccountRefused, account_number, looks_like_a_card


class AccountForm(forms.Form):
    """The bank account of a payee, in its registered name."""

    payee_name = forms.CharField(label="户名", max_length=200, help_text="须与登记的机构名称一致。")
    bank = forms.CharField(label="开户行", max_length=100, help_text="填写到支行，例如：中国工商银行重庆渝中支行。")
    account = forms.CharField(label="账号", max_length=48, help_text="对公账号，只填数字；空格会自动去掉。")

    def clean_account(self) -> str:
        try:
            digits = account_number(self.cleaned_data["account"])
        except AccountRefused as refused:
            raise forms.ValidationError(refused.params["problem"], code=refused.code) from None
        if looks_like_a_card(digits):
            raise forms.ValidationError("该号码是个人银行卡号；请填写本机构的对公账号。", code="person_card")
        return digits


class PaidForm(forms.Form):
    """Payments that finance reports as paid, and the day."""

    payments = forms.TypedMultipleChoiceField(label="款项", coerce=int, widget=forms.CheckboxSelectMultiple)
    paid_on = forms.DateField(label="支付日期", widget=DayInput())

    def __init__(self, *args, choices: list[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payments"].choices = choices

    def clean_paid_on(self):
        day = self.cleaned_data["paid_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("支付日期不能晚于今天。", code="in_future")
        return day


class ReturnedForm(forms.Form):
    """One payment that the bank sent back, and why."""

    payment = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="退回原因", max_length=200)
