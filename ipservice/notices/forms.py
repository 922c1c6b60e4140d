"""What the pages of messages accept."""

from django import forms

from ipservice.lists.filters import FilterForm
from ipservice.notices.models import Preference


class MessageFilter(FilterForm):
    q = forms.CharField(label="关键词", max_length=60)
    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), ("task", "待办"), ("unread", "未读"), ("done", "已办结")]
    )

    def by_q(self, queryset, value):
        return queryset.filter(title__icontains=value)

    def by_state(self, queryset, value):
        if value == "task":
            return queryset.filter(is_task=True, done_at__isnull=True)
        if value == "done":
            return queryset.filter(is_task=True, done_at__isnull=False)
        return queryset.unread()


class PreferenceForm(forms.ModelForm):
    class Meta:
        model = Preference
        fields = ["by_mail", "daily_digest", "by_sms", "quiet_from", "quiet_until"]
        widgets = {
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {
            "by_mail": "站内消息总会收到；这里决定是否另发邮件。",
            "quiet_from": "免打扰时段内不发短信，时段结束后再发。",
        }
