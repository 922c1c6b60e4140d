"""Clause 5.6: booking of a consultation, from the schedule to the rating."""
