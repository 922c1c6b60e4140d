"""Gathers the tables of the slices."""

from publicservice.network.models import *  # noqa: F403
