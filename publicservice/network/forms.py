"""What the doors of the network accept: weeks, single days, answers for touched bookings."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from ipservice.forms.days import DayInput
from ipservice.jobs.idempotency import new_token
from publicservice.network.rules.hours import DAYS, HoursRefused, read_intervals
from publicservice.network.services.hours import NewException, NewWeek
from publicservice.network.services.touched import Answer, Choice, Touched

_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-－—–~至]+\s*(\d{1,2})[:：](\d{2})")
_BETWEEN = re.compile(r"[\s,，、;；]*")
HELP = "如 09:00-12:00、14:00-17:00；不开放留空"


class SpansField(forms.CharField):
    """Opening hours of a day as people type them; cleaned to the stored pairs."""

    def __init__(self, *, where: str, **kwargs: Any) -> None:
        self.where = where
        super().__init__(required=False, max_length=120, **kwargs)

    def clean(self, value: Any) -> list[list[str]]:
        text = super().clean(value)
        spans = _SPAN.findall(text)
        if not _BETWEEN.fullmatch(_SPAN.sub("", text)):
            raise forms.ValidationError(f"{self.where}“{text}”不能识别，应{HELP}。")
        pairs = [[f"{int(a):02d}:{b}", f"{int(c):02d}:{d}"] for a, b, c, d in spans]
        try:
            read_intervals(pairs, self.where)
        except HoursRefused as refused:
            raise forms.ValidationError(refused.message) from None
        return pairs


def typed(pairs: Sequence[Sequence[str]]) -> str:
    """Stored pairs as they would be typed."""
    return "、".join(f"{start}-{end}" for start, end in pairs)


class TokenForm(forms.Form):
    """A form that counts once, however often it is sent."""

    form_token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_token"].initial = new_token()

    def payload(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "form_token"}


class WeekForm(TokenForm):
    """A week from a day on."""

    in_force_from = forms.DateField(label="自", widget=DayInput(), help_text="今天或以后")
    follows_working_calendar = forms.BooleanField(
        label="按国务院放假和调休安排", required=False, initial=True, help_text="法定节假日不开放，调休上班日开放"
    )
    makeup_weekday = forms.TypedChoiceField(
        label="调休上班日按哪天的时间", choices=list(enumerate(DAYS)), coerce=int, initial=0
    )
    reason = forms.CharField(label="变更原因", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, label in enumerate(DAYS):
            self.fields[f"day{number}"] = SpansField(where=label, label=label)
        self.order_fields(["in_force_from", *(f"day{number}" for number in range(7))])
        self.fields["day0"].help_text = HELP

    def new_week(self) -> NewWeek:
        cleaned = self.cleaned_data
        return NewWeek(
            cleaned["in_force_from"],
            [cleaned[f"day{number}"] for number in range(7)],
            cleaned["reason"],
            cleaned["follows_working_calendar"],
            cleaned["makeup_weekday"],
        )


class RestoreForm(TokenForm):
    in_force_from = forms.DateField(label="自", widget=DayInput(), help_text="今天或以后")


class ExceptionForm(TokenForm):
    """One day that differs."""

    day = forms.DateField(label="日期", widget=DayInput())
    intervals = SpansField(where="当日时间", label="当日时间", help_text="如 09:00-12:00；全天不开放留空")
    reason = forms.CharField(label="原因", max_length=200, help_text="公众会看到，如“全员业务培训”")

    def new_exception(self) -> NewException:
        cleaned = self.cleaned_data
        return NewException(cleaned["day"], cleaned["intervals"], cleaned["reason"])


def answers_in(posted: QueryDict, touched: Sequence[Touched]) -> dict[str, Answer]:
    """The decisions typed for touched bookings; one without a known choice is left out."""
    found = {}
    for booking in touched:
        choice = posted.get(f"choice-{booking.key}", "")
        if choice in [one.value for one in Choice]:
            found[booking.key] = Answer(
                Choice(choice),
                to=posted.get(f"to-{booking.key}", "")[:200],
                message=posted.get(f"message-{booking.key}", "")[:500],
            )
    return found


def initial_week(week: Sequence[Sequence[Sequence[str]]]) -> Mapping[str, str]:
    """A stored week as initial values of ``WeekForm``."""
    return {f"day{number}": typed(pairs) for number, pairs in enumerate(week)}
