"""Forms of the officials' desk; each carries out one use case of the network."""

from datetime import date
from typing import Any

from django import forms

from ipservice.accounts.models import User
from ipservice.forms.days import DayInput
from ipservice.reference.models import District
from publicservice.network.models import Outlet, ServiceItem
from publicservice.network.rules import DeclaredCondition, QualificationKind
from publicservice.network.services import outlets, qualifications, staff, windows
from publicservice.network.services.qualifications import Grant
from publicservice.network.services.staff import Person

FACTS = (
    "name", "level", "district", "park", "host_name", "host_kind", "credit_code", "address", "directions", "phone",
    "longitude", "latitude", "position_source", "opened_on", "introduction",
)  # fmt: skip


class OutletForm(forms.ModelForm):
    """The facts of an outlet; a district official enters those of his own district."""

    class Meta:
        model = Outlet
        fields = FACTS
        widgets = {"opened_on": DayInput()}

    def __init__(self, *args: Any, by: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        places = District.objects.valid_on(today).units().order_by("code")
        if not by.is_city_official:
            places = places.filter(pk=by.district_id)
            self.fields["district"].required = True
        self.fields["district"].queryset = places
        self.fields["park"].queryset = self.fields["park"].queryset.filter(district__in=places)

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}

    def _post_clean(self) -> None:
        """The service checks and writes; nothing typed here reaches the stored row before."""

    def act(self, *, today: date) -> Outlet:
        if self.instance.pk:
            return outlets.change_outlet(self.instance.pk, self.facts(), by=self.by)
        return outlets.register_outlet(self.facts(), by=self.by)


class ActForm(forms.Form):
    """One act on one outlet. Subclasses say ``title`` and ``act``."""

    title = ""

    def __init__(self, *args: Any, outlet: Outlet, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outlet, self.by = outlet, by


class QualificationForm(ActForm):
    title = "登记资质"
    kind = forms.ChoiceField(label="资质", choices=QualificationKind.choices())
    number = forms.CharField(label="备案（批准）编号", max_length=64, required=False)
    batch = forms.CharField(label="批次", max_length=32, required=False, help_text="技术与创新支持中心填写，如 2026-1")
    valid_from = forms.DateField(label="自", widget=DayInput())
    valid_until = forms.DateField(label="至", widget=DayInput(), required=False, help_text="长期有效不填")
    basis = forms.CharField(label="批准（协议、备案）文件", max_length=200, required=False)
    conditions = forms.MultipleChoiceField(
        label="声明具备的条件",
        choices=DeclaredCondition.choices(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="商标品牌指导站、信息公共服务网点须勾选相应条件并留存材料",
    )

    def act(self, *, today: date) -> None:
        cleaned = dict(self.cleaned_data)
        conditions = tuple(DeclaredCondition(one) for one in cleaned.pop("conditions"))
        kind = QualificationKind(cleaned.pop("kind"))
        qualifications.grant(self.outlet.pk, Grant(kind=kind, conditions=conditions, **cleaned), by=self.by)


class WindowForm(ActForm):
    title = "设置窗口"
    name = forms.CharField(label="窗口名称", max_length=80)
    number = forms.CharField(label="窗口号", max_length=16, required=False)
    location = forms.CharField(label="位置", max_length=80, required=False)
    phone = forms.CharField(label="电话", max_length=40, required=False)
    is_comprehensive = forms.BooleanField(label="综合性知识产权服务窗口", required=False)
    staffed_half_days = forms.IntegerField(label="每周有人值守半日数", min_value=0, max_value=14, required=False)
    items = forms.ModelMultipleChoiceField(
        label="办理事项",
        queryset=ServiceItem.objects.filter(is_active=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def act(self, *, today: date) -> None:
        facts = dict(self.cleaned_data)
        chosen = list(facts.pop("items"))
        windows.open_window(self.outlet.pk, facts, chosen, today=today, by=self.by)


class StaffForm(ActForm):
    title = "登记人员"
    name = forms.CharField(label="姓名", max_length=64)
    username = forms.CharField(
        label="账号用户名", max_length=150, required=False, help_text="需要在网上办理的填写；新账号会生成设置密码的链接"
    )
    position = forms.CharField(label="岗位", max_length=64, required=False)
    phone = forms.CharField(label="电话", max_length=20, required=False)
    is_consultant = forms.BooleanField(label="提供咨询", required=False)

    def act(self, *, today: date) -> Any:
        return staff.appoint(self.outlet.pk, Person(**self.cleaned_data), today=today, by=self.by)


class StepForm(ActForm):
    """Suspends, reopens or closes; what it touches is answered below it."""

    since = forms.DateField(label="自", widget=DayInput())
    reason = forms.CharField(label="原因", max_length=200, required=False, help_text="公众会在网点页面上看到")


class EndForm(forms.Form):
    """The last day of a qualification."""

    last_day = forms.DateField(label="最后有效日", widget=DayInput())
    reason = forms.CharField(label="原因", max_length=200)
