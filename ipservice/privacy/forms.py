"""The box by which a person agrees: apart from every other box, never ticked beforehand, with its own words."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from ipservice.privacy.services import consenting


class _NeverTicked(BoundField):
    """Neither a draft nor an address ticks the box: only the person does, on the page they send."""

    initial = False


class ConsentField(forms.BooleanField):
    """``consent = ConsentField("objection")``: says by itself what for, which data and for how long."""

    def __init__(self, purpose: str, **kwargs: Any) -> None:
        missing = "请阅读并勾选同意书：没有您的同意，不能使用您填写的个人信息。"
        super().__init__(**{"error_messages": {"required": missing}} | kwargs)
        self.purpose = purpose

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        self.label, _ = consenting.wording_of(self.purpose)
        return _NeverTicked(form, self, field_name)
