"""The list of releases, for the page of figures: it knows nothing of releases and shows this."""

from typing import Any

from django import template

from ipservice.opendata.models import Release

register = template.Library()


@register.inclusion_tag("opendata/_releases.html")
def releases() -> dict[str, Any]:
    return {"releases": Release.objects.published().defer("manifest").select_related("corrects")}
