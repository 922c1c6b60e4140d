"""What officials and who takes part type about campaigns."""

from typing import Any

from django import forms

from agencies.registry.models import Agency
from ipservice.accounts.models import User
from ipservice.forms.days import DayInput
from ipservice.forms.identifiers import CreditCodeField
from publicservice.campaigns.models import Campaign
from publicservice.campaigns.rules import HelpKind
from publicservice.network.models import Outlet

AREA = {"rows": 4}


class CampaignForm(forms.ModelForm):
    """The facts of a campaign. Agencies are given by their codes, one a line."""

    agency_codes = forms.CharField(
        label="参加机构",
        required=False,
        widget=forms.Textarea(AREA),
        help_text="统一社会信用代码或机构代码，一行一个",
    )

    class Meta:
        model = Campaign
        fields = (
            "title",
            "organiser",
            "partners",
            "summary",
            "goal_enterprises",
            "goal_services",
            "first_day",
            "last_day",
            "district",
            "park",
            "outlets",
        )
        widgets = {"first_day": DayInput(), "last_day": DayInput()}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outlets"].queryset = Outlet.objects.managed_by(by).listed()
        for name in ("goal_enterprises", "goal_services"):
            self.fields[name].min_value = 1
            self.fields[name].widget.attrs["min"] = 1
        if not by.is_city_official:
            del self.fields["district"]
        if self.instance.pk:
            joined = self.instance.agencies.order_by("name_pinyin", "id")
            self.fields["agency_codes"].initial = "\n".join(agency.public_code for agency in joined)

    def clean_agency_codes(self) -> list[int]:
        codes = self.cleaned_data["agency_codes"].split()
        listed = Agency.objects.listed()
        known = {code: pk for pk, *both in listed.values_list("pk", "credit_code", "agency_code") for code in both}
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise forms.ValidationError(f"登记中没有这些机构：{'、'.join(unknown[:5])}")
        return [known[code] for code in codes]

    def _post_clean(self) -> None:
        """The row is written by the service, which asks its own questions; here only the fields are read."""


class HelpForm(forms.Form):
    provider = forms.ChoiceField(label="服务单位")
    kind = forms.ChoiceField(label="服务", choices=HelpKind.choices())
    served_on = forms.DateField(label="服务日期", widget=DayInput())
    credit_code = CreditCodeField(label="企业统一社会信用代码")
    enterprise_name = forms.CharField(label="企业名称", max_length=120)
    description = forms.CharField(label="内容", max_length=300, required=False, widget=forms.Textarea(AREA))
    form_token = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agencies: list[Agency], outlets: list[Outlet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {f"agency-{one.pk}": one for one in agencies} | {f"outlet-{one.pk}": one for one in outlets}
        self.fields["provider"].choices = [(key, one.name) for key, one in self.offered.items()]


class ProblemForm(forms.Form):
    credit_code = CreditCodeField(label="企业统一社会信用代码")
    enterprise_name = forms.CharField(label="企业名称", max_length=120)
    text = forms.CharField(label="问题", max_length=500, widget=forms.Textarea(AREA))
    owner = forms.CharField(label="责任单位", max_length=120)
    due_on = forms.DateField(label="解决期限", widget=DayInput())


class ResultForm(forms.Form):
    result = forms.CharField(label="结果", max_length=500)


class LinkForm(forms.Form):
    code = forms.CharField(label="预约码", max_length=40)
    phone_tail = forms.RegexField(
        r"^\d{4}$", label="预约手机号后四位", max_length=4, error_messages={"invalid": "请填写 4 位数字。"}
    )
