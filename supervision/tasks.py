"""Gathers the tasks of the slices."""

from supervision.survey.tasks import flag_outliers, remind

__all__ = ["flag_outliers", "remind"]
