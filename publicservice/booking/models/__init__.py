"""What booking knows: schedules and their slots, bookings, who waits, what came of it."""

from publicservice.booking.models.bookings import Booking, BookingItem, QueueCounter
from publicservice.booking.models.records import Attempt, FollowUp, Rating, Rectification, ServiceRecord
from publicservice.booking.models.schedules import Schedule, ScheduleException, ScheduleItem, Slot
from publicservice.booking.models.waiting import Offer, WaitingEntry
from publicservice.booking.rules.states import BookingState, BookingStep, FollowUpState, Source, Variant, WaitingState

__all__ = [
    "Attempt",
    "Booking",
    "BookingItem",
    "BookingState",
    "BookingStep",
    "FollowUp",
    "FollowUpState",
    "Offer",
    "QueueCounter",
    "Rating",
    "Rectification",
    "Schedule",
    "ScheduleException",
    "ScheduleItem",
    "ServiceRecord",
    "Slot",
    "Source",
    "Variant",
    "WaitingEntry",
    "WaitingState",
]
