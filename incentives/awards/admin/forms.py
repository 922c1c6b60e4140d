"""What officials type on the workbench: the grounds of a round, a settlement, a trial of other rules."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from incentives.awards.models import AwardRound, FigureCheck
from incentives.awards.rules import Figures, problems
from incentives.awards.rules.parameters import READERS
from incentives.awards.rules.readings import (
    AbnormalState,
    AgencyState,
    AmountRule,
    ExcludingStanding,
    ExclusionWindow,
    Grade,
    TieBreaker,
)
from incentives.awards.services.settling import Settlement
from incentives.awards.services.whatif import SWITCHES
from ipservice.forms.days import DayInput
from ipservice.procedure.models import RuleSet, RuleSetStage

CHOICES = {**SWITCHES, "amount_rule": AmountRule, "exclusion_window": ExclusionWindow}
SEVERAL = {
    "eligible_states": AgencyState,
    "abnormal_states": AbnormalState,
    "excluded_grades": Grade,
    "excluded_standings": ExcludingStanding,
    "tie_breakers": TieBreaker,
}
COUNTS = ("floor_concluded", "confidence_percent", "tie_decimals")
MONEY = ("amount_cap_fen", "amount_floor_fen")


class RoundForm(forms.Form):
    """A new round: its year and its rules."""

    year = forms.IntegerField(label="奖励年度", min_value=2000, max_value=2100)
    ruleset = forms.ModelChoiceField(label="规则版本", queryset=RuleSet.objects.none())

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ruleset"].queryset = _rules()


class GroundsForm(forms.ModelForm):
    """What a round rests on. Budget in yuan."""

    budget_yuan = forms.DecimalField(
        label="预算金额（元）", min_value=0, max_digits=15, decimal_places=2, required=False
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = AwardRound
        fields = (
            "title",
            "ruleset",
            "national_rate",
            "national_rate_document",
            "national_rate_published_on",
            "basis_document",
            "basis_number",
            "review_record",
            "review_on",
            "budget_line",
        )
        widgets = {"national_rate_published_on": DayInput, "review_on": DayInput}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ruleset"].queryset = _rules()
        self.fields["seen_version"].initial = self.instance.lock_version
        if self.instance.budget_fen is not None:
            self.fields["budget_yuan"].initial = Decimal(self.instance.budget_fen) / 100

    def changes(self) -> dict[str, Any]:
        """What the service is given."""
        yuan = self.cleaned_data["budget_yuan"]
        known = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**known, "budget_fen": None if yuan is None else int(yuan * 100)}


def _rules():
    return RuleSet.objects.filter(kind__in=["award", "award_demo"], stage=RuleSetStage.ADOPTED)


class FiguresForm(forms.Form):
    """The three figures that an official holds right."""

    filed = forms.IntegerField(label="核定申请量（件）", min_value=0, max_value=10_000_000)
    concluded = forms.IntegerField(label="核定结案量（件）", min_value=0, max_value=10_000_000)
    granted = forms.IntegerField(label="核定授权量（件）", min_value=0, max_value=10_000_000)

    def figures(self) -> Figures:
        data = self.cleaned_data
        return Figures(data["filed"], data["concluded"], data["granted"])


class SettleForm(FiguresForm):
    """How an official decides a contest, and how it stood when the page was opened."""

    reason = forms.CharField(label="处理理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen_at(self) -> datetime | None:
        seen = self.cleaned_data["seen_at"]
        moment = parse_datetime(seen) if seen else None
        if seen and (moment is None or timezone.is_naive(moment)):
            raise forms.ValidationError("页面已失效，请刷新后再处理。")
        return moment

    def settlement(self) -> Settlement:
        return Settlement(self.figures(), self.cleaned_data["reason"], self.cleaned_data["seen_at"])


def seen_at(check: FigureCheck) -> str:
    """When the contest was settled last, as a page carries it back."""
    return check.settled_at.isoformat() if check.settled_at else ""


class RecoverForm(FiguresForm):
    """What a later finding says the figures truly were, and the paper that says so."""

    reason = forms.CharField(label="查明事实", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    document = forms.CharField(label="依据文件", max_length=200, help_text="文号，例如：渝知函〔2026〕3号。")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        concluded, granted = cleaned.get("concluded"), cleaned.get("granted")
        if concluded is not None and granted is not None and granted > concluded:
            self.add_error("granted", f"授权量 {granted} 件不能多于结案量 {concluded} 件。")
        return cleaned


class WhatIfForm(forms.Form):
    """Every parameter of the rule set, and the round's national rate and budget beside them."""

    national_rate = forms.DecimalField(label="全国平均授权率（%）", min_value=0, max_value=100, decimal_places=4)
    budget_yuan = forms.DecimalField(label="预算（元）", min_value=0, max_digits=15, decimal_places=2)

    def __init__(self, data: Mapping | None, *, parameters: Mapping[str, Any], **kwargs) -> None:
        super().__init__(data, **kwargs)
        for name, (label, _) in READERS.items():
            self.fields[name] = _field(name, label, parameters[name])

    def parameters(self) -> dict[str, Any]:
        """The parameters as a rule set keeps them."""
        return {name: _plain(name, self.cleaned_data[name]) for name in READERS}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            for name, sentence in problems(self.parameters()).items():
                self.add_error(name, sentence)
        return cleaned


def _field(name: str, label: str, value: Any) -> forms.Field:
    if name in CHOICES:
        return forms.ChoiceField(label=label, choices=CHOICES[name].choices(), initial=value)
    if name in SEVERAL:
        return forms.MultipleChoiceField(
            label=label,
            choices=SEVERAL[name].choices(),
            initial=value,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    if name in COUNTS:
        return forms.IntegerField(label=label, initial=value, required=name != "tie_decimals", min_value=0)
    if name in MONEY:
        yuan = Decimal(value) / 100 if value else None
        return forms.DecimalField(
            label=label.replace("（分）", "（元）"), initial=yuan, required=False, min_value=0, decimal_places=2
        )
    if name == "branches":
        return forms.BooleanField(label=label, initial=value, required=False)
    return BracketsField(label=label, initial=BracketsField.text(value))


def _plain(name: str, value: Any) -> Any:
    if name in MONEY:
        return int(value * 100) if value else ""
    if name == "tie_decimals":
        return "" if value is None else value
    return value


class BracketsField(forms.CharField):
    """Brackets as lines: ``1-3 100000`` gives the first three places 100,000 yuan each, or that weight."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **kwargs) -> None:
        super().__init__(help_text="每行一档：名次起-止，空格，金额（元）或权重。例：1-3 100000", **kwargs)

    @staticmethod
    def text(brackets: Any) -> str:
        return "\n".join(f"{step['first']}-{step['last']} {Decimal(step['value']) / 100}" for step in brackets)

    def clean(self, value: str) -> list[dict[str, int]]:
        lines = [line.split() for line in super().clean(value).splitlines() if line.strip()]
        try:
            return [
                {
                    "first": int(places.split("-")[0]),
                    "last": int(places.split("-")[-1]),
                    "value": int(Decimal(amount) * 100),
                }
                for places, amount in lines
            ]
        except (ValueError, ArithmeticError):
            raise forms.ValidationError("每行应为“起-止 金额”，例如 1-3 100000。") from None
