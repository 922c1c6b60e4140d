"""The form in which agencies and officials write down what is offered: one row a service, three empty ones to add."""

from typing import Any

from django import forms

from agencies.registry.models import Agency
from agencies.registry.services.offers import Offer
from ipservice.reference.models import ServiceType

EMPTY_ROWS = 3
MOST = 60


class OfferForm(forms.Form):
    service_type = forms.ModelChoiceField(
        label="服务类型", queryset=ServiceType.objects.none(), required=False, empty_label="（不填）"
    )
    price_basis = forms.CharField(
        label="计价方式", max_length=100, required=False, help_text="例如：按件、按小时、面议。"
    )
    typical_days = forms.IntegerField(label="一般用时（日）", min_value=1, max_value=3650, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("service_type") and (cleaned.get("price_basis") or cleaned.get("typical_days")):
            self.add_error("service_type", "请选择这一行说的是哪种服务。")
        return cleaned


class OfferRows(forms.BaseFormSet):
    """Rows without a service, and those whose box is ticked, are left out."""

    deletion_widget = forms.CheckboxInput

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        self.types = ServiceType.objects.order_by("code")
        offered = agency.services.select_related("service_type").order_by("service_type__code")
        initial = [
            {"service_type": one.service_type_id, "price_basis": one.price_basis, "typical_days": one.typical_days}
            for one in offered
        ]
        super().__init__(*args, initial=initial, prefix="offer", **kwargs)

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["service_type"].queryset = self.types
        form.fields["DELETE"].label = "删除这一项"

    def offers(self) -> list[Offer]:
        return [
            Offer(row["service_type"], row["price_basis"].strip(), row["typical_days"])
            for row in (form.cleaned_data for form in self.forms)
            if row.get("service_type") and not row.get("DELETE")
        ]


OfferFormSet = forms.formset_factory(OfferForm, formset=OfferRows, extra=EMPTY_ROWS, can_delete=True, max_num=MOST)
