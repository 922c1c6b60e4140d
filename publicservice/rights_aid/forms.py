"""The questions of a request, one a page, and what officials write in the handling."""

from typing import Any

from django import forms
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.forms.identifiers import CreditCodeField
from ipservice.lists.filters import FilterForm
from ipservice.privacy.forms import ConsentField
from ipservice.procedure.forms import PHONE, ManyFilesField
from ipservice.reference.models import District
from publicservice.booking.rules.ratings import LEVELS
from publicservice.network.models import Outlet
from publicservice.rights_aid.rules import RightKind, State

LINES = {"rows": 6}
FILES_HELP = "PDF、JPG、PNG、Word（docx）、Excel（xlsx），每个不超过 20 MB，最多 5 个。"
NAMED, ANONYMOUS = "named", "anonymous"


class KindForm(forms.Form):
    title = "是哪一类权利？"
    right_kind = forms.ChoiceField(label="权利类型", choices=RightKind.choices(), widget=forms.RadioSelect)
    right_number = forms.CharField(
        label="权利证明编号", max_length=80, required=False, help_text="专利号、商标注册号、登记号等，知道就填。"
    )


class RespondentForm(forms.Form):
    title = "对谁提出？"
    respondent = forms.CharField(label="被请求人", max_length=120, help_text="侵犯权利的单位或个人，尽量写全称。")
    respondent_place = forms.CharField(label="地址或网店网址", max_length=200, required=False)


class FactsForm(forms.Form):
    title = "发生了什么？"
    facts = forms.CharField(
        label="事实和理由",
        min_length=10,
        max_length=4000,
        widget=forms.Textarea({"rows": 10}),
        help_text="写明什么时间、在哪里、对方做了什么，您为什么认为侵犯了权利（10 至 4000 字）。",
    )
    wish = forms.CharField(label="希望得到什么帮助", max_length=1000, required=False, widget=forms.Textarea(LINES))


class ElsewhereForm(forms.Form):
    title = "有其他单位在办理吗？"
    other_body = forms.CharField(
        label="已经受理的单位", max_length=120, required=False, help_text="法院、其他行政机关等；没有就空着。"
    )
    handed_over_by = forms.CharField(
        label="移送本局的单位", max_length=120, required=False, help_text="是其他单位移送来的，写明该单位。"
    )


class WhoForm(forms.Form):
    title = "实名还是匿名？"
    who = forms.ChoiceField(
        label="提出方式",
        choices=[
            (NAMED, "实名：会联系您，可以要求补正和答复"),
            (ANONYMOUS, "匿名：不留任何个人信息，只凭查询码查看；须附足以证明的材料"),
        ],
        widget=forms.RadioSelect,
    )


class ContactForm(forms.Form):
    title = "怎么联系您？"
    applicant_name = forms.CharField(label="姓名或单位名称", max_length=120)
    credit_code = CreditCodeField(label="统一社会信用代码", required=False, help_text="单位填写。")
    phone = forms.CharField(label="联系电话", max_length=20, widget=forms.TextInput({"type": "tel"}))
    email = forms.EmailField(label="电子邮箱", required=False)

    def clean_phone(self) -> str:
        found = PHONE.match(self.cleaned_data["phone"].strip().replace(" ", ""))
        if not found:
            raise forms.ValidationError("电话号码不正确：应为 11 位手机号，或带区号的座机号。")
        return found.group(1)


class PlaceForm(forms.Form):
    title = "在哪个区县？"
    district = forms.ModelChoiceField(
        District.objects.none(), label="事情发生的区县", required=False, help_text="说不清就空着，由市局分派。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.valid_on(timezone.localdate()).units().order_by("code")


class EvidenceForm(forms.Form):
    title = "有什么证据？"
    evidence = ManyFilesField(label="证据材料", required=False, help_text=FILES_HELP)


class FinishForm(forms.Form):
    """The last page. An anonymous request keeps nothing personal and asks for no consent."""

    consent = ConsentField("rights_aid")
    form_token = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_anonymous: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_anonymous:
            del self.fields["consent"]


class CodeForm(forms.Form):
    code = forms.CharField(
        label="查询码",
        max_length=40,
        help_text="提交成功时显示的 12 位字母和数字，不分大小写，横线可不填。",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class CompletionForm(forms.Form):
    words = forms.CharField(label="补充的内容", max_length=4000, widget=forms.Textarea(LINES))
    evidence = ManyFilesField(label="补充材料", required=False, help_text=FILES_HELP)


class RatingForm(forms.Form):
    stars = forms.TypedChoiceField(
        label="您对这次办理满意吗？",
        choices=[(str(level), word) for level, word in LEVELS.items()],
        coerce=int,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(label="意见", max_length=500, required=False, widget=forms.Textarea(LINES))


class JudgementForm(forms.Form):
    """Whether to take a request up. What only a person can judge is asked here."""

    is_in_competence = forms.BooleanField(label="属于维权援助的范围和本机关的职责", required=False, initial=True)
    is_crime_suspected = forms.BooleanField(label="涉嫌犯罪（应移送公安机关）", required=False)
    words = forms.CharField(
        label="说明",
        max_length=2000,
        required=False,
        widget=forms.Textarea(LINES),
        help_text="要求补正、不予受理时必填，请求人会看到全文。",
    )


class TransferForm(forms.Form):
    to = forms.CharField(label="接收单位", max_length=120, help_text="涉嫌犯罪的填 公安机关 的名称。")
    words = forms.CharField(label="移送理由", max_length=2000, widget=forms.Textarea(LINES))


class AssignForm(forms.Form):
    district = forms.ModelChoiceField(District.objects.none(), label="区县", required=False)
    outlet = forms.ModelChoiceField(Outlet.objects.none(), label="办理网点", required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outlet"].queryset = Outlet.objects.managed_by(by).open()
        if by.is_city_official:
            self.fields["district"].queryset = District.objects.valid_on(timezone.localdate()).units().order_by("code")
        else:
            del self.fields["district"]


class WordsForm(forms.Form):
    words = forms.CharField(label="答复", max_length=4000, widget=forms.Textarea(LINES), help_text="请求人会看到全文。")


class DeskFilter(FilterForm):
    q = forms.CharField(label="编号或被请求人", max_length=60)
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *State.choices()])
    right_kind = forms.ChoiceField(label="权利类型", choices=[("", "全部"), *RightKind.choices()])
    is_late = forms.BooleanField(label="只看逾期")

    def by_q(self, queryset, value):
        return queryset.filter(number__icontains=value) | queryset.filter(respondent__icontains=value)

    def by_is_late(self, queryset, value):
        return queryset.overdue_on(timezone.localdate())
