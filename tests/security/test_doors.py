"""The officials' door: shut to everybody without a role there, and inside it every list shows only one's own."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from tests.security.ground import NOT_THERE, PERSONAS

STAFF = {"district_1", "district_2", "municipal", "reviewer", "system_admin"}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_page_of_a_model_is_shut_to_strangers_and_breaks_for_nobody(world, model):
    found = []
    for persona in PERSONAS:
        client = world.client(persona)
        for path in (
            address(model, "changelist"),
            address(model, "change", NOT_THERE),
            address(model, "history", NOT_THERE),
        ):
            status = client.get(path).status_code
            if status >= 500 or (persona not in STAFF and status == 200):
                found.append(f"{persona} {path}: {status}")

    assert found == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_nobody_deletes_in_the_admin(world, model):
    for persona in sorted(STAFF):
        request = RequestFactory().get("/")
        request.user = world.people[persona]

        assert not admin.site._registry[model].has_delete_permission(request)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_district_sees_in_the_admin_no_row_of_its_neighbour(world, model):
    """Where the model says who sees a row, the admin's list follows it."""
    if not hasattr(model._default_manager, "visible_to"):
        return
    for persona in sorted(STAFF):
        request = RequestFactory().get("/")
        request.user = world.people[persona]
        listed = admin.site._registry[model]
        if listed.has_view_permission(request):
            shown = set(listed.get_queryset(request).values_list("pk", flat=True))
            assert shown <= set(model._default_manager.visible_to(request.user).values_list("pk", flat=True)), persona
