"""Gathers the tasks of the slices."""

from publicservice.booking.tasks import forget_attempts, free_places, remind_of_tomorrow
from publicservice.catalogue.tasks import check_targets

__all__ = ["check_targets", "forget_attempts", "free_places", "remind_of_tomorrow"]
