"""Gathers what the slices show in the officials' admin."""

from agencies.registry.admin import lists  # noqa: F401
