"""``{% load privacy %}{{ agency|masked:"contact_phone" }}`` and the address at which it is asked for in clear."""

from urllib.parse import urlencode

from django import template
from django.db.models import Model

from ipservice.privacy.registry import declaration_of

register = template.Library()


@register.filter
def masked(row: Model, name: str) -> str:
    """The declared field as lists show it; a field that nobody declared is hidden whole."""
    declaration = declaration_of(row._meta.label)
    value = getattr(row, name)
    if declaration is None or name not in {personal.name for personal in declaration.fields}:
        return "***" if value else ""
    return declaration.field(name).masked(value)


@register.filter
def reveal_href(row: Model) -> str:
    """The page that asks for a reason and shows the row in clear."""
    return "/admin/privacy/reveal/?" + urlencode({"label": row._meta.label, "key": row.pk})
