"""Gathers the tasks of the slices."""

from publicservice.booking.tasks import forget_attempts, free_places, remind_of_tomorrow
from publicservice.catalogue.tasks import check_targets
from publicservice.rights_aid.tasks import close_due

__all__ = ["check_targets", "close_due", "forget_attempts", "free_places", "remind_of_tomorrow"]
