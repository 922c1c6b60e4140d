"""Admin pages on which nothing is typed over. Every model admin and inline of the house starts from here.

``class ObjectionAdmin(ReadOnly, ModelAdmin)``: looked at, never added, changed or deleted.
``class DeliveryAdmin(Untyped, ModelAdmin)``: neither added nor deleted; its actions may need the permission to change.
``class TermAdmin(Unfilled, ModelAdmin)``: an ordinary form, into which the address fills nothing.
"""

from typing import Any

from django.http import HttpRequest


class Unfilled:
    """Nothing from the address fills a form: ``?district=abc`` is no district, and no visitor's business."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {}


class Kept(Unfilled):
    """Nothing is deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Untyped(Kept):
    """Nothing is added or deleted, every field is read only; actions may still ask for the permission to change."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        named = [name for name in super().get_readonly_fields(request, obj)]
        return [*named, *(field.name for field in self.model._meta.fields if field.name not in named)]


class ReadOnly(Kept):
    """Nothing is added, typed over or deleted on the admin's own forms: services do that, on their pages."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CityReadOnly(ReadOnly):
    """The same, for the officials of the city alone."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and request.user.is_staff and request.user.is_city_official

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
