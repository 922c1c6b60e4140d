"""Gathers the tasks of the slices."""

from publicservice.catalogue.tasks import check_targets

__all__ = ["check_targets"]
