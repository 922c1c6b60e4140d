"""What the public pages of booking ask for, one question a page."""

import re

from django import forms

from ipservice.forms.identifiers import CreditCodeField
from ipservice.privacy.forms import ConsentField
from publicservice.booking.models import Variant
from publicservice.booking.rules.ratings import LEVELS, items_of

MOBILE = re.compile(r"^(?:\+?86[- ]?)?(1[3-9]\d{9})$")
MOST_ITEMS = 4
TOKEN_LENGTH = 64


class MattersForm(forms.Form):
    """What it is about, and how one would like to talk. Sent by GET, so that the address can be kept."""

    item = forms.TypedMultipleChoiceField(
        label="想咨询或办理什么",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"可以多选，最多 {MOST_ITEMS} 项；多项会连续安排在同一位咨询员处。",
        error_messages={"required": "请至少选择一项。", "invalid_choice": "所选事项已不能预约，请重新选择。"},
    )
    variant = forms.ChoiceField(
        label="怎样咨询",
        choices=Variant.choices(),
        widget=forms.RadioSelect,
        initial=Variant.ON_SITE,
        error_messages={"required": "请选择一种方式。"},
    )

    def __init__(self, *args, items=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(item.pk, item.name) for item in items]

    def clean_item(self) -> list[int]:
        chosen = self.cleaned_data["item"]
        if len(chosen) > MOST_ITEMS:
            raise forms.ValidationError(f"一次最多预约 {MOST_ITEMS} 项，您选了 {len(chosen)} 项，请减少。")
        return chosen


class PersonForm(forms.Form):
    """Who comes; nothing that the appointment does not need."""

    name = forms.CharField(
        label="姓名", max_length=64, min_length=2, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label="手机号",
        max_length=20,
        help_text="用于提醒，改约或取消时核对后四位。",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        help_text="填写后同时发送邮件通知。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    organisation = forms.CharField(
        label="单位名称", required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    credit_code = CreditCodeField(label="统一社会信用代码", required=False, help_text="有则填写，18 位。")
    subject = forms.CharField(
        label="想咨询的内容",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="简单写明情况，便于咨询员准备。请勿填写未公开的技术细节。",
    )
    file = forms.FileField(
        label="相关材料",
        required=False,
        help_text="一个文件：PDF、JPG、PNG、Word（docx）、Excel（xlsx），不超过 20 MB。",
    )

    def clean_phone(self) -> str:
        return mobile(self.cleaned_data["phone"])

    def clean_name(self) -> str:
        return self.cleaned_data["name"].strip()


def mobile(text: str) -> str:
    """Eleven digits. Raises ``ValidationError``."""
    found = MOBILE.match(re.sub(r"[\s-]", "", text))
    if not found:
        raise forms.ValidationError("手机号不正确：应为 1 开头的 11 位数字，例如 13812345678。")
    return found.group(1)


class CheckForm(forms.Form):
    """The last look; consent is a box of its own."""

    form_token = forms.CharField(max_length=TOKEN_LENGTH, widget=forms.HiddenInput)

    def __init__(self, *args, purpose: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"] = ConsentField(purpose)


class FindForm(forms.Form):
    """What opens one's own booking without an account."""

    code = forms.CharField(
        label="预约码或候补码",
        max_length=32,
        help_text="12 位，见预约完成页，例如 7K3M-Q9XA-2PBD。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    phone_tail = forms.RegexField(
        r"^\d{4}$",
        label="手机号后四位",
        max_length=4,
        error_messages={"invalid": "请填写 4 位数字。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class RatingForm(forms.Form):
    """Five levels for each item of this way of service."""

    def __init__(self, *args, is_online: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for item in items_of(is_online):
            self.fields[item.value] = forms.TypedChoiceField(
                label=item.label,
                choices=list(LEVELS.items()),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": f"请为“{item.label}”选择一级。"},
            )
        self.fields["comment"] = forms.CharField(
            label="意见建议", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
        )

    def levels(self) -> dict[str, int]:
        return {name: value for name, value in self.cleaned_data.items() if name != "comment"}
