"""The history page: the changes of one row and the acts recorded about it, for who may see the row."""

from django.apps import apps
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ipservice.audit.models import AuditEntry
from ipservice.audit.reading import event_model_of, history_of
from ipservice.portal import work

MOST = 200


@work.require_staff
@require_safe
def history_page(request: HttpRequest, label: str, key: int) -> HttpResponse:
    """``label`` is ``app.model``. A row one may not see has no history."""
    model = _tracked_model(label)
    if not may_see_history(request.user, model, key):
        raise Http404
    row = model._base_manager.filter(pk=key).first()
    name = str(row) if row else f"{model._meta.verbose_name}（已删除，编号 {key}）"
    context = {
        "versions": history_of(model, key)[:MOST],
        "entries": AuditEntry.objects.filter(subject_type=model._meta.model_name, subject_key=str(key))[:MOST],
        "name": name,
        "kind": model._meta.verbose_name,
        "title": f"变更历史：{name}",
        "trail": [(f"变更历史：{name}", "")],
    }
    return work.render(request, "audit/history.html", context)


def may_see_history(user, model: type[models.Model], key: object) -> bool:
    """The row's own visibility decides; where a model has none, and for deleted rows, the city's officials.

    What is public of a row is not yet its history: where officials work on a part only, that part counts.
    """
    if not user.is_staff:
        return False
    rows = model._default_manager.get_queryset()
    visible = getattr(rows, "managed_by", None) or getattr(rows, "visible_to", None)
    if visible is not None and model._base_manager.filter(pk=key).exists():
        return visible(user).filter(pk=key).exists()
    return user.is_city_official


def _tracked_model(label: str) -> type[models.Model]:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if event_model_of(model) is None:
        raise Http404
    return model
