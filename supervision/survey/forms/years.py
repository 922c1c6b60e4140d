"""What is typed about a year itself: its form, its days, who handles it."""

from typing import Any

from django import forms

from ipservice.accounts.models import Role, User
from ipservice.forms.days import DayInput
from ipservice.reference.models import District
from supervision.survey.models import Survey, SurveyForm

SHIPPED = ""


class YearForm(forms.Form):
    """A new year: from another one, or from what is shipped."""

    year = forms.IntegerField(label="统计年度", min_value=2000, max_value=2100)
    source = forms.ModelChoiceField(
        Survey.objects.none(), label="问卷来自", required=False, empty_label="随系统附带的问卷（101 至 109）"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = Survey.objects.order_by("-year")


class DaysForm(forms.ModelForm):
    class Meta:
        model = Survey
        fields = ("form", "opens_on", "due_on")
        widgets = {"opens_on": DayInput(), "due_on": DayInput()}


class MarksForm(forms.ModelForm):
    """The five marks of the statistics law, and the title."""

    class Meta:
        model = SurveyForm
        fields = ("number", "title", "made_by", "approved_by", "document_number", "valid_until")
        widgets = {"valid_until": DayInput()}


class PostForm(forms.Form):
    """Officials of the city for the whole city; a district's official for that district."""

    user = forms.ModelChoiceField(
        User.objects.none(), label="人员", help_text="市级经办人和复核人为全市统计人员，区县经办人为本区县统计人员。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = (Role.MUNICIPAL_OFFICIAL, Role.REVIEWER, Role.DISTRICT_OFFICIAL)
        people = User.objects.active().filter(role__in=roles).select_related("district")
        self.fields["user"].queryset = people.order_by("role", "district__code", "display_name")
        self.fields["user"].label_from_instance = describe

    def district(self) -> District | None:
        return self.cleaned_data["user"].district


def describe(user: User) -> str:
    return f"{user}（{user.district or user.get_role_display()}）"


class ImportForm(forms.Form):
    file = forms.FileField(label="问卷文件（JSON）", help_text="由本系统“导出问卷”得到的文件，导入后替换整份草稿。")
