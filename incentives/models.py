"""Gathers the tables of the slices."""

from incentives.awards.models import *  # noqa: F403
