"""What the editors of a questionnaire type: parts, items, checks; each fault is told at its own field."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms

from supervision.survey.rules.definition import (
    Check,
    Item,
    ItemType,
    Option,
    Questionnaire,
    Section,
    Severity,
    Span,
)
from supervision.survey.rules.validating import DefinitionFault, check_faults, faults
from supervision.survey.services.prefill import is_known

LIST_HELP = "一行一个：代码 空格 名称，如“male 男”。"
CONDITION_HELP = '如 [10125] = "yes"；不填表示总是显示。只能引用排在前面的指标。'


class OptionList(forms.CharField):
    """Codes and labels, one pair a line."""

    widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "help_text": LIST_HELP} | kwargs)

    def prepare_value(self, value: object) -> object:
        if isinstance(value, tuple | list):
            return "\n".join(f"{option.code} {option.label}" for option in value)
        return value

    def clean(self, value: object) -> tuple[Option, ...]:
        if isinstance(value, tuple):
            return value
        found = []
        for number, line in enumerate(str(value or "").splitlines(), 1):
            code, _, label = line.strip().partition(" ")
            if code and not label.strip():
                raise forms.ValidationError(f"第 {number} 行“{line.strip()}”缺少名称，应写作：代码 空格 名称。")
            if code:
                found.append(Option(code, label.strip()))
        return tuple(found)


class DefinitionForm(forms.Form):
    """A form over one part of ``questionnaire``; ``code`` is that of what is changed, empty for something new."""

    def __init__(self, *args: Any, questionnaire: Questionnaire, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire = questionnaire
        self.code = code

    def tell(self, found: Iterable[DefinitionFault]) -> None:
        for fault in found:
            self.add_error(fault.field if fault.field in self.fields else None, fault.problem)


class SectionForm(DefinitionForm):
    code = forms.CharField(label="部分代码", max_length=8, help_text="三位数字，如 110。")
    title = forms.CharField(label="标题", max_length=80)
    help = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    shown_if = forms.CharField(label="显示条件", max_length=300, required=False, help_text=CONDITION_HELP)

    def section(self) -> Section:
        facts = self.cleaned_data
        old = next((one for one in self.questionnaire.sections if one.code == self.code), None)
        items = old.items if old else ()
        return Section(facts["code"], facts["title"], items, facts["help"], facts["shown_if"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if not self.errors:
            new = self.section()
            others = self.questionnaire.sections
            sections = tuple(new if one.code == self.code else one for one in others) if self.code else (*others, new)
            found = faults(replace(self.questionnaire, sections=sections, checks=()))
            self.tell(one for one in found if one.place == new.code and one.field)
        return facts


class ItemForm(DefinitionForm):
    code = forms.CharField(label="指标代码", max_length=8, help_text="部分代码加序号，如 10201。")
    label = forms.CharField(label="指标名称", max_length=120)
    type = forms.ChoiceField(label="类型", choices=ItemType.choices())
    unit = forms.CharField(label="计量单位", max_length=16, required=False, help_text="金额一律为元。")
    span = forms.ChoiceField(label="时期", choices=Span.choices(), initial=Span.NONE)
    is_required = forms.BooleanField(label="必填", required=False)
    help = forms.CharField(label="指标解释", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    options = OptionList(label="选项（单选、多选）")
    rows = OptionList(label="表格行")
    columns = OptionList(label="表格列", help_text=f"{LIST_HELP}只有一列的不填。")
    minimum = forms.IntegerField(label="下限", required=False)
    maximum = forms.IntegerField(label="上限", required=False)
    shown_if = forms.CharField(label="显示条件", max_length=300, required=False, help_text=CONDITION_HELP)
    prefill = forms.CharField(
        label="预填来源", max_length=40, required=False, help_text="如 register.founded_on、filings.invention_filed。"
    )
    former_code = forms.CharField(
        label="上年代码", max_length=8, required=False, help_text="上年问卷中的代码，用来找到上年数。"
    )

    def __init__(self, *args: Any, section: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section

    def item(self) -> Item:
        facts = self.cleaned_data
        return Item(**{**facts, "type": ItemType(facts["type"]), "span": Span(facts["span"])})

    def clean_prefill(self) -> str:
        name = self.cleaned_data["prefill"]
        if name and not is_known(name):
            raise forms.ValidationError(f"没有预填来源“{name}”，应以 register.、filings. 开头或为 last_year。")
        return name

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if not self.errors:
            new = self.item()
            sections = tuple(self._with(one, new) for one in self.questionnaire.sections)
            found = faults(replace(self.questionnaire, sections=sections, checks=()))
            self.tell(one for one in found if one.place in (new.code, new.former_code) and one.field)
        return facts

    def _with(self, section: Section, new: Item) -> Section:
        if section.code != self.section:
            return section
        items = section.items
        changed = tuple(new if one.code == self.code else one for one in items) if self.code else (*items, new)
        return replace(section, items=changed)


class CheckForm(DefinitionForm):
    code = forms.CharField(label="编号", max_length=16)
    severity = forms.ChoiceField(label="强度", choices=Severity.choices(), widget=forms.RadioSelect)
    expression = forms.CharField(
        label="公式",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "class": "formula"}),
        help_text=(
            "成立即为正确。[10201] 指标，[10202/male] 单元格，sum([10202/*]) 合计，last([10302]) 上年数，"
            'change([10302]) 较上年变动百分比，register("attorneys") 登记数，parameter("change_percent") 参数，'
            "filled([10302]) 已填写；and、or、not 也可写作 且、或、非。"
        ),
    )
    message = forms.CharField(
        label="错误说明",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="{cells} 换成涉及的指标。",
    )
    cure = forms.CharField(
        label="更正办法",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="{target_cell} 换成可改的单元格，{target} 换成算出的应填数。",
    )
    definition = forms.CharField(label="解释位置", max_length=16, required=False, help_text="指标代码，如 10201。")

    def check(self) -> Check:
        facts = self.cleaned_data
        return Check(**{**facts, "severity": Severity(facts["severity"])})

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if not self.errors:
            new = self.check()
            others = [rule.code for rule in self.questionnaire.checks if rule.code != self.code]
            if new.code in others:
                self.add_error("code", f"编号 {new.code} 已有，每个编号只能用一次。")
            self.tell(check_faults(new, self.questionnaire))
        return facts
