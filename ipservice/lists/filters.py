"""What a list may be narrowed by: a Django form that knows how to narrow a queryset."""

from typing import Any

from django import forms
from django.db.models import QuerySet

CONTROL = {"class": "form-control"}


class FilterForm(forms.Form):
    """Fields of a list's filter bar. Subclasses answer ``narrow``; no field is required.

    ``narrow`` gets only the values that were given and were valid, so one bad parameter spoils nothing else.
    A field without a method of its own narrows by equality on its ``lookup`` (or its name): fields are declared
    as ordinary form fields, methods are named ``by_<field>(queryset, value)``.
    """

    use_required_attribute = False
    lookups: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def given(self) -> dict[str, Any]:
        """Field name to cleaned value, of those that narrow anything."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if not _is_blank(value)}

    def narrow(self, queryset: QuerySet) -> QuerySet:
        for name, value in self.given().items():
            by = getattr(self, f"by_{name}", None)
            queryset = by(queryset, value) if by else self._equal(queryset, name, value)
        return queryset

    def _equal(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        lookup = self.lookups.get(name, name)
        many = isinstance(value, (list, tuple, set, QuerySet))
        return queryset.filter(**{f"{lookup}__in" if many else lookup: value})

    def said(self, name: str) -> str:
        """A chosen value in the words of its field, for chips and for the head of an export."""
        field, value = self.fields[name], self.cleaned_data[name]
        if isinstance(field, forms.ModelMultipleChoiceField):
            return "、".join(str(one) for one in value)
        if isinstance(field, forms.MultipleChoiceField):
            return "、".join(_label(field, one) for one in value)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            return _label(field, value)
        return "是" if value is True else str(value)

    def spoken(self) -> list[tuple[str, str, str]]:
        """Triples (field name, label, value in words), in the order of the form."""
        given = self.given()
        return [(name, str(self[name].label), self.said(name)) for name in self.fields if name in given]

    def warnings(self) -> list[str]:
        """Parameters that could not be read, said and left out."""
        unread = [(self[name].label, errors[0]) for name, errors in self.errors.items() if name in self.fields]
        return [f"筛选条件“{label}”已忽略：{error}" for label, error in unread]


def _label(field: forms.ChoiceField, value: Any) -> str:
    flat = {}
    for key, label in field.choices:
        flat.update({str(k): v for k, v in label} if isinstance(label, (list, tuple)) else {str(key): label})
    return str(flat.get(str(value), value))


def _is_blank(value: Any) -> bool:
    if isinstance(value, QuerySet):
        return not value.exists()
    return value is None or value == "" or value is False or value == [] or value == ()
