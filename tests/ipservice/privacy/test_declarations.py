"""Every field that looks personal is declared, or somebody has said why it is not."""

import re

import pytest
from django.apps import apps
from django.db import models

from ipservice.privacy.registry import declarations, is_impersonal

OURS = ("ipservice.", "agencies", "incentives")
LOOKS_PERSONAL = re.compile(
    r"(^|_)(name|phone|mobile|email|mail|address|contact|account|bank|identity|birth|person|holder|statement|"
    r"username|ip|sex|wechat|id_number|actor_label|signature)($|_)"
)
TEXTS = (models.CharField, models.TextField, models.GenericIPAddressField, models.JSONField)


def looking_personal(model: type[models.Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, TEXTS) and LOOKS_PERSONAL.search(field.name) and not field.choices
    ]


def our_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith(OURS) and not model._meta.proxy and not hasattr(model, "pgh_tracked_model")
    ]


def test_no_field_that_looks_personal_is_forgotten():
    declared = {(one.label, personal.name) for one in declarations() for personal in one.fields}

    forgotten = [
        f"{model._meta.label}.{name}"
        for model in our_models()
        for name in looking_personal(model)
        if (model._meta.label, name) not in declared and not is_impersonal(model._meta.label, name)
    ]

    assert forgotten == [], "declare these (ipservice.privacy.registry), or say why they are not personal"


@pytest.mark.parametrize("name", ["contact_phone", "name", "owner_name", "email", "bank", "ip"])
def test_the_test_itself_sees_such_names(name):
    assert LOOKS_PERSONAL.search(name)


def test_every_declared_field_exists_and_has_a_term_that_can_be_asked():
    for one in declarations():
        names = {field.name for field in one.model._meta.get_fields()}
        assert {personal.name for personal in one.fields} <= names, one.label
        assert one.term.basis, one.label
        assert one.term.days is None or one.term.since.split("__")[0] in names, one.label
