"""What officials type into the catalogue, and how the public narrows it."""

from typing import Any

from django import forms

from ipservice.accounts.models import User
from publicservice.catalogue.models import EntryVersion
from publicservice.catalogue.rules import Audience, EntryKind, Fee, LifeStage, Way
from publicservice.catalogue.services.entries import Text
from publicservice.network.models import Outlet, ServiceForm, ServiceItem

FEN = 100
AREA = {"rows": 3}


class EntryForm(forms.Form):
    """One version of an entry. What keeps it from being published is said beside its field."""

    code = forms.SlugField(label="编码", max_length=40, help_text="小写字母、数字和连字符，发布后不变")
    title = forms.CharField(label="名称", max_length=80)
    kind = forms.ChoiceField(label="种类", choices=EntryKind.choices())
    stages = forms.MultipleChoiceField(
        label="生命周期环节", choices=LifeStage.choices(), widget=forms.CheckboxSelectMultiple
    )
    audiences = forms.MultipleChoiceField(
        label="服务对象", choices=Audience.choices(), widget=forms.CheckboxSelectMultiple
    )
    summary = forms.CharField(label="一句话说明", max_length=160, help_text="用办事人的话写，列表里只显示这一句")
    content = forms.CharField(label="内容", required=False, widget=forms.Textarea({"rows": 8}))
    keywords = forms.CharField(label="检索词", max_length=200, required=False, help_text="用顿号分开，不在页面上显示")
    form = forms.ChoiceField(label="服务形式", choices=ServiceForm.choices())
    is_basic = forms.BooleanField(label="基础性服务（一律免费）", required=False, initial=True)
    fee = forms.ChoiceField(label="收费", choices=Fee.choices())
    fee_yuan = forms.DecimalField(label="收费金额（元）", required=False, min_value=0, max_digits=9, decimal_places=2)
    fee_unit = forms.CharField(label="计价单位", max_length=20, required=False, help_text="例如 件、次、人·天")
    fee_basis = forms.CharField(label="收费依据", max_length=200, required=False)
    legal_basis = forms.CharField(label="办理依据", max_length=300, required=False)
    time_limit = forms.CharField(label="办理时限", max_length=120, required=False)
    way = forms.ChoiceField(label="怎么获得", choices=Way.choices(), widget=forms.RadioSelect)
    item = forms.ModelChoiceField(ServiceItem.objects.filter(is_active=True), label="预约事项", required=False)
    link = forms.CharField(label="网址", max_length=300, required=False)
    phone = forms.CharField(label="电话", max_length=40, required=False)
    outlets = forms.ModelMultipleChoiceField(
        Outlet.objects.none(), label="提供网点", required=False, help_text="不选表示全市范围"
    )
    source = forms.CharField(label="来源", max_length=300, required=False, widget=forms.Textarea(AREA))

    def __init__(self, *args: Any, by: User, version: EntryVersion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(version), **kwargs)
        self.fields["outlets"].queryset = Outlet.objects.managed_by(by).listed()
        if version:
            self.fields["code"].disabled = True

    def text(self) -> Text:
        """What the service takes."""
        said = self.cleaned_data
        fen = int(said["fee_yuan"] * FEN) if said["fee_yuan"] else None
        plain = {name: said[name] for name in said if name not in ("code", "fee_yuan", "outlets")}
        lists = {name: tuple(said[name]) for name in ("stages", "audiences")}
        outlets = tuple(sorted(outlet.pk for outlet in said["outlets"]))
        return Text(**{**plain, **lists, "fee_fen": fen, "outlets": outlets})


def _initial(version: EntryVersion | None) -> dict[str, Any]:
    if version is None:
        return {}
    said = {**Text.of(version).plain(), "code": version.entry.code, "outlets": list(version.outlets.all())}
    said["fee_yuan"] = f"{version.fee_fen / FEN:.2f}" if version.fee_fen else None
    return said


class SynonymForm(forms.Form):
    words = forms.CharField(
        label="同义词", max_length=400, widget=forms.Textarea(AREA), help_text="用顿号、逗号或换行分开，至少两个"
    )
    note = forms.CharField(label="说明", max_length=120, required=False)

    def clean_words(self) -> list[str]:
        text = self.cleaned_data["words"]
        for mark in ("、", "，", "；", ",", ";"):
            text = text.replace(mark, "\n")
        return [word for word in text.split("\n") if word.strip()]


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(AREA))


class CatalogueSearch(forms.Form):
    """All in the address; what is no choice is ignored."""

    q = forms.CharField(max_length=80, required=False)
    stage = forms.ChoiceField(choices=LifeStage.choices(), required=False)
    audience = forms.ChoiceField(choices=Audience.choices(), required=False)
    kind = forms.ChoiceField(choices=EntryKind.choices(), required=False)

    def given(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
