"""What the public may send about a notice."""

import re

from django import forms
from django.db.models import Q
from django.utils import timezone

from ipservice.lists.filters import FilterForm
from ipservice.privacy.forms import ConsentField
from ipservice.procedure.models import Stage

PHONE = re.compile(r"^(?:\+?86[- ]?)?(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$")
MAX_FILES = 5


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Up to five files; each is examined by its content when it is kept."""

    widget = ManyFilesInput

    def clean(self, data, initial=None) -> list:
        files = [upload for upload in (data if isinstance(data, list | tuple) else [data]) if upload]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(f"最多上传 {MAX_FILES} 个文件，您选择了 {len(files)} 个。")
        return [super(ManyFilesField, self).clean(upload, initial) for upload in files]


class ObjectionForm(forms.Form):
    """Real name, a way to reach, what is wrong, evidence."""

    subject_code = forms.ChoiceField(label="所涉机构", help_text="只能对本公示名单中的机构提出异议；一次一家。")
    objector_name = forms.CharField(
        label="异议人姓名或单位名称", max_length=100, help_text="须使用真实姓名或单位全称。"
    )
    objector_phone = forms.CharField(
        label="联系电话",
        max_length=20,
        help_text="手机号或带区号的座机，用于核实情况和查询答复。",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    statement = forms.CharField(
        label="异议内容",
        min_length=10,
        max_length=4000,
        widget=forms.Textarea,
        help_text="请写明对哪项内容有异议、事实和理由（10 至 4000 字）。",
    )
    evidence = ManyFilesField(
        label="证据材料",
        required=False,
        help_text="PDF、JPG、PNG、Word（docx）、Excel（xlsx），每个不超过 20 MB，最多 5 个。",
    )
    is_true = forms.BooleanField(
        label="我保证所述情况和提交的材料真实。",
        error_messages={"required": "请勾选，保证所述情况真实；不实的异议不予受理。"},
    )
    consent = ConsentField("objection")
    form_token = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, subjects=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = [(subject.code, f"{subject.name}（{subject.code}）") for subject in subjects]
        self.fields["subject_code"].choices = [("", "请选择"), *choices]

    def clean_objector_name(self) -> str:
        name = self.cleaned_data["objector_name"].strip()
        if len(name) < 2 or name in {"匿名", "无名", "不详"}:
            raise forms.ValidationError("异议须实名提出，请填写真实姓名或单位全称。")
        return name

    def clean_objector_phone(self) -> str:
        found = PHONE.match(self.cleaned_data["objector_phone"].strip().replace(" ", ""))
        if not found:
            raise forms.ValidationError("电话号码不正确：应为 11 位手机号，或带区号的座机号。")
        return found.group(1)


class LookUpForm(forms.Form):
    """Finds the answer to one's own objection."""

    number = forms.CharField(label="异议编号", max_length=64, help_text="例：渝知异〔2026〕3号，见提交后的回执页面。")
    phone_tail = forms.RegexField(
        r"^\d{4}$",
        label="联系电话后四位",
        max_length=4,
        error_messages={"invalid": "请填写 4 位数字。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        text = self.cleaned_data["number"].strip()
        return text.replace("[", "〔").replace("]", "〕").replace("（", "〔").replace("）", "〕")


class NoticeFilter(FilterForm):
    """Narrows the list of notices by words of the title and year."""

    q = forms.CharField(label="标题或文号", max_length=60)
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    is_open = forms.BooleanField(label="正在公示")

    def by_q(self, queryset, value):
        return queryset.filter(Q(title__icontains=value) | Q(number__icontains=value))

    def by_year(self, queryset, value):
        return queryset.filter(first_day__year=value)

    def by_is_open(self, queryset, value):
        return queryset.filter(decision__stage=Stage.ON_NOTICE, last_day__gte=timezone.localdate())
