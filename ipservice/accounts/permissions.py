"""Who may do what in the officials' door: one table a role, read as patterns of Django permissions.

Nobody may delete: no pattern names ``delete``. System administrators keep accounts and look after the machine; they
decide nothing. Which rows an official sees is the querysets' matter (``visible_to``), and that the person who drew
up a list does not approve it is the services' (see ipservice.procedure).
"""

from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission

from ipservice.accounts.models import Role, User

BUSINESS = (
    "agencies",
    "publicservice",
    "incentives",
    "procedure",
    "intake",
    "evidence",
    "documents",
    "figures",
    "opendata",
    "notices",
    "payments",
)
VIEW_BUSINESS = tuple(f"{app}.view_*" for app in BUSINESS)
# Returns of the yearly survey: a role lets a person hold a survey post, and the post decides (supervision.survey).
SURVEY_POSTS = ("supervision.handle_returns",)
ROLE_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.SYSTEM_ADMIN: (
        "accounts.view_*",
        "accounts.add_user",
        "accounts.change_user",
        "audit.view_*",
        "jobs.view_*",
        "notices.view_*",
        "reference.view_*",
        "django_celery_beat.view_*",
        "django_celery_beat.change_*",
        "privacy.view_*",
    ),
    Role.MUNICIPAL_OFFICIAL: (
        *VIEW_BUSINESS,
        *SURVEY_POSTS,
        *(f"{app}.add_*" for app in BUSINESS),
        *(f"{app}.change_*" for app in BUSINESS),
        "reference.view_*",
        "reference.add_*",
        "reference.change_*",
        "audit.view_*",
        "jobs.view_*",
        "privacy.view_*",
        "privacy.add_*",
        "privacy.change_*",
        "privacy.reveal",
    ),
    Role.REVIEWER: (
        *VIEW_BUSINESS,
        *SURVEY_POSTS,
        "procedure.change_*",
        "reference.view_*",
        "audit.view_*",
        "jobs.view_*",
        "privacy.view_*",
        "privacy.reveal",
    ),
    Role.DISTRICT_OFFICIAL: (
        *SURVEY_POSTS,
        "agencies.view_*",
        "publicservice.view_*",
        "publicservice.add_*",
        "publicservice.change_*",
        "procedure.view_*",
        "notices.view_*",
        "reference.view_*",
        "jobs.view_*",
        "privacy.reveal",
    ),
}


def may(role: str, permission: str) -> bool:
    """Whether ``role`` grants ``app.codename``."""
    return any(fnmatchcase(permission, pattern) for pattern in _patterns(role))


@lru_cache
def _patterns(role: str) -> tuple[str, ...]:
    return next((patterns for known, patterns in ROLE_PERMISSIONS.items() if known == role), ())


class RoleBackend(ModelBackend):
    """Passwords as ever; permissions from the role alone, never from groups or single grants."""

    def has_perm(self, user_obj: User, perm: str, obj: Any = None) -> bool:
        return user_obj.is_active and not user_obj.is_anonymous and may(user_obj.role, perm)

    def has_module_perms(self, user_obj: User, app_label: str) -> bool:
        return user_obj.is_active and any(
            pattern.split(".")[0] == app_label for pattern in _patterns(getattr(user_obj, "role", ""))
        )

    def get_all_permissions(self, user_obj: User, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous:
            return set()
        known = Permission.objects.values_list("content_type__app_label", "codename")
        return {f"{app}.{codename}" for app, codename in known if may(user_obj.role, f"{app}.{codename}")}
