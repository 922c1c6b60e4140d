"""What the desk accepts."""

from datetime import date
from typing import Any

from django import forms

from ipservice.accounts.models import User
from ipservice.forms.days import DayInput
from ipservice.jobs.idempotency import new_token
from ipservice.procedure.forms import ManyFilesField
from publicservice.booking.services.desk import Seat
from publicservice.booking.services.people import Person
from publicservice.network.models import Outlet, OutletStaff, ServiceItem, ServiceWindow


class OnceForm(forms.Form):
    """A form that counts once, however often it is sent."""

    form_token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_token"].initial = new_token()


class CodeForm(forms.Form):
    code = forms.CharField(
        label="预约码", max_length=300, help_text="输入预约码，或把光标放在这里用扫码枪扫预约凭证上的二维码"
    )


class PersonForm(OnceForm):
    """Who is served. Somebody who walks in need not leave a number."""

    name = forms.CharField(label="姓名", max_length=64)
    phone = forms.RegexField(
        r"^1\d{10}$", label="手机号", required=False, error_messages={"invalid": "手机号应为 11 位数字。"}
    )
    organisation = forms.CharField(label="单位名称", max_length=120, required=False)
    subject = forms.CharField(label="咨询内容", max_length=1000, required=False, widget=forms.Textarea({"rows": 2}))
    acting_for = forms.CharField(
        label="代为办理说明",
        max_length=200,
        required=False,
        help_text="替来电人或不便上网的人办理时填写，如“来电人口述，请其到场”",
    )

    def person(self) -> Person:
        cleaned = self.cleaned_data
        return Person(**{name: cleaned[name] for name in ("name", "phone", "organisation", "subject", "acting_for")})


class WalkInForm(PersonForm):
    items = forms.ModelMultipleChoiceField(
        label="事项", queryset=ServiceItem.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["items"]

    def __init__(self, *args: Any, outlet: Outlet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        handled = ServiceItem.objects.filter(is_active=True, windows__outlet=outlet, windows__closed_on__isnull=True)
        self.fields["items"].queryset = handled.distinct()


class CallerForm(PersonForm):
    """Booking for somebody who called: the number is needed, and who asked is kept."""

    slot = forms.ChoiceField(label="时段", widget=forms.RadioSelect)
    field_order = ["slot"]

    def __init__(self, *args: Any, slots: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = slots
        self.fields["phone"].required = self.fields["acting_for"].required = True


class SeatForm(forms.Form):
    """At which window, by whom."""

    window = forms.ModelChoiceField(label="窗口", queryset=ServiceWindow.objects.none(), required=False)
    consultant = forms.ModelChoiceField(label="咨询员", queryset=OutletStaff.objects.none(), required=False)

    def __init__(self, *args: Any, outlet: Outlet, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["window"].queryset = outlet.windows.open_on(today)
        self.fields["consultant"].queryset = outlet.staff.serving_on(today)
        self.fields["window"].label_from_instance = lambda window: window.name
        self.fields["window"].empty_label = self.fields["consultant"].empty_label = "不指定"

    def seat(self) -> Seat:
        return Seat(self.cleaned_data["window"], self.cleaned_data["consultant"])


class TransferForm(SeatForm):
    reason = forms.CharField(label="转办原因", max_length=200)


class RecordForm(OnceForm):
    """The record of a consultation and, where something is still owed, the task."""

    summary = forms.CharField(label="咨询情况", widget=forms.Textarea({"rows": 4}), max_length=4000)
    advice = forms.CharField(label="答复意见", widget=forms.Textarea({"rows": 3}), max_length=4000, required=False)
    papers = ManyFilesField(label="材料", required=False)
    task = forms.CharField(label="跟进任务", max_length=300, required=False, help_text="还要办的事；没有则不填")
    owner = forms.ModelChoiceField(label="承办人", queryset=User.objects.none(), required=False)
    due_on = forms.DateField(label="跟进期限", widget=DayInput(), required=False)

    def __init__(self, *args: Any, outlet: Outlet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = outlet.staff.filter(ended_on__isnull=True, user__isnull=False)
        self.fields["owner"].queryset = User.objects.active().filter(outlet_posts__in=posts).distinct()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("task"):
            for name in ("owner", "due_on"):
                if not cleaned.get(name):
                    self.add_error(name, "填写了跟进任务，须同时选择承办人和期限。")
        return cleaned


class SpanForm(forms.Form):
    """The span of the figures; at most a year."""

    first = forms.DateField(label="从", widget=DayInput())
    last = forms.DateField(label="到", widget=DayInput())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not 0 <= (last - first).days <= 366:
            self.add_error("last", "结束日期应不早于开始日期，且相距不超过一年。")
        return cleaned
