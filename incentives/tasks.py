"""Gathers the tasks of the slices."""

from incentives.awards.tasks import lapse_checks

__all__ = ["lapse_checks"]
