"""What is typed about the half-hour circle: a place, a position, a search for sites, a plan and its changes."""

from decimal import Decimal
from typing import Any

from django import forms

from publicservice.coverage.models import ChangeKind, SitingGoal
from publicservice.coverage.rules.parameters import Mode
from publicservice.network.models import Outlet


class PlaceForm(forms.Form):
    """A place by name, or a position that a phone gave."""

    place = forms.CharField(
        label="您在哪里",
        max_length=40,
        required=False,
        help_text="区县、街道、乡镇或园区名称，也可以用拼音，如“观音桥”或“guanyinqiao”。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)

    @property
    def position(self) -> tuple[float, float] | None:
        found = self.cleaned_data.get("longitude"), self.cleaned_data.get("latitude")
        return None if None in found else found


class SitingForm(forms.Form):
    """A search for new sites."""

    goal = forms.ChoiceField(label="目标", choices=SitingGoal.choices())
    amount = forms.IntegerField(
        label="新设个数，或目标覆盖率（%）", min_value=1, max_value=100, initial=2, help_text="按上面所选的目标填写。"
    )
    mode = forms.ChoiceField(label="出行方式", choices=Mode.choices(), initial=Mode.CAR)
    uses_imported = forms.BooleanField(
        label="只用导入的候选地点", required=False, help_text="不勾选时，以有实际坐标的街道、乡镇作为候选地点。"
    )
    time_limit_seconds = forms.IntegerField(label="计算时限（秒）", min_value=1, max_value=600, initial=60)


class ScenarioForm(forms.Form):
    """A new plan."""

    title = forms.CharField(label="方案名称", max_length=80)
    mode = forms.ChoiceField(label="出行方式", choices=Mode.choices(), initial=Mode.CAR)
    note = forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class ChangeForm(forms.Form):
    """One change of a plan."""

    kind = forms.ChoiceField(label="变动", choices=ChangeKind.choices())
    outlet = forms.ModelChoiceField(
        label="网点", queryset=Outlet.objects.none(), required=False, help_text="新设网点时不选。"
    )
    name = forms.CharField(
        label="地点名称",
        max_length=120,
        required=False,
        help_text="新设、迁移时填写；只填街道或乡镇名称时按其坐标计算。",
    )
    longitude = forms.DecimalField(
        label="经度", required=False, min_value=Decimal(105), max_value=Decimal(111), decimal_places=5, max_digits=9
    )
    latitude = forms.DecimalField(
        label="纬度", required=False, min_value=Decimal(28), max_value=Decimal(33), decimal_places=5, max_digits=9
    )
    half_days = forms.IntegerField(
        label="每周值守半日数", required=False, min_value=0, max_value=14, help_text="调整值守时填写。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outlet"].queryset = Outlet.objects.listed().order_by("name_pinyin", "id")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind and kind != ChangeKind.OPEN and not cleaned.get("outlet") and "outlet" not in self.errors:
            self.add_error("outlet", f"{ChangeKind(kind).label}须选定网点。")
        if kind in (ChangeKind.OPEN, ChangeKind.MOVE) and not (self._place(cleaned) or cleaned.get("name")):
            self.add_error("name", "请填写地点名称，或填写经度和纬度。")
        if kind == ChangeKind.HOURS and cleaned.get("half_days") is None:
            self.add_error("half_days", "请填写调整后每周值守的半日数。")
        return cleaned

    @staticmethod
    def _place(cleaned: dict[str, Any]) -> tuple[Decimal, Decimal] | None:
        found = cleaned.get("longitude"), cleaned.get("latitude")
        return None if None in found else found

    @property
    def place(self) -> tuple[Decimal, Decimal] | None:
        return self._place(self.cleaned_data)
