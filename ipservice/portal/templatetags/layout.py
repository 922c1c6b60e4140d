"""Parts of the layout that are the same on most pages, drawn once and kept while the process lives."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
MOST_KEPT = 500

_kept: dict[tuple[Any, ...], SafeString] = {}


@register.simple_tag(takes_context=True)
def kept(context: template.Context, part: str, **shown: Any) -> SafeString:
    """``{% kept "components/site_foot.html" contact=portal.contact %}``: the template sees nothing but what is given.

    So nothing of one visitor can reach another: what differs must be given, and what is given is the key. Values are
    hashable; give only what has few different values.
    """
    key = (part, get_language(), *shown.items())
    drawn = _kept.get(key)
    if drawn is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        drawn = _kept[key] = context.template.engine.get_template(part).render(template.Context(shown))
    return drawn
